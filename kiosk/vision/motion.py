"""What frames tell together of a living face: it moves by itself before what is behind it, and never stands still.

A photograph in the hand takes its background along; one on a stand does not move at all; a recording that is fed in
shows the same picture twice, to the bit.
"""

from __future__ import annotations

import zlib
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision.guidance import Box
from kiosk.vision.liveness import Cue

_WIDTH = 480
"""Pixels of the picture in which movement is followed."""
_NEAR, _FAR = 0.75, 1.5
"""What is around a face, in its widths from its middle: nearer is hair, farther may be another picture."""
_MOVED = 0.8
"""Pixels; a smaller movement tells nothing of what moves along."""
_ALONG = 0.35
"""A point moves along when it is this close to where the face would take it, in lengths of the movement."""
_POINTS = 10
_PAIRS = 3
"""So many movements are needed before they are evidence."""
_STILL_S = 0.8
TOGETHER = 0.5
STILL = 1 / 0.006
REPEATED = 0.34

Grey = NDArray[np.uint8]


class Motion:
    """Follows one face from frame to frame; keeps one small grey picture, until `forget`."""

    def __init__(self) -> None:
        self._before: tuple[Grey, Box, float] | None = None
        self._together: list[float] = []
        self._speeds: list[float] = []
        self._watched_s = 0.0
        self._sums: set[int] = set()
        self._frames = self._repeated = 0

    def add(self, frame: Frame, box: Box, at: float) -> None:
        """One more frame with the one face in it, at monotonic second `at`."""
        self._count(frame)
        scale = _WIDTH / frame.shape[1]
        small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
        small.fill(0)
        scaled = Box(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
        if self._before is not None:
            before, face, since = self._before
            if 0.02 <= at - since <= 0.6:
                self._follow(before, grey, face, at - since)
            before.fill(0)
        self._before = grey, scaled, at

    def cues(self) -> tuple[Cue, ...]:
        """What the frames so far say; values are 0 where they say nothing."""
        together = float(np.median(self._together)) if len(self._together) >= _PAIRS else 0.0
        speed = float(np.median(self._speeds)) if self._watched_s >= _STILL_S else 1.0
        return (
            Cue("together", together, TOGETHER, 1.5),
            Cue("still", 1 / max(speed, 1e-4), STILL, 2.0),
            Cue("repeated", self._repeated / max(self._frames, 1), REPEATED, 6.0),
        )

    def restart(self) -> None:
        """The face was lost: who comes now begins anew."""
        self.forget()
        self._together, self._speeds, self._watched_s = [], [], 0.0

    def forget(self) -> None:
        """Overwrites the picture that is kept."""
        if self._before is not None:
            self._before[0].fill(0)
            self._before = None

    def _count(self, frame: Frame) -> None:
        total = zlib.crc32(np.ascontiguousarray(frame[::3, ::3]).data)
        self._repeated += total in self._sums
        self._sums.add(total)
        self._frames += 1

    def _follow(self, before: Grey, now: Grey, face: Box, seconds: float) -> None:
        inside = _points(before, _ellipse(before, face, 0.45))
        moved, good = _tracked(before, now, inside)
        if good.sum() < _POINTS:
            return
        inside, moved = inside[good], moved[good]
        similar, _ = cv2.estimateAffinePartial2D(inside, moved, ransacReprojThreshold=1.0)
        if similar is None:
            return
        middle = np.array([*face.centre, 1.0])
        step = float(np.linalg.norm(np.asarray(similar, np.float64) @ middle - middle[:2]))
        self._speeds.append(step / face.height / seconds)
        self._watched_s += seconds
        around = _points(before, _surroundings(before, face))
        there, seen = _tracked(before, now, around)
        around, there = around[seen], there[seen]
        if len(around) < _POINTS:
            return
        expected = around @ similar[:, :2].T + similar[:, 2]
        length = np.linalg.norm(expected - around, axis=1)
        if float(np.median(length)) < _MOVED:
            return
        off = np.linalg.norm(there - expected, axis=1)
        self._together.append(float((off <= _ALONG * length).mean()))


def _points(grey: Grey, mask: Grey) -> NDArray[np.float32]:
    found = cv2.goodFeaturesToTrack(grey, 60, 0.01, 5, mask=mask)
    return np.zeros((0, 2), np.float32) if found is None else np.asarray(found.reshape(-1, 2), np.float32)


def _tracked(before: Grey, now: Grey, points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[Any]]:
    """Where points went, and which of them are found again when one goes back (Kalal 2010)."""
    if not len(points):
        return points, np.zeros(0, bool)
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, now, points, points.copy(), winSize=(15, 15), maxLevel=3)
    back, again, _ = cv2.calcOpticalFlowPyrLK(now, before, there, points.copy(), winSize=(15, 15), maxLevel=3)
    good = (found.ravel() == 1) & (again.ravel() == 1) & (np.linalg.norm(back - points, axis=1) < 0.5)
    return np.asarray(there, np.float32), good


def _ellipse(grey: Grey, face: Box, reach: float) -> Grey:
    """The face, `reach` times its width and height from the middle, as a mask."""
    mask = np.zeros(grey.shape, np.uint8)
    x, y = face.centre
    axes = (max(1, round((face.right - face.left) * reach)), max(1, round(face.height * reach)))
    cv2.ellipse(mask, (round(x), round(y)), axes, 0, 0, 360, (255.0,), -1)
    return mask


def _surroundings(grey: Grey, face: Box) -> Grey:
    """Beside and above the head, above the shoulders, as a mask."""
    mask = _ellipse(grey, face, _FAR)
    mask[_ellipse(grey, face, _NEAR) > 0] = 0
    mask[min(len(mask), round(face.centre[1] + 0.25 * face.height)) :] = 0
    return mask
