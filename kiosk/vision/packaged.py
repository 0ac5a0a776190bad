"""The packaged weights in the shapes that insightface expects of a detector and of its liveness add-on.

Detector: 320×240 RGB in, scores and boxes out; 68 landmarks on a 64×64 grey face, of which insightface's five
are taken. Liveness: 128×128 BGR of a square 1.5 times the face's height; class 0 is alive. Other channel orders
and crops were measured and are worse.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from insightface.app import FaceAnalysis
from insightface.model_zoo import get_model
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision.pose import five_of

Floats = NDArray[np.float32]

THREADS = 2
CONFIDENT = 0.65
"""Score from which on a box is called a face."""
_OVERLAP = 0.4
_DETECT = (320, 240)
_LIVE_REACH = 1.5
_LANDMARK_SIDE = 64
_REACH = 1.2
"""Side of the square of the second look, in spans of the points of the first."""
_STEPS = np.array([(0.0, 0.0), (0.04, 0.0), (-0.04, 0.0), (0.0, 0.04), (0.0, -0.04)], np.float32)
"""Middles of the squares of the second look, in sides: the points of one look jump by about a pixel of 64."""


def session_options() -> onnxruntime.SessionOptions:
    """Two threads that sleep when there is nothing to do: the machine also draws a screen."""
    options = onnxruntime.SessionOptions()
    for kind, threads in (("intra_op_num_threads", THREADS), ("inter_op_num_threads", 1)):
        setattr(options, kind, threads)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def packaged_analysis(folder: Path, live_threshold: float) -> FaceAnalysis:
    """insightface's FaceAnalysis on the packaged weights in `folder`."""
    # Its constructor looks for its own packs, on the network if need be; everything after that is plain attributes.
    analysis = FaceAnalysis.__new__(FaceAnalysis)
    recognition = get_model(
        str(folder / "fr_feature.onnx"), providers=["CPUExecutionProvider"], sess_options=session_options()
    )
    detector = PackagedDetector(folder)
    vars(analysis).update(
        model_dir=str(folder),
        model_package=None,
        liveness_mode="observe",
        liveness_threshold=live_threshold,
        det_model=detector,
        models={"detection": detector, "recognition": recognition},
        addons={"liveness": PackagedLiveness(folder, live_threshold)},
    )
    return analysis


class PackagedDetector:
    """Stands where insightface has SCRFD."""

    taskname = "detection"

    def __init__(self, folder: Path) -> None:
        self._boxes = _session(folder / "fr_detect.onnx")
        self._landmarks = _session(folder / "fr_landmark.onnx")

    def prepare(self, _ctx_id: int, **_options: Any) -> None:
        """Nothing to prepare: size and threshold belong to the weights."""

    def detect(self, image: Frame, **_options: Any) -> tuple[Floats, Floats]:
        """Boxes with their score, N×5, and five points each, N×5×2 (eyes, nose, corners of the mouth), in pixels."""
        boxes, landmarks = self.detect_landmarks(image)
        return boxes, np.stack([five_of(points) for points in landmarks]) if len(boxes) else landmarks[:, :5]

    def detect_landmarks(self, image: Frame) -> tuple[Floats, Floats]:
        """Boxes with their score, N×5, and all 68 points each, N×68×2, in pixels."""
        boxes = self._find(image)
        points = [self._landmarks_of(image, box) for box in boxes]
        return boxes, np.stack(points) if points else np.zeros((0, 68, 2), np.float32)

    def _find(self, image: Frame) -> Floats:
        height, width = image.shape[:2]
        rgb = cv2.cvtColor(cv2.resize(image, _DETECT), cv2.COLOR_BGR2RGB).astype(np.float32)
        scores, boxes = self._boxes.run(None, {"input": ((rgb - 127) / 128).transpose(2, 0, 1)[None]})
        sure = scores[0, :, 1] > CONFIDENT
        scores, boxes = scores[0, sure, 1], boxes[0, sure] * (width, height, width, height)
        if not len(boxes):
            return np.zeros((0, 5), np.float32)
        sides = np.c_[boxes[:, :2], boxes[:, 2:] - boxes[:, :2]]
        kept = np.asarray(cv2.dnn.NMSBoxes(sides.tolist(), scores.tolist(), 0.0, _OVERLAP)).flatten()
        return np.asarray(np.c_[boxes, scores][kept], np.float32)

    def refine(self, image: Frame, landmarks: Floats) -> Floats:
        """68 points found again, in an upright square around the first ones; the mean of five looks, 68×2."""
        x, y = (five_of(landmarks)[1] - five_of(landmarks)[0]).tolist()
        lowest, highest = landmarks.min(0), landmarks.max(0)
        side = _REACH * float((highest - lowest).max())
        middle = np.asarray((lowest + highest) / 2, np.float32)
        looks = [
            self._points_in(image, np.asarray(middle + step * side, np.float32), side, math.atan2(y, x))
            for step in _STEPS
        ]
        return np.asarray(np.mean(looks, axis=0), np.float32)

    def _landmarks_of(self, image: Frame, box: Floats) -> Floats:
        middle = np.asarray((box[:2] + box[2:4]) / 2, np.float32)
        return self._points_in(image, middle, float(box[3] - box[1]), 0.0)

    def _points_in(self, image: Frame, middle: Floats, side: float, turn: float) -> Floats:
        """The points of a face in a square of `side` pixels that leans by `turn` radians; 68×2 in the picture."""
        # Averaged before it is sampled: a large face would alias on 64 pixels. Only its own surroundings are read.
        reach = math.ceil(side)
        height, width = image.shape[:2]
        left, top = (max(0, min(int(at) - reach, end - 1)) for at, end in zip(middle, (width, height), strict=True))
        near: Frame = image[top : max(top + 1, int(middle[1]) + reach), left : max(left + 1, int(middle[0]) + reach)]
        shrink = max(1, int(side / _LANDMARK_SIDE))
        down, across = near.shape[0] // shrink, near.shape[1] // shrink
        if shrink > 1 and down and across:
            # Whole cells only, so that every pixel keeps its place.
            whole = near[: down * shrink, : across * shrink]
            near = np.asarray(cv2.resize(whole, (across, down), interpolation=cv2.INTER_AREA), np.uint8)
        else:
            shrink = 1
        x, y = (middle - (left, top) + 0.5) / shrink - 0.5
        scale = _LANDMARK_SIDE * shrink / side
        cosine, sine = math.cos(turn) * scale, math.sin(turn) * scale
        half = _LANDMARK_SIDE / 2
        move = np.array([[cosine, sine, half - cosine * x - sine * y], [-sine, cosine, half + sine * x - cosine * y]])
        face = cv2.warpAffine(near, move, (_LANDMARK_SIDE, _LANDMARK_SIDE), borderMode=cv2.BORDER_REPLICATE)
        grey = cv2.cvtColor(face, cv2.COLOR_BGR2GRAY).astype(np.float32) / 256
        points = self._landmarks.run(None, {"input": grey[None, None]})[0].reshape(68, 2) * _LANDMARK_SIDE
        back = (points - move[:, 2]) @ np.linalg.inv(move[:, :2]).T
        return np.asarray((back + 0.5) * shrink - 0.5 + (left, top), np.float32)


class PackagedLiveness:
    """Stands where insightface has its liveness add-on."""

    taskname = "liveness"

    def __init__(self, folder: Path, threshold: float) -> None:
        self._model = _session(folder / "fr_liveness.onnx")
        self.threshold = threshold

    def prepare(self, _ctx_id: int, **_options: Any) -> None:
        """Nothing to prepare."""

    def get(self, image: Frame, face: Any) -> dict[str, Any]:
        """Puts status, is_live and live_score (0 to 1) on `face`, as the add-on does."""
        left, top, right, bottom = (int(side) for side in _square(face.bbox, image, _LIVE_REACH))
        crop = cv2.resize(image[top : bottom + 1, left : right + 1], (128, 128))
        logits = self._model.run(None, {"input": crop.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
        weights = np.exp(logits - logits.max())
        score = float(weights[0] / weights.sum())
        face.liveness = {"status": "ok", "is_live": score >= self.threshold, "live_score": score}
        return dict(face.liveness)


def _session(path: Path) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(str(path), session_options(), providers=["CPUExecutionProvider"])


def _square(box: Floats, image: Frame, reach: float) -> tuple[float, float, float, float]:
    """A square around a face, `reach` times its height, moved and shrunk into the picture: left, top, right, bottom."""
    height, width = image.shape[:2]
    side = min((box[3] - box[1]) * reach, width - 1, height - 1)
    left = min(max(0.0, (box[0] + box[2] - side) / 2), width - 1 - side)
    top = min(max(0.0, (box[1] + box[3] - side) / 2), height - 1 - side)
    return left, top, left + side, top + side
