"""Is a part of the face hidden, by a mask or by something else? What its regions look like is weighed.

Two sums of figures of `chip.looks`, each turned into evidence from 0 to 1. The weights in covering.toml come from a
logistic regression on photographs; the file says on which, and how well they did on people that it had not seen.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.vision import chip

_WEIGHTS = Path(__file__).with_name("covering.toml")
_USUAL = 3.0
"""No figure counts for more than this many deviations: one odd spot decides nothing."""


@dataclass(frozen=True)
class _Sum:
    """Figures by name, what they usually are, and how much each says."""

    names: tuple[str, ...]
    usual: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]
    threshold: float

    def evidence(self, figures: dict[str, float]) -> float:
        """0 to 1; 0.5 at the threshold."""
        seen = np.array([figures[name] for name in self.names])
        odd = np.clip((seen - self.usual) / self.spread, -_USUAL, _USUAL)
        return 1 / (1 + math.exp(self.threshold - float(odd @ self.weights)))


def evidence(cut: NDArray[np.uint8]) -> tuple[float, float]:
    """Evidence of a mask over mouth and nose, and of something else before a part of the face, each 0 to 1.

    `cut` is a face as `chip.cut` makes it; turned away by much more than 25°, a face says little.
    """
    figures = chip.looks(cut)
    mask, covered = _sums()
    return mask.evidence(figures), covered.evidence(figures)


@cache
def _sums() -> tuple[_Sum, _Sum]:
    table = tomllib.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return _read(table["mask"]), _read(table["covered"])


def _read(table: dict[str, Any]) -> _Sum:
    figures: dict[str, list[float]] = table["figures"]
    usual, spread, weights = np.array(list(figures.values()), np.float64).T
    return _Sum(tuple(figures), usual, spread, weights, float(table["threshold"]))
