"""The line of the simulated ID-card reader: a PTY that answers at the pace of a serial line."""

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

from devices.idcard.faults import Sending
from devices.idcard.samv_frames import Damage, Decoder

_BITS_A_BYTE = 10
_PIECE = 61
"""Bytes written at once: odd, so that pieces never fall on the borders of fields."""
_OUTPUT_SPEED = 5
"""Place of the speed in what tcgetattr tells."""


class ReaderLine:
    """One plugged-in PTY and the thread that answers on it. A PTY carries bytes at any speed, but it keeps the
    speed that the driver has set; when that is not the reader's, neither understands the other."""

    def __init__(self, baud: Callable[[], int], answer: Callable[[bytes | Damage], Sending]) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._master)
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.name = os.ttyname(self._slave)
        self._baud = baud
        self._answer = answer
        self._wake_read, self._wake_write = os.pipe()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reader-simulator", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hangs up: whoever has the other end open sees it at once."""
        self._closing.set()
        os.write(self._wake_write, b"x")
        self._thread.join(2.0)
        for end in (self._master, self._slave, self._wake_read, self._wake_write):
            os.close(end)

    def _run(self) -> None:
        decoder = Decoder()
        while not self._closing.is_set():
            ready, _, _ = select.select([self._master, self._wake_read], [], [])
            if self._master not in ready:
                continue
            data = os.read(self._master, 4096)
            speed = self._baud()
            if not self._agrees(speed):
                decoder = Decoder()
                continue
            for payload in decoder.feed(data):
                sending = self._answer(payload)
                for pause_s, piece in sending.pieces:
                    if self._closing.wait(pause_s):
                        return
                    self._send(piece, _BITS_A_BYTE / speed * sending.slower)

    def _agrees(self, baud: int) -> bool:
        return bool(termios.tcgetattr(self._slave)[_OUTPUT_SPEED] == getattr(termios, f"B{baud}"))

    def _send(self, data: bytes, second_a_byte: float) -> None:
        due = time.monotonic()
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            due += len(piece) * second_a_byte
            if self._closing.wait(max(0.0, due - time.monotonic())):
                return
            with contextlib.suppress(BlockingIOError):  # nobody reads: the line forgets
                os.write(self._master, piece)
