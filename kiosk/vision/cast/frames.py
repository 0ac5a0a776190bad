"""Films the scenes: a camera with noise and flicker before people who sway a little."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.vision.cast.heads import Head
from kiosk.vision.cast.pictures import HEIGHT, WIDTH, Image, View, cut

FRAMES = 16
"""Pictures of a scene that goes round."""
STILL, TURNING, HELD = 3, 14, 6
"""Pictures of somebody who turns the head: before it, while it turns, and after; 20 a second."""
SCENE_FILE = "scene.toml"
_QUALITY = 90


def sway(view: View, index: int, frames: int = FRAMES) -> View:
    """The view at one picture of a round: nobody stands like a post."""
    turn = 2 * math.pi * index / frames
    step = view.height / HEIGHT
    x, y = view.x + 5 * step * math.sin(turn), view.y + 3 * step * math.sin(2 * turn + 1)
    return View(x, y, view.height * (1 + 0.008 * math.sin(turn + 2)))


def film_round(folder: Path, picture: Image, view: View, light: float = 1.0) -> None:
    """Sixteen pictures that loop: somebody stands there."""
    write_frames(folder, (cut(picture, sway(view, index)) for index in range(FRAMES)), light)


def film_turn(folder: Path, pictures: Iterable[Image], home: str) -> None:
    """Somebody turns the head and keeps it there; `home` is the scene before and after."""
    write_frames(folder, pictures)
    play_once(folder, HELD, home)


def turning(picture: Image, view: View, head: Head, degrees: float) -> Iterable[Image]:
    """The pictures of a head that turns by `degrees`; above 0 to the person's own left, the right of the picture."""
    for index in range(STILL + TURNING + HELD):
        done = min(1.0, max(0.0, (index - STILL + 1) / TURNING))
        held = max(0, index - STILL - TURNING + 1)
        angle = degrees * (done * done * (3 - 2 * done) - 0.02 * held)
        yield turned(picture, view, sway(view, index), head, angle)


def turned(picture: Image, view: View, seen: View, head: Head, degrees: float) -> Image:
    """What `seen` shows of a picture in which the head, as it is in `view`, is turned."""
    across, down = head.turned(degrees)
    zoom, scale = seen.height / view.height, HEIGHT / view.height
    # Each pixel of the swaying view, as a pixel of the view the head was laid over.
    x = (np.arange(WIDTH, dtype=np.float32) - WIDTH / 2) * zoom + (seen.x - view.x) * scale + WIDTH / 2
    y = (np.arange(HEIGHT, dtype=np.float32) - HEIGHT / 2) * zoom + (seen.y - view.y) * scale + HEIGHT / 2
    xs, ys = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    xs, ys = xs + cv2.remap(across, xs, ys, cv2.INTER_LINEAR), ys + cv2.remap(down, xs, ys, cv2.INTER_LINEAR)
    from_x = ((xs - WIDTH / 2) / scale + view.x).astype(np.float32)
    from_y = ((ys - HEIGHT / 2) / scale + view.y).astype(np.float32)
    shown = cv2.remap(picture, from_x, from_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(shown, np.uint8)


def write_frames(folder: Path, pictures: Iterable[NDArray[Any]], light: float = 1.0) -> None:
    """Puts pictures through a sensor with noise and flicker and writes them; `light` below 1 is dusk."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    random = np.random.default_rng(20260412)
    noise = random.normal(0.0, 1.0, (HEIGHT, WIDTH, 3)).astype(np.float32)
    for index, picture in enumerate(pictures):
        turn = 2 * math.pi * index / FRAMES
        frame = picture * np.float32(light * (1 + 0.02 * math.sin(3 * turn)))
        frame += np.roll(noise, tuple(random.integers(0, HEIGHT, 2)), (0, 1))
        shown = np.clip(frame, 0, 255).astype(np.uint8)
        cv2.imwrite(str(folder / f"{index:03}.jpg"), shown, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


def play_once(folder: Path, hold: int, home: str = "") -> None:
    """Has the simulated camera play a scene once; see devices.simulators.camera for the file."""
    lines = ["once = true", f"hold = {hold}"] + ([f'home = "{home}"'] if home else [])
    (folder / SCENE_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
