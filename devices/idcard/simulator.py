"""An ID-card reader at the other end of a PTY: speaks SAM_V at the pace of a real line, and misbehaves on request."""

from __future__ import annotations

import threading
import time
from enum import IntEnum
from pathlib import Path
from typing import Any, Self

from devices.idcard.cards import CARDS, load_cards, portrait
from devices.idcard.faults import CONTENT, PICTURES, WIRE, Sending, plain, with_status
from devices.idcard.samv_answers import NEW_ADDRESS
from devices.idcard.samv_frames import SET_BAUD, Command, Damage, Decoder, Status, reply
from devices.pty_line import PtyLine
from devices.settings import DevicesSettings, SamvSettings
from devices.simulator import Simulator, Verb, misuse, number, one_of

_SAM_ID = bytes.fromhex("0500 0100 25023301 01000000 00000000")
_RESTART_S = 0.5
_QUESTIONS = {
    "find": (Command.FIND,),
    "select": (Command.SELECT,),
    "read": (Command.READ, Command.READ_FINGERPRINT),
    "status": (Command.STATUS,),
    "address": (Command.NEW_ADDRESS,),
}


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
        *(Verb(name, f"{does}; for so many answers, or until ok", "[answers]") for name, (does, _) in WIRE.items()),
        Verb("answer", "answers find, select, read, status or address otherwise, like `select 81 3`", "question"),
        Verb("damage", f"a card that says what cannot be: {', '.join((*CONTENT, *PICTURES))}", "what"),
        Verb("new-address", "the card bears a later address", "address"),
        Verb("fingerprint", "the card bears so many bytes of fingerprints: 0, 512 or 1024", "bytes"),
        Verb("no-fingerprint", "the reader does not know the question for fingerprints"),
        Verb("baud", "the reader was left at another speed", "baud"),
        Verb("restart", "the reader loses its power for a moment"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "heals everything; the card stays"),
    )

    def __init__(self, settings: SamvSettings, people: Path, cards: Path = CARDS) -> None:
        self._usual_baud = settings.baud
        self._people = people
        self._cards = load_cards(cards)
        self._lock = threading.Lock()
        self._line = PtyLine(Path(settings.port), self._hear, baud=settings.baud)
        self._decoder = Decoder()
        self._card: str | None = None
        self._progress = _Card.NONE
        self._before = b""
        self._heal()

    def _heal(self) -> None:
        with self._lock:
            self._line.baud = self._usual_baud
            self._fault, self._fault_left = "", -1
            self._statuses: dict[Command, tuple[int, int]] = {}
            self._lift_when_found = False
            self._damage = ""
            self._new_address = ""
            self._fingerprint: int | None = 0
            self._dark_until = 0.0

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a SAM_V reader at a port that is no device."""
        reader = settings.id_reader
        if not reader.enabled or not isinstance(reader, SamvSettings) or reader.port.startswith("/dev/"):
            return None
        return cls(reader, assets / "people", settings.simulators.cards or CARDS)

    def start(self) -> None:
        """Puts the plug in."""
        if not self._line.plugged:
            self._progress = _Card.LAID if self._card is not None else _Card.NONE
            self._decoder = Decoder()
            self._line.plug()

    def stop(self) -> None:
        """Takes the plug out."""
        self._line.unplug()

    def state(self) -> dict[str, Any]:
        """Plug, card by its key, and fault."""
        return {
            "plugged": self._line.plugged,
            "card": self._card,
            "fault": self._fault or self._damage or None,
            "baud": self._line.baud,
            "cards": [*self._cards],
        }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "put":
                self._lay(one_of(argument, self._cards))
            case "lift":
                self._lay(None)
            case "restart":
                self._dark_until = time.monotonic() + _RESTART_S
                self._lay(self._card)
            case "unplug":
                self.stop()
            case "plug":
                self.start()
            case "ok":
                self._heal()
                self.start()
            case _ if verb in WIRE:
                self._break(verb, argument)
            case _:
                self._change(verb, argument)

    def _change(self, verb: str, argument: str) -> None:
        """Makes another reader of it, or another card."""
        match verb:
            case "lift-when-found":
                self._lift_when_found = True
            case "answer":
                self._answer_otherwise(argument)
            case "damage":
                self._damage = one_of(argument, (*CONTENT, *PICTURES))
            case "new-address":
                if len(argument.encode("utf-16-le")) > NEW_ADDRESS:
                    raise misuse("An address has at most 35 characters.")
                self._new_address = argument
            case "fingerprint":
                self._fingerprint = int(one_of(argument, ("0", "512", "1024")))
            case "no-fingerprint":
                self._fingerprint = None
            case "baud":
                self._line.baud = int(one_of(argument, [str(baud) for baud in SET_BAUD]))

    def _lay(self, card: str | None) -> None:
        with self._lock:
            self._card = card
            self._progress = _Card.LAID if card else _Card.NONE

    def _break(self, fault: str, times: str) -> None:
        left = round(number(times, 1, 1000)) if times else -1
        with self._lock:
            self._fault, self._fault_left = fault, left

    def _answer_otherwise(self, told: str) -> None:
        """Takes `QUESTION STATUS [TIMES]`, the status in hexadecimal."""
        question, _, rest = told.partition(" ")
        status, _, times = rest.partition(" ")
        commands = _QUESTIONS[one_of(question, _QUESTIONS)]
        try:
            entry = int(status, 16) & 0xFF, int(times or -1)
        except ValueError:
            raise misuse(f"{told!r}: it has to be like `select 81 3`.") from None
        with self._lock:
            self._statuses |= dict.fromkeys(commands, entry)

    def _hear(self, data: bytes) -> None:
        """Answers every question; at another speed neither end understands the other."""
        if not self._line.agrees:
            self._decoder = Decoder()
            return
        for payload in self._decoder.feed(data):
            sending = self._answer(payload)
            for pause_s, piece in sending.pieces:
                self._line.send(piece, after_s=pause_s, slower=sending.slower)

    def _answer(self, payload: bytes | Damage) -> Sending:
        """What is sent for a question."""
        with self._lock:
            if time.monotonic() < self._dark_until:
                return plain(b"")
            frame = self._frame(payload)
            before, self._before = self._before, frame
            fault = self._fault
            if self._fault_left > 0:
                self._fault_left -= 1
                if self._fault_left == 0:
                    self._fault = ""
        return WIRE[fault][1](frame, before) if fault else plain(frame)

    def _frame(self, payload: bytes | Damage) -> bytes:
        if isinstance(payload, Damage):
            return reply(Status.BAD_CHECKSUM)
        if len(payload) != 2:
            return reply(Status.BAD_LENGTH)
        try:
            asked = Command(int.from_bytes(payload, "big"))
        except ValueError:
            return reply(Status.BAD_COMMAND)
        status, left = self._statuses.get(asked, (0, 0))
        if left:
            self._statuses[asked] = status, left - 1
            return with_status(self._said(asked) if asked is Command.FIND else b"", status)
        return self._said(asked)

    def _said(self, asked: Command) -> bytes:
        answers = {
            Command.RESET: lambda: reply(Status.OK),
            Command.STATUS: lambda: reply(Status.OK),
            Command.SAM_ID: lambda: reply(Status.OK, _SAM_ID),
            Command.FIND: self._find,
            Command.SELECT: self._select,
            Command.READ: self._read,
            Command.READ_FINGERPRINT: self._read_fingerprint,
            Command.NEW_ADDRESS: self._address,
        }
        return answers[asked]() if asked in answers else self._set_speed(asked)

    def _set_speed(self, asked: Command) -> bytes:
        self._line.baud = next(baud for baud, command in SET_BAUD.items() if command is asked)
        return reply(Status.OK)

    def _read_fingerprint(self) -> bytes:
        return reply(Status.BAD_COMMAND) if self._fingerprint is None else self._read(self._fingerprint)

    def _find(self) -> bytes:
        if self._progress in (_Card.NONE, _Card.READ):
            return reply(Status.NOT_FOUND)
        self._progress = _Card.FOUND
        if self._lift_when_found:
            self._lift_when_found = False
            self._card, self._progress = None, _Card.NONE
        return reply(Status.FOUND, bytes(4))

    def _select(self) -> bytes:
        if self._progress < _Card.FOUND:
            return reply(Status.NOT_SELECTED)
        self._progress = max(self._progress, _Card.SELECTED)
        return reply(Status.OK, bytes(8))

    def _read(self, fingerprint: int | None = None) -> bytes:
        if self._progress < _Card.SELECTED or self._card is None:
            return reply(Status.READ_FAILED)
        self._progress = _Card.READ
        text = bytearray(self._cards[self._card].text)
        if self._damage in CONTENT:
            CONTENT[self._damage](text)
        picture = PICTURES.get(self._damage) or portrait(self._people, self._cards[self._card].face)
        parts = [bytes(text), picture] + ([] if fingerprint is None else [b"\x43" * fingerprint])
        return reply(Status.OK, b"".join(len(part).to_bytes(2, "big") for part in parts) + b"".join(parts))

    def _address(self) -> bytes:
        if self._progress < _Card.SELECTED:
            return reply(Status.UNKNOWN_CARD)
        if not self._new_address:
            return reply(Status.NO_ITEM)
        return reply(Status.OK, self._new_address.ljust(NEW_ADDRESS // 2).encode("utf-16-le"))
