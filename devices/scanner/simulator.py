"""A scanner on the network: eSCL over loopback HTTP with a feeder, a glass or both, and live faults."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from devices.plug import Plug
from devices.scanner import pages
from devices.scanner.bed import Bed
from devices.scanner.escl_wire import BadAnswer, read_settings
from devices.scanner.escl_xml import write_capabilities, write_status
from devices.scanner.papers import Papers
from devices.settings import DevicesSettings, EsclSettings
from devices.simulator import LOOPBACK, Simulator, Verb, number, one_of

_HALVES = ("length", "close", "picture")
_MOST = 600
"""Scans, or seconds."""
_LIES = ("type", "size", "html")
_GARBAGE = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<scan:ScannerStatus><pwg:State>&b;</pwg:State>"
)


class ScannerSimulator(Simulator):
    """The simulated scanner. It has one sheet feeder unless it is made with a glass."""

    device = "scanner"
    verbs: ClassVar = (
        Verb("put", f"lays a page in: {', '.join(pages.NAMES)}, or a picture of the folder `papers`", "page"),
        Verb("empty", "no page; late: the feeder says that one is there, and then none comes", "[late]"),
        Verb("jam", "a sheet is stuck"),
        Verb("cover", "the cover stands open"),
        Verb("busy", "refuses that many scans, or all of them", "[times]"),
        Verb("slow", "a page takes that many seconds, or 5", "[seconds]"),
        Verb(
            "half",
            "breaks off in the middle of the next picture: length (the connection is cut), close (the end looks "
            "proper), picture (the answer is whole and the picture is not)",
            "[length|close|picture]",
        ),
        Verb(
            "lies",
            "says wrong things of its pictures: type (a PNG, it says), size (half of what was asked), "
            "html (a page of words, and says it is a picture)",
            "[type|size|html]",
        ),
        Verb("gone", "gives the next scan up by itself (410)"),
        Verb("garbage", "its answers are no proper XML"),
        Verb("silent", "connections are taken and nothing is answered"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "heals everything; the pages stay"),
    )

    def __init__(
        self, port: int, root: str, papers: Papers | None = None, *, feeder: bool = True, glass: bool = False
    ) -> None:
        self.papers = papers or Papers()
        self.bed = Bed(feeder=feeder, glass=glass, clock=time.monotonic)
        self.root = root.rstrip("/")
        self.fault = ""
        """`half`, `lies`, `garbage` or `silent`, with its way: `half:close`."""
        self._slow_s = 0.0
        self._awake = threading.Event()
        self._plug = Plug(port, type("EsclHandler", (_Handler,), {"simulator": self}))

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for an eSCL scanner on the network of this machine."""
        scanner = settings.scanner
        if not scanner.enabled or not isinstance(scanner, EsclSettings):
            return None
        address = urlsplit(scanner.url)
        if address.hostname != LOOPBACK:
            return None
        return cls(settings.simulators.scanner_port, address.path, Papers(settings.simulators.papers))

    def lead(self, settings: DevicesSettings) -> DevicesSettings:
        """Leads the scanner's address here."""
        scanner = settings.scanner.model_copy(update={"url": self.url})
        return settings.model_copy(update={"scanner": scanner})

    @property
    def url(self) -> str:
        """Where the scanner listens."""
        return f"http://127.0.0.1:{self._plug.port}{self.root}"

    def start(self) -> None:
        """Puts the plug in."""
        self._awake.clear()
        self._plug.connect()

    def stop(self) -> None:
        """Takes the plug out. A scan under way is forgotten."""
        self._awake.set()
        self._plug.disconnect()
        self.bed.forget()

    def state(self) -> dict[str, Any]:
        """Plug, pages, faults and scans."""
        return {
            "plugged": self._plug.connected,
            "pages": self.bed.pages,
            "feeder": self.bed.adf.value if self.bed.adf else None,
            "faults": [fault for fault in (self.fault, *self.bed.faults, "slow" * bool(self._slow_s)) if fault],
            "scanned": self.bed.scanned,
        }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "put":
                self._put(argument)
            case "empty":
                self.bed.clear(late=one_of(argument, ("", "late")) == "late")
            case "jam" | "cover":
                self.bed.upset(verb)
            case "busy":
                self.bed.refuse(round(number(argument, 1, _MOST)) if argument else None)
            case "slow":
                self._slow_s = number(argument or "5", 1, _MOST)
            case "half":
                self.fault = f"half:{one_of(argument or 'length', _HALVES)}"
            case "lies":
                self.fault = f"lies:{one_of(argument or 'type', _LIES)}"
            case "gone":
                self.bed.give_up()
            case "garbage" | "silent":
                self.fault = verb
            case "unplug":
                self.stop()
            case "plug":
                self.start()
            case "ok":
                self._heal()

    def _put(self, page: str) -> None:
        paper = self.papers.find(page)
        self.bed.put(page)
        threading.Thread(target=paper.jpeg, args=(pages.DPI,), name="scanner-page", daemon=True).start()

    def _heal(self) -> None:
        self.fault, self._slow_s = "", 0.0
        self.bed.heal()
        self._awake.set()
        self.start()

    def hears(self) -> bool:
        """False when the request falls on deaf ears; its connection hangs until the scanner is healed."""
        if self.fault != "silent":
            return True
        while self.fault == "silent" and not self._awake.wait(0.05):
            pass
        return False

    def dawdle(self) -> None:
        """Takes as long as a slow scanner does, unless the plug is taken out."""
        end = time.monotonic() + self._slow_s
        while self._slow_s and time.monotonic() < end and not self._awake.wait(0.05):
            pass


class _Handler(BaseHTTPRequestHandler):
    """One HTTP request."""

    simulator: ClassVar[ScannerSimulator]
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def do_DELETE(self) -> None:
        self._answer(lambda: self._say(200 if self.simulator.bed.end(self._job(self.path)) else 404))

    def _answer(self, act: Callable[[], None]) -> None:
        self.close_connection = True
        if self.simulator.hears():
            act()

    def _get(self) -> None:
        bed = self.simulator.bed
        match self.path.removeprefix(self.simulator.root):
            case "/ScannerCapabilities":
                self._say(200, self._xml(write_capabilities(feeder=bed.has_feeder, glass=bed.has_glass)))
            case "/ScannerStatus":
                self._say(200, self._xml(write_status(bed.status(f"{self.simulator.root}/ScanJobs/"))))
            case path if path.endswith("/NextDocument"):
                self._next(self._job(path.removesuffix("/NextDocument")))
            case _:
                self._say(404)

    def _post(self) -> None:
        length = self.headers.get("content-length", "")
        if not self.path.endswith("/ScanJobs") or not length.isdecimal() or int(length) > 65536:
            self._say(400)
            return
        try:
            settings = read_settings(self.rfile.read(int(length)))
        except BadAnswer:
            self._say(400)
            return
        status, job = self.simulator.bed.begin(settings)
        self._say(status, location=f"{self.simulator.url}/ScanJobs/{job}" if job else "")

    def _next(self, job: str) -> None:
        simulator = self.simulator
        simulator.dawdle()
        status, page, dpi = simulator.bed.next_page(job)
        if status != 200:
            self._say(status)
            return
        kind, _, how = simulator.fault.partition(":")
        picture = simulator.papers.find(page).jpeg(dpi // 2 if (kind, how) == ("lies", "size") else dpi)
        match kind, how:
            case "half", _:
                simulator.fault = ""
                self._say_half(picture, how)
            case "lies", "html":
                self._say(200, b"<html>a page of words</html>", "image/jpeg")
            case "lies", "type":
                self._say(200, picture, "image/png")
            case _:
                self._say(200, picture, "image/jpeg")

    def _say_half(self, picture: bytes, how: str) -> None:
        half = picture[: len(picture) // 2]
        if how == "picture":
            self._say(200, half, "image/jpeg")
            return
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        if how == "length":
            self.send_header("Content-Length", str(len(picture)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(half)

    def _job(self, path: str) -> str:
        return path.rpartition("/ScanJobs/")[2]

    def _xml(self, answer: bytes) -> bytes:
        return _GARBAGE if self.simulator.fault == "garbage" else answer

    def _say(self, status: int, body: bytes = b"", kind: str = "text/xml", *, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the dock shows the state."""
