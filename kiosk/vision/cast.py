"""Makes the fictitious people: card portraits and camera scenes, cut from pinned demonstration pictures.

Run at set-up by `python -m kiosk.assets`, in a process of its own: `python -m kiosk.vision.cast ASSETS`.
Everything is computed from the pictures and a fixed seed; no face is ever part of the project's own files.
"""

from __future__ import annotations

import importlib.util
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.assets.cast import write_index
from kiosk.assets.manifest import digest

Image = NDArray[np.uint8]
"""Height × width × 3, BGR."""

WIDTH, HEIGHT = 960, 720
FRAMES = 16
PORTRAIT_SIZE = (102, 126)
PORTRAIT_BYTES = 1024
_T1_SHA256 = "47f682e945b659f93a9e490b9c9c4a2a864abe64dace9e1a2893845ddfd69489"


@dataclass(frozen=True)
class Sitter:
    """One face in one picture.

    `box` is x1, y1, x2, y2 in pixels. `head` and `body` are half-widths, in face widths, of what stays sharp
    around face and shoulders, `shift` moves it sideways: neighbours melt into the background.
    """

    picture: str
    box: tuple[int, int, int, int]
    head: float = 1.3
    body: float = 1.7
    shift: float = 0.0

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the face."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the face."""
        return self.box[2] - self.box[0], self.box[3] - self.box[1]


@dataclass(frozen=True)
class View:
    """What is cut from a picture: its middle and its height, in pixels."""

    x: float
    y: float
    height: float


_WANG = Sitter("sample3.jpg", (1076, 192, 1295, 506), head=1.25, body=1.6, shift=-0.1)
_LI = Sitter("sample5.jpg", (796, 116, 951, 326), head=1.15, body=1.0, shift=0.1)
_ZHANG = Sitter("t1.jpg", (463, 266, 576, 411), shift=0.1)
PORTRAITS = {
    "wang": Sitter("sample1.jpg", (1469, 212, 1674, 428)),
    "li": _LI,
    "zhang": _ZHANG,
    "chen": Sitter("sample6.jpg", (251, 479, 465, 758)),
    "smith": Sitter("t1.jpg", (741, 341, 846, 475)),
    "garcia": Sitter("t1.jpg", (1130, 269, 1226, 397)),
}
ALONE = {"wang": (_WANG, 840.0), "li": (_LI, 480.0), "zhang": (_ZHANG, 360.0)}
"""Scenes with one person: who, and how many pixels of the picture fill the height of the view."""
TWO_PEOPLE = ("sample3.jpg", View(1380, 420, 720))
NOBODY = ("sample3.jpg", View(220, 165, 320))


def make(assets: Path) -> None:
    """Writes people/*.webp, scenes/*/*.jpg and their index under `assets`."""
    pictures = {
        name: _load(assets / "sources" / name) for name in ("sample1.jpg", "sample3.jpg", "sample5.jpg", "sample6.jpg")
    }
    pictures["t1.jpg"] = _load(_bundled_picture())
    _write_people(assets / "people", pictures)
    for scene, (sitter, height) in ALONE.items():
        x, y = sitter.centre
        view = View(x, y + 0.12 * sitter.size[1], height)
        alone = _alone(pictures[sitter.picture], sitter)
        _write_scene(assets / "scenes" / scene, alone, view)
        if scene == "wang":
            _write_scene(assets / "scenes" / "dark", alone, view, light=0.14)
    _write_scene(assets / "scenes" / "two-people", pictures[TWO_PEOPLE[0]], TWO_PEOPLE[1])
    _write_scene(assets / "scenes" / "nobody", pictures[NOBODY[0]], NOBODY[1])
    write_index(assets)


def portrait(picture: Image, sitter: Sitter) -> bytes:
    """A card portrait: 102×126 WebP of at most 1,024 bytes, as little as a chip holds."""
    (x, y), (_, face_height) = sitter.centre, sitter.size
    small = _cut(_alone(picture, sitter), View(x, y, 1.7 * face_height), PORTRAIT_SIZE)
    for quality in range(90, 0, -1):
        _, data = cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, quality])
        if len(data) <= PORTRAIT_BYTES:
            return data.tobytes()
    raise ValueError(f"{sitter.picture}: no quality fits {PORTRAIT_BYTES} bytes")


def _write_people(folder: Path, pictures: dict[str, Image]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for key, sitter in PORTRAITS.items():
        (folder / f"{key}.webp").write_bytes(portrait(pictures[sitter.picture], sitter))


def _write_scene(folder: Path, picture: Image, view: View, light: float = 1.0) -> None:
    """Sixteen frames that loop: somebody sways a little before a sensor with noise and flicker."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jpg"):
        old.unlink()
    random = np.random.default_rng(20260412)
    noise = random.normal(0.0, 1.0, (HEIGHT, WIDTH, 3)).astype(np.float32)
    for index in range(FRAMES):
        turn = 2 * math.pi * index / FRAMES
        sway = view.height / HEIGHT
        x, y = view.x + 5 * sway * math.sin(turn), view.y + 3 * sway * math.sin(2 * turn + 1)
        seen = View(x, y, view.height * (1 + 0.008 * math.sin(turn + 2)))
        frame = _cut(picture, seen, (WIDTH, HEIGHT)) * np.float32(light * (1 + 0.02 * math.sin(3 * turn)))
        frame += np.roll(noise, tuple(random.integers(0, HEIGHT, 2)), (0, 1))
        shown = np.clip(frame, 0, 255).astype(np.uint8)
        cv2.imwrite(str(folder / f"{index:03}.jpg"), shown, [cv2.IMWRITE_JPEG_QUALITY, 92])


def _alone(picture: Image, sitter: Sitter) -> Image:
    """The picture with everything but the sitter melted: a neighbour's face can no longer be found in it."""
    (x, y), (width, height) = sitter.centre, sitter.size
    middle = round(x + sitter.shift * width)
    mask = np.zeros(picture.shape[:2], np.float32)
    head, body = (round(sitter.head * width), round(1.3 * height)), (round(sitter.body * width), round(1.6 * height))
    cv2.ellipse(mask, (middle, round(y - 0.1 * height)), head, 0, 0, 360, (1.0,), -1)
    cv2.ellipse(mask, (middle, round(y + 1.9 * height)), body, 0, 0, 360, (1.0,), -1)
    mask = _melt(mask, 0.12 * height)[..., None]
    return np.asarray(picture * mask + _melt(picture, 0.35 * height) * (1 - mask), np.uint8)


def _melt(picture: NDArray[Any], sigma: float) -> NDArray[Any]:
    """A wide blur, at a quarter of the size: sixteen times less to compute and nothing lost."""
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def _cut(picture: Image, view: View, size: tuple[int, int]) -> Image:
    """What a view shows, scaled to `size` (width, height) with sub-pixel borders; beyond the picture it is mirrored."""
    scale = size[1] / view.height
    if scale < 0.5:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.4 / scale), np.uint8)
    move = np.array([[scale, 0, size[0] / 2 - view.x * scale], [0, scale, size[1] / 2 - view.y * scale]])
    return np.asarray(
        cv2.warpAffine(picture, move, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101), np.uint8
    )


def _bundled_picture() -> Path:
    package = importlib.util.find_spec("insightface")
    if package is None or package.origin is None:
        raise FileNotFoundError("insightface is not installed: install the locked requirements")
    path = Path(package.origin).parent / "data" / "images" / "t1.jpg"
    if digest(path) != _T1_SHA256:
        raise FileNotFoundError("insightface's t1.jpg is not the pinned one: install insightface 2.1")
    return path


def _load(path: Path) -> Image:
    picture = cv2.imread(str(path))
    if picture is None:
        raise FileNotFoundError(f"{path.name} is no picture: run python -m kiosk.assets")
    return np.asarray(picture, np.uint8)


if __name__ == "__main__":
    cv2.setNumThreads(2)
    make(Path(sys.argv[1]))
