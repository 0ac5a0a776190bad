"""Heads and photographs of heads as points in space, seen by a camera: what turns, and how."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kiosk.vision.guidance import Box

Points3 = NDArray[np.float64]

HEAD: Points3 = np.array([[-31, -2, 0], [31, -2, 0], [0, 30, 38], [-24, 62, 6], [24, 62, 6]], np.float64)
"""Eyes, tip of the nose, corners of the mouth of an average adult, millimetres, as the camera sees them."""
PHOTO: Points3 = HEAD * (1, 1, 0)
FOCAL = 900.0
SENSOR = (480.0, 360.0)


def bent(radius_mm: float) -> Points3:
    """A photograph bent around an upright cylinder."""
    angle = PHOTO[:, 0] / radius_mm
    return np.stack([radius_mm * np.sin(angle), PHOTO[:, 1], radius_mm * (np.cos(angle) - 1)], 1)


def seen(
    head: Points3, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0, away_mm: float = 550.0, noise: float = 0.0
) -> tuple[NDArray[np.float32], Box]:
    """The points in pixels and the box, turned by degrees; yaw above 0 to the person's own left."""
    y, p, r = (math.radians(angle) for angle in (yaw, pitch, roll))
    about_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(p), math.sin(p)], [0, -math.sin(p), math.cos(p)]])
    about_z = np.array([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    centre = np.array([0, 25, -60])  # a head turns about the neck
    turned = (head - centre) @ (about_z @ about_x @ about_y).T + centre
    x, y_, depth = turned[:, 0], turned[:, 1], away_mm - turned[:, 2]
    points = np.stack([FOCAL * x / depth, FOCAL * y_ / depth], 1) + SENSOR
    points += np.random.default_rng(7).normal(0, noise, points.shape) if noise else 0
    middle, half = points.mean(0), 1.1 * FOCAL * 62 / away_mm
    return points.astype(np.float32), Box(
        middle[0] - half * 0.8, middle[1] - half, middle[0] + half * 0.8, middle[1] + half
    )
