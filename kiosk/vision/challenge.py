"""Asks for a turn of the head that a picture cannot make, and follows it until the face looks ahead again.

A flat picture that is turned is changed by a projective map, and any four of its points tell which. The eyes and the
corners of the mouth lie almost in a plane, the tip of the nose well before it: `parallax` is how far the nose is from
where a flat picture would have it. It stays at nothing for a photograph or a screen however it is held, and passes a
quarter of the distance between the eyes before a head is turned by 25°.

That is what a model says that knows heads, and sees a part of one in a bent sheet. So the nose is also followed from
picture to picture (kiosk.vision.relief), and a turn counts when both say that it is one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.journeys.pages import FaceHint
from kiosk.vision.guidance import Box
from kiosk.vision.pose import Points, five_of

TURNED = 0.18
"""Parallax from which on the head is turned. Paper bent to a radius of 10 cm and turned by 45° comes to 0.08."""
FRONTAL = 0.08
"""Parallax up to which the face looks ahead; beyond it somewhere else."""
RELIEF = 0.035
"""Least relief of a turned head. Of those that were measured heads at 20° have 0.055 or more, paper 0.013 at most."""
HALVES = 0.12
"""How much the half of the mouth on the far side must shrink beside the other, as a natural logarithm."""
TURN_S = 5.0
"""For one turn, and for looking ahead again."""
LOST_S = 1.0
"""A face that is out of view for longer may be another one when it comes back; a busy machine leaves out frames."""
JUMP = 0.6
"""Movement of the face from frame to frame, in heights of the face; a quicker one is another face."""
GROWTH = 1.5
"""By this factor a face may grow or shrink from frame to frame."""
SNAP_S = 0.12
"""A turn that takes less than this from ahead to the side is a picture that was exchanged."""
SIGHTINGS = 2
"""So many frames in a row must show a pose."""
TRIES = 2


class Turn(StrEnum):
    """To which side, as the person says it."""

    LEFT = "left"
    RIGHT = "right"


class Failure(StrEnum):
    """Why a try did not count."""

    WRONG_WAY = "wrong-way"
    TOO_LATE = "too-late"
    """Not turned, or not looked ahead again, in time."""
    LOST = "lost"
    """Out of view, or somewhere else at once."""
    COMPANY = "company"
    """A second face came into view."""
    SNAPPED = "snapped"
    """Turned quicker than a head turns."""
    FLAT = "flat"
    """Followed from picture to picture the nose did not come before the face, or could not be followed."""
    ANOTHER = "another"
    """During the turn or after it, it was another face."""


class Step(StrEnum):
    """Where the challenge is."""

    TURN = "turn"
    BACK = "back"
    PASSED = "passed"
    FAILED = "failed"


class Chance(Protocol):
    """What is drawn from: `secrets.SystemRandom`."""

    def choice(self, seq: Sequence[tuple[Turn, ...]], /) -> tuple[Turn, ...]:
        """One of them."""


ASKED: tuple[tuple[Turn, ...], ...] = (
    (Turn.LEFT,),
    (Turn.RIGHT,),
    (Turn.LEFT, Turn.RIGHT),
    (Turn.RIGHT, Turn.LEFT),
)
"""What the first try may ask; the second asks for two turns, so that one film does not fit both."""


@dataclass(frozen=True)
class View:
    """The one face of a frame: five or 68 points in pixels, its box."""

    points: Points
    box: Box
    relief: float | None
    """Since the face looked ahead, see kiosk.vision.relief; above 0 to the person's own left, None when unknown."""

    def stands_out(self, side: Turn) -> bool:
        """Whether the nose came before the face as it does in a turn to that side."""
        return self.relief is not None and self.relief * (1 if side is Turn.LEFT else -1) >= RELIEF


@dataclass(frozen=True)
class Sides:
    """How far a face is turned away from its own frontal picture; above 0 to the person's own left."""

    parallax: float
    """In distances between the eyes."""
    halves: float
    """Logarithm of the right half of the mouth over the left one, less that of the frontal picture."""

    def turned(self) -> Turn | None:
        """The side, when both measures agree on one."""
        for side, sign in ((Turn.LEFT, 1), (Turn.RIGHT, -1)):
            if sign * self.parallax >= TURNED and sign * self.halves >= HALVES:
                return side
        return None


class Baseline:
    """The person's own frontal face, from a few frames that were accepted."""

    def __init__(self, frames: Sequence[Points]) -> None:
        upright = [_upright(five_of(points)) for points in frames]
        self._five = np.median(np.stack(upright), axis=0)

    def sides(self, points: Points) -> Sides:
        """How far a face is turned; 5×2 or 68×2 points in pixels, the picture not mirrored."""
        five = five_of(points).astype(np.float64)
        flat = _projective(self._five[_PLANE], five[_PLANE])
        eyes = five[1] - five[0]
        width = max(float(np.hypot(*eyes)), 1e-6)
        beside = float((five[2] - _mapped(flat, self._five[2])) @ eyes) / width**2
        return Sides(beside, _halves(five) - _halves(self._five))


class Challenge:
    """One check's challenge: `TRIES` tries, each drawn anew. `begin` one, then let it `see` every frame."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._baseline: Baseline | None = None
        self._asked: tuple[Turn, ...] = ()
        self._done = 0
        self._seen = 0
        self._ahead_at = 0.0
        self._limit = 0.0
        self._face: Box | None = None
        self._face_at = 0.0
        self.step = Step.TURN
        self.tries = 0
        self.failure: Failure | None = None
        """Of the newest try that did not count."""

    @property
    def hint(self) -> FaceHint:
        """What the resident is asked for now."""
        if self.step is Step.BACK:
            return FaceHint.FRONT_AGAIN
        if self.step is not Step.TURN:
            return FaceHint.CHECKING
        return FaceHint.TURN_LEFT if self._asked[self._done] is Turn.LEFT else FaceHint.TURN_RIGHT

    @property
    def progress(self) -> float:
        """0 to 1."""
        if self.step is Step.PASSED:
            return 1.0
        halves = 2 * self._done + (1 if self.step is Step.BACK else 0)
        return halves / (2 * len(self._asked)) if self._asked else 0.0

    @property
    def kind(self) -> str:
        """What was asked: `left`, `left-right`, …"""
        return "-".join(self._asked)

    def begin(self, baseline: Baseline, now: float) -> None:
        """Draws what is asked, at monotonic second `now`; the face of `baseline` is in view and looks ahead."""
        self._baseline = baseline
        self.tries += 1
        wanted = ASKED if self.tries == 1 else tuple(turns for turns in ASKED if len(turns) == len(Turn))
        self._asked = self._chance.choice(wanted)
        self._done = self._seen = 0
        self._face, self._face_at, self._ahead_at = None, now, now
        self.step, self._limit = Step.TURN, now + TURN_S

    def see(self, view: View | None, faces: int, now: float) -> Step:
        """One frame at monotonic second `now`: the face when there is exactly one; where the challenge is then."""
        if self.step in (Step.PASSED, Step.FAILED):
            return self.step
        if faces > 1:
            return self._fail(Failure.COMPANY)
        if now > self._limit:
            return self._fail(Failure.TOO_LATE)
        if view is None:
            return self._fail(Failure.LOST) if now - self._face_at > LOST_S else self.step
        if not self._follows(view.box, now):
            return self._fail(Failure.LOST)
        assert self._baseline is not None
        sides = self._baseline.sides(view.points)
        return self._turning(view, sides, now) if self.step is Step.TURN else self._returning(sides, now)

    def ahead(self, points: Points) -> bool:
        """Whether a face looks ahead, as it did when the newest try began."""
        return self._baseline is not None and abs(self._baseline.sides(points).parallax) <= FRONTAL

    def reject(self) -> Step:
        """The face is not the one that the challenge began with."""
        return self._fail(Failure.ANOTHER)

    def _turning(self, view: View, sides: Sides, now: float) -> Step:
        side = sides.turned()
        if side is None:
            self._seen = 0
            if abs(sides.parallax) <= FRONTAL:
                self._ahead_at = now
            return self.step
        if side is not self._asked[self._done]:
            self._seen += 1
            return self._fail(Failure.WRONG_WAY) if self._seen >= SIGHTINGS else self.step
        if self._seen == 0 and now - self._ahead_at < SNAP_S:
            return self._fail(Failure.SNAPPED)
        self._seen += 1
        if self._seen >= SIGHTINGS:
            if not view.stands_out(side):
                return self._fail(Failure.FLAT)
            self.step, self._seen, self._limit = Step.BACK, 0, now + TURN_S
        return self.step

    def _returning(self, sides: Sides, now: float) -> Step:
        self._seen = self._seen + 1 if abs(sides.parallax) <= FRONTAL else 0
        if self._seen < SIGHTINGS:
            return self.step
        self._done += 1
        self._seen, self._ahead_at, self._limit = 0, now, now + TURN_S
        self.step = Step.TURN if self._done < len(self._asked) else Step.PASSED
        return self.step

    def _follows(self, box: Box, now: float) -> bool:
        """Whether this is where the face was a moment ago."""
        before, self._face = self._face, box
        gap, self._face_at = now - self._face_at, now
        if before is None:
            return True
        if gap > LOST_S:
            return False
        moved = math.dist(before.centre, box.centre) / max(before.height, 1.0)
        grown = max(box.height, 1.0) / max(before.height, 1.0)
        return moved <= JUMP and 1 / GROWTH <= grown <= GROWTH

    def _fail(self, failure: Failure) -> Step:
        self.failure, self.step = failure, Step.FAILED
        return self.step


_PLANE = [0, 1, 3, 4]


def _upright(five: NDArray[np.float32]) -> NDArray[np.float64]:
    """The points with the eyes on a level, one apart: frames of different sizes can be averaged."""
    points = five.astype(np.float64)
    x, y = points[1] - points[0]
    scale = max(x * x + y * y, 1e-6)
    return np.asarray((points - points[:2].mean(0)) @ np.array([[x, -y], [y, x]]) / scale)


def _projective(plane: NDArray[np.float64], seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 3×3 map that takes four points of a plane to where they are seen; the nearest one when three are in line."""
    rows = []
    for (x, y), (u, v) in zip(plane, seen, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    found = np.linalg.lstsq(np.array(rows), seen.reshape(-1), rcond=None)[0]
    return np.append(found, 1.0).reshape(3, 3)


def _mapped(projective: NDArray[np.float64], point: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y, w = projective @ (*point, 1.0)
    return np.array([x, y]) / (w if abs(w) > 1e-6 else 1e-6)


def _halves(five: NDArray[np.float64]) -> float:
    """Logarithm of the mouth's part left of the nose in the picture over the part right of it, along the eyes.

    Affine maps of a flat face leave it as it is.
    """
    eyes = five[1] - five[0]
    # The line from between the eyes through the nose meets the mouth.
    down = (five[3] + five[4]) / 2 - five[:2].mean(0)
    frame = np.linalg.lstsq(np.stack([eyes, down], 1), (five[2:] - five[:2].mean(0)).T, rcond=None)[0]
    nose, left, right = frame[0]
    return math.log(max(nose - left, 0.02) / max(right - nose, 0.02))
