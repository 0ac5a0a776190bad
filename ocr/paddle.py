"""PaddleOCR's own detection and recognition over onnxruntime, with weights that set-up put in place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr import problems
from ocr.engine import Corners
from ocr.files import Frame
from ocr.settings import Profile

os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")  # it would look for servers when imported

from paddleocr import TextDetection, TextRecognition

_RUNTIME = {"intra_op_num_threads": 1, "enable_cpu_mem_arena": False}
"""An arena keeps the memory of the largest page for ever; a second thread saves a tenth of the time."""
DETECTED_SIDE = 1280
"""Longer side, in pixels, of what lines are looked for in."""


_FOLDERS: dict[Profile, str] = {"accurate": "small", "fast": "tiny"}


class PaddleEngine:
    """See Engine."""

    def __init__(self, profile: Profile, weights: Path) -> None:
        """Loads from `weights`, the folder `ocr` of the assets. Raises Problem ocr.weights."""
        size = _FOLDERS[profile]
        folder = weights / size
        for part in ("detection", "recognition"):
            for file in ("inference.onnx", "inference.yml"):
                if not (path := folder / part / file).is_file():
                    raise problems.no_weights(str(path))
        shared: dict[str, Any] = {"engine": "onnxruntime", "engine_config": _RUNTIME, "device": "cpu"}
        self._detection = TextDetection(
            model_name=f"PP-OCRv6_{size}_det",
            model_dir=str(folder / "detection"),
            limit_side_len=DETECTED_SIDE,
            limit_type="max",
            **shared,
        )
        self._recognition = TextRecognition(
            model_name=f"PP-OCRv6_{size}_rec", model_dir=str(folder / "recognition"), **shared
        )

    def find(self, sheet: Frame) -> list[Corners]:
        """See Engine."""
        found = self._detection.predict(sheet)[0]["dt_polys"]
        return [np.asarray(polygon, np.float32).reshape(4, 2) for polygon in found]

    def read(self, sheet: Frame, corners: Corners) -> tuple[str, float]:
        """See Engine."""
        strip = cut(sheet, corners)
        said = self._recognition.predict(strip)[0]
        return str(said["rec_text"]), float(said["rec_score"])


def cut(sheet: Frame, corners: Corners) -> Frame:
    """A line upright in a picture of its own; one that runs from top to bottom is turned to lie."""
    width = max(1, round(float(np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])) / 2))
    height = max(1, round(float(np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])) / 2))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    move = cv2.getPerspectiveTransform(corners, target)
    strip = cv2.warpPerspective(sheet, move, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.rot90(strip) if height > 1.5 * width else strip, np.uint8)
