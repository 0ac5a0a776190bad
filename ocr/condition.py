"""What is wrong with a sheet as a picture: blurred, dark, with glare, too small to be read, blank, cut off."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.files import Frame

_SIDE = 1000
"""Longer side, in pixels, at which sheets are judged: the figures hold for that."""
_SHARP, _BLURRED = 0.34, 0.12
"""Steepness of writing against its own contrast, of a good scan and of what nobody can read."""
BLURRED = 0.6
"""Blur from which on much cannot be read."""
_INK = 18
"""How much darker than the paper around it writing is, 0 to 255."""
_LEAST_INK = 0.0006
"""Share of a sheet that one short line of small writing takes."""
_DARK = 60.0
"""Lightness of paper, 0 to 255, below which writing and noise are alike."""
_WHITE, _GLARE = 252, 0.006
"""Lightness of a reflection, and the share of a sheet in one spot from which it may hide a word."""
_SMALLEST = 600
"""Longer side, in pixels, of an A4 page whose writing is 8 pixels high."""


class Fault(StrEnum):
    """What the resident can put right."""

    BLURRED = "blurred"
    DARK = "dark"
    GLARE = "glare"
    SMALL = "small"
    CUT_OFF = "cut-off"
    """A part of the page lies outside the picture."""


@dataclass(frozen=True)
class Condition:
    """How well a sheet can be read."""

    blur: float
    """0 is sharp, 1 is nothing to be read."""
    blank: bool
    faults: frozenset[Fault]


def judge(sheet: Frame, *, cut_off: bool = False) -> Condition:
    """Looks at a flat sheet; `cut_off` is known from where it was found."""
    scale = min(1.0, _SIDE / max(sheet.shape[:2]))
    small = cv2.resize(sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    paper = _paper(grey)
    ink = (paper.astype(np.int16) - grey) > _INK
    margin = round(0.03 * min(grey.shape))
    inner = np.s_[margin : grey.shape[0] - margin, margin : grey.shape[1] - margin]
    blank = float(ink[inner].mean()) < _LEAST_INK
    blur = 0.0 if blank else _blur(grey, paper, ink)
    found = {
        Fault.BLURRED: not blank and blur >= BLURRED,
        Fault.DARK: float(np.median(paper)) < _DARK,
        Fault.GLARE: _glare(grey, paper),
        Fault.SMALL: max(sheet.shape[:2]) < _SMALLEST,
        Fault.CUT_OFF: cut_off,
    }
    return Condition(blur, blank, frozenset(fault for fault, seen in found.items() if seen))


def _paper(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The lightness of the paper behind the writing, everywhere."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    light = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7))), 21)
    return np.asarray(cv2.resize(light, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _blur(grey: NDArray[np.uint8], paper: NDArray[np.uint8], ink: NDArray[np.bool_]) -> float:
    """How steep the sides of strokes are, against how dark strokes are: neither light nor paper matters."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.7).astype(np.float32)
    steep = np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)) / 4
    near = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3))) > 0
    depth = (paper.astype(np.float32) - grey)[near]
    ratio = float(np.percentile(steep[near], 90)) / max(float(np.percentile(depth, 90)), 1.0)
    return float(np.clip((_SHARP - ratio) / (_SHARP - _BLURRED), 0.0, 1.0))


def _glare(grey: NDArray[np.uint8], paper: NDArray[np.uint8]) -> bool:
    """A white spot on a sheet that is not white itself."""
    if float(np.median(paper)) > _WHITE - 22:
        return False
    count, _, sizes, _ = cv2.connectedComponentsWithStats((grey > _WHITE).astype(np.uint8))
    return count > 1 and float(sizes[1:, cv2.CC_STAT_AREA].max()) > _GLARE * grey.size
