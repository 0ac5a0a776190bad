"""`python -m devices read-id`: reads one identity card and shows everything that stands on it."""

from __future__ import annotations

import argparse
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from devices.commands import example, limited, settings, tell
from devices.commands.limit import left, perform
from devices.commands.table import facts
from devices.host import DeviceHost
from devices.idcard import Foreigner2017, Foreigner2023, HkMacauTaiwan, IdCard
from devices.kinds import Kind, opener
from devices.settings import SamvSettings
from devices.state import DeviceState
from sync.contract.problem import Family, Problem, Words

BAUDS = (115200, 57600, 38400, 19200, 9600)
COMMON = ("layout", "name", "sex", "ethnic_group", "birth", "address", "number", "issuer", "valid_from", "valid_to")
FOR_LIFE = "长期"
_SEXES = {"0": "未知", "1": "男", "2": "女", "9": "未说明"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """--port, --baud, --timeout."""
    parser.description = (
        "Reads the card that lies on the reader, or one that is put there in time. Codes are those of the card: "
        "sex after GB/T 2261.1, ethnic_group after GB/T 3304; valid_to is 长期 on a card that is valid for life."
    )
    parser.add_argument("--port", metavar="PATH", help="serial device of the reader; default: [devices.id_reader] port")
    parser.add_argument("--baud", type=int, choices=BAUDS, metavar="N", help="speed of the line: %(choices)s")
    limited(parser, 30.0)
    example(parser, "read-id --port /dev/ttyUSB0", "read-id --port var/run/id-reader --timeout 10 --json")


def main(args: argparse.Namespace) -> int:
    """Prints the card; everything that can go wrong is told as a Problem."""
    configured = settings(args).devices.id_reader
    section = configured if isinstance(configured, SamvSettings) else SamvSettings()
    asked = {"port": args.port, "baud": args.baud}
    section = section.model_copy(update={key: value for key, value in asked.items() if value is not None})

    async def read(host: DeviceHost) -> IdCard:
        reader = host.add("id-reader", opener(Kind.ID_READER, section), Kind.ID_READER)
        try:
            card: IdCard = await reader.call(lambda each, cancel: each.read_card(cancel), timeout_s=left(args))
        except Problem as problem:
            if problem.code == "device.timeout" and reader.status.state is DeviceState.ONLINE:
                raise _no_card(args.timeout) from None
            if problem.code == "idcard.put-again":
                raise _still_there(problem) from None
            raise
        return card

    card = facts_of(perform(args, read))
    tell(args, card, _text(card))
    return 0


def facts_of(card: Any) -> dict[str, Any]:
    """A card in plain JSON: the fields of its layout, null where it has none, and lengths in place of pictures."""
    layouts = {HkMacauTaiwan: "J", Foreigner2017: "I", Foreigner2023: "Y"}
    told: dict[str, Any] = dict.fromkeys(COMMON)
    for field in fields(card):
        value = getattr(card, field.name)
        match field.name, value:
            case "valid_until", _:
                told["valid_to"] = value.isoformat() if value else FOR_LIFE
            case "portrait_on_card", _:
                told["portrait_bytes"] = value
            case "portrait", _:
                told["portrait_decoded"] = value is not None
            case "fingerprint", _:
                told["fingerprint_bytes"] = None if value is None else len(value)
            case name, date():
                told[name] = value.isoformat()
            case name, StrEnum():
                told[name] = value.value
            case name, _:
                told[name] = value or None  # a field of blanks says nothing
    told["layout"] = layouts.get(type(card), "resident")
    return told


def _text(card: dict[str, Any]) -> str:
    shown = dict(card)
    shown["sex"] = f"{card['sex']} {_SEXES.get(card['sex'], '')}"
    return facts([(name.replace("_", " "), value) for name, value in shown.items() if value is not None])


def _still_there(problem: Problem) -> Problem:
    return Problem(
        problem.code,
        problem.family,
        resident=problem.resident,
        technician="A card that was read before still lies on the reader: lift it and put it down again.",
    )


def _no_card(seconds: float) -> Problem:
    return Problem(
        "idcard.no-card",
        Family.EXPECTED,
        resident=Words(zh="请把身份证平放在读卡器上。", en="Please lay your identity card flat on the reader."),
        technician=f"The reader is well; no card was put on it in {seconds:g} s.",
    )
