"""Where lines are: a small look at the whole sheet first, a closer one where the writing turns out small."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

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
_COARSE = 8
_FAINTEST = 24
"""Difference of neighbouring pixels, of 255, from which on something may be written there."""
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
    ink = _ink(sheet)
    left, right = _reach(np.asarray(ink.any(0)), line, sheet.shape[1])
    first, last = _reach(np.asarray(ink.any(1)), line, sheet.shape[0])
    tall = max(LARGEST_LOOK / (max(1, right - left) * scale**2), 2.5 * _OVERLAP * line)
    count = max(1, int(np.ceil((last - first - _OVERLAP * line) / (tall - _OVERLAP * line))))
    found = []
    for number in range(count):
        top = first + round(number * max(0.0, last - first - tall) / max(1, count - 1))
        bottom = min(last, round(top + tall))
        above, below = _reach(np.asarray(ink[top // _COARSE : -(-bottom // _COARSE)].any(1)), line, bottom - top)
        if below <= above:
            continue
        for corners in _at(detect, sheet[top + above : top + below, left:right], scale):
            moved = corners + np.array((left, top + above), np.float32)
            cut_above = top > first and float(moved[:, 1].min()) < top + _EDGE * line
            cut_below = bottom < last and float(moved[:, 1].max()) > bottom - _EDGE * line
            if not cut_above and not cut_below:
                found.append(moved)
    return found


def _ink(sheet: Frame) -> NDArray[np.bool_]:
    """Where a sheet is darker than its paper, or lighter than what it is printed on, in cells of _COARSE pixels."""
    grey = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY)
    span = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    rows, columns = -(-grey.shape[0] // _COARSE), -(-grey.shape[1] // _COARSE)
    padded = np.zeros((rows * _COARSE, columns * _COARSE), np.uint8)
    padded[: grey.shape[0], : grey.shape[1]] = span
    cells = padded.reshape(rows, _COARSE, columns, _COARSE).max((1, 3))
    return np.asarray(cells > _FAINTEST)


def _reach(inked: NDArray[np.bool_], line: float, most: int) -> tuple[int, int]:
    """From the first to the last cell with ink, in pixels, with room for a line on either side; (0, 0) for none."""
    cells = np.flatnonzero(inked)
    if not len(cells):
        return 0, 0
    return max(0, int(cells[0] * _COARSE - line)), min(most, int((cells[-1] + 1) * _COARSE + line))


def _at(detect: Detector, picture: Frame, scale: float) -> list[Corners]:
    if scale < 1.0:
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return [np.asarray(corners, np.float32) / scale for corners in detect(picture)]
