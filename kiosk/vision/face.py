"""Finds faces, compares one with a portrait, and tells how alive it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from insightface.app.common import Face
from insightface.model_zoo.arcface_onnx import ArcFaceONNX
from insightface.utils.face_align import arcface_dst
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision import problems
from kiosk.vision.guidance import Box
from kiosk.vision.liveness import frame_cues, fused, model_logit
from kiosk.vision.pack import Pack
from kiosk.vision.packaged import PackagedDetector
from kiosk.vision.portraits import Sitting, look, read_picture
from kiosk.vision.pose import five_of
from kiosk.vision.reference import Embedding

_CHIP = 112
"""Side of the aligned face, in pixels."""
_SMOOTH = 0.25
"""Standard deviation of the blur before a face is shrunk, in pixels of the aligned face: without it edges alias."""
_CLOSER = 1.04
"""How much larger than in ArcFace's own alignment a face is cut: the packaged points lie a little further apart.

With ArcFace's own size fewer people are known, in portraits of a chip above all.
"""
_TEMPLATE = np.asarray(_CHIP / 2 + _CLOSER * (arcface_dst - _CHIP / 2), np.float32)
"""Where the packaged points come to lie."""


@dataclass(frozen=True, repr=False)
class Found:
    """A face with its five points (5×2, pixels)."""

    box: Box
    points: NDArray[np.float32]
    landmarks: NDArray[np.float32] | None = None
    """All 68 points, 68×2, where the pack finds them."""
    score: float = 1.0
    """How sure the detector is, 0 to 1."""

    def as_face(self) -> Face:
        """The face as insightface's models take it."""
        box = np.array([self.box.left, self.box.top, self.box.right, self.box.bottom], np.float32)
        return Face(bbox=box, kps=self.points, det_score=self.score)


class FaceModels:
    """Detection, embedding and liveness of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._analysis = pack.analysis
        self.pack = pack.name
        self.thresholds = pack.thresholds

    @property
    def liveness(self) -> Any:
        """The pack's liveness add-on: insightface's, or what stands in its place."""
        return self._analysis.addons["liveness"]

    def warm(self) -> None:
        """Runs every model once: the first run of each is the slowest."""
        grey = np.full((480, 640, 3), 128, np.uint8)
        self.find(grey)
        points = np.array([[250, 200], [390, 200], [320, 270], [265, 340], [375, 340]], np.float32)
        face = Found(Box(200, 100, 440, 400), points)
        for thorough in (True, False):
            self.embed(grey, face, thorough=thorough)
        self.live(grey, face)

    def find(self, frame: Frame) -> list[Found]:
        """All faces in a frame."""
        detector = self._analysis.det_model
        if isinstance(detector, PackagedDetector):
            boxes, dense = detector.detect_landmarks(frame)
            return [
                Found(_box(box), five_of(points), points, float(box[4]))
                for box, points in zip(boxes, dense, strict=True)
            ]
        boxes, points = detector.detect(frame, max_num=0, metric="default")
        return [Found(_box(box), five, None, float(box[4])) for box, five in zip(boxes, points, strict=True)]

    def sit(self, picture: Frame) -> Sitting:
        """Who a still picture is of; see kiosk.vision.portraits."""
        return look(self.find, picture)

    def reference(self, portrait: bytes) -> Embedding:
        """The embedding of the one face in an encoded picture. Raises Problem face.portrait."""
        picture = read_picture(portrait) if portrait else None
        if picture is None:
            raise problems.portrait("is no picture that can be read")
        sitting = self.sit(picture)
        try:
            if sitting.face is None:
                raise problems.portrait("shows more than one face" if sitting.people else "shows no face")
            return self.embed(sitting.picture, sitting.face)
        finally:
            sitting.wipe()
            picture.fill(0)

    def live(self, frame: Frame, face: Found) -> float:
        """How alive one face of one frame looks, 0 to 1: the add-on's word where there is one, and what is around."""
        return fused(model_logit(self.liveness, frame, face.box), frame_cues(frame, face.box))

    @property
    def aligns(self) -> bool:
        """Whether `align` and `embed_aligned` are of use: the pack compares as ArcFace does."""
        return isinstance(self._analysis.models["recognition"], ArcFaceONNX)

    def embed(self, frame: Frame, found: Found, *, thorough: bool = True) -> Embedding:
        """The embedding of one face of a frame.

        `thorough` takes twice the time, for what is kept or seen but once; both kinds compare with each other.
        """
        if not self.aligns:
            face = found.as_face()
            self._analysis.models["recognition"].get(frame, face)
            return np.asarray(face.normed_embedding, np.float32)
        aligned = self.align(frame, found)
        embedding = self.embed_aligned(aligned, thorough=thorough)
        aligned.fill(0)
        return embedding

    def align(self, frame: Frame, found: Found) -> Frame:
        """The face upright on 112×112, as insightface's norm_crop but without aliasing.

        The packaged points are found a second time first, more exactly; the mean of both jumps least.
        """
        detector, five = self._analysis.det_model, found.points
        wanted: NDArray[np.float32] = arcface_dst
        if found.landmarks is not None and isinstance(detector, PackagedDetector):
            again = five_of(detector.refine(frame, found.landmarks))
            five = np.asarray((five + again) / 2, np.float32)
            wanted = _TEMPLATE
        move = _upright(five, wanted)
        scale = float(np.hypot(*move[0, :2]))
        (x, y), reach = five.mean(0), 3 * _CHIP / scale
        height, width = frame.shape[:2]
        left, top = max(0, min(int(x - reach), width - 1)), max(0, min(int(y - reach), height - 1))
        near = frame[top : max(top + 1, int(y + reach)), left : max(left + 1, int(x + reach))]
        if scale < 1.0:
            near = np.asarray(cv2.GaussianBlur(near, (0, 0), _SMOOTH / scale), np.uint8)
        move[:, 2] += move[:, :2] @ (left, top)
        return np.asarray(cv2.warpAffine(near, move, (_CHIP, _CHIP)), np.uint8)

    def embed_aligned(self, aligned: Frame, *, thorough: bool = True) -> Embedding:
        """The embedding of an aligned face; a thorough one is the mean of the face and its mirror image."""
        recognition = self._analysis.models["recognition"]
        embedding = _unit(recognition.get_feat(aligned).flatten())
        if not thorough:
            return embedding
        mirrored = np.ascontiguousarray(aligned[:, ::-1])
        both = _unit(embedding + _unit(recognition.get_feat(mirrored).flatten()))
        mirrored.fill(0)
        embedding.fill(0)
        return both


def _unit(numbers: NDArray[np.float32]) -> Embedding:
    return np.asarray(numbers / max(float(np.linalg.norm(numbers)), 1e-9), np.float32)


def _box(sides: NDArray[np.float32]) -> Box:
    return Box(*(float(side) for side in sides[:4]))


def _upright(five: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float64]:
    """The similarity of least squares (Umeyama 1991) that brings five points to where they are wanted, 2×3."""
    picture, chip = (points.astype(np.float64) @ (1, 1j) for points in (five, wanted))
    start, end = picture.mean(), chip.mean()
    turn = np.vdot(picture - start, chip - end) / max(float(np.vdot(picture - start, picture - start).real), 1e-9)
    shift = end - turn * start
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])
