"""Films scenes: what both cameras see goes through sensors with noise and flicker into folders of pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from kiosk.vision.cast.frames import FRAMES
from kiosk.vision.cast.pictures import HEIGHT, WIDTH
from kiosk.vision.cast.shots import Shot

COLOUR, INFRARED = "scenes", "scenes-ir"
"""Folders of what each camera sees."""
SCENE_FILE = "scene.toml"
_QUALITY, _INFRARED_QUALITY = 90, 80
_INFRARED_SIZE = (480, 360)


class Film:
    """Writes scenes under one folder, each as both cameras see it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noise = np.random.default_rng(20260412).normal(0.0, 1.0, (HEIGHT, WIDTH, 3)).astype(np.float32)

    def shoot(self, scene: str, shots: Iterable[Shot], *, light: float = 1.0, hold: int = 0, home: str = "") -> None:
        """Writes one scene. `light` below 1 is dusk; the infrared camera has its own.

        With `hold` it is played once and then goes to and fro among its last pictures, with `home` it is played
        back when that scene follows (devices.simulators.camera).
        """
        random = np.random.default_rng(20260412)
        places = [self._folder / kind / scene for kind in (COLOUR, INFRARED)]
        for place in places:
            place.mkdir(parents=True)
            if hold:
                lines = ["once = true", f"hold = {hold}"] + ([f'home = "{home}"'] if home else [])
                (place / SCENE_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
        for index, shot in enumerate(shots):
            flicker = 1 + 0.02 * math.sin(6 * math.pi * index / FRAMES)
            noise = np.roll(self._noise, tuple(random.integers(0, HEIGHT, 2)), (0, 1))
            small = cv2.resize(shot.infrared, _INFRARED_SIZE, interpolation=cv2.INTER_AREA)
            colour = np.clip(shot.colour * np.float32(light * flicker) + noise, 0, 255).astype(np.uint8)
            infrared = np.clip(small + 1.5 * noise[:360, :480, 0], 0, 255).astype(np.uint8)
            name = f"{index:03}.jpg"
            cv2.imwrite(str(places[0] / name), colour, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
            cv2.imwrite(str(places[1] / name), infrared, [cv2.IMWRITE_JPEG_QUALITY, _INFRARED_QUALITY])
