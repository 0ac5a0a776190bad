"""Judges pictures and films that are given to it as a face check judges what stands before its camera."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import cv2
import numpy as np

from devices.camera import Frame
from kiosk.vision.challenge import FRONTAL, SIGHTINGS, Baseline, View
from kiosk.vision.face import FaceModels, Found
from kiosk.vision.liveness import Cue, frame_cues, fused, model_logit
from kiosk.vision.motion import Motion
from kiosk.vision.portraits import read_picture
from kiosk.vision.relief import Relief

LOOKS = 6
"""So many frames of a presentation are scored, evenly spread; movement is followed through all of them."""
LONGEST = 300
"""Frames of a film that are looked at."""
_FRONTAL = 3
"""Frames at the beginning that show the face from the front."""


@dataclass(frozen=True)
class Shown:
    """What one presentation came to."""

    score: float
    """Mean over its frames, 0 to 1."""
    model: float | None
    """Mean logit of the model."""
    cues: tuple[Cue, ...]
    """Those of a frame are the median over the frames."""
    faces: int
    """The most that were in view at once."""
    frames: int
    turned: bool | None
    """Whether the head turned to a side and back; None when that was not asked."""

    def live(self, threshold: float) -> bool:
        """Whether it is taken for alive."""
        return self.score >= threshold and self.turned is not False

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {
            "score": round(self.score, 4),
            "model": None if self.model is None else round(self.model, 3),
            "cues": {cue.name: cue.as_dict() for cue in self.cues},
            "faces": self.faces,
            "frames": self.frames,
        }
        return told if self.turned is None else {**told, "turned": self.turned}


class Showing:
    """Judges presentations with one set of models."""

    def __init__(self, models: FaceModels) -> None:
        self._models = models
        self.threshold = models.thresholds.live

    def pictures(self, files: list[Path], rate: float, *, turn: bool = False) -> Shown | None:
        """The frames of one presentation, `rate` a second; None when no face is found in any."""
        frames = (read_picture(file.read_bytes()) for file in files)
        return self._judge((frame for frame in frames if frame is not None), len(files), rate, turn=turn)

    def film(self, file: Path, *, turn: bool = False) -> Shown | None:
        """One film; None when it cannot be read or shows no face."""
        capture = cv2.VideoCapture(str(file))
        try:
            rate = float(capture.get(cv2.CAP_PROP_FPS)) or 25.0
            count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
            return self._judge(_frames_of(capture), min(max(count, 1), LONGEST), rate, turn=turn)
        finally:
            capture.release()

    def _judge(self, frames: Iterable[Frame], count: int, rate: float, *, turn: bool) -> Shown | None:
        motion, seen, views = Motion(), _Seen(), list[View]()
        relief: Relief | None = None
        every = max(1, count // LOOKS)
        for number, frame in enumerate(frames):
            faces = self._models.find(frame)
            picture, face = self._largest(frame, faces) if count == 1 else (frame, _largest(faces))
            if face is not None:
                seen.faces = max(seen.faces, len(faces), 1)
                if count > 1:
                    motion.add(frame, face.box, number / rate)
                    if turn and relief is None and len(views) == _FRONTAL - 1:
                        relief = Relief(frame, face.points)
                    elif relief is not None:
                        relief.follow(frame, face.points)
                    views.append(View(face.points, face.box, None if relief is None else relief.value))
                # Once the head is turned, fewer faces look as the model knows them: with a turn the first ones count.
                if number % every == 0 and (not turn or number < count // 3):
                    seen.logits.append(model_logit(self._models.liveness, picture, face.box))
                    seen.cues.append(frame_cues(picture, face.box))
            frame.fill(0)
        motion.forget()
        if relief is not None:
            relief.forget()
        if not seen.cues:
            return None
        return seen.shown(motion.cues() if count > 1 else (), count, turned_and_back(views) if turn else None)

    def _largest(self, frame: Frame, faces: list[Found]) -> tuple[Frame, Found | None]:
        """The largest face of a still picture; where none is seen, the picture is searched more thoroughly."""
        if faces:
            return frame, _largest(faces)
        sitting = self._models.sit(frame)
        return sitting.picture, sitting.face


class _Seen:
    """What the frames of one presentation showed."""

    def __init__(self) -> None:
        self.logits: list[float | None] = []
        self.cues: list[tuple[Cue, ...]] = []
        self.faces = 0

    def shown(self, moved: tuple[Cue, ...], frames: int, turned: bool | None) -> Shown:
        """All frames together."""
        scores = [fused(logit, (*cues, *moved)) for logit, cues in zip(self.logits, self.cues, strict=True)]
        logits = [logit for logit in self.logits if logit is not None]
        middle = tuple(
            Cue(same[0].name, float(np.median([cue.value for cue in same])), same[0].threshold, same[0].weight)
            for same in zip(*self.cues, strict=True)
        )
        return Shown(mean(scores), mean(logits) if logits else None, (*middle, *moved), self.faces, frames, turned)


def turned_and_back(frames: list[View]) -> bool:
    """Whether a face that looks ahead at first turns to a side and looks ahead again."""
    if len(frames) <= _FRONTAL:
        return False
    baseline = Baseline([view.points for view in frames[:_FRONTAL]])
    sides = [baseline.sides(view.points) for view in frames]
    turns = [side.turned() for side in sides]
    turned = _in_a_row([turn is not None and view.stands_out(turn) for turn, view in zip(turns, frames, strict=True)])
    if turned is None:
        return False
    return _in_a_row([abs(side.parallax) <= FRONTAL for side in sides[turned:]]) is not None


def _in_a_row(those: list[bool]) -> int | None:
    """Where the first row of `SIGHTINGS` ends."""
    for end in range(SIGHTINGS, len(those) + 1):
        if all(those[end - SIGHTINGS : end]):
            return end
    return None


def _largest(faces: list[Found]) -> Found | None:
    return max(faces, key=lambda face: face.box.height, default=None)


def _frames_of(capture: cv2.VideoCapture) -> Iterator[Frame]:
    for _ in itertools.repeat(None, LONGEST):
        good, frame = capture.read()
        if not good:
            return
        yield np.asarray(frame, np.uint8)
