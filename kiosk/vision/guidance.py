"""Tells what a resident should do so that the camera sees a face well."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kiosk.journeys.pages import FaceHint

DARK_FACE = 45.0
"""Mean grey of a face, 0 to 255; below it the models guess."""
DARK_PICTURE = 30.0
"""Mean grey of a whole picture in which nobody can be found for lack of light."""
SMALL = 0.22
"""Height of a face in heights of the picture."""
OFF_CENTRE = 0.27
"""Distance of a face from the middle, in widths or heights of the picture."""
RESTLESS = 0.18
"""Movement from frame to frame in heights of the face: blurred beyond it."""


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


@dataclass(frozen=True)
class Sight:
    """What one frame shows: `brightness` is the mean grey of the face, or of the picture without a face."""

    width: int
    height: int
    faces: tuple[Box, ...]
    brightness: float


def guide(sight: Sight, before: Box | None) -> FaceHint | None:
    """What to do, or None when the frame is good. `before` is the face in the frame before."""
    if len(sight.faces) > 1:
        return FaceHint.MANY_FACES
    if not sight.faces:
        return FaceHint.LIGHT if sight.brightness < DARK_PICTURE else FaceHint.NO_FACE
    face = sight.faces[0]
    x, y = face.centre
    aside = abs(x / sight.width - 0.5) > OFF_CENTRE or abs(y / sight.height - 0.5) > OFF_CENTRE
    moved = before is not None and math.dist(face.centre, before.centre) > RESTLESS * face.height
    faults = (
        (sight.brightness < DARK_FACE, FaceHint.LIGHT),
        (face.height < SMALL * sight.height, FaceHint.CLOSER),
        (aside, FaceHint.CENTRE),
        (moved, FaceHint.HOLD_STILL),
    )
    return next((hint for wrong, hint in faults if wrong), None)
