"""How people stand before the camera and turn their heads, picture by picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from kiosk.vision.cast.people import Person
from kiosk.vision.cast.pictures import HEIGHT, WIDTH, Image, View, cut

FRAMES = 16
"""Pictures of a scene that goes round."""
STILL, TURNING, HELD = 3, 14, 6
"""Pictures of somebody who turns the head: before it, while it turns, and after; 20 a second."""


@dataclass(frozen=True)
class Pose:
    """How somebody stands at one moment: aside and down from their place (pixels of the frame), nearer, turned."""

    x: float = 0.0
    y: float = 0.0
    nearer: float = 0.0
    """Share by which they look larger."""
    degrees: float = 0.0
    """The head's turn; above 0 to the person's own left, the right of the picture."""


def sway(index: int) -> Pose:
    """Nobody stands like a post: the person moves before what is behind, the head a little more."""
    turn = 2 * math.pi * index / FRAMES
    return Pose(
        -5 * math.sin(turn),
        -3 * math.sin(2 * turn + 1),
        -0.008 * math.sin(turn + 2),
        1.5 * math.sin(turn + 0.5),
    )


def standing(picture: Image, person: Person) -> Iterator[Image]:
    """A round of somebody who looks ahead."""
    return (posed(picture, person, sway(index)) for index in range(FRAMES))


def turning(picture: Image, person: Person, degrees: float) -> Iterator[Image]:
    """Somebody looks ahead, turns the head by `degrees` and keeps it there."""
    for index in range(STILL + TURNING + HELD):
        done = min(1.0, max(0.0, (index - STILL + 1) / TURNING))
        held = max(0, index - STILL - TURNING + 1)
        angle = degrees * (done * done * (3 - 2 * done) - 0.02 * held)
        there = sway(index)
        yield posed(picture, person, replace(there, degrees=angle + there.degrees * (1 - done)))


def panning(picture: Image, view: View) -> Iterator[Image]:
    """A round of a place, through a camera that trembles."""
    step = view.height / HEIGHT
    for index in range(FRAMES):
        there = sway(index)
        yield cut(
            picture,
            View(
                view.x - there.x * step,
                view.y - there.y * step,
                view.height * (1 - there.nearer),
            ),
        )


def posed(picture: Image, person: Person, pose: Pose) -> Image:
    """What the camera sees of a person of a picture in one pose."""
    xs, ys = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    share = person.presence
    xs = xs - share * np.float32(pose.x) - share * np.float32(pose.nearer) * (xs - WIDTH / 2)
    ys = ys - share * np.float32(pose.y) - share * np.float32(pose.nearer) * (ys - HEIGHT / 2)
    if pose.degrees:
        across, down = person.head.turned(pose.degrees)
        xs, ys = (
            xs + cv2.remap(across, xs, ys, cv2.INTER_LINEAR),
            ys + cv2.remap(down, xs, ys, cv2.INTER_LINEAR),
        )
    scale = HEIGHT / person.view.height
    from_x = ((xs - WIDTH / 2) / scale + person.view.x).astype(np.float32)
    from_y = ((ys - HEIGHT / 2) / scale + person.view.y).astype(np.float32)
    shown = cv2.remap(picture, from_x, from_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(shown, np.uint8)
