"""`python -m devices read-card`: reads one social-security card and shows what stands on it."""

from __future__ import annotations

import argparse
import os
from dataclasses import fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from devices.commands import example, limited, settings, tell
from devices.commands.limit import left, perform
from devices.commands.table import facts
from devices.host import DeviceHost
from devices.kinds import Kind, opener
from devices.settings import SmartCardSettings
from devices.smartcard import SmartCardReader, SocialSecurityCard
from devices.state import Cancel, DeviceState
from sync.contract.problem import Family, Problem, Words

_OWN_SERVICE = "PCSCLITE_CSOCK_NAME"
"""How pcscd's own library is told which pcscd is meant."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """--reader, --socket, --timeout."""
    parser.description = (
        "Reads the social-security card that is in the reader, or one that is put in in time. Codes are those of "
        "the card: sex after GB/T 2261.1, ethnic_group after GB/T 3304, birthplace after GB/T 2260."
    )
    parser.add_argument(
        "--reader", metavar="NAME", help="its name as PC/SC tells it, or a part of it; default: [devices.smart_card]"
    )
    parser.add_argument(
        "--socket", type=Path, metavar="PATH", help="of another pcscd; default: [devices.smart_card], or the system's"
    )
    limited(parser, 30.0)
    example(parser, "read-card", "read-card --reader 'Virtual PCD 00 00' --json")


def main(args: argparse.Namespace) -> int:
    """Prints the card; everything that can go wrong is told as a Problem."""
    section = _section(args)
    try:
        card = _read(args, section)
    except Problem as problem:
        # A reader that is named may be one of the system's, beside a pcscd of the kiosk's own.
        if problem.code != "smartcard.absent" or args.reader is None or section.socket is None or args.socket:
            raise
        try:
            card = _read(args, section.model_copy(update={"socket": None}))
        except Problem as other:
            raise problem if other.code == "smartcard.service" else other from None
    told = facts_of(card)
    tell(args, told, _text(told))
    return 0


def facts_of(card: SocialSecurityCard) -> dict[str, Any]:
    """A card in plain JSON."""
    told: dict[str, Any] = {}
    for field in fields(card):
        match getattr(card, field.name):
            case date() as day:
                told[field.name] = day.isoformat()
            case StrEnum() as code:
                told[field.name] = code.value
            case other:
                told[field.name] = other or None
    return told


def _section(args: argparse.Namespace) -> SmartCardSettings:
    asked: dict[str, Any] = {} if args.reader is None else {"reader": args.reader}
    if args.socket is not None:
        asked["socket"] = args.socket
    elif args.reader is not None and _OWN_SERVICE in os.environ:
        asked["socket"] = None
    return settings(args).devices.smart_card.model_copy(update=asked)


def _read(args: argparse.Namespace, section: SmartCardSettings) -> SocialSecurityCard:
    def read(reader: SmartCardReader, cancel: Cancel) -> SocialSecurityCard:
        reader.wait_inserted(cancel)
        return reader.read_social_security(cancel)

    async def work(host: DeviceHost) -> SocialSecurityCard:
        device = host.add("smart-card", opener(Kind.SMART_CARD, section), Kind.SMART_CARD)
        try:
            return await device.call(read, timeout_s=left(args))
        except Problem as problem:
            if problem.code == "device.timeout" and device.status.state is DeviceState.ONLINE:
                raise _no_card(args.timeout) from None
            raise

    return perform(args, work)


def _no_card(seconds: float) -> Problem:
    return Problem(
        "smartcard.absent-card",
        Family.EXPECTED,
        resident=Words(zh="请把社保卡插入读卡器。", en="Please put your social-security card into the reader."),
        technician=f"The reader is well; no card that could be read was put in within {seconds:g} s.",
    )


def _text(told: dict[str, Any]) -> str:
    return facts([(name.replace("_", " "), value) for name, value in told.items()])
