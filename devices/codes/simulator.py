"""A code reader at the other end of a PTY: scans what it is given, and misbehaves on request."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Self

from devices.pty_line import PtyLine
from devices.settings import DevicesSettings, SerialCodeReaderSettings
from devices.simulator import Simulator, Verb

_NOISE = bytes.fromhex("fe00 9f1b 80ff 0d")
"""Ends like a code and is none."""


class CodeReaderSimulator(Simulator):
    """The simulated reader. While it is silent, scans go nowhere: its lamp is broken and nobody is told."""

    device = "code-reader"
    verbs: ClassVar = (
        Verb("scan", "reads a code", "text"),
        Verb("scan-twice", "reads a code and at once again, as a hand that trembles makes it", "text"),
        Verb("half", "sends the first half of a code without its end", "[text]"),
        Verb("noise", "sends bytes that are no code"),
        Verb("silent", "sees no code any more"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "heals everything"),
    )

    def __init__(self, settings: SerialCodeReaderSettings, *, end: bytes = b"\r\n", encoding: str = "utf-8") -> None:
        self._line = PtyLine(Path(settings.port), lambda _: None, baud=settings.baud)
        self._end = end
        self._encoding = encoding
        self._silent = False
        self._scans = 0

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a serial reader at a port that is no device."""
        reader = settings.code_reader
        if not reader.enabled or not isinstance(reader, SerialCodeReaderSettings) or reader.port.startswith("/dev/"):
            return None
        return cls(reader)

    def start(self) -> None:
        """Puts the plug in."""
        self._line.plug()

    def stop(self) -> None:
        """Takes the plug out."""
        self._line.unplug()

    def state(self) -> dict[str, Any]:
        """Plug, fault, and how many codes were scanned; never what they said."""
        return {"plugged": self._line.plugged, "fault": "silent" if self._silent else None, "scans": self._scans}

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "scan" | "scan-twice":
                for _ in range(2 if verb == "scan-twice" else 1):
                    self._scan(argument.encode(self._encoding) + self._end)
            case "half":
                data = (argument or "1234567890").encode(self._encoding)
                self._scan(data[: len(data) // 2])
            case "noise":
                self._scan(_NOISE)
            case "silent":
                self._silent = True
            case "unplug":
                self.stop()
            case "plug":
                self.start()
            case "ok":
                self._silent = False
                self.start()

    def _scan(self, data: bytes) -> None:
        if not self._silent:
            self._scans += 1
            self._line.send(data)
