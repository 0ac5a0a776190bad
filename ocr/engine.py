"""What reads the text of a flat sheet, whichever library does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.files import Frame

Corners = NDArray[np.float32]
"""4 × 2, pixels of the sheet, clockwise from the top left of what is written."""


@dataclass(frozen=True)
class TextLine:
    """One line on a sheet."""

    text: str = field(repr=False)
    score: float
    """0 to 1, the engine's own."""
    corners: Corners = field(repr=False)

    @property
    def height(self) -> float:
        """Of its writing, in pixels."""
        down = (self.corners[3] - self.corners[0], self.corners[2] - self.corners[1])
        return float(sum(np.hypot(*side) for side in down) / 2)


class Engine(Protocol):
    """Finds lines and reads them."""

    def warm_up(self) -> None:
        """Does once what takes longer the first time."""

    def find(self, sheet: Frame) -> list[Corners]:
        """Where lines of text are, in no particular order."""

    def read(self, sheet: Frame, corners: Corners) -> tuple[str, float]:
        """The text of one line and its score, 0 to 1; empty when nothing is read."""
