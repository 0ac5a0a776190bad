"""PaddleOCR's own detection and recognition over onnxruntime, with weights that set-up put in place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from ocr import problems
from ocr.engine import Corners
from ocr.files import Frame
from ocr.looks import look
from ocr.settings import Profile
from ocr.strips import cut, pieces

os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")  # it would look for servers when imported

from paddleocr import TextDetection, TextRecognition

DOUBTFUL = 0.9
"""Score under which a line is read a second time."""
HOPELESS = 0.4
"""Score under which there is nothing to be read."""
WIDER = 0.2
_NO_LIMIT = 4000
"""Longer side of what is detected in: `looks` chooses the size."""

_FOLDERS: dict[Profile, str] = {"accurate": "small", "fast": "tiny"}


class PaddleEngine:
    """See Engine."""

    def __init__(self, profile: Profile, weights: Path, threads: int = 1) -> None:
        """Loads from `weights`, the folder `ocr` of the assets. Raises Problem ocr.weights."""
        size = _FOLDERS[profile]
        folder = weights / size
        for part in ("detection", "recognition"):
            for file in ("inference.onnx", "inference.yml"):
                if not (path := folder / part / file).is_file():
                    raise problems.no_weights(str(path))
        # An arena keeps the memory of the largest page for ever.
        runtime = {"intra_op_num_threads": threads, "enable_cpu_mem_arena": False}
        shared: dict[str, Any] = {"engine": "onnxruntime", "engine_config": runtime, "device": "cpu"}
        self._detection = TextDetection(
            model_name=f"PP-OCRv6_{size}_det",
            model_dir=str(folder / "detection"),
            limit_side_len=_NO_LIMIT,
            limit_type="max",
            **shared,
        )
        self._recognition = TextRecognition(
            model_name=f"PP-OCRv6_{size}_rec", model_dir=str(folder / "recognition"), **shared
        )

    def find(self, sheet: Frame) -> list[Corners]:
        """See Engine."""
        return look(self._detect, sheet)

    def read(self, sheet: Frame, corners: Corners) -> tuple[str, float]:
        """See Engine. What is read with little certainty is read again with a wider margin."""
        best = self._read(cut(sheet, corners))
        if HOPELESS < best[1] < DOUBTFUL:
            best = max(best, self._read(cut(sheet, corners, WIDER)), key=lambda said: said[1])
        return best

    def warm_up(self) -> None:
        """Reads an empty line once: the first page then takes no longer than the next."""
        blank = np.full((64, 320, 3), 255, np.uint8)
        self._detect(blank)
        self._read(blank)

    def _detect(self, picture: Frame) -> list[Corners]:
        found = self._detection.predict(picture)[0]["dt_polys"]
        return [np.asarray(polygon, np.float32).reshape(4, 2) for polygon in found]

    def _read(self, strip: Frame) -> tuple[str, float]:
        said = [self._recognition.predict(np.ascontiguousarray(piece))[0] for piece in pieces(strip)]
        return "".join(str(each["rec_text"]) for each in said), min(float(each["rec_score"]) for each in said)
