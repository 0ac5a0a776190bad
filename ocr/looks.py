"""Where lines are: a small look at the whole sheet first, a closer one where the writing turns out small."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from ocr.engine import Corners
from ocr.files import Frame
from ocr.strips import joined, sides

FIRST_SIDE = 960
"""Longer side of the first look, in pixels."""
SEEN_HEIGHT = 22.0
"""Writing this high, in pixels of a look, is found for certain."""
_GOOD_ENOUGH = 0.8
LARGEST_LOOK = 900_000
"""Pixels of one look: more memory is never needed at once. What is larger is looked at in bands."""
WIDEST_LOOK = 3200
_OVERLAP = 3.0
"""Of bands, in heights of the larger writing."""
_SMALL_SHARE = 10
"""Percentile of the heights that counts as the small print."""
_EDGE = 0.5
"""Of a band, in the same: what comes nearer to it may be cut off."""

Detector = Callable[[Frame], Sequence[Corners]]
"""Finds lines in a picture at its very size."""


def look(detect: Detector, sheet: Frame) -> list[Corners]:
    """Where lines are on a sheet, each once."""
    longer = max(sheet.shape[:2])
    scale = min(1.0, FIRST_SIDE / longer)
    first = _at(detect, sheet, scale)
    if not first or scale == 1.0:
        return joined([], first)
    small, large = np.percentile([min(sides(corners)) for corners in first], (_SMALL_SHARE, 100 - _SMALL_SHARE))
    if small * scale >= _GOOD_ENOUGH * SEEN_HEIGHT:
        return joined([], first)
    closer = min(1.0, SEEN_HEIGHT / small, WIDEST_LOOK / sheet.shape[1])
    return joined(joined([], _in_bands(detect, sheet, closer, float(large))), first)


def _in_bands(detect: Detector, sheet: Frame, scale: float, line: float) -> list[Corners]:
    height, width = sheet.shape[:2]
    tall = max(LARGEST_LOOK / (width * scale**2), 2.5 * _OVERLAP * line)
    if tall >= height:
        return _at(detect, sheet, scale)
    step = tall - _OVERLAP * line
    count = int(np.ceil((height - _OVERLAP * line) / step))
    found = []
    for number in range(count):
        top = round(number * (height - tall) / max(1, count - 1))
        bottom = min(height, round(top + tall))
        for corners in _at(detect, sheet[top:bottom], scale):
            moved = corners + np.array((0, top), np.float32)
            cut_above = top > 0 and float(moved[:, 1].min()) < top + _EDGE * line
            cut_below = bottom < height and float(moved[:, 1].max()) > bottom - _EDGE * line
            if not cut_above and not cut_below:
                found.append(moved)
    return found


def _at(detect: Detector, picture: Frame, scale: float) -> list[Corners]:
    if scale < 1.0:
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return [np.asarray(corners, np.float32) / scale for corners in detect(picture)]
