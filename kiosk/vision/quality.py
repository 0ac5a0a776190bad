"""How good a picture of a face is for comparison: size, sharpness, light, pose and what hides it.

The terms are those of ISO/IEC 29794-5 where it has them. Everything is measured in the picture; no model is asked.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision import chip
from kiosk.vision.covering import evidence
from kiosk.vision.pose import Points, five_of, pitch_of, roll_of, yaw_of

if TYPE_CHECKING:
    from kiosk.vision.face import Found
    from kiosk.vision.guidance import Box

__all__ = ["Quality", "assess", "brightness_of", "yaw_of"]

_WHITE = 250
"""Grey from which a point is called white."""
_BURNT = 0.12
"""Share of white in a face from which the light on it is too strong: 0.07 at most in 200 good photographs."""
_GLINT, _GLARING = 232, 0.03
"""Grey of a reflection; its share of an eye's surroundings from which it hides the eye (good: 0.015 in 99 of 100)."""
_BLURRED, _SHARP = 0.21, 0.33
"""What `_sharpness` compares in photographs without any detail and in very good ones."""
_DETAIL = np.s_[36:136, 26:102]
_STEPS = (((2, 0), (6, 0)), ((0, 2), (0, 6)), ((1, 1), (4, 4)), ((1, -1), (4, -4)))


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
    """0 to 1; below 0.4 details are lost by movement or focus (ISO: sharpness)."""
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
    """Measures one face of a BGR frame (height × width × 3, 0 to 255); `faces` is how many are in view.

    `landmarks` are 5 or 68 points to go by instead of those of `found`. Five are enough: everything is seen in the
    picture around them.
    """
    height, width = frame.shape[:2]
    box, five = found.box, five_of(found.points if landmarks is None else landmarks)
    cut = chip.cut(frame, five)
    grey = np.asarray(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY), np.uint8)
    mean, deviation = (float(one[0, 0]) for one in cv2.meanStdDev(grey[chip.INNER]))
    white = float((grey[chip.INNER] > _WHITE).mean())
    mask, covered = evidence(cut)
    x, y = box.centre
    quality = Quality(
        faces=faces,
        face_height_px=box.height,
        height_share=box.height / height,
        centre=(x / width, y / height),
        interocular_px=float(np.hypot(*(five[1] - five[0]))),
        sharpness=_sharpness(grey),
        brightness=mean,
        contrast=deviation,
        overexposed=white,
        backlight=_surroundings(frame, box) - mean,
        yaw=yaw_of(five),
        pitch=pitch_of(five),
        roll=roll_of(five),
        mask=mask,
        covered=covered,
        glare=max(_mirrored(cut) / _GLARING, white / _BURNT) / 2,
    )
    cut.fill(0)
    grey.fill(0)
    return replace(quality, glare=min(1.0, quality.glare))


def _sharpness(grey: NDArray[np.uint8]) -> float:
    """How much the grey changes over 2 pixels of a chip, against 6: in the direction in which it changes least.

    A blur in any one direction is a blur. Neither light nor contrast matters.
    """
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float32)
    here = smooth[_DETAIL]
    ratios = []
    for near, far in _STEPS:
        fine, coarse = (float(np.sqrt(np.mean((here - _moved(smooth, *step)) ** 2))) for step in (near, far))
        ratios.append(fine / (coarse + 1.0))
    return float(np.clip((min(ratios) - _BLURRED) / (_SHARP - _BLURRED), 0.0, 1.0))


def _moved(smooth: NDArray[np.float32], dx: int, dy: int) -> NDArray[np.float32]:
    rows, columns = _DETAIL
    return smooth[rows.start + dy : rows.stop + dy, columns.start + dx : columns.stop + dx]


def _mirrored(cut: NDArray[np.uint8]) -> float:
    """The largest white spot before an eye, as a share of the eye's surroundings."""
    darkest = cut.min(2)
    white = max(_GLINT, float(np.median(darkest[chip.CHEEKS])) + 40)
    return max(_largest(darkest[eye] > white) for eye in chip.EYE_WINDOWS)


def _largest(spots: NDArray[np.bool_]) -> float:
    count, _, sizes, _ = cv2.connectedComponentsWithStats(spots.astype(np.uint8))
    return float(sizes[1:, cv2.CC_STAT_AREA].max()) / spots.size if count > 1 else 0.0


def _surroundings(frame: Frame, box: Box) -> float:
    """Mean grey of what is left and right of the head, 0 to 255; that of the whole frame when nothing is."""
    wide, high = box.right - box.left, box.height
    rows = slice(max(0, int(box.top - 0.3 * high)), max(0, int(box.top + 0.7 * high)), 4)
    sides = [
        frame[rows, max(0, int(left)) : max(0, int(right)) : 4]
        for left, right in (
            (box.left - 0.6 * wide, box.left - 0.2 * wide),
            (box.right + 0.2 * wide, box.right + 0.6 * wide),
        )
    ]
    seen = [float(cv2.mean(cv2.cvtColor(side, cv2.COLOR_BGR2GRAY))[0]) for side in sides if side.size]
    return sum(seen) / len(seen) if seen else brightness_of(frame)


def brightness_of(frame: NDArray[np.uint8]) -> float:
    """Mean grey of a whole picture, 0 to 255."""
    return float(frame[::8, ::8].mean())


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value
