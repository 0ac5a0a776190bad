"""An ID-card reader at the other end of a PTY: speaks SAM_V at the pace of a real line, and misbehaves on request."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Any, Self

from devices.idcard.cards import CARDS, load_cards, portrait
from devices.idcard.samv_frames import Command, Damage, Decoder, Status, reply
from devices.settings import DevicesSettings, SamvSettings
from devices.simulator import Simulator, Verb, misuse

_BITS_A_BYTE = 10
_PIECE = 61
"""Bytes written at once: odd, so that pieces never fall on the borders of fields."""
_SLOW_S = 0.25
_NOISE = bytes.fromhex("00ff aaaa 13aa aa96 69aa")


class _Card(IntEnum):
    """How far the reader is with the card that lies on it."""

    NONE = 0
    LAID = 1
    FOUND = 2
    SELECTED = 3
    READ = 4


class ReaderSimulator(Simulator):
    """The simulated reader. `unplug` closes its PTY and removes the link at the port, `plug` brings both back."""

    device = "id-reader"
    verbs = (
        Verb("put", "lays a card on the reader", "card"),
        Verb("lift", "takes the card away"),
        Verb("lift-when-found", "takes the card away after it was found, before it is read"),
        Verb("silent", "answers nothing any more"),
        Verb("bad-checksum", "sends wrong checksums; for so many answers, or until ok", "[answers]"),
        Verb("noise", "sends noise before every answer"),
        Verb("cut", "sends half of every answer; for so many answers, or until ok", "[answers]"),
        Verb("slow", "answers late and slowly"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "heals everything; the card stays"),
    )

    def __init__(self, settings: SamvSettings, people: Path, cards: Path = CARDS) -> None:
        self._link = Path(settings.port)
        self._baud = settings.baud
        self._people = people
        self._cards = load_cards(cards)
        self._lock = threading.Lock()
        self._line: _Line | None = None
        self._card: str | None = None
        self._progress = _Card.NONE
        self._fault = ""
        self._fault_left = -1
        self._lift_when_found = False

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a SAM_V reader at a port that is no device."""
        reader = settings.id_reader
        if not reader.enabled or not isinstance(reader, SamvSettings) or reader.port.startswith("/dev/"):
            return None
        return cls(reader, assets / "people", settings.simulators.cards or CARDS)

    def start(self) -> None:
        """Puts the plug in."""
        if self._line is not None:
            return
        if self._link.exists() and not self._link.is_symlink():
            raise misuse(f"{self._link} is a real port. Set [devices.id_reader] port to a free path for the simulator.")
        if self._card is not None:
            self._progress = _Card.LAID
        self._line = _Line(self._baud, self._answer)
        self._link.parent.mkdir(parents=True, exist_ok=True)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(self._line.name)

    def stop(self) -> None:
        """Takes the plug out."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(FileNotFoundError):
                if str(self._link.readlink()) == line.name:
                    self._link.unlink()
            line.close()

    def state(self) -> dict[str, Any]:
        """Plug, card by its key, and fault."""
        return {
            "plugged": self._line is not None,
            "card": self._card,
            "fault": self._fault or None,
            "cards": [*self._cards],
        }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "put":
                if argument not in self._cards:
                    raise misuse(f"There is no card {argument!r}. There are: {', '.join(self._cards)}.")
                self._lay(argument)
            case "lift":
                self._lay(None)
            case "lift-when-found":
                self._lift_when_found = True
            case "unplug":
                self.stop()
            case "plug":
                self.start()
            case "ok":
                self._lift_when_found = False
                self._break("", "")
                self.start()
            case _:
                self._break(verb, argument)

    def _lay(self, card: str | None) -> None:
        with self._lock:
            self._card = card
            self._progress = _Card.LAID if card else _Card.NONE

    def _break(self, fault: str, times: str) -> None:
        if times and not times.isdecimal():
            raise misuse(f"{times!r} is no number of answers.")
        with self._lock:
            self._fault, self._fault_left = fault, int(times) if times else -1

    def _answer(self, payload: bytes | Damage) -> tuple[bytes, float, float]:
        """The bytes of the answer, how long to wait before them, and how many times slower than the line to send."""
        with self._lock:
            frame = self._frame(payload)
            fault = self._fault
            if self._fault_left > 0:
                self._fault_left -= 1
                if self._fault_left == 0:
                    self._fault = ""
        match fault:
            case "silent":
                return b"", 0.0, 1.0
            case "bad-checksum":
                return frame[:-1] + bytes([frame[-1] ^ 0xFF]), 0.0, 1.0
            case "cut":
                return frame[: len(frame) // 2], 0.0, 1.0
            case "noise":
                return _NOISE + frame, 0.0, 1.0
            case "slow":
                return frame, _SLOW_S, 4.0
        return frame, 0.0, 1.0

    def _frame(self, payload: bytes | Damage) -> bytes:
        if isinstance(payload, Damage):
            return reply(Status.BAD_CHECKSUM)
        if len(payload) != 2:
            return reply(Status.BAD_LENGTH)
        answers = {
            Command.RESET: lambda: reply(Status.OK),
            Command.STATUS: lambda: reply(Status.OK),
            Command.SAM_ID: lambda: reply(Status.OK, bytes(16)),
            Command.FIND: self._find,
            Command.SELECT: self._select,
            Command.READ: self._read,
            Command.NEW_ADDRESS: self._new_address,
        }
        asked = int.from_bytes(payload, "big")
        return answers[Command(asked)]() if asked in answers else reply(Status.BAD_COMMAND)

    def _select(self) -> bytes:
        if self._progress < _Card.FOUND:
            return reply(Status.NOT_SELECTED)
        self._progress = max(self._progress, _Card.SELECTED)
        return reply(Status.OK, bytes(8))

    def _new_address(self) -> bytes:
        return reply(Status.NO_ITEM if self._progress >= _Card.SELECTED else Status.UNKNOWN_CARD)

    def _find(self) -> bytes:
        if self._progress in (_Card.NONE, _Card.READ):
            return reply(Status.NOT_FOUND)
        self._progress = _Card.FOUND
        if self._lift_when_found:
            self._lift_when_found = False
            self._card, self._progress = None, _Card.NONE
        return reply(Status.FOUND, bytes(4))

    def _read(self) -> bytes:
        if self._progress < _Card.SELECTED or self._card is None:
            return reply(Status.READ_FAILED)
        self._progress = _Card.READ
        text, picture = self._cards[self._card].text, portrait(self._people, self._card)
        return reply(Status.OK, len(text).to_bytes(2, "big") + len(picture).to_bytes(2, "big") + text + picture)


class _Line:
    """One plugged-in PTY and the thread that answers on it."""

    def __init__(self, baud: int, answer: Callable[[bytes | Damage], tuple[bytes, float, float]]) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._master)
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.name = os.ttyname(self._slave)
        self._second_a_byte = _BITS_A_BYTE / baud
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
            for payload in decoder.feed(os.read(self._master, 4096)):
                data, wait_s, slower = self._answer(payload)
                if self._closing.wait(wait_s):
                    return
                self._send(data, self._second_a_byte * slower)

    def _send(self, data: bytes, second_a_byte: float) -> None:
        due = time.monotonic()
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            due += len(piece) * second_a_byte
            if self._closing.wait(max(0.0, due - time.monotonic())):
                return
            with contextlib.suppress(BlockingIOError):  # nobody reads: the line forgets
                os.write(self._master, piece)
