"""One moment as both cameras see it: in colour, and in the infrared light of the second camera itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.cast.people import Person
from kiosk.vision.cast.pictures import HEIGHT, WIDTH, Image

Grey = NDArray[np.uint8]
"""Height × width."""

_ROOM = 0.12
"""What is far from the infrared lamp sends back this share of what a face does."""


@dataclass(frozen=True)
class Shot:
    """One moment, before the sensors add noise."""

    colour: Image
    infrared: Grey


def alive(frames: Iterable[Image], person: Person) -> Iterator[Shot]:
    """Pictures of somebody who is there."""
    (left, top), (right, bottom) = (
        person.view.place(corner) for corner in ((person.sitter.box[:2]), (person.sitter.box[2:]))
    )
    x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    far = ((x - (left + right) / 2) / (right - left)) ** 2 + ((y - (top + bottom) / 2) / (bottom - top)) ** 2
    # Its light falls off from the nose to the ears and to the shoulders.
    lit = _ROOM + (person.presence - _ROOM * person.presence) * (0.2 + 0.8 * np.exp(-far / 0.22))
    for frame in frames:
        yield Shot(frame, np.asarray(np.clip(_reflected(frame) * lit, 0, 255), np.uint8))


def empty(frames: Iterable[Image]) -> Iterator[Shot]:
    """Pictures of a place."""
    return (Shot(frame, np.asarray(night(frame), np.uint8)) for frame in frames)


def night(room: Image) -> NDArray[np.float32]:
    """A room by the light of the infrared camera alone."""
    return np.asarray(_reflected(room) * np.float32(_ROOM), np.float32)


def _reflected(frame: Image) -> NDArray[np.float32]:
    """How much near infrared comes back, about 0 to 255: skin much, whatever its colour; hair and eyes little."""
    red = frame[..., 2].astype(np.float32)
    # The light in the room is not that of the lamp: its large shadows are evened out.
    small = cv2.resize(red, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    even = cv2.resize(cv2.GaussianBlur(small, (0, 0), 6), (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(185 * (red + 8) / (0.35 * 150 + 0.65 * even + 8) * 0.9, 0, 245), np.float32)
