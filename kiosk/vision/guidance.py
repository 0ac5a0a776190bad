"""Tells what a resident should do so that the camera sees a face well."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.journeys.pages import FaceHint
from kiosk.vision.quality import Quality

STANDS_S = 0.7
"""A request stands at least this long, unless the picture becomes good: nobody can follow one that flickers."""
PERSISTS_S = 0.25
"""How long a fault that a single frame may feign lasts before it is said."""
EASE = 0.88
"""A request that stands ends only when the picture is better than what called it, by this factor."""

DARK_FACE = 45.0
"""Mean grey of a face, 0 to 255; below it the models guess."""
DARK_PICTURE = 30.0
"""Mean grey of a whole picture in which nobody can be found for lack of light."""
BACKLIT_FACE, BACKLIGHT = 80.0, 75.0
"""A face darker than this, and surroundings brighter than it by so much."""
SMALL, LARGE = 0.22, 0.85
"""Height of a face in heights of the picture."""
OFF_CENTRE = 0.27
"""Distance of a face from the middle, in widths or heights of the picture."""
TURNED, NODDED, LEANING = 28.0, 26.0, 25.0
"""Degrees of yaw, pitch and roll beyond which a face is not compared."""
EVIDENT = 0.5
"""Evidence of a mask, of something before the face, of glare."""
BLURRED = 0.4
"""Sharpness below which a face is not compared."""
RESTLESS = 0.15
"""Movement from frame to frame, about in heights of the face: blurred beyond it."""

_FEIGNED = frozenset({FaceHint.BACKLIGHT, FaceHint.STRAIGHT, FaceHint.MASK, FaceHint.COVERED, FaceHint.GLARE})


@dataclass(frozen=True)
class Box:
    """A face in a picture, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Pixels from forehead to chin."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Guide:
    """Looks at one frame after another and asks for one thing at a time: first for what helps most."""

    def __init__(self) -> None:
        self._asked: FaceHint | None = None
        self._asked_at = -math.inf
        self._fault: FaceHint | None = None
        self._fault_at = -math.inf
        self._was_good = False
        self._before: Quality | None = None

    def look(self, quality: Quality | None, faces: int, brightness: float, now: float) -> FaceHint | None:
        """What to ask, or None when the frame is good enough to be compared.

        `quality` is that of the face when there is exactly one, `brightness` the mean grey of the whole picture
        (0 to 255), `now` a monotonic second.
        """
        fault = self._worst(quality, faces, brightness)
        self._before = quality
        if fault is not self._fault:
            self._fault, self._fault_at = fault, now
        if fault is None:
            self._asked, self._was_good = None, True
            return None
        if fault in _FEIGNED and fault is not self._asked and now - self._fault_at < PERSISTS_S:
            return self._asked or (FaceHint.HOLD_STILL if self._was_good else FaceHint.LOOK)
        stands = self._asked is not None and now - self._asked_at < STANDS_S
        # Somebody who steps into the picture is told at once.
        if fault is not self._asked and (not stands or fault is FaceHint.MANY_FACES):
            self._asked, self._asked_at, self._was_good = fault, now, False
        return self._asked

    def _worst(self, quality: Quality | None, faces: int, brightness: float) -> FaceHint | None:
        if faces > 1:
            return FaceHint.MANY_FACES
        if faces == 0 or quality is None:
            return FaceHint.LIGHT if brightness < DARK_PICTURE else FaceHint.NO_FACE
        for hint, severity in _faults(quality, self._before):
            if severity > (EASE if hint is self._asked else 1.0):
                return hint
        return None


def _faults(quality: Quality, before: Quality | None) -> Iterator[tuple[FaceHint, float]]:
    """Every fault and how bad it is, 1 being too bad, in the order in which they are best put right."""
    x, y = quality.centre
    yield FaceHint.LIGHT, DARK_FACE / max(quality.brightness, 1.0)
    yield FaceHint.BACKLIGHT, quality.backlight / BACKLIGHT if quality.brightness < BACKLIT_FACE else 0.0
    yield FaceHint.CLOSER, SMALL / max(quality.height_share, 1e-6)
    yield FaceHint.FARTHER, quality.height_share / LARGE
    yield FaceHint.CENTRE, max(abs(x - 0.5), abs(y - 0.5)) / OFF_CENTRE
    yield FaceHint.STRAIGHT, max(abs(quality.yaw) / TURNED, abs(quality.pitch) / NODDED, abs(quality.roll) / LEANING)
    yield FaceHint.MASK, quality.mask / EVIDENT
    yield FaceHint.COVERED, quality.covered / EVIDENT
    yield FaceHint.GLARE, quality.glare / EVIDENT
    moved = math.dist(before.centre, quality.centre) / max(quality.height_share, 1e-6) if before else 0.0
    yield FaceHint.HOLD_STILL, max(moved / RESTLESS, BLURRED / max(quality.sharpness, 1e-6))
