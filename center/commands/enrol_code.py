"""`python -m center enrol-code`: a one-time code for a kiosk, good for a day."""

from __future__ import annotations

import argparse

from center.commands import centre, tell
from center.enrolment import make_code


def arguments(parser: argparse.ArgumentParser) -> None:
    """--kiosk."""
    parser.add_argument("--kiosk", metavar="NAME", help="its name at the centre; default: a new one")


def main(args: argparse.Namespace) -> int:
    """Prints the code; it is shown only this once."""
    with centre(args) as here:
        code, kiosk, until = make_code(here, args.kiosk)
    facts = {"code": code, "kiosk": kiosk, "valid_until": until.isoformat()}
    tell(args, facts, f"{code}\nfor {kiosk}, once, until {until:%Y-%m-%d %H:%M} UTC: python -m sync enrol {code}")
    return 0
