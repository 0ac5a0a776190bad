"""Which way a face looks, from its points."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""5×2 (eyes, tip of the nose, corners of the mouth; the eye on the left of the picture first) or 68×2, pixels."""

_NOSE_DEPTH = 0.62
"""How far the tip of the nose stands before the plane of the eyes and the mouth, in distances between the eyes."""


def five_of(points: Points) -> Points:
    """insightface's five points of five or of 68."""
    if len(points) == 5:
        return points
    return np.stack(
        [
            points[[37, 38, 40, 41]].mean(0),
            points[[43, 44, 46, 47]].mean(0),
            points[30],
            points[[48, 60]].mean(0),
            points[[54, 64]].mean(0),
        ]
    ).astype(np.float32)


def yaw_of(points: Points) -> float:
    """Degrees the head is turned about the vertical; above 0 towards the person's own left.

    Five or 68 points of a picture as the camera took it, not mirrored: there the person's left is on the right.
    The sign is that of ISO/IEC 19794-5. Grows with the turn up to a quarter turn; from about 45° on it is a guess.
    """
    along, _, width = _nose(points)
    return float(np.degrees(np.arcsin(np.clip(along / (_NOSE_DEPTH * width), -1.0, 1.0))))


def roll_of(points: Points) -> float:
    """Degrees the head leans towards the person's own right shoulder (ISO/IEC 19794-5), the picture not mirrored."""
    x, y = (five_of(points)[1] - five_of(points)[0]).tolist()
    return float(np.degrees(np.arctan2(-y, x)))


def pitch_of(points: Points) -> float:
    """Degrees the face looks down; below 0 up (ISO/IEC 19794-5). Coarse: people's noses differ in length."""
    _, down, width = _nose(points)
    return float(np.degrees(np.arcsin(np.clip((down - _LEVEL) / _NOSE_DEPTH, -1.0, 1.0)))) if width else 0.0


_LEVEL = 0.08


def _nose(points: Points) -> tuple[float, float, float]:
    """How far the nose is beside and below the middle of eyes and mouth, along the face's own axes; its scale."""
    five: NDArray[Any] = five_of(points).astype(np.float64)
    eyes, mouth = five[:2].mean(0), five[3:].mean(0)
    down = mouth - eyes
    height = max(float(np.hypot(*down)), 1e-6)
    down /= height
    right = np.array([down[1], -down[0]])
    nose = five[2] - (eyes + mouth) / 2
    # The distance between the eyes shrinks with a turn, that from eyes to mouth with a nod: the larger is the scale.
    scale = max(float(np.hypot(*(five[1] - five[0]))), height / 1.15, 1e-6)
    return float(nose @ right), float(nose @ down) / scale, scale
