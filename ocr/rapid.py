"""RapidOCR behind the same contract, for those who installed it: `.ci/setup rapid`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np

from ocr import problems
from ocr.engine import Corners
from ocr.files import Frame
from ocr.looks import look
from ocr.strips import cut, pieces

PLACE = Path(sys.prefix) / "rapid"
"""Its packages lie beside the others, not among them: it asks for another build of OpenCV than PaddleOCR does."""
_PARAMETERS = {"Det.limit_type": "max", "Det.limit_side_len": 4000, "Global.log_level": "error"}


class RapidEngine:
    """See Engine."""

    def __init__(self, place: Path = PLACE) -> None:
        """Loads RapidOCR with the weights it carries. Raises Problem ocr.engine when it is not installed."""
        if not (place / "rapidocr").is_dir():
            raise problems.no_engine("rapidocr", ".ci/setup rapid")
        if str(place) not in sys.path:
            sys.path.append(str(place))  # last: what both have is taken from the project's own packages
        rapidocr: Any = importlib.import_module("rapidocr")
        self._reader = rapidocr.RapidOCR(params=_PARAMETERS)

    def warm_up(self) -> None:
        """See Engine."""
        blank = np.full((64, 320, 3), 255, np.uint8)
        self._detect(blank)
        self._read(blank)

    def find(self, sheet: Frame) -> list[Corners]:
        """See Engine."""
        return look(self._detect, sheet)

    def read(self, sheet: Frame, corners: Corners) -> tuple[str, float]:
        """See Engine."""
        said = [self._read(np.ascontiguousarray(piece)) for piece in pieces(cut(sheet, corners))]
        return "".join(text for text, _ in said), min(score for _, score in said)

    def _detect(self, picture: Frame) -> list[Corners]:
        found = self._reader(picture, use_det=True, use_cls=False, use_rec=False).boxes
        return [] if found is None else [np.asarray(corners, np.float32) for corners in found]

    def _read(self, strip: Frame) -> tuple[str, float]:
        said = self._reader(strip, use_det=False, use_cls=False, use_rec=True)
        return (str(said.txts[0]), float(said.scores[0])) if said.txts else ("", 0.0)
