"""How far the nose comes before the eyes and the mouth when a face turns, followed from picture to picture.

A model that finds points in a face knows how faces turn: on a sheet of paper that is bent around a head and turned with
it, it finds the points of a head. Here the points are found once, when the face looks ahead, and then only followed.
Eyes and mouth lie about in a plane, so a projective map takes them from there to here; `Relief.value` is how far the
nose is beside where that map would have it, in distances between the eyes.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera import Frame
from kiosk.vision.pose import Points, five_of

_APART = 90.0
"""Pixels between the eyes in the picture that is followed."""
_WINDOW = 25
_AGAIN = 1.5
"""Pixels by which a point may be missed when one follows it back (Kalal 2010)."""
_PLANE, _NOSE = 8, 3
"""Points of each that must be left."""
_OF_PLANE = [0, 1, 3, 4]
"""Eyes and corners of the mouth among the five points."""
_STRAY = 3.5
"""Pixels: a point farther from the map is no longer the same (it was covered, an eye was closed)."""

_EYE = ((0.0, 0.0), (-0.22, 0.0), (0.22, 0.0), (0.0, -0.08), (0.0, 0.08))
_MOUTH = ((0.0, 0.0), (0.12, -0.04), (0.12, 0.06), (0.3, -0.05), (0.3, 0.09))
_TIP = ((0.0, 0.0), (-0.1, 0.05), (0.1, 0.05), (0.0, 0.1), (-0.17, 0.08), (0.17, 0.08))
"""What is followed around an eye, from a corner of the mouth inwards, around the tip of the nose: across and down."""


class Relief:
    """Follows one face from a frame in which it looks ahead. It keeps one small grey picture, until `forget`."""

    def __init__(self, frame: Frame, points: Points) -> None:
        """`points` are 5×2 or 68×2, pixels of the BGR frame."""
        five = five_of(points).astype(np.float64)
        apart = max(float(np.hypot(*(five[1] - five[0]))), 1.0)
        self._scale = min(1.0, _APART / apart)
        self._apart = apart * self._scale
        plane, nose = _layout(five * self._scale)
        self._flat = five[_OF_PLANE] * self._scale
        self._first = np.vstack([plane, nose])
        self._is_nose = np.arange(len(self._first)) >= len(plane)
        self._now = self._first.copy()
        self._kept = np.ones(len(self._first), bool)
        self._grey = self._small(frame)

    @property
    def value(self) -> float | None:
        """Above 0 when the face turned to the person's own left; None when too much of it was lost."""
        plane, nose = self._kept & ~self._is_nose, self._kept & self._is_nose
        if plane.sum() < _PLANE or nose.sum() < _NOSE:
            return None
        flat, _ = cv2.findHomography(self._first[plane], self._now[plane], cv2.RANSAC, _STRAY)
        if flat is None:
            return None
        expected = cv2.perspectiveTransform(self._first[nose].reshape(-1, 1, 2), flat).reshape(-1, 2)
        return float(np.median(self._now[nose, 0] - expected[:, 0])) / self._apart

    def follow(self, frame: Frame, points: Points | None = None) -> None:
        """The next frame; `points` of the face in it, where it was found, tell where to begin to look."""
        grey = self._small(frame)
        there, found = _follow(self._grey, grey, self._now, self._now if points is None else self._about(points))
        back, again = _follow(grey, self._grey, there, self._now)
        self._kept &= found & again & (np.hypot(*(back - self._now).T) < _AGAIN)
        self._grey.fill(0)
        self._grey, self._now = grey, there

    def _about(self, points: Points) -> NDArray[np.float32]:
        """Where the points would be if the face were flat: nothing is said in favour of a nose."""
        seen = five_of(points).astype(np.float64)[_OF_PLANE] * self._scale
        affine = np.linalg.lstsq(np.c_[self._flat, np.ones(len(self._flat))], seen, rcond=None)[0]
        return np.asarray(np.c_[self._first, np.ones(len(self._first))] @ affine, np.float32)

    def forget(self) -> None:
        """Overwrites what is kept."""
        for kept in (self._grey, self._first, self._now, self._flat):
            kept.fill(0)

    def _small(self, frame: Frame) -> NDArray[np.uint8]:
        grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
        if self._scale == 1.0:
            return np.asarray(grey, np.uint8)
        small = cv2.resize(grey, None, fx=self._scale, fy=self._scale, interpolation=cv2.INTER_AREA)
        grey.fill(0)
        return np.asarray(small, np.uint8)


def _layout(five: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The points that are followed: of eyes and mouth, and of the nose."""
    right = five[1] - five[0]
    axes = np.array([right, (-right[1], right[0])])
    inwards = np.array(_MOUTH) * (-1, 1)
    plane = [five[0] + np.array(_EYE) @ axes, five[1] + np.array(_EYE) @ axes]
    plane += [five[3] + np.array(_MOUTH) @ axes, five[4] + inwards @ axes]
    return np.vstack(plane).astype(np.float32), (five[2] + np.array(_TIP) @ axes).astype(np.float32)


def _follow(
    before: NDArray[np.uint8], now: NDArray[np.uint8], points: NDArray[np.float32], about: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Where points went, looked for from `about` on, and which of them were found (Lucas and Kanade 1981)."""
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        before,
        now,
        points.reshape(-1, 1, 2),
        about.reshape(-1, 1, 2).copy(),
        winSize=(_WINDOW, _WINDOW),
        maxLevel=3,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    return np.asarray(there.reshape(-1, 2), np.float32), found.ravel() == 1
