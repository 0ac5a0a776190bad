"""Which way up a page is, by the PP-LCNet model for documents."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from ocr import problems
from ocr.files import Frame

_SHORT, _SEEN = 256, 224
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


class Upright:
    """Tells how far a page is turned."""

    def __init__(self, weights: Path) -> None:
        """Loads from `weights`, the folder `ocr` of the assets. Raises Problem ocr.weights."""
        path = weights / "orientation" / "inference.onnx"
        if not path.is_file():
            raise problems.no_weights(str(path))
        options = onnxruntime.SessionOptions()
        for name, value in (("intra_op_num_threads", 1), ("enable_cpu_mem_arena", False)):
            setattr(options, name, value)
        self._model = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._input = self._model.get_inputs()[0].name

    def turn(self, page: Frame) -> dict[int, float]:
        """How likely the page is turned clockwise by 0, 90, 180 and 270 degrees."""
        height, width = page.shape[:2]
        scale = _SHORT / min(height, width)
        size = (max(_SEEN, round(width * scale)), max(_SEEN, round(height * scale)))
        small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
        top, left = (small.shape[0] - _SEEN) // 2, (small.shape[1] - _SEEN) // 2
        middle = small[top : top + _SEEN, left : left + _SEEN, ::-1].astype(np.float32) / 255
        planes = ((middle - _MEAN) / _SPREAD).transpose(2, 0, 1)[None]
        likely = self._model.run(None, {self._input: planes})[0][0]
        return {90 * index: float(share) for index, share in enumerate(likely)}
