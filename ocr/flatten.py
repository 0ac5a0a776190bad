"""Lays the pages of a picture flat and upright."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.files import Frame
from ocr.orientation import Upright
from ocr.sheets import Sheet

_BACK = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}


def lay_flat(picture: Frame, upright: Upright) -> list[Sheet]:
    """Every page in a picture, from top to bottom and left to right."""
    likely = upright.turn(picture)
    turned = max(likely, key=lambda degrees: likely[degrees])
    page = picture if turned == 0 else np.asarray(cv2.rotate(picture, _BACK[turned]), np.uint8)
    return [Sheet(page, _way_back(turned, page), None, turned, 0.0, blank=False)]


def _way_back(turned: int, page: Frame) -> NDArray[np.float64]:
    """From pixels of the page that was set upright to those of the picture in which it was turned."""
    height, width = page.shape[:2]
    ways = {
        0: [(1, 0, 0), (0, 1, 0)],
        90: [(0, -1, height - 1), (1, 0, 0)],
        180: [(-1, 0, width - 1), (0, -1, height - 1)],
        270: [(0, 1, 0), (-1, 0, width - 1)],
    }
    return np.array([*ways[turned], (0, 0, 1)], np.float64)
