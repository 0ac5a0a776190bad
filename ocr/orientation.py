"""Which way up a page is, by the PP-LCNet model for documents and, where it is not sure, by what can be read."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from ocr import problems
from ocr.engine import Corners, Engine
from ocr.files import Frame

_SHORT, _SEEN = 256, 224
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SURE = 0.97
"""Share of the model's answer from which on nothing is read to settle it: it fails on tables and sparse pages."""
_LEGIBLE, _LIKELY = 0.6, 0.8
"""Score of lines that can be read at all; where none can, as in a portrait, the model has to be this sure."""
_READ = 4
"""Lines that are read to settle it."""
_SIDE = 960
"""Longer side, in pixels, of the look that finds them."""
_WIDE = 10.0
"""Widths, in heights, of the piece of a line that is read."""
_CERTAIN = 0.93
"""Mean score from which on a page is not read the other way up as well: upside down nothing reads so well."""
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


def settle(page: Frame, upright: Upright, engine: Engine | None) -> int:
    """Degrees by which a page is turned clockwise: 0, 90, 180 or 270."""
    likely = upright.turn(page)
    best = max(likely, key=lambda degrees: likely[degrees])
    if engine is None or likely[best] >= _SURE:
        return best
    scale = min(1.0, _SIDE / max(page.shape[:2]))
    small = np.asarray(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    lines = [line / scale for line in engine.find(small)]
    if not lines:
        return best
    lying = sum(_length(line, 0) > _length(line, 1) for line in lines) * 2 >= len(lines)
    scores: dict[int, float] = {}
    for degrees in sorted((0, 180) if lying else (90, 270), key=lambda way: -likely[way]):
        readable = _readable(page, lines, degrees, engine)
        if readable >= _CERTAIN:
            return degrees
        scores[degrees] = readable + 0.2 * likely[degrees]
    settled = max(scores, key=lambda degrees: scores[degrees])
    return settled if scores[settled] >= _LEGIBLE else best if likely[best] >= _LIKELY else 0


def _readable(page: Frame, lines: list[Corners], turned: int, engine: Engine) -> float:
    """Mean score of a page's longest lines when it is set upright from `turned`."""
    longest = sorted(lines, key=lambda line: max(_length(line, 0), _length(line, 1)), reverse=True)[:_READ]
    # What is read starts at the corner that is at the top left once the page is upright.
    scores = [engine.read(page, np.roll(_piece(line), -(turned // 90), axis=0))[1] for line in longest]
    return float(np.mean(scores))


def _piece(line: Corners) -> Corners:
    """The middle of a line, as long as it takes to see whether it can be read."""
    across, down = _length(line, 0), _length(line, 1)
    share = min(1.0, _WIDE * min(across, down) / max(across, down, 1e-6))
    ends = ((0, 1), (3, 2)) if across >= down else ((0, 3), (1, 2))
    piece = line.copy()
    for start, end in ends:
        middle, half = (line[start] + line[end]) / 2, (line[end] - line[start]) / 2 * share
        piece[start], piece[end] = middle - half, middle + half
    return piece


def _length(line: Corners, side: int) -> float:
    return float(np.hypot(*(line[side + 1] - line[side])))
