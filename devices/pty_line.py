"""The far end of a simulated serial line: a PTY that is plugged in under a path, and pulled out again."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import threading
import tty
from collections.abc import Callable
from pathlib import Path

from devices.simulator import misuse

_ROUND_S = 0.02
_BITS_A_BYTE = 10


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
        self._second_a_byte = _BITS_A_BYTE / baud
        self._lock = threading.Lock()
        self._ends: tuple[int, int] | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def plugged(self) -> bool:
        """Whether the path is there."""
        return self._ends is not None

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

    def send(self, data: bytes) -> None:
        """Sends, at the pace of the line. What nobody reads is forgotten."""
        if self._closing.wait(len(data) * self._second_a_byte):
            return
        with self._lock, contextlib.suppress(BlockingIOError):
            if self._ends is not None:
                os.write(self._ends[0], data)

    def _run(self, master: int) -> None:
        while not self._closing.is_set():
            ready, _, _ = select.select([master], [], [], _ROUND_S)
            if ready:
                self._heard(os.read(master, 4096))
            elif self._quiet is not None:
                self._quiet()
