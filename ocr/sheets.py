"""Pages in pictures: found, laid flat and upright, with the way back to where everything was."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.condition import Fault
from ocr.engine import Corners
from ocr.files import Frame
from ocr.reading import Quad


@dataclass(frozen=True, repr=False)
class Sheet:
    """One page, laid flat and upright."""

    picture: Frame
    back: NDArray[np.float64]
    """3 × 3, from pixels of the sheet to pixels of the picture that it was found in."""
    quad: Quad | None
    """Its corners in that picture; None when it fills the picture."""
    orientation: int
    """Degrees by which it was turned clockwise: 0, 90, 180, 270."""
    blur: float
    """0 is sharp, 1 is nothing to be read."""
    blank: bool
    faults: frozenset[Fault] = frozenset()
    """What the resident can put right."""

    def outside(self, corners: Corners) -> Quad:
        """Where a place on the sheet is in the picture."""
        moved = cv2.perspectiveTransform(corners.reshape(1, 4, 2).astype(np.float64), self.back)[0]
        a, b, c, d = ((round(float(x), 1), round(float(y), 1)) for x, y in moved)
        return a, b, c, d
