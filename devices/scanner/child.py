"""A program that makes one picture in a process group of its own: limited, cancellable, and never left behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from devices.state import Cancel

_SLICE_S = 0.05
_LINGER_S = 1.0
_LARGEST_ERR = 256 * 1024


class TooLong(Exception):  # noqa: N818  it is what became of the program
    """The program had not ended within its limit and was ended."""


@dataclass(frozen=True)
class Ended:
    """How a program ended by itself: its exit status (negative: the signal that killed it) and what it wrote."""

    status: int
    out: bytes = field(repr=False)
    err: str = field(repr=False)


class Child:
    """Runs one program at a time; `stop` ends it from any thread."""

    def __init__(self, gentle_s: float = 2.0) -> None:
        self._gentle_s = gentle_s
        self._process: subprocess.Popen[bytes] | None = None
        self._reaper: threading.Thread | None = None

    def run(
        self,
        command: Sequence[str],
        *,
        limit_s: float,
        cancel: Cancel,
        largest: int,
        hear: Callable[[str], bool] | None = None,
    ) -> Ended:
        """Runs `command` to its end; `hear` gets each line or `\\r` progress text of its stderr as it comes.

        When `hear` says True, those were the program's last words: if it hangs after them for a second, it is
        ended, with status 1.

        Raises:
            FileNotFoundError: there is no such program.
            TooLong: it took more than `limit_s` seconds or wrote more than `largest` bytes.
            Cancelled: within 200 ms of being asked to stop.
        """
        self._wait_for_reaper(cancel)
        process = subprocess.Popen(  # noqa: S603  the program and its arguments are the driver's own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
        )
        self._process = process
        reading = _Reading(process, largest, hear)
        deadline = time.monotonic() + limit_s
        try:
            while not reading.ended:
                cancel.check()
                if reading.over_s is not None and time.monotonic() - reading.over_s > _LINGER_S:
                    return Ended(1, b"", reading.err.decode(errors="replace"))
                if time.monotonic() > deadline or reading.too_much:
                    raise TooLong
                reading.step()
            while (status := process.poll()) is None:
                cancel.wait(0.01)
                if time.monotonic() > deadline:
                    raise TooLong
            return Ended(status, bytes(reading.out), reading.err.decode(errors="replace"))
        finally:
            self._process = None
            reading.close()
            self._end(process)

    def stop(self) -> None:
        """Kills what still runs."""
        process, reaper = self._process, self._reaper
        if process is not None:
            _signal_group(process, signal.SIGKILL)
        if reaper is not None:
            reaper.join(self._gentle_s + 1)

    def _wait_for_reaper(self, cancel: Cancel) -> None:
        while self._reaper is not None and self._reaper.is_alive():
            cancel.wait(_SLICE_S)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Asks a program that still runs to end, so that its scanner is let go properly; then makes it end."""
        if process.poll() is not None:
            _signal_group(process, signal.SIGKILL)  # whatever it started and left behind
            return
        _signal_group(process, signal.SIGTERM)
        self._reaper = threading.Thread(target=self._reap, args=(process,), name="scanner-reaper", daemon=True)
        self._reaper.start()
        self._reaper.join(_SLICE_S)

    def _reap(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(self._gentle_s)
        _signal_group(process, signal.SIGKILL)
        process.wait()


class _Reading:
    """Takes what a program writes, as it comes."""

    def __init__(self, process: subprocess.Popen[bytes], largest: int, hear: Callable[[str], bool] | None) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self.out = bytearray()
        self.err = bytearray()
        self.over_s: float | None = None
        """When the program said its last words."""
        self._line = bytearray()
        self._largest = largest
        self._hear = hear
        self._files = (process.stdout, process.stderr)
        self._selector = selectors.DefaultSelector()
        for file, into in zip(self._files, (self._take_out, self._take_err), strict=True):
            os.set_blocking(file.fileno(), False)
            self._selector.register(file, selectors.EVENT_READ, into)

    @property
    def ended(self) -> bool:
        return not self._selector.get_map()

    @property
    def too_much(self) -> bool:
        return len(self.out) > self._largest

    def step(self) -> None:
        for key, _ in self._selector.select(_SLICE_S):
            piece = os.read(key.fd, 1 << 20)
            if piece:
                key.data(piece)
            else:
                self._selector.unregister(key.fileobj)

    def close(self) -> None:
        self._selector.close()
        for file in self._files:
            file.close()

    def _take_out(self, piece: bytes) -> None:
        self.out += piece

    def _take_err(self, piece: bytes) -> None:
        self.err += piece
        del self.err[:-_LARGEST_ERR]
        self._line += piece.replace(b"\r", b"\n")
        *lines, rest = self._line.split(b"\n")
        self._line = bytearray(rest[-_LARGEST_ERR:])
        if self._hear is not None:
            for line in lines:
                if self._hear(line.decode(errors="replace")) and self.over_s is None:
                    self.over_s = time.monotonic()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
