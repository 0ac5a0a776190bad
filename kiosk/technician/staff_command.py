"""`python -m kiosk staff add|list|remove`: who may open technician mode at this kiosk."""

from __future__ import annotations

import argparse
import json
import sys

from kiosk.settings import KioskSettings
from kiosk.technician.roster import Roster, Staff, roster_path
from sync.contract.settings import load


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what can be done to the roster."""
    parser.add_argument("do", choices=["add", "list", "remove"])
    parser.add_argument("id", nargs="?", help="the number of the card")
    parser.add_argument("--name", help="what the member of staff is called on the screen")
    parser.add_argument("--public-key", help="the card's P-256 public key in hexadecimal or base64: SEC 1 point or DER")


def main(args: argparse.Namespace) -> int:
    """Does it; 2 when something is missing or no key.

    Raises:
        Problem: staff.roster, staff.unknown.
    """
    path = roster_path(load(KioskSettings, args.config).paths.state)
    roster = Roster.load(path)
    match args.do:
        case "add":
            if not (args.id and args.name and args.public_key):
                return _wrong("add needs ID, --name and --public-key")
            try:
                new = Staff(id=args.id, name=args.name, public_key=args.public_key)
            except ValueError:
                return _wrong("--public-key must be a P-256 public key, ID letters and digits, name 1 to 40")
            roster = roster.with_staff(new)
            roster.save(path)
        case "remove":
            if not args.id:
                return _wrong("remove needs ID")
            roster = roster.without(args.id)
            roster.save(path)
        case _:
            pass
    if args.json:
        print(json.dumps(roster.model_dump(), ensure_ascii=False))
    else:
        print("\n".join(f"{one.id:16} {one.name}" for one in roster.staff) or "nobody")
    return 0


def _wrong(what: str) -> int:
    print(what, file=sys.stderr)
    return 2
