"""Finds faces, compares one with a portrait, and tells how alive it looks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from insightface.app.common import Face
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision import problems
from kiosk.vision.guidance import Box
from kiosk.vision.judge import Sample
from kiosk.vision.pack import Pack
from kiosk.vision.packaged import PackagedDetector
from kiosk.vision.pose import five_of
from kiosk.vision.reference import Embedding, PortraitReference, Reference

_PORTRAIT_SCALE = 2
"""A chip portrait is 102×126: at twice the size the detector finds its face."""
_MARGIN = 0.25
"""More background, in heights of the portrait, for a face that fills it."""


@dataclass(frozen=True, repr=False)
class Found:
    """A face with its five points (5×2, pixels)."""

    box: Box
    points: NDArray[np.float32]
    landmarks: NDArray[np.float32] | None = None
    """All 68 points, 68×2, where the pack finds them."""

    def as_face(self) -> Face:
        """The face as insightface's models take it."""
        box = np.array([self.box.left, self.box.top, self.box.right, self.box.bottom], np.float32)
        return Face(bbox=box, kps=self.points, det_score=1.0)


class FaceModels:
    """Detection, embedding and liveness of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._analysis = pack.analysis
        self.pack = pack.name
        self.thresholds = pack.thresholds

    def warm(self) -> None:
        """Runs every model once: the first run of each is the slowest."""
        grey = np.full((480, 640, 3), 128, np.uint8)
        self.find(grey)
        points = np.array([[250, 200], [390, 200], [320, 270], [265, 340], [375, 340]], np.float32)
        face = Found(Box(200, 100, 440, 400), points)
        self.sample(grey, face, PortraitReference(self.embed(grey, face), self.thresholds.match))

    def find(self, frame: Frame) -> list[Found]:
        """All faces in a frame."""
        detector = self._analysis.det_model
        if isinstance(detector, PackagedDetector):
            boxes, dense = detector.detect_landmarks(frame)
            return [Found(_box(box), five_of(points), points) for box, points in zip(boxes, dense, strict=True)]
        boxes, points = detector.detect(frame, max_num=0, metric="default")
        return [Found(_box(box), five) for box, five in zip(boxes, points, strict=True)]

    def reference(self, portrait: bytes) -> Embedding:
        """The embedding of the one face in an encoded picture. Raises Problem face.portrait."""
        image = cv2.imdecode(np.frombuffer(portrait, np.uint8), cv2.IMREAD_COLOR) if portrait else None
        if image is None:
            raise problems.portrait("is no picture that can be read")
        large = cv2.resize(image, None, fx=_PORTRAIT_SCALE, fy=_PORTRAIT_SCALE, interpolation=cv2.INTER_CUBIC)
        border = round(_MARGIN * large.shape[0])
        wide = cv2.copyMakeBorder(large, border, border, border, border, cv2.BORDER_REPLICATE)
        for picture in (np.asarray(large, np.uint8), np.asarray(wide, np.uint8)):
            found = self.find(picture)
            if len(found) > 1:
                raise problems.portrait("shows more than one face")
            if found:
                return self.embed(picture, found[0])
        raise problems.portrait("shows no face")

    def sample(self, frame: Frame, face: Found, reference: Reference) -> Sample:
        """How alike and how alive one face of a frame is. A face too close to the border to judge is not alive."""
        likeness = reference.compare(self.embed(frame, face))
        live = self._analysis.addons["liveness"].get(frame, face.as_face())["live_score"]
        return Sample(likeness.score, 0.0 if live is None else float(live), likeness.who)

    def embed(self, frame: Frame, found: Found) -> Embedding:
        """The embedding of one face of a frame."""
        face = found.as_face()
        self._analysis.models["recognition"].get(frame, face)
        return np.asarray(face.normed_embedding, np.float32)


def _box(sides: NDArray[np.float32]) -> Box:
    return Box(*(float(side) for side in sides[:4]))
