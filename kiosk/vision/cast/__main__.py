"""Makes the fictitious people: card portraits and camera scenes, cut from pinned demonstration pictures.

Run at set-up by `python -m kiosk.assets`, in a process of its own: `python -m kiosk.vision.cast ASSETS`.
Everything is computed from the pictures and a fixed seed; no face is ever part of the project's own files.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import cv2

from kiosk.assets.cast import write_index
from kiosk.vision.cast.film import COLOUR, INFRARED, Film
from kiosk.vision.cast.people import PORTRAITS
from kiosk.vision.cast.pictures import Image, Sitter, View, alone, cut, load_pictures
from kiosk.vision.cast.scenes import shoot_all

PORTRAIT_SIZE = (102, 126)
PORTRAIT_BYTES = 1024


def make(assets: Path) -> None:
    """Writes people/*.webp, scenes/*/*.jpg and their index under `assets`.

    The scenes are made beside the old ones and take their places at the end: whoever looks at them meanwhile
    always finds whole ones.
    """
    pictures = load_pictures(assets)
    _write_people(assets / "people", pictures)
    fresh = assets / f"fresh.{os.getpid()}"
    try:
        shoot_all(Film(fresh), pictures)
        for kind in (COLOUR, INFRARED):
            _swap(fresh / kind, assets / kind)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    write_index(assets)


def portrait(picture: Image, sitter: Sitter) -> bytes:
    """A card portrait: 102×126 WebP of at most 1,024 bytes, as little as a chip holds."""
    (x, y), (_, face_height) = sitter.centre, sitter.size
    small = cut(alone(picture, sitter), View(x, y, 1.7 * face_height), PORTRAIT_SIZE)
    for quality in range(90, 0, -1):
        _, data = cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, quality])
        if len(data) <= PORTRAIT_BYTES:
            return data.tobytes()
    raise ValueError(f"{sitter.picture}: no quality fits {PORTRAIT_BYTES} bytes")


def _write_people(folder: Path, pictures: dict[str, Image]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for key, sitter in PORTRAITS.items():
        (folder / f"{key}.webp").write_bytes(portrait(pictures[sitter.picture], sitter))


def _swap(fresh: Path, folder: Path) -> None:
    """Puts each new scene in the place of the old one; scenes that are no longer made go away."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {scene.name for scene in fresh.iterdir()}
    for scene in sorted(fresh.iterdir()):
        place, old = folder / scene.name, fresh / f".old-{scene.name}"
        if place.exists():
            place.rename(old)
        scene.rename(place)
    for scene in folder.iterdir():
        if scene.name not in made:
            shutil.rmtree(scene)


if __name__ == "__main__":
    cv2.setNumThreads(1)
    make(Path(sys.argv[1]))
