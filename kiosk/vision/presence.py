"""Everything that tells within one check whether somebody alive stands there, and whether it stays the same person."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from devices.camera import Camera, Frame
from kiosk.vision import infrared
from kiosk.vision.face import FaceModels, Found
from kiosk.vision.infrared import Infrared, Seen
from kiosk.vision.liveness import frame_cues, fused, model_logit
from kiosk.vision.motion import Motion
from kiosk.vision.pose import Points
from kiosk.vision.reference import TEMPLATE_TYPE, Embedding
from sync.contract.problem import Problem

_INFRARED_S = 0.5
_FOLLOW_S = 0.09
"""Movement is followed from frames this far apart: closer ones show too little of it."""
ALIKE = 0.3
"""Cosine with the person's own frontal face from which on a turned face is taken for the same one.

Turned by 35° the six people of our scenes keep 0.50 to 0.85, two different people have less than 0.2.
"""
KEPT = 6
"""Frames of the frontal face that are remembered."""


class Presence:
    """Scores frames of the one face before the cameras. `infrared_camera` is open, or None where none is fitted."""

    def __init__(self, models: FaceModels, infrared_camera: Camera | None) -> None:
        self._models = models
        self._infrared = infrared_camera
        self._motion = Motion()
        self._followed_at = 0.0
        self._taken_off = 0.0
        """By movement, from the logit of the newest score."""
        self.seen: Seen | None = None
        """What the infrared camera saw last at the place of the face."""

    def follow(self, frame: Frame, face: Found, now: float) -> None:
        """One more frame with one face, at monotonic second `now`."""
        if now - self._followed_at >= _FOLLOW_S:
            self._followed_at = now
            self._motion.add(frame, face.box, now)

    def score(self, frame: Frame, face: Found) -> float:
        """Probability of a live face, 0 to 1. Raises Problem camera.infrared."""
        if self._infrared is not None and not self._look(frame, face).live:
            return 0.0
        moved = self._motion.cues()
        self._taken_off = sum(cue.penalty for cue in moved)
        return fused(model_logit(self._models.liveness, frame, face.box), (*frame_cues(frame, face.box), *moved))

    def again(self, score: float, frame: Frame, face: Found) -> float:
        """An earlier score with what movement says by now, and the infrared camera. Raises Problem camera.infrared."""
        if self._infrared is not None and not self._look(frame, face).live:
            return 0.0
        odds = math.log(max(score, 1e-6) / max(1 - score, 1e-6))
        return 1 / (1 + math.exp(sum(cue.penalty for cue in self._motion.cues()) - self._taken_off - odds))

    def restart(self) -> None:
        """The face was lost: who comes now begins anew."""
        self._motion.restart()

    def forget(self) -> None:
        """Overwrites what is kept."""
        self._motion.forget()

    def _look(self, frame: Frame, face: Found) -> Infrared:
        assert self._infrared is not None
        try:
            seen = self._infrared.read(_INFRARED_S)
        except Problem as problem:
            raise infrared.missing(problem.technician) from None
        try:
            faces = [found.box for found in self._models.find(infrared.as_colour(seen))]
            judged = infrared.look(seen, infrared.place(face.box, frame, seen), faces)
        finally:
            seen.fill(0)
        self.seen = judged.seen
        return judged


class OwnFace:
    """The frontal face of whoever stands there, as this check has seen it: points and embeddings."""

    def __init__(self) -> None:
        self._points: list[Points] = []
        self._embeddings: list[Embedding] = []

    @property
    def points(self) -> list[Points]:
        """Of the frames that were kept."""
        return self._points

    def keep(self, face: Found, embedding: Embedding) -> None:
        """Remembers a frontal frame that was accepted; the oldest is overwritten."""
        self._points.append(face.points if face.landmarks is None else face.landmarks)
        self._embeddings.append(embedding)
        if len(self._embeddings) > KEPT:
            self._points.pop(0).fill(0)
            self._embeddings.pop(0).fill(0)

    def likeness(self, embedding: Embedding) -> float:
        """Cosine with the mean of what is kept."""
        return float(np.dot(self._mean(), embedding))

    def template(self) -> bytes:
        """What to keep of this face: the mean of its embeddings, of length one, as TEMPLATE_TYPE."""
        mean = self._mean()
        try:
            return mean.astype(TEMPLATE_TYPE).tobytes()
        finally:
            mean.fill(0)

    def forget(self) -> None:
        """Overwrites everything."""
        values: list[Any] = [*self._points, *self._embeddings]
        for one in values:
            one.fill(0)
        self._points, self._embeddings = [], []

    def _mean(self) -> Embedding:
        mean = np.mean(self._embeddings, axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6), np.float32)
