"""What is asked of an eSCL scanner: what it can do and how it is, with a limit on every question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from devices.scanner import exchange, problems
from devices.scanner.escl_wire import (
    LARGEST,
    AdfState,
    BadAnswer,
    ScannerCapabilities,
    ScannerState,
    ScannerStatus,
    read_capabilities,
    read_status,
)
from devices.scanner.exchange import NoExchange, Reply
from devices.state import Cancel, DeviceProblem

T = TypeVar("T")


@dataclass(frozen=True)
class EsclTiming:
    """Windows of time in seconds."""

    ask_s: float = 3.0
    """How long a question about the scanner may take."""
    busy_s: float = 10.0
    """How long a busy scanner is waited for."""
    retry_s: float = 0.25
    """First pause before a busy scanner is asked again; it doubles up to `retry_longest_s`."""
    retry_longest_s: float = 2.0
    end_s: float = 1.0
    """How long ending a scan may take."""
    test_s: float = 10.0
    """How long the page of a self-test may take."""


_FEEDER_WORDS = {
    AdfState.MISPICK: "that it took no sheet",
    AdfState.MULTIPICK: "that it took several sheets at once",
    AdfState.TRAY_FAILED: "that its tray failed",
    AdfState.TRAY_OVERLOADED: "that there are too many sheets in it",
    AdfState.PAGE_TOO_SHORT: "that the sheet is too short",
    AdfState.PAGE_TOO_LONG: "that the sheet is too long",
    AdfState.OTHER: "something that this driver does not know",
}


class EsclLine:
    """The way to one scanner; nothing stays open between questions."""

    def __init__(self, url: str, timing: EsclTiming) -> None:
        self.where = url
        self.timing = timing
        self.root = self._path() or "/eSCL"

    def _path(self) -> str:
        try:
            return urlsplit(self.where).path.rstrip("/")
        except ValueError:  # the first question tells
            return ""

    def ask(self, method: str, path: str, cancel: Cancel, limit_s: float, body: bytes | None = None) -> Reply:
        """One request. Raises DeviceProblem `scanner.absent`, or Cancelled."""
        try:
            return exchange.ask(self.where, method, path, limit_s=limit_s, cancel=cancel, largest=LARGEST, body=body)
        except NoExchange as error:
            raise problems.absent(self.where, str(error)) from error

    def capabilities(self, cancel: Cancel) -> ScannerCapabilities:
        """What it can do. Raises DeviceProblem."""
        return self._read("ScannerCapabilities", read_capabilities, cancel, self.timing.ask_s)

    def status(self, cancel: Cancel, limit_s: float | None = None) -> ScannerStatus:
        """How it is; one that is too busy to tell (503) is processing. Raises DeviceProblem."""
        try:
            return self._read("ScannerStatus", read_status, cancel, min(limit_s or 99, self.timing.ask_s))
        except _TooBusy:
            return ScannerStatus(ScannerState.PROCESSING)

    def _read(self, what: str, read: Callable[[bytes], T], cancel: Cancel, limit_s: float) -> T:
        reply = self.ask("GET", f"{self.root}/{what}", cancel, limit_s)
        if reply.status == 503:
            raise _TooBusy(self.where)
        if reply.status in (401, 403):
            raise problems.denied(self.where, f"HTTP {reply.status}")
        if reply.status != 200:
            raise problems.nonsense(self.where, f"{what}: HTTP {reply.status}")
        try:
            return read(reply.body)
        except BadAnswer as error:
            raise problems.nonsense(self.where, f"{what}: {error}") from error

    def explain(self, status: ScannerStatus) -> None:
        """Raises DeviceProblem when a person has to set something right before it can scan."""
        match status.adf:
            case AdfState.JAM:
                raise problems.jam(self.where)
            case AdfState.HATCH_OPEN:
                raise problems.cover_open(self.where)
            case word if word in _FEEDER_WORDS:
                raise problems.feeder(self.where, _FEEDER_WORDS[word])
        if status.state in (ScannerState.STOPPED, ScannerState.DOWN):
            raise problems.stopped(self.where, status.state.value)


class _TooBusy(DeviceProblem):
    """503 where a status is asked for."""

    def __init__(self, where: str) -> None:
        told = problems.busy(where, 0)
        super().__init__(told.code, told.family, resident=told.resident, technician=told.technician, state=told.state)
