"""What makes a face check hard although the right person is there: bad light, covered faces, wrong places."""

from __future__ import annotations

import math

import cv2
import numpy as np

from kiosk.vision.cast.people import Person
from kiosk.vision.cast.pictures import Field, Image

Colour = tuple[int, int, int]
_Shape = list[tuple[float, float, float]]
"""Points on the head: to the person's left, down from the eyes, forward from the axis of the neck; millimetres."""

_CLOTH: Colour = (205, 190, 160)
_MASK: _Shape = [
    *((-66, 20, 30), (-40, 22, 72), (-16, 20, 90), (0, 14, 104), (16, 20, 90), (40, 22, 72), (66, 20, 30)),
    *((62, 78, 30), (40, 112, 55), (0, 124, 84), (-40, 112, 55), (-62, 78, 30)),
]
_LENS_X, _LENS_Y, _LENS_Z = 33.0, 4.0, 84.0


def mask(picture: Image, person: Person) -> Image:
    """A medical mask over mouth and nose, with its folds and bands."""
    cover = np.zeros(picture.shape[:2], np.float32)
    cv2.fillPoly(cover, [_projected(person, _MASK)], (1.0,))
    shade = np.full(picture.shape[:2], 1.0, np.float32)
    for down in (46, 66, 86):
        fold: _Shape = [(x, down + 6 - abs(x) / 12, 88 - abs(x) * 0.8) for x in range(-56, 57, 8)]
        cv2.polylines(shade, [_projected(person, fold)], False, (0.86,), max(2, round(2.2 * _scale(person))))
    for side in (-1, 1):
        band: _Shape = [(side * 62, 24, 32), (side * 78, 2, -6)]
        cv2.polylines(cover, [_projected(person, band)], False, (0.9,), max(2, round(2 * _scale(person))))
    return _painted(picture, cover, np.asarray(_CLOTH) * _soft(shade, person, 1.6)[..., None], person)


def sunglasses(picture: Image, person: Person) -> Image:
    """Dark glasses."""
    cover = _rims(picture, person, filled=True)
    return _painted(picture, cover, np.full(3, 16.0), person)


def glare(picture: Image, person: Person) -> Image:
    """Clear glasses in which a lamp is mirrored over both eyes."""
    framed = _painted(picture, _rims(picture, person, filled=False), np.full(3, 30.0), person)
    light = np.zeros(picture.shape[:2], np.float32)
    for side in (-1, 1):
        blob: _Shape = [
            (side * _LENS_X + 17 * math.cos(t), _LENS_Y + 11 * math.sin(t), _LENS_Z) for t in np.linspace(0, 6.2, 24)
        ]
        cv2.fillPoly(light, [_projected(person, blob)], (1.0,))
    return _painted(framed, light * 0.96, np.full(3, 252.0), person, 3.0)


def backlight(frame: Image, person: Person) -> Image:
    """A window behind somebody: the camera darkens the face."""
    share = np.clip(1.8 * person.presence - 0.8, 0, 1)[..., None]
    bright = 255 - (255 - frame.astype(np.float32)) * 0.12
    glow = cv2.GaussianBlur(bright * (1 - share), (0, 0), 24) * 0.10
    return np.asarray(np.clip(frame * 0.45 * share + bright * (1 - share) + glow, 0, 255), np.uint8)


def blurred(frame: Image) -> Image:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(frame, (0, 0), 5.0), np.uint8)


def _rims(picture: Image, person: Person, *, filled: bool) -> Field:
    cover = np.zeros(picture.shape[:2], np.float32)
    width = max(2, round(2.6 * _scale(person)))
    for side in (-1, 1):
        # Rounded squares, as most glasses are.
        ring = [(math.cos(t), math.sin(t)) for t in np.linspace(0, 2 * math.pi, 48)]
        lens: _Shape = [
            (
                side * _LENS_X + math.copysign(27 * abs(c) ** 0.6, c),
                _LENS_Y + math.copysign(21 * abs(s) ** 0.7, s),
                _LENS_Z - abs(c) * (6 if c * side > 0 else 0),
            )
            for c, s in ring
        ]
        if filled:
            cv2.fillPoly(cover, [_projected(person, lens)], (0.97,))
        cv2.polylines(cover, [_projected(person, lens)], True, (1.0,), width)
        cv2.polylines(cover, [_projected(person, [(side * 59, -2, 76), (side * 78, -4, 0)])], False, (1.0,), width)
    cv2.polylines(cover, [_projected(person, [(-7, -2, 98), (0, -4, 100), (7, -2, 98)])], False, (1.0,), width)
    return cover


def _projected(person: Person, shape: _Shape) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """Pixels of the person's picture for points on the head."""
    first, second = (np.array(eye) for eye in person.face.eyes)
    middle = (first + second) / 2
    x, y = second - first
    roll, yaw, scale = math.atan2(y, x), math.radians(person.face.yaw), _scale(person)
    across, down = np.array([math.cos(roll), math.sin(roll)]), np.array([-math.sin(roll), math.cos(roll)])
    # Where the middle of the face is seen tells where the axis of the neck is.
    nose = (np.array(person.face.nose) - middle) @ across / scale
    axis = nose - 95 * math.sin(yaw)
    seen = [middle + scale * ((axis + a * math.cos(yaw) + f * math.sin(yaw)) * across + d * down) for a, d, f in shape]
    return np.array(seen).round().astype(np.int32)


def _scale(person: Person) -> float:
    """Pixels of the picture a millimetre."""
    middle = np.array(person.face.eyes).mean(0)
    return float(np.hypot(*(np.array(person.face.chin) - middle))) / 112


def _painted(picture: Image, cover: Field, colour: np.ndarray, person: Person, soft: float = 0.7) -> Image:
    share = _soft(cover, person, soft)[..., None]
    return np.asarray(np.clip(picture * (1 - share) + colour * share, 0, 255), np.uint8)


def _soft(field: Field, person: Person, millimetres: float) -> Field:
    return np.asarray(cv2.GaussianBlur(field, (0, 0), max(0.6, millimetres * _scale(person))), np.float32)
