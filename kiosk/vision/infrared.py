"""What a second camera in the near infrared says of a face that the colour camera sees.

Lit screens send next to no near infrared: where they show a face there is a dark plate. Most inks of colour printers
are clear in it: a print is a pale sheet with little on it. Skin reflects about half of it whatever its colour, and the
light of the camera itself falls off from the nose to the ears (Zhang 2011; reflectance of skin at 850 nm).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera import AWAY, Frame
from kiosk.vision.guidance import Box
from sync.contract.problem import Family, Problem

DARK = 40.0
"""Mean grey of the place of the face; skin under the camera's own light is well above, a screen below."""
FLAT = 0.10
"""Least relative deviation of the grey over the face; paper is about as bright everywhere."""
BURNT = 0.30
"""Share of the face that may be white, above 250: beyond it nothing can be told."""
APART = 0.45
"""How far the two faces may be from each other, in heights of the face: the cameras stand side by side."""
LIKE_SIZE = 1.6
"""By which factor their heights may differ."""


class Seen(StrEnum):
    """What is at the place of the face."""

    SKIN = "skin"
    NO_FACE = "no-face"
    """Nothing like a face is found there."""
    DARK = "dark"
    FLAT = "flat"
    BURNT = "burnt"


@dataclass(frozen=True)
class Infrared:
    """The place of the face in the infrared frame."""

    seen: Seen
    brightness: float
    """Mean grey, 0 to 255."""
    relief: float
    """Deviation of the smoothed grey, in brightnesses."""

    @property
    def live(self) -> bool:
        """Whether it may be skin."""
        return self.seen is Seen.SKIN


def missing(why: str) -> Problem:
    """The camera is fitted and gives no picture: no check without it, or nobody would notice for years."""
    return Problem(
        "camera.infrared",
        Family.TEMPORARY,
        resident=AWAY,
        technician=f"The infrared camera beside the face camera gives no picture, so no face is checked. {why}",
    )


def place(box: Box, colour: Frame, infrared: Frame) -> Box:
    """Where a face of the colour frame is in the infrared frame: the same view, perhaps in another size."""
    across, down = infrared.shape[1] / colour.shape[1], infrared.shape[0] / colour.shape[0]
    return Box(box.left * across, box.top * down, box.right * across, box.bottom * down)


def look(infrared: Frame, at: Box, faces: list[Box]) -> Infrared:
    """Judges the place `at` of an 8-bit frame, grey (H×W) or BGR (H×W×3), in which `faces` were found."""
    grey = infrared if infrared.ndim == 2 else np.asarray(cv2.cvtColor(infrared, cv2.COLOR_BGR2GRAY), np.uint8)
    face = next((face for face in faces if _same(face, at)), None)
    inside = _inside(grey, face or at)
    if not inside.size:
        return Infrared(Seen.NO_FACE, 0.0, 0.0)
    brightness = float(inside.mean())
    smooth = cv2.GaussianBlur(inside, (0, 0), max(1.0, 0.04 * inside.shape[0])).astype(np.float32)
    relief = float(smooth.std() / max(brightness, 1.0))
    burnt = float((inside > 250).mean()) > BURNT
    seen = Seen.SKIN
    if brightness < DARK:
        seen = Seen.DARK
    elif burnt:
        seen = Seen.BURNT
    elif relief < FLAT:
        seen = Seen.FLAT
    elif face is None:
        seen = Seen.NO_FACE
    return Infrared(seen, brightness, relief)


def as_colour(infrared: Frame) -> Frame:
    """An infrared frame as the models take it, H×W×3."""
    return infrared if infrared.ndim == 3 else np.asarray(cv2.cvtColor(infrared, cv2.COLOR_GRAY2BGR), np.uint8)


def _same(face: Box, at: Box) -> bool:
    x, y = face.centre
    left, top = at.centre
    apart = float(np.hypot(x - left, y - top)) / max(at.height, 1.0)
    return apart <= APART and 1 / LIKE_SIZE <= face.height / max(at.height, 1.0) <= LIKE_SIZE


def _inside(grey: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """The middle of a face, without hair and background."""
    width, height = box.right - box.left, box.height
    left, right = box.left + 0.15 * width, box.right - 0.15 * width
    top, bottom = box.top + 0.15 * height, box.bottom - 0.1 * height
    return grey[max(0, int(top)) : max(0, int(bottom)), max(0, int(left)) : max(0, int(right))]
