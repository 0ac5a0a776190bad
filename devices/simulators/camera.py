"""A camera on the network: MJPEG over loopback HTTP that shows the pictures of a scene.

A scene goes round and round, unless a `scene.toml` in its folder says `once = true`: then it is played once, and
afterwards goes to and fro among its last `hold` pictures. Somebody who turned the head turns it back: when the scene
`home` is shown next, the pictures are first played back to the beginning.
"""

from __future__ import annotations

import threading
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from devices.plug import Plug
from devices.settings import DevicesSettings
from devices.simulator import LOOPBACK, Simulator, Verb, misuse

FRAMES_A_SECOND = 20.0
_BOUNDARY = "frame"
_RULES = "scene.toml"
_TABLE = b"\xff\xdb\x00\x43\x00"
"""Begins a JPEG's table of quantisation for brightness; 64 steps follow, the coarse patterns first (ITU-T T.81)."""
_FINE = range(4, 16)
"""Steps of patterns in which one more is not seen, yet changes some pixels of every picture."""


@dataclass(frozen=True)
class Reel:
    """The pictures of one scene and the order they are shown in."""

    scene: str
    pictures: tuple[bytes, ...]
    once: bool = False
    hold: int = 1
    """How many of the last pictures somebody who stays like that moves among."""
    home: str = ""
    """The scene that is reached by playing this one backwards."""

    @classmethod
    def load(cls, folder: Path) -> Reel:
        """Reads a scene's folder; without pictures it shows nothing."""
        pictures = tuple(file.read_bytes() for file in sorted(folder.glob("*.jpg")))
        rules = folder / _RULES
        told = tomllib.loads(rules.read_text(encoding="utf-8")) if rules.is_file() else {}
        hold = min(max(1, int(told.get("hold", 1))), max(1, len(pictures)))
        return cls(folder.name, pictures, bool(told.get("once", False)), hold, str(told.get("home", "")))

    def at(self, number: int) -> int:
        """Which picture comes as the `number`th."""
        last = len(self.pictures) - 1
        if not self.once:
            return number % (last + 1)
        if number <= last:
            return number
        swing = self.hold - 1
        beyond = (number - last) % (2 * swing) if swing else 0
        return last - min(beyond, 2 * swing - beyond)

    def back_to(self, scene: str, number: int) -> tuple[bytes, ...]:
        """What is shown on the way from the `number`th picture to another scene."""
        if scene != self.home or not self.pictures:
            return ()
        return self.pictures[self.at(number) :: -1]


class _CameraSimulator(Simulator):
    """What both cameras have: a plug, pictures, and pictures that stop."""

    rate = FRAMES_A_SECOND
    """Pictures a second."""

    def __init__(self, port: int, path: str, scenes: Path) -> None:
        self.path = path
        self._scenes = scenes
        self._frozen = False
        self._stopped = threading.Event()
        self._plug = Plug(port, type("MjpegHandler", (_Handler,), {"simulator": self}))

    @property
    def address(self) -> str:
        """Where the camera can be watched."""
        return f"http://127.0.0.1:{self._plug.port}{self.path}"

    @property
    def scene(self) -> str:
        """What is before the camera."""
        raise NotImplementedError

    def start(self) -> None:
        """Puts the plug in."""
        self._stopped.clear()
        self._plug.connect()

    def stop(self) -> None:
        """Takes the plug out."""
        self._stopped.set()
        self._plug.disconnect()

    def state(self) -> dict[str, Any]:
        """Plug and scene."""
        return {"plugged": self._plug.connected, "scene": self.scene, "frozen": self._frozen}

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "freeze":
                self._frozen = True
            case "unplug":
                self.stop()
            case "plug":
                self.start()
            case "ok":
                self._frozen = False
                self.start()

    def frames(self) -> Iterator[bytes]:
        """JPEG after JPEG at the camera's pace, no two the same, until the plug is out."""
        reel, number, taken = Reel("", ()), 0, 0
        ahead: list[bytes] = []
        due = time.monotonic()
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            due = max(due, time.monotonic() - 1) + 1 / self.rate
            wanted = self.scene
            if reel.scene != wanted:
                ahead = list(reel.back_to(wanted, max(0, number - 1)))
                reel, number = Reel.load(self._scenes / wanted), 0
            if self._frozen or not (ahead or reel.pictures):
                continue
            if ahead:
                picture = ahead.pop(0)
            else:
                picture = reel.pictures[reel.at(number)]
                number += 1
            yield grained(picture, taken)
            taken += 1


class CameraSimulator(_CameraSimulator):
    """The simulated camera. A scene is a folder of JPEG pictures in `scenes`; it begins with nobody there."""

    device = "camera"
    verbs: ClassVar[tuple[Verb, ...]] = (
        Verb("show", "puts somebody in front of the camera", "scene"),
        Verb("freeze", "sends no new picture; connections stay"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "plugged in and not frozen; the scene stays"),
    )

    def __init__(self, port: int, path: str, scenes: Path, scene: str = "nobody") -> None:
        super().__init__(port, path, scenes)
        self._scene = scene

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a camera on the network of this machine."""
        address = urlsplit(settings.camera.source)
        if not settings.camera.enabled or address.hostname != LOOPBACK:
            return None
        return cls(settings.simulators.camera_port, address.path, assets / "scenes")

    def lead(self, settings: DevicesSettings) -> DevicesSettings:
        """Leads the camera's source here."""
        camera = settings.camera.model_copy(update={"source": self.address})
        return settings.model_copy(update={"camera": camera})

    @property
    def scene(self) -> str:
        """Who was put there."""
        return self._scene

    def state(self) -> dict[str, Any]:
        """Plug, scene and the scenes there are."""
        there = sorted(folder.name for folder in self._scenes.glob("*/")) if self._scenes.is_dir() else []
        return {**super().state(), "scenes": there}

    def _do(self, verb: str, argument: str) -> None:
        if verb != "show":
            super()._do(verb, argument)
            return
        if not self.pictures(argument):
            there = ", ".join(self.state()["scenes"]) or "none; run the set-up of the assets"
            raise misuse(f"There is no scene {argument!r} with pictures in {self._scenes}. There are: {there}.")
        self._scene = argument

    def pictures(self, scene: str) -> list[Path]:
        """The pictures of a scene in the order of their names; none for a name that is a path."""
        if not scene or Path(scene).name != scene:
            return []
        return sorted((self._scenes / scene).glob("*.jpg"))


class InfraredSimulator(_CameraSimulator):
    """The simulated infrared camera beside the other one: it sees what that one sees, as infrared shows it."""

    device = "ir-camera"
    verbs: ClassVar[tuple[Verb, ...]] = (
        Verb("freeze", "sends no new picture; connections stay"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "plugged in and not frozen"),
    )

    def __init__(self, port: int, path: str, scenes: Path) -> None:
        super().__init__(port, path, scenes)
        self._beside: CameraSimulator | None = None

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for an infrared camera on the network of this machine."""
        address = urlsplit(settings.ir_camera.source)
        if not settings.ir_camera.enabled or address.hostname != LOOPBACK:
            return None
        return cls(settings.simulators.ir_camera_port, address.path, assets / "scenes-ir")

    def lead(self, settings: DevicesSettings) -> DevicesSettings:
        """Leads the infrared camera's source here."""
        camera = settings.ir_camera.model_copy(update={"source": self.address})
        return settings.model_copy(update={"ir_camera": camera})

    def stand_beside(self, camera: CameraSimulator) -> None:
        """Sees what `camera` sees from now on."""
        self._beside = camera

    @property
    def scene(self) -> str:
        """Whoever is before the camera it stands beside."""
        return self._beside.scene if self._beside else "nobody"


def grained(jpeg: bytes, number: int) -> bytes:
    """A JPEG with grain of its own: a sensor never sends the same picture twice, a film that goes round does.

    Steps of quantisation of fine patterns are one larger where the bits of `number` say so. What is no JPEG with
    such a table stays as it is.
    """
    at = jpeg.find(_TABLE)
    if at < 0:
        return jpeg
    changed = bytearray(jpeg)
    for bit, step in enumerate(_FINE):
        changed[at + len(_TABLE) + step] += number >> bit & 1
    return bytes(changed)


class _Handler(BaseHTTPRequestHandler):
    """One watcher."""

    simulator: ClassVar[_CameraSimulator]

    def do_GET(self) -> None:
        if self.path != self.simulator.path:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY}")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        for picture in self.simulator.frames():
            head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            self.wfile.write(head.encode() + picture + b"\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the dock shows the state."""
