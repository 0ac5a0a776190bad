"""Turns a head that was photographed once: its depth is that of an average head laid over a few points of the face.

Rows of an upright head are independent of each other when it turns: a point at depth z comes to rest at
x·cos(turn) + z·sin(turn). What comes to lie behind something nearer is left out (occlusion order of McMillan 1997),
what comes into view is stretched from its neighbours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.cast.pictures import HEIGHT, WIDTH, Field, View

Grid = NDArray[np.float64]
Point = tuple[float, float]

_STEP = 1.5
"""Millimetres between the points that are computed; the rest is interpolated."""
_LEFT, _TOP, _RIGHT, _BOTTOM = -260.0, -200.0, 260.0, 260.0
"""Millimetres around the middle of the eyes that a turn moves."""
_CHIN, _NOSE = 112.0, 95.0
"""Millimetres: from the line of the eyes down to the chin, and from the axis of the neck to the tip of the nose."""
_WIDE, _DEEP, _UP, _DOWN = 80.0, 88.0, 125.0, 135.0
"""Half-axes of the head with some hair, millimetres: sideways, forward, above and below the eyes."""
_JAW, _CROWN = 0.72, 0.25
"""Least width of the head below and above, in its widest."""
_FEATURES = (
    (0.0, None, _NOSE, 22.0, 13.0, 12.0),
    (0.0, 22.0, 95.0, 13.0, 10.0, 20.0),
    (-32.0, 0.0, 75.0, -6.0, 16.0, 12.0),
    (32.0, 0.0, 75.0, -6.0, 16.0, 12.0),
    (0.0, 100.0, 90.0, 14.0, 22.0, 16.0),
    (0.0, 68.0, 92.0, 6.0, 24.0, 16.0),
)
"""Tip and bridge of the nose, sockets of the eyes, chin, mouth: x, y (None is the nose's own), z, how far it
stands out, half-widths; millimetres."""


@dataclass(frozen=True)
class Face:
    """Where a face is in its picture (pixels) and how far it was turned when the picture was taken.

    `eyes` are their middles, the one on the left of the picture first. `yaw` is in degrees, above 0 when the nose
    points to the right of the picture, which is the person's own left.
    """

    eyes: tuple[Point, Point]
    nose: Point
    chin: Point
    yaw: float

    def seen(self, view: View) -> Face:
        """The same face as a camera sees it."""
        first, second = self.eyes
        return Face(
            (view.place(first), view.place(second)),
            view.place(self.nose),
            view.place(self.chin),
            self.yaw,
        )


class Head:
    """The head of one face in a frame of the camera. Computed once, turned often."""

    def __init__(self, face: Face) -> None:
        first, second = (np.array(eye) for eye in face.eyes)
        self._middle = (first + second) / 2
        roll = math.atan2(second[1] - first[1], second[0] - first[0])
        self.upright = np.array([[math.cos(roll), math.sin(roll)], [-math.sin(roll), math.cos(roll)]])
        """From the frame's axes to the head's own."""
        nose, chin = (self.upright @ (np.array(each) - self._middle) for each in (face.nose, face.chin))
        self.scale = float(chin[1]) / _CHIN
        """Pixels a millimetre."""
        yaw = math.radians(face.yaw)
        axis = nose[0] / self.scale - _NOSE * math.sin(yaw)
        self._x = np.arange(_LEFT, _RIGHT, _STEP, np.float64) - axis
        y = np.arange(_TOP, _BOTTOM, _STEP, np.float64)[:, None]
        wide, deep, reach = _outline(y, yaw)
        self._inside = np.clip(self._x[None], -0.97 * reach, 0.97 * reach)
        self._depth = _surface(self._inside, wide, deep, yaw) + _features(
            self._x[None], y, float(nose[1]) / self.scale, yaw
        )
        self._share = _fade(np.abs(self._x[None]) / reach, 1.0, 1.75) * _fade(y, 118, 200) * _fade(-y, 135, 190)

    def turned(self, degrees: float) -> tuple[Field, Field]:
        """From where each pixel of the frame comes when the head turns by `degrees`: offsets in x and in y, pixels.

        Above 0 it turns to the right of the picture, the person's own left.
        """
        angle = math.radians(degrees)
        moved = (self._inside * (math.cos(angle) - 1) + self._depth * math.sin(angle)) * self._share + self._x
        # A point is hidden when another one that is nearer was pushed past it.
        seen = np.maximum.accumulate(moved, 1) if angle >= 0 else np.minimum.accumulate(moved[:, ::-1], 1)[:, ::-1]
        rising = seen + np.arange(self._x.size) * 1e-6
        source = np.stack([np.interp(self._x, row, self._x) for row in rising])
        along = self._spread((source - self._x) * self.scale)
        return along * np.float32(self.upright[0, 0]), along * np.float32(self.upright[0, 1])

    def _spread(self, offsets: Grid) -> Field:
        """Offsets of the head's grid for every pixel of the frame."""
        step = self.scale * _STEP
        turn = self.upright / step
        corner = np.array([_LEFT, _TOP]) / _STEP
        move = np.c_[turn, -turn @ self._middle - corner]
        return np.asarray(
            cv2.warpAffine(
                offsets.astype(np.float32),
                move,
                (WIDTH, HEIGHT),
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            ),
            np.float32,
        )


def _outline(y: Grid, yaw: float) -> tuple[Grid, Grid, Grid]:
    """Half-axes of the head at each height, and how far it reaches sideways as it stands; millimetres."""
    above = np.maximum(np.clip(1 - np.abs(y / _UP) ** 2.5, 0, 1) ** (1 / 2.5), _CROWN)
    below = np.maximum(np.clip(1 - np.abs(y / _DOWN) ** 2.6, 0, 1) ** (1 / 2.6), _JAW)
    width = np.where(y < 0, above, below)
    wide, deep = _WIDE * width, _DEEP * width
    return wide, deep, np.hypot(wide * math.cos(yaw), deep * math.sin(yaw))


def _surface(x: Grid, wide: Grid, deep: Grid, yaw: float) -> Grid:
    """Depth of the near side of an ellipse that is turned by `yaw`."""
    sin, cos = math.sin(yaw), math.cos(yaw)
    square = sin**2 / wide**2 + cos**2 / deep**2
    linear = 2 * x * sin * cos * (1 / deep**2 - 1 / wide**2)
    rest = x**2 * (cos**2 / wide**2 + sin**2 / deep**2) - 1
    return np.asarray((-linear + np.sqrt(np.maximum(linear**2 - 4 * square * rest, 0))) / (2 * square))


def _features(x: Grid, y: Grid, nose: float, yaw: float) -> Grid:
    depth = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    for across, down, near, height, half_x, half_y in _FEATURES:
        middle = across * math.cos(yaw) + near * math.sin(yaw)
        at = nose if down is None else down
        depth += height * np.exp(-(((x - middle) / half_x) ** 2) - ((y - at) / half_y) ** 2)
    return depth


def _fade(value: Grid, from_here: float, to_there: float) -> Grid:
    """1 up to `from_here`, 0 from `to_there` on, smooth between."""
    left = np.clip((to_there - value) / (to_there - from_here), 0, 1)
    return np.asarray(left * left * (3 - 2 * left))
