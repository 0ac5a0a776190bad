"""A document camera on the network: MJPEG over loopback HTTP that shows a table, with paper on it or without."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from devices.scanner import pages, tabletop
from devices.scanner.papers import Paper, Papers
from devices.settings import DevicesSettings, DocumentCameraSettings
from devices.simulator import LOOPBACK, Verb, number
from devices.simulators.camera import FRAMES_A_SECOND, CameraSimulator

_DRAWN = {
    "": tabletop.sheet,
    "blur": tabletop.blurred,
    "dark": tabletop.dark,
    "glare": tabletop.glare,
    "cut": tabletop.cut,
    "upside": tabletop.upside,
}


class TableSimulator(CameraSimulator):
    """The simulated document camera. It begins with an empty table."""

    device = "document-camera"
    verbs: ClassVar = (
        Verb(
            "put",
            f"lays a page on the table, askew: {', '.join(pages.NAMES)}, or a picture of the folder `papers`",
            "page",
        ),
        Verb("empty", "takes the page away"),
        Verb("hand", "a hand moves the page about"),
        Verb("blur", "the page is out of focus"),
        Verb("dark", "the light is out"),
        Verb("glare", "a lamp mirrors in the page"),
        Verb("cut", "the page lies half outside of the view"),
        Verb("upside", "the page lies upside down"),
        Verb("slow", "a picture comes only every so many seconds, or 5", "[seconds]"),
        Verb("freeze", "sends no new picture; connections stay"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "plugged in, light on, in focus, no hand, laid well; the page stays"),
    )

    def __init__(
        self, port: int, path: str, papers: Papers | None = None, size: tuple[int, int] = tabletop.SIZE
    ) -> None:
        super().__init__(port, path, Path(), scene="")
        self._papers = papers or Papers()
        self._size = size
        self._page: Paper | None = None
        self._trouble = ""
        self._pause_s = 0.0

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a document camera on the network of this machine."""
        camera = settings.document_camera
        if not camera.enabled or not isinstance(camera, DocumentCameraSettings):
            return None
        address = urlsplit(camera.source)
        if address.hostname != LOOPBACK:
            return None
        papers, size = Papers(settings.simulators.papers), (camera.width, camera.height)
        return cls(settings.simulators.document_camera_port, address.path, papers, size)

    def lead(self, settings: DevicesSettings) -> DevicesSettings:
        """Leads the document camera's source here."""
        camera = settings.document_camera.model_copy(update={"source": self.address})
        return settings.model_copy(update={"document_camera": camera})

    def state(self) -> dict[str, Any]:
        """Plug, page and trouble."""
        return {
            "plugged": self._plug.connected,
            "page": self._page.name if self._page else None,
            "faults": [each for each in (self._trouble, "slow" * bool(self._pause_s), "freeze" * self._frozen) if each],
        }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "put":
                self._page = self._papers.find(argument)
            case "empty":
                self._page = None
            case "slow":
                self._pause_s = number(argument or "5", 1, 600)
            case "ok":
                self._trouble, self._pause_s = "", 0.0
                super()._do(verb, argument)
            case "hand" | "blur" | "dark" | "glare" | "cut" | "upside":
                self._trouble = verb
            case _:
                super()._do(verb, argument)

    def _shown(self) -> tuple[bytes, ...]:
        """The pictures to show in turn now."""
        page, size = self._page, self._size
        if page is None:
            return (tabletop.dark(None, size) if self._trouble == "dark" else tabletop.table(size),)
        if self._trouble == "hand":
            return tabletop.hand(page, size)
        return (_DRAWN[self._trouble](page, size),)

    def frames(self) -> Iterator[bytes]:
        """JPEG after JPEG at the camera's pace, until the plug is out. New pictures are drawn meanwhile."""
        drawing: threading.Thread | None = None
        wanted: tuple[Paper | None, str] | None = None
        shown: list[tuple[bytes, ...]] = [(tabletop.table(self._size),)]
        number, due = 0, time.monotonic()
        last = -1e9
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            due = max(due, time.monotonic() - 1) + 1 / FRAMES_A_SECOND
            if wanted != (self._page, self._trouble) and (drawing is None or not drawing.is_alive()):
                wanted = (self._page, self._trouble)
                drawing = threading.Thread(target=_draw, args=(self._shown, shown), name="table-drawing", daemon=True)
                drawing.start()
            if not self._frozen and time.monotonic() >= last + self._pause_s:
                last = time.monotonic()
                yield shown[-1][number % len(shown[-1])]
                number += 1


def _draw(shown: Callable[[], tuple[bytes, ...]], into: list[tuple[bytes, ...]]) -> None:
    into[:] = [shown()]
