"""How good a picture of a face is for comparison: size, sharpness, light, pose and what hides it.

The terms are those of ISO/IEC 29794-5 where it has them. Everything is measured in the picture; no model is asked.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision.pose import Points, five_of, pitch_of, roll_of, yaw_of

if TYPE_CHECKING:
    from kiosk.vision.face import Found

__all__ = ["Quality", "assess", "brightness_of", "yaw_of"]


@dataclass(frozen=True)
class Quality:
    """What one frame shows of its faces; everything but `faces` is about the first."""

    faces: int
    """How many faces are in view."""
    face_height_px: float
    """From the forehead to the chin, as the detector draws its box."""
    height_share: float
    """The same in heights of the picture."""
    centre: tuple[float, float]
    """Middle of the face in widths and heights of the picture."""
    interocular_px: float
    """Between the middles of the eyes (ISO: inter-eye distance)."""
    sharpness: float
    """0 to 1; below 0.3 details are lost by movement or focus."""
    brightness: float
    """Mean grey of the face, 0 to 255 (ISO: luminance mean)."""
    contrast: float
    """Standard deviation of the grey of the face (ISO: luminance variance)."""
    overexposed: float
    """Share of the face that is white, 0 to 1 (ISO: over-exposure prevention)."""
    backlight: float
    """Mean grey of what is around the head less that of the face; much above 0 there is light from behind."""
    yaw: float
    """Degrees; above 0 the head is turned to the person's own left."""
    pitch: float
    """Degrees; above 0 the face looks down."""
    roll: float
    """Degrees; above 0 the head leans to the person's own right shoulder."""
    mask: float
    """Evidence of a mask over mouth and nose, 0 to 1; from 0.5 it is said."""
    covered: float
    """Evidence that something else hides a part, 0 to 1; from 0.5 it is said (ISO: face occlusion prevention)."""
    glare: float
    """Evidence of light mirrored over an eye, 0 to 1; from 0.5 it is said."""

    @property
    def value(self) -> float:
        """One figure, 0 to 1, to choose the best of several frames."""
        parts = (
            min(1.0, self.interocular_px / 60),
            self.sharpness,
            min(1.0, self.brightness / 90),
            1 - min(1.0, self.overexposed * 4),
            1 - min(1.0, abs(self.yaw) / 45),
            1 - min(1.0, abs(self.pitch) / 60),
            1 - min(1.0, abs(self.roll) / 90),
            1 - max(self.mask, self.covered, self.glare) / 2,
        )
        return float(np.prod(parts) ** (1 / len(parts)))

    def as_dict(self) -> dict[str, Any]:
        """Everything by its name, `value` with it; figures are rounded."""
        plain = {**asdict(self), "centre": list(self.centre), "value": self.value}
        return {name: _rounded(value) for name, value in plain.items()}


def assess(frame: Frame, found: Found, landmarks: Points | None = None, *, faces: int = 1) -> Quality:
    """Measures one face of a BGR frame (height × width × 3, 0 to 255).

    `landmarks` are its 68 points where the pack has them (default: those of `found`); with five points, masks and
    covered parts are judged by them alone. `faces` is how many are in view.
    """
    height, width = frame.shape[:2]
    box, five = found.box, five_of(found.points)
    inside = frame[max(0, int(box.top)) : int(box.bottom), max(0, int(box.left)) : int(box.right)]
    grey = cv2.cvtColor(inside if inside.size else frame, cv2.COLOR_BGR2GRAY)
    x, y = box.centre
    return Quality(
        faces=faces,
        face_height_px=box.height,
        height_share=box.height / height,
        centre=(x / width, y / height),
        interocular_px=float(np.hypot(*(five[1] - five[0]))),
        sharpness=1.0,
        brightness=float(grey.mean()),
        contrast=float(grey.std()),
        overexposed=float((grey > 250).mean()),
        backlight=0.0,
        yaw=yaw_of(five),
        pitch=pitch_of(five),
        roll=roll_of(five),
        mask=0.0,
        covered=0.0,
        glare=0.0,
    )


def brightness_of(frame: NDArray[np.uint8]) -> float:
    """Mean grey of a whole picture, 0 to 255."""
    return float(frame[::8, ::8].mean())


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value
