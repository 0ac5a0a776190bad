"""The commands of each kind that wait, and what has to be done before so that they do.

Whoever adds a command that waits to a contract adds it here: it is then tried with cancel and with close.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices.kinds import Kind
from devices.state import Cancel

Run = Callable[[Any, Cancel], object]


@dataclass(frozen=True)
class Waiting:
    """A command that waits. `before` are verbs at the simulator once the driver is open; without any it runs on
    hardware too."""

    name: str
    run: Run
    before: tuple[tuple[str, str], ...] = ()
    cancel: bool = True
    """Whether its contract takes a Cancel."""


WAITING: dict[Kind, tuple[Waiting, ...]] = {
    Kind.ID_READER: (
        Waiting("read_card", lambda reader, cancel: reader.read_card(cancel)),
        Waiting("read_card of a silent reader", lambda reader, cancel: reader.read_card(cancel), (("silent", ""),)),
        Waiting("wait_lifted", lambda reader, cancel: reader.wait_lifted(cancel), (("put", "wang"),)),
    ),
    Kind.PRINTER: (Waiting("status", lambda printer, _: printer.status(), (("offline", ""),), cancel=False),),
    Kind.SCANNER: (Waiting("scan", lambda scanner, cancel: scanner.scan(cancel), (("put", "letter"), ("slow", "30"))),),
    Kind.CAMERA: (Waiting("look", lambda camera, cancel: camera.look(cancel)),),
    Kind.CODE_READER: (Waiting("read_code", lambda reader, cancel: reader.read_code(cancel)),),
    Kind.PAY_TERMINAL: (
        Waiting("pay", lambda terminal, cancel: terminal.pay("A-1", 100, cancel)),
        Waiting("pay at a silent one", lambda terminal, cancel: terminal.pay("A-2", 100, cancel), (("silent", ""),)),
        Waiting("ask a silent one", lambda terminal, _: terminal.ask("A-1"), (("silent", ""),), cancel=False),
    ),
}


@dataclass(frozen=True)
class Reading:
    """A command that reads something of a person: what shows it, and which texts of it are personal."""

    show: tuple[str, str]
    run: Run
    personal: Callable[[Any], tuple[str, ...]]


READING: dict[Kind, Reading] = {
    Kind.ID_READER: Reading(
        ("put", "wang"),
        lambda reader, cancel: reader.read_card(cancel),
        lambda card: (card.name, card.number, card.address),
    ),
    Kind.CODE_READER: Reading(
        ("scan", "110100198604120028"), lambda reader, cancel: reader.read_code(cancel), lambda code: (code,)
    ),
}

CONTRACT: dict[Kind, tuple[str, ...]] = {
    Kind.ID_READER: ("read_card", "read_new", "wait_lifted", "present"),
    Kind.SMART_CARD: (
        "present",
        "wait_inserted",
        "wait_removed",
        "read_social_security",
        "identify_staff",
        "prove_staff",
    ),
    Kind.CAMERA: ("look",),
    Kind.SCANNER: ("scan",),
    Kind.PRINTER: ("status", "submit", "job", "cancel"),
    Kind.RECEIPT_PRINTER: ("status", "print", "reached"),
    Kind.CODE_READER: ("read_code", "forget"),
    Kind.SPEAKER: ("say", "set_volume", "headphones"),
    Kind.PAY_TERMINAL: ("pay", "ask", "cancel"),
    Kind.CABINET: ("look", "light"),
    Kind.WATCHDOG: ("alive", "ready", "stopping"),
}
"""What a driver of a kind must be able to do, besides open, close and poll."""
