"""Who turns the head as asked passes; a picture never does, whatever is done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from heads import HEAD, PHOTO, Points3, bent, seen

from kiosk.journeys.pages import FaceHint
from kiosk.vision.challenge import (
    LOST_S,
    RELIEF,
    TRIES,
    TURN_S,
    TURNED,
    Baseline,
    Challenge,
    Failure,
    Step,
    Turn,
    View,
)
from kiosk.vision.guidance import Box

FRAME_S = 0.05


@dataclass
class Drawn:
    """Chance that draws what the test wants, and remembers what it could have drawn."""

    wanted: list[tuple[Turn, ...]]
    offered: list[Sequence[tuple[Turn, ...]]] = field(default_factory=list)

    def choice(self, seq: Sequence[tuple[Turn, ...]], /) -> tuple[Turn, ...]:
        self.offered.append(seq)
        assert self.wanted[0] in seq
        return self.wanted.pop(0)


class Sitting:
    """A challenge, somebody before it, and the clock."""

    def __init__(self, *wanted: tuple[Turn, ...], head: Points3 = HEAD, where: dict[str, float] | None = None) -> None:
        self.head, self.where, self.now = head, where or {}, 100.0
        self.chance = Drawn(list(wanted))
        self.baseline = Baseline([seen(head, yaw, **self.where)[0] for yaw in (-1.0, 0.0, 1.0)])
        self.challenge = Challenge(self.chance)
        self.challenge.begin(self.baseline, self.now)
        self.relief: Callable[[float], float | None] = lambda yaw: yaw / 300

    def show(self, yaw: float = 0.0, faces: int = 1, head: Points3 | None = None, move: float = 0.0) -> Step:
        self.now += FRAME_S
        relief = self.relief(yaw)
        points, box = seen(self.head if head is None else head, yaw, **self.where)
        box = Box(box.left + move, box.top, box.right + move, box.bottom)
        return self.challenge.see(View(points, box, relief) if faces == 1 else None, faces, self.now)

    def swing(self, to: float, steps: int = 8, head: Points3 | None = None) -> Step:
        """Turns there and holds it."""
        start = getattr(self, "yaw", 0.0)
        for number in range(1, steps + 1):
            step = self.show(start + (to - start) * number / steps, head=head)
        for _ in range(3):
            step = self.show(to, head=head)
        self.yaw = to
        return step


LEFT, RIGHT, BOTH = (Turn.LEFT,), (Turn.RIGHT,), (Turn.RIGHT, Turn.LEFT)


@pytest.mark.parametrize(("asked", "yaw", "hint"), [(LEFT, 28, FaceHint.TURN_LEFT), (RIGHT, -28, FaceHint.TURN_RIGHT)])
def test_a_head_that_turns_as_asked_and_comes_back_passes(asked: tuple[Turn, ...], yaw: float, hint: FaceHint) -> None:
    sitting = Sitting(asked)
    assert sitting.challenge.hint is hint
    assert sitting.swing(yaw) is Step.BACK
    assert sitting.challenge.hint is FaceHint.FRONT_AGAIN
    assert sitting.swing(0) is Step.PASSED
    assert (sitting.challenge.tries, sitting.challenge.kind, sitting.challenge.progress) == (1, asked[0].value, 1.0)


def test_two_turns_are_asked_one_after_the_other() -> None:
    sitting = Sitting(BOTH)
    assert sitting.swing(-30) is Step.BACK
    assert sitting.swing(0) is Step.TURN
    assert sitting.challenge.hint is FaceHint.TURN_LEFT
    assert sitting.swing(30) is Step.BACK
    assert sitting.swing(0) is Step.PASSED


@pytest.mark.parametrize("where", [{"pitch": 12.0}, {"roll": 10.0}, {"away_mm": 350.0}, {"noise": 0.6}])
def test_nobody_needs_to_stand_like_a_statue(where: dict[str, float]) -> None:
    sitting = Sitting(LEFT, where=where)
    assert sitting.swing(30) is Step.BACK
    assert sitting.swing(0) is Step.PASSED


@pytest.mark.parametrize("photo", [PHOTO, bent(250), bent(100)], ids=["flat", "bent", "bent-more"])
@pytest.mark.parametrize("away_mm", [250.0, 550.0])
@pytest.mark.parametrize("pitch", [-20.0, 0.0, 20.0])
def test_a_photograph_is_never_turned_enough(photo: Points3, away_mm: float, pitch: float) -> None:
    baseline = Baseline([seen(photo, away_mm=away_mm)[0]])
    for yaw in range(-45, 46, 3):
        sides = baseline.sides(seen(photo, yaw, pitch, away_mm=away_mm)[0])
        assert abs(sides.parallax) < TURNED * 0.75, f"{yaw}°"
        assert sides.turned() is None


@pytest.mark.parametrize("yaw", [-45, -30, 30, 45])
def test_a_photograph_that_is_turned_times_out(yaw: float) -> None:
    sitting = Sitting(LEFT, head=PHOTO)
    assert sitting.swing(yaw) is Step.TURN
    for _ in range(int(TURN_S / FRAME_S)):
        step = sitting.show(yaw)
    assert (step, sitting.challenge.failure) == (Step.FAILED, Failure.TOO_LATE)


@pytest.mark.parametrize("yaw", [-40, -25, 25, 40])
def test_a_head_is_known_to_turn_from_25_degrees_on(yaw: float) -> None:
    side = Baseline([seen(HEAD)[0]]).sides(seen(HEAD, yaw)[0]).turned()
    assert side is (Turn.LEFT if yaw > 0 else Turn.RIGHT)


def test_the_wrong_way_fails_and_the_second_try_asks_for_two_turns() -> None:
    sitting = Sitting(LEFT, BOTH)
    assert sitting.swing(-28) is Step.FAILED
    assert sitting.challenge.failure is Failure.WRONG_WAY
    sitting.challenge.begin(sitting.baseline, sitting.now)
    assert sitting.challenge.tries == TRIES
    assert all(len(asked) == 2 for asked in sitting.chance.offered[1])
    sitting.yaw = 0.0
    assert sitting.swing(-28) is Step.BACK


@pytest.mark.parametrize(
    ("act", "failure"),
    [
        (lambda sitting: [sitting.show() for _ in range(int(TURN_S / FRAME_S) + 1)], Failure.TOO_LATE),
        (lambda sitting: [sitting.show(faces=0) for _ in range(int(LOST_S / FRAME_S) + 1)], Failure.LOST),
        (lambda sitting: [sitting.show(), sitting.show(faces=2)], Failure.COMPANY),
        (lambda sitting: [sitting.show(), sitting.show(move=250.0)], Failure.LOST),
        (lambda sitting: [sitting.show(), sitting.show(30.0)], Failure.SNAPPED),
        (lambda sitting: [sitting.swing(28), sitting.challenge.reject()], Failure.ANOTHER),
    ],
    ids=["no-movement", "gone", "second-face", "elsewhere-at-once", "picture-exchanged", "another-face"],
)
def test_what_does_not_count(act: Callable[[Sitting], list[Step]], failure: Failure) -> None:
    sitting = Sitting(LEFT)
    assert act(sitting)[-1] is Step.FAILED
    assert sitting.challenge.failure is failure
    assert sitting.show(30) is Step.FAILED, "it stays so until the next try"


@pytest.mark.parametrize("relief", [0.0, RELIEF * 0.9, -0.1, None], ids=["flat", "bent", "other-side", "lost"])
def test_points_that_turn_on_something_flat_do_not_count(relief: float | None) -> None:
    sitting = Sitting(LEFT)
    sitting.relief = lambda _: relief
    assert sitting.swing(30) is Step.FAILED
    assert sitting.challenge.failure is Failure.FLAT


def test_a_blink_of_the_detector_is_forgiven() -> None:
    sitting = Sitting(LEFT)
    for _ in range(int(LOST_S / FRAME_S) - 1):
        assert sitting.show(faces=0) is Step.TURN
    assert sitting.swing(30) is Step.BACK


def test_turned_and_never_back_is_too_late() -> None:
    sitting = Sitting(LEFT)
    sitting.swing(30)
    for _ in range(int(TURN_S / FRAME_S) + 1):
        step = sitting.show(30)
    assert (step, sitting.challenge.failure) == (Step.FAILED, Failure.TOO_LATE)


def test_the_draw_offers_both_sides_alike() -> None:
    first = Sitting(LEFT).chance.offered[0]
    assert {asked[0] for asked in first} == set(Turn)
    assert sum(asked[0] is Turn.LEFT for asked in first) * 2 == len(first)


def test_points_that_lie_in_a_line_are_no_turn() -> None:
    line = np.stack([np.linspace(0, 100, 5), np.zeros(5)], 1).astype(np.float32)
    assert Baseline([line]).sides(line).turned() is None
