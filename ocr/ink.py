"""Red stamps over black writing, taken off before it is read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engine import Corners
from ocr.files import Frame

_REDDER = 28
"""By how much red must outdo green and blue, 0 to 255, to be ink of a stamp."""
_COARSE = 8
"""Pixels of a sheet that are one where stamps are looked for."""
_STAMP = 0.03
"""Height and width from which red is a stamp, in parts of the longer side."""
_MOST = 4
_LEAST = 0.0008
"""Share of a sheet; less is no stamp."""


def stamped(sheet: Frame) -> NDArray[np.uint8] | None:
    """255 where a sheet is red, else 0; None when hardly anything is, or the paper itself."""
    others = cv2.max(sheet[..., 0], sheet[..., 1])
    redder = cv2.subtract(sheet[..., 2], others)
    paper = float(np.median(redder[::16, ::16]))
    mask = np.asarray(cv2.threshold(redder, min(255.0, paper + _REDDER), 255, cv2.THRESH_BINARY)[1], np.uint8)
    return mask if cv2.countNonZero(mask) > _LEAST * mask.size else None


def around(mask: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Where stamps are with what is written beside them: left, top, right, bottom in pixels."""
    height, width = mask.shape
    small = cv2.resize(mask, (max(1, width // _COARSE), max(1, height // _COARSE)), interpolation=cv2.INTER_AREA)
    inked = np.asarray(cv2.threshold(small, 40, 255, cv2.THRESH_BINARY)[1], np.uint8)
    inked = np.asarray(cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)
    parts = cv2.connectedComponentsWithStats(inked)[2][1:]
    least = _STAMP * max(small.shape)
    large = [part for part in parts if min(part[2], part[3]) >= least]
    largest = sorted(large, key=lambda part: -int(part[4]))[:_MOST]
    return [
        (
            max(0, int(x - w) * _COARSE),
            max(0, int(y - h // 4) * _COARSE),
            min(width, int(x + 2 * w) * _COARSE),
            min(height, int(y + h + h // 4) * _COARSE),
        )
        for x, y, w, h, _ in largest
    ]


def without(sheet: Frame, mask: NDArray[np.uint8]) -> Frame:
    """The sheet with its red in shades of grey as bright as its red channel: black under a stamp stays dark."""
    wide = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    red = cv2.cvtColor(np.ascontiguousarray(sheet[..., 2]), cv2.COLOR_GRAY2BGR)
    cleaned = sheet.copy()
    cv2.copyTo(red, wide, cleaned)
    return cleaned


def touches(mask: NDArray[np.uint8], corners: Corners) -> bool:
    """Whether there is red within a line."""
    (left, top), (right, bottom) = corners.min(0).astype(int), corners.max(0).astype(int)
    part = mask[max(0, top) : bottom + 1, max(0, left) : right + 1]
    return bool(part.size) and cv2.countNonZero(part) > 0.004 * part.size
