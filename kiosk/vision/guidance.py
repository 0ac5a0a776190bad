"""Tells what a resident should do so that the camera sees a face well."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kiosk.journeys.pages import FaceHint
from kiosk.vision.quality import Quality

STANDS_S = 0.7
"""A request stands at least this long, unless the picture becomes good: nobody can follow one that flickers."""
DARK_FACE = 45.0
"""Mean grey of a face, 0 to 255; below it the models guess."""
DARK_PICTURE = 30.0
"""Mean grey of a whole picture in which nobody can be found for lack of light."""
SMALL = 0.22
"""Height of a face in heights of the picture."""
LARGE = 0.85
OFF_CENTRE = 0.27
"""Distance of a face from the middle, in widths or heights of the picture."""
RESTLESS = 0.15
"""Movement from frame to frame in heights of the face: blurred beyond it."""
EASE = 0.9
"""A request that stands ends only when the picture is better than what called it, by this factor."""


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
    """Looks at one frame after another and asks for one thing at a time."""

    def __init__(self) -> None:
        self._hint: FaceHint | None = None
        self._since = -math.inf
        self._before: Quality | None = None

    def look(self, quality: Quality | None, faces: int, brightness: float, now: float) -> FaceHint | None:
        """What to ask, or None when the frame is good enough to be compared.

        `quality` is that of the face when there is exactly one, `brightness` the mean grey of the whole picture
        (0 to 255), `now` a monotonic second.
        """
        hint = self._wanted(quality, faces, brightness)
        self._before = quality
        if hint is None:
            self._hint = None
            return None
        standing = self._hint is not None and now - self._since < STANDS_S
        # Somebody who steps into the picture is told at once.
        if hint is not self._hint and (not standing or hint is FaceHint.MANY_FACES):
            self._hint, self._since = hint, now
        return self._hint

    def _wanted(self, quality: Quality | None, faces: int, brightness: float) -> FaceHint | None:
        if faces > 1:
            return FaceHint.MANY_FACES
        if faces == 0 or quality is None:
            return FaceHint.LIGHT if brightness < DARK_PICTURE else FaceHint.NO_FACE
        x, y = quality.centre
        moved = self._before is not None and _moved(self._before, quality) > RESTLESS
        faults = (
            (quality.brightness < DARK_FACE, FaceHint.LIGHT),
            (quality.height_share < SMALL, FaceHint.CLOSER),
            (quality.height_share > LARGE, FaceHint.FARTHER),
            (abs(x - 0.5) > OFF_CENTRE or abs(y - 0.5) > OFF_CENTRE, FaceHint.CENTRE),
            (moved, FaceHint.HOLD_STILL),
        )
        return next((hint for wrong, hint in faults if wrong), None)


def _moved(before: Quality, now: Quality) -> float:
    """How far the face moved, about in heights of the face."""
    return math.dist(before.centre, now.centre) / max(now.height_share, 1e-6)
