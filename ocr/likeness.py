"""Whether two sheets are one page that was taken twice: by how light it is, place by place."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.files import Frame

_SIDE = 32
"""Places a side: lines of text still differ, the shake of a camera does not."""
_ALIKE = 0.88
"""Correlation; see tests/ocr/test_likeness.py for what lies on either side."""


def fingerprint(sheet: Frame) -> bytes:
    """_SIDE × _SIDE signed bytes: lighter or darker than around it; nothing can be read in it."""
    grey = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    local = small - cv2.GaussianBlur(small, (0, 0), 4)
    return np.clip(local / max(float(local.std()), 1.0) * 32, -127, 127).astype(np.int8).tobytes()


def alike(one: bytes, other: bytes) -> bool:
    """Whether two fingerprints are of one page."""
    if len(one) != len(other):
        return False
    first, second = (np.frombuffer(each, np.int8).astype(np.float32) for each in (one, other))
    norm = float(np.linalg.norm(first) * np.linalg.norm(second))
    return norm > 0 and float(first @ second) / norm >= _ALIKE
