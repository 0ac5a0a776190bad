"""Lays the pages of a picture flat and upright, evens out shadows, and judges how well each can be read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.condition import judge
from ocr.engine import Corners, Engine
from ocr.files import Frame
from ocr.orientation import Upright, settle
from ocr.quads import find_pages
from ocr.reading import Quad
from ocr.sheets import Sheet

_SHAPES = (85.6 / 53.98, 2**0.5, 125 / 88, 240 / 140)
"""Longer side over shorter: cards (ID-1), A4 and A5, passport-size booklets, invoices."""
_LIKE = 0.06
"""How far a page may be from one of these shapes and be taken for it: perspective bends the ratio."""
_LONGEST = 4200
"""Pixels of the longer side of a sheet: an A4 page at 360 dpi."""
_SKEWED = 0.35
"""Degrees from which on lines of a scan are set level."""
_UNEVEN = 0.8
"""Lightness of the darkest paper over the lightest, below which shadows are evened out."""

Matrix = NDArray[np.float64]


def lay_flat(picture: Frame, upright: Upright, engine: Engine | None = None) -> list[Sheet]:
    """Every page in a picture, from top to bottom and left to right.

    `engine` is asked which way up a page is when the model for orientation is not sure.
    """
    found = find_pages(picture)
    if not found:
        return [_sheet(picture, _levelling(picture), None, upright, engine, cut_off=False)]
    sheets = []
    for page in found:
        width, height = _size(page.corners)
        target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        there = cv2.getPerspectiveTransform(page.corners.astype(np.float32), target)
        flat = cv2.warpPerspective(
            picture, there, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        away = np.asarray(np.linalg.inv(there), np.float64)
        sheets.append(_sheet(np.asarray(flat, np.uint8), away, page.corners, upright, engine, cut_off=page.cut_off))
    return sheets


def _sheet(
    flat: Frame, back: Matrix, corners: Corners | None, upright: Upright, engine: Engine | None, *, cut_off: bool
) -> Sheet:
    if corners is None and not np.allclose(back, np.eye(3)):
        size = (flat.shape[1], flat.shape[0])
        flat = np.asarray(
            cv2.warpPerspective(
                flat, np.linalg.inv(back), size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            ),
            np.uint8,
        )
    turned = settle(flat, upright, engine)
    way = _way_back(turned, flat.shape[1], flat.shape[0])
    picture = evened(np.ascontiguousarray(np.rot90(flat, turned // 90)))
    condition = judge(picture, cut_off=cut_off)
    quad = None if corners is None else _quad(np.roll(corners, -(turned // 90), axis=0))
    return Sheet(picture, back @ way, quad, turned, condition.blur, condition.blank, condition.faults)


def _quad(corners: Corners) -> Quad:
    a, b, c, d = ((round(float(x), 1), round(float(y), 1)) for x, y in corners)
    return a, b, c, d


def _size(corners: Corners) -> tuple[int, int]:
    """Width and height of a page, in pixels, of the shape that papers have."""
    sides = [float(np.linalg.norm(corners[i] - corners[(i + 1) % 4])) for i in range(4)]
    width, height = max(sides[0], sides[2]), max(sides[1], sides[3])
    ratio = max(width, height) / max(min(width, height), 1.0)
    shape = min(_SHAPES, key=lambda each: abs(each / ratio - 1))
    if abs(shape / ratio - 1) < _LIKE:
        width, height = (width, width / shape) if width > height else (height / shape, height)
    shrunk = min(1.0, _LONGEST / max(width, height))
    return max(16, round(width * shrunk)), max(16, round(height * shrunk))


def _way_back(turned: int, width: int, height: int) -> Matrix:
    """From pixels of a page that was set upright to those of the flat page, `width` × `height`, before it was."""
    ways = {
        0: [(1, 0, 0), (0, 1, 0)],
        90: [(0, -1, width - 1), (1, 0, 0)],
        180: [(-1, 0, width - 1), (0, -1, height - 1)],
        270: [(0, 1, 0), (-1, 0, height - 1)],
    }
    return np.array([*ways[turned], (0, 0, 1)], np.float64)


def _levelling(picture: Frame) -> Matrix:
    """From pixels of the page with level lines to those of the picture; nothing for what is level."""
    degrees = skew(picture)
    if abs(degrees) < _SKEWED:
        return np.eye(3)
    middle = (picture.shape[1] / 2, picture.shape[0] / 2)
    return np.array([*cv2.getRotationMatrix2D(middle, -degrees, 1.0), (0, 0, 1)], np.float64)


def skew(picture: Frame) -> float:
    """Degrees by which lines of a page fall to the right, -6 to 6, by the sharpness of its rows (or columns)."""
    scale = min(1.0, 800 / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15).astype(np.float32)
    if float(ink.mean()) < 0.002:
        return 0.0
    coarse = max(np.arange(-6, 6.1, 1.0), key=lambda angle: _sharpness(ink, float(angle)))
    fine = max(np.arange(coarse - 1, coarse + 1.01, 0.2), key=lambda angle: _sharpness(ink, float(angle)))
    return 0.0 if abs(fine) > 6 else float(fine)


def _sharpness(ink: NDArray[np.float32], degrees: float) -> float:
    middle = (ink.shape[1] / 2, ink.shape[0] / 2)
    turned = cv2.warpAffine(ink, cv2.getRotationMatrix2D(middle, degrees, 1.0), ink.shape[::-1])
    rows, columns = (float((np.diff(turned.sum(axis)) ** 2).sum()) / int(turned.shape[axis]) for axis in (0, 1))
    return max(rows, columns)


def evened(sheet: Frame) -> Frame:
    """Without shadows: as light everywhere as its lightest paper; colours stay."""
    small = cv2.resize(sheet, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    light = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    paper = cv2.GaussianBlur(cv2.medianBlur(cv2.dilate(light, np.ones((9, 9))), 21), (0, 0), 6)
    dark, bright = (float(each) for each in np.percentile(paper, (3, 95)))
    if dark >= _UNEVEN * bright or dark < 12:
        return sheet
    gain = cv2.resize(bright / np.maximum(paper.astype(np.float32), 12.0), (sheet.shape[1], sheet.shape[0]))
    return np.asarray(np.clip(sheet.astype(np.float32) * np.minimum(gain, 3.0)[..., None], 0, 255), np.uint8)
