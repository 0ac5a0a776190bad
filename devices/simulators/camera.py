"""A camera on the network: MJPEG over loopback HTTP that shows the pictures of a scene, over and over."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from devices.plug import Plug
from devices.settings import DevicesSettings
from devices.simulator import LOOPBACK, Simulator, Verb, misuse

FRAMES_A_SECOND = 20.0
_BOUNDARY = "frame"


class CameraSimulator(Simulator):
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
        self.path = path
        self._scenes = scenes
        self._scene = scene
        self._frozen = False
        self._stopped = threading.Event()
        self._plug = Plug(port, type("MjpegHandler", (_Handler,), {"simulator": self}))

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
    def address(self) -> str:
        """Where the camera can be watched."""
        return f"http://127.0.0.1:{self._plug.port}{self.path}"

    def start(self) -> None:
        """Puts the plug in."""
        self._stopped.clear()
        self._plug.connect()

    def stop(self) -> None:
        """Takes the plug out."""
        self._stopped.set()
        self._plug.disconnect()

    def state(self) -> dict[str, Any]:
        """Plug, scene and the scenes there are."""
        return {
            "plugged": self._plug.connected,
            "scene": self._scene,
            "frozen": self._frozen,
            "scenes": sorted(folder.name for folder in self._scenes.glob("*/")) if self._scenes.is_dir() else [],
        }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "show":
                if not self.pictures(argument):
                    there = ", ".join(self.state()["scenes"]) or "none; run the set-up of the assets"
                    raise misuse(f"There is no scene {argument!r} with pictures in {self._scenes}. There are: {there}.")
                self._scene = argument
            case "freeze":
                self._frozen = True
            case "unplug":
                self.stop()
            case "plug":
                self.start()
            case "ok":
                self._frozen = False
                self.start()

    def pictures(self, scene: str) -> list[Path]:
        """The pictures of a scene in the order of their names; none for a name that is a path."""
        if not scene or Path(scene).name != scene:
            return []
        return sorted((self._scenes / scene).glob("*.jpg"))

    def frames(self) -> Iterator[bytes]:
        """JPEG after JPEG at the camera's pace, until the plug is out."""
        shown, number = "", 0
        pictures: list[bytes] = []
        due = time.monotonic()
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            due = max(due, time.monotonic() - 1) + 1 / FRAMES_A_SECOND
            if shown != self._scene:
                shown = self._scene
                pictures, number = [file.read_bytes() for file in self.pictures(shown)], 0
            if pictures and not self._frozen:
                yield pictures[number % len(pictures)]
                number += 1


class _Handler(BaseHTTPRequestHandler):
    """One watcher."""

    simulator: ClassVar[CameraSimulator]

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
