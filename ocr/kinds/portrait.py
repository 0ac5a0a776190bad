"""Whether a page without text is a portrait: a picture fills much of it, in colour or in grey."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.files import Frame

_SIDE = 128
_PAPER = 0.82
"""Of the brightest tone: what is darker is no bare paper."""
_COLOURED = 60
"""Saturation of 255 from which on it is no bare paper."""
_SPECK = 5
"""Pixels of _SIDE: what is narrower is a stroke, not a part of a picture."""
_LEAST = 0.2
"""Share of the page."""


def shows_a_portrait(picture: Frame) -> bool:
    """One portrait or a sheet of them."""
    hsv = cv2.cvtColor(cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2HSV)
    bright = float(np.percentile(hsv[..., 2], 98))
    filled = ((hsv[..., 2] < _PAPER * bright) | (hsv[..., 1] > _COLOURED)).astype(np.uint8)
    solid = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((_SPECK, _SPECK), np.uint8))
    return float(solid.mean()) > _LEAST
