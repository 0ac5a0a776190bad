"""Run as a script: another reader of text with its own defaults reads pictures, and says what that cost.

    python peer.py NAME WEIGHTS EXTRA < list of paths    one JSON object on stdout

EXTRA is a folder that packages may lie in.
It imports nothing of the project, so that it runs wherever the peer does and its memory is the peer's alone.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Line = dict[str, Any]
Read = Callable[[str], list[Line]]


def paddleocr(weights: str, size: str = "small") -> Read:
    """PaddleOCR with its defaults on onnxruntime and the weights of profile accurate."""
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    from paddleocr import PaddleOCR  # noqa: PLC0415  only the peer that is asked for is here

    reader = PaddleOCR(
        text_detection_model_name=f"PP-OCRv6_{size}_det",
        text_detection_model_dir=f"{weights}/{size}/detection",
        text_recognition_model_name=f"PP-OCRv6_{size}_rec",
        text_recognition_model_dir=f"{weights}/{size}/recognition",
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        engine="onnxruntime",
        device="cpu",
    )

    def read(path: str) -> list[Line]:
        (page,) = reader.predict(path)
        return [
            {"text": text, "quad": [[float(x), float(y)] for x, y in quad]}
            for text, quad in zip(page["rec_texts"], page["rec_polys"], strict=True)
            if len(quad) == 4
        ]

    return read


def rapidocr(weights: str) -> Read:
    """RapidOCR as its README starts it."""
    reader: Any = importlib.import_module("rapidocr").RapidOCR()

    def read(path: str) -> list[Line]:
        page = reader(path)
        if page.boxes is None:
            return []
        return [
            {"text": text, "quad": [[float(x), float(y)] for x, y in quad]}
            for text, quad in zip(page.txts, page.boxes, strict=True)
        ]

    return read


def tesseract(weights: str) -> Read:
    """tesseract with simplified Chinese and its own page segmentation, one process a picture."""

    def read(path: str) -> list[Line]:
        command = ["tesseract", path, "-", "-l", "chi_sim", "tsv"]
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600).stdout
        lines: dict[tuple[str, ...], list[tuple[list[int], str]]] = {}
        for row in told.splitlines()[1:]:
            cells = row.split("\t")
            if cells[0] == "5" and cells[11].strip():
                lines.setdefault(tuple(cells[1:5]), []).append(([int(cell) for cell in cells[6:10]], cells[11]))
        found = []
        for words in lines.values():
            left, top = min(box[0] for box, _ in words), min(box[1] for box, _ in words)
            right = max(box[0] + box[2] for box, _ in words)
            bottom = max(box[1] + box[3] for box, _ in words)
            quad = [[left, top], [right, top], [right, bottom], [left, bottom]]
            found.append({"text": "".join(word for _, word in words), "quad": quad})
        return found

    return read


def spent() -> float:
    """Processor seconds of this process and its children, all threads."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_mb() -> float:
    """The most memory this process ever held; of a child process only where it is the reader."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    own = int(found[1]) / 1024 if found else 0.0
    if NAME != "tesseract":
        return own
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


NAME = sys.argv[1]
sys.path.append(sys.argv[3])
if __name__ == "__main__":
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the libraries say is no JSON
    reader = {"paddleocr": paddleocr, "rapidocr": rapidocr, "tesseract": tesseract}[NAME](sys.argv[2])
    read = []
    for path in sys.stdin.read().split("\n"):
        if path:
            began, clock = spent(), time.perf_counter()
            lines = reader(path)
            read.append({"lines": lines, "cpu_s": spent() - began, "wall_s": time.perf_counter() - clock})
    json.dump({"pictures": read, "peak_mb": peak_mb()}, out, ensure_ascii=False)
