"""The far end of a simulated serial line: a PTY that is plugged in under a path, and pulled out again."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import termios
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path

from devices.simulator import misuse

_ROUND_S = 0.02
_BITS_A_BYTE = 10
_AT_ONCE_S = 0.006
_AT_ONCE_BYTES = 61
"""Bytes that are written at once: few, as a line brings them, and odd, so that pieces fall on no borders of fields."""
_OUTPUT_SPEED = 5
"""Place of the speed in what tcgetattr tells."""


class PtyLine:
    """One serial line. `heard` gets what arrives, in the line's own thread; `quiet` is called there when nothing does.

    While it is unplugged there is no path; whoever has the line open sees it hang up at once.
    """

    def __init__(
        self, link: Path, heard: Callable[[bytes], None], quiet: Callable[[], None] | None = None, *, baud: int = 115200
    ) -> None:
        self._link = link
        self._heard = heard
        self._quiet = quiet
        self.baud = baud
        """How fast this end is; it may be changed while the line is plugged in."""
        self._lock = threading.Lock()
        self._ends: tuple[int, int] | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def plugged(self) -> bool:
        """Whether the path is there."""
        return self._ends is not None

    @property
    def agrees(self) -> bool:
        """Whether the other end is set to the speed of this one; a PTY carries bytes at any."""
        with self._lock:
            return self._ends is not None and bool(
                termios.tcgetattr(self._ends[1])[_OUTPUT_SPEED] == getattr(termios, f"B{self.baud}")
            )

    def plug(self) -> None:
        """Makes the line and its path. Raises Problem `simulator.verb` when a real port is in the way."""
        if self._ends is not None:
            return
        if self._link.exists() and not self._link.is_symlink():
            raise misuse(f"{self._link} is a real port. Set another port in config.toml for the simulator.")
        master, slave = pty.openpty()
        tty.setraw(master)
        tty.setraw(slave)
        os.set_blocking(master, False)
        self._closing.clear()
        with self._lock:
            self._ends = (master, slave)
        self._link.parent.mkdir(parents=True, exist_ok=True)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(slave))
        self._thread = threading.Thread(target=self._run, args=(master,), name=f"line-{self._link.name}", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Hangs up and removes the path."""
        self._closing.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)
        with self._lock:
            ends, self._ends = self._ends, None
            if ends is None:
                return
            with contextlib.suppress(OSError):
                if str(self._link.readlink()) == os.ttyname(ends[1]):
                    self._link.unlink()
            for end in ends:
                os.close(end)

    def send(self, data: bytes, *, after_s: float = 0.0, slower: float = 1.0) -> None:
        """Sends after a pause, at the pace of the line or so many times slower. What nobody reads is forgotten."""
        second_a_byte = _BITS_A_BYTE / self.baud * slower
        at_once = max(1, min(_AT_ONCE_BYTES, int(_AT_ONCE_S / second_a_byte)))
        due = time.monotonic() + after_s
        for start in range(0, len(data), at_once):
            piece = data[start : start + at_once]
            due += len(piece) * second_a_byte
            if self._closing.wait(max(0.0, due - time.monotonic())):
                return
            with self._lock, contextlib.suppress(BlockingIOError):
                if self._ends is not None:
                    os.write(self._ends[0], piece)

    def _run(self, master: int) -> None:
        while not self._closing.is_set():
            ready, _, _ = select.select([master], [], [], _ROUND_S)
            if ready:
                self._heard(os.read(master, 4096))
            elif self._quiet is not None:
                self._quiet()
