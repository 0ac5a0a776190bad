"""A slot of the virtual reader: the card in it answers on vpcd's wire, as long as it is there."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable

from devices.smartcard.chips import Chip

ATR = bytes.fromhex("3B6D000000815444866044000000000000")
"""Answer to reset: T=0, 13 historical bytes."""
_GET_ATR = 4
_AGAIN_S = 0.05
_GONE_S = 2.0
_SWAP_S = 0.5
"""How long a slot stays empty between two cards: pcscd looks every 0.4 s."""


class Pulled(Exception):  # noqa: N818  it is what happened
    """The card is taken out instead of answering."""


Answer = Callable[[Chip, bytes], bytes | None]
"""What the card answers to a command, None for nothing at all. May raise Pulled."""


class Slot:
    """Holds one card at a time. Length in two bytes, then one byte of control or a command."""

    def __init__(self, insert: Callable[[], socket.socket | None], answer: Answer) -> None:
        self._insert = insert
        self._answer = answer
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._out = threading.Event()
        self._wire: socket.socket | None = None
        self._empty_since = -_SWAP_S

    def put(self, chip: Chip) -> None:
        """Puts a card in, in the place of one that is there."""
        self.lift()
        self._out = out = threading.Event()
        chip.reset()
        self._thread = threading.Thread(target=self._run, args=(chip, out), name="smart-card-simulator", daemon=True)
        self._thread.start()

    def lift(self) -> None:
        """Takes the card out."""
        self._out.set()
        with self._lock, contextlib.suppress(OSError):
            if self._wire is not None:
                self._wire.shutdown(socket.SHUT_RDWR)
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(_GONE_S)

    @property
    def holds(self) -> bool:
        """Whether a card is in."""
        return self._thread is not None and not self._out.is_set()

    def _run(self, chip: Chip, out: threading.Event) -> None:
        """Goes on after a daemon that restarts, until the card is out."""
        out.wait(max(0.0, self._empty_since + _SWAP_S - time.monotonic()))
        while not out.is_set():
            with contextlib.suppress(OSError, EOFError):
                wire = self._insert()
                if wire is not None:
                    with wire:
                        self._serve(chip, wire, out)
            out.wait(_AGAIN_S)
        self._empty_since = time.monotonic()

    def _serve(self, chip: Chip, wire: socket.socket, out: threading.Event) -> None:
        with self._lock:
            self._wire = None if out.is_set() else wire
        try:
            while not out.is_set():
                wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                asked = _receive(wire, struct.unpack(">H", _receive(wire, 2))[0])
                if len(asked) == 1 and asked[0] != _GET_ATR:
                    chip.reset()
                    continue
                try:
                    said = ATR if len(asked) == 1 else self._answer(chip, asked)
                except Pulled:
                    out.set()
                    return
                if said is None:
                    out.wait()
                    return
                wire.sendall(struct.pack(">H", len(said)) + said)
        finally:
            with self._lock:
                self._wire = None


def _receive(wire: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        piece = wire.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data
