"""Lines as strips of a sheet: cut out upright with a margin, overlong ones in pieces."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.engine import Corners
from ocr.files import Frame

MARGIN = 0.06
"""Around a line, in heights of it: without one the outer strokes are lost, with more its neighbours come in."""
_ENDS = 0.15
"""More of it before and behind: detection cuts closing brackets and full stops off."""
LONGEST = 40.0
"""Widths a line may have in heights; recognition squeezes what is longer."""
_UPRIGHT = 1.5
"""From which height, in widths, a line runs from top to bottom."""
_SAME = 0.6
"""Share of one line that lies in another when they are the same."""
_HIGHER = 1.8


def cut(sheet: Frame, corners: Corners, margin: float = MARGIN) -> Frame:
    """A line upright in a picture of its own; one that runs from top to bottom is turned to lie."""
    grown = _grown(corners, margin)
    width, height = (max(1, round(side)) for side in sides(grown))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    move = cv2.getPerspectiveTransform(grown, target)
    strip = cv2.warpPerspective(sheet, move, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.rot90(strip) if height > _UPRIGHT * width else strip, np.uint8)


def pieces(strip: Frame) -> list[Frame]:
    """A strip, or its parts when it is overlong: cut where there is least ink near equal shares."""
    height, width = strip.shape[:2]
    count = int(np.ceil(width / (LONGEST * height)))
    if count < 2:
        return [strip]
    ink = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY).astype(np.float32).std(0)
    ink = np.convolve(ink, np.ones(max(1, height // 6)) / max(1, height // 6), "same")
    cuts = [0]
    for number in range(1, count):
        near = number * width // count
        first = near - height
        cuts.append(first + int(ink[first : near + height].argmin()))
    return [strip[:, start:end] for start, end in zip(cuts, [*cuts[1:], width], strict=True)]


def sides(corners: Corners) -> tuple[float, float]:
    """Width and height of a line, in pixels."""
    across = np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])
    down = np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])
    return float(across) / 2, float(down) / 2


def joined(better: Sequence[Corners], more: Sequence[Corners]) -> list[Corners]:
    """`better`, and of `more` what is not the same line again; of two in `more` the larger one stays."""
    kept = list(better)
    for corners in sorted(more, key=lambda each: -sides(each)[0] * sides(each)[1]):
        if not any(_same(corners, other) for other in kept):
            kept.append(corners)
    return kept


def _same(one: Corners, other: Corners) -> bool:
    """A frame around several lines, or a stamp over them, is much higher than they are."""
    low, high = sorted((min(sides(one)), min(sides(other))))
    a, b = _box(one), _box(other)
    return high < _HIGHER * low and max(_covered(a, b), _covered(b, a)) > _SAME


def _grown(corners: Corners, margin: float) -> Corners:
    across = corners[1] - corners[0] + corners[2] - corners[3]
    down = corners[3] - corners[0] + corners[2] - corners[1]
    width, height = sides(corners)
    along, beside = (margin + _ENDS) * min(width, height), margin * min(width, height)
    if height > _UPRIGHT * width:
        along, beside = beside, along
    u = across / max(float(np.linalg.norm(across)), 1e-6) * along
    v = down / max(float(np.linalg.norm(down)), 1e-6) * beside
    return np.array([corners[0] - u - v, corners[1] + u - v, corners[2] + u + v, corners[3] - u + v], np.float32)


def _box(corners: Corners) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = corners.min(0), corners.max(0)
    return float(left), float(top), float(right), float(bottom)


def _area(box: tuple[float, float, float, float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _covered(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    """The share of `a` that lies in `b`."""
    shared = (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    return _area(shared) / max(_area(a), 1e-6) if shared[0] < shared[2] and shared[1] < shared[3] else 0.0
