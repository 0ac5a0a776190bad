"""`python -m center case`: moves a case, which its kiosk then hears of."""

from __future__ import annotations

import argparse

from center.cases import CaseState, move
from center.commands import centre, tell


def arguments(parser: argparse.ArgumentParser) -> None:
    """NUMBER STATE."""
    parser.add_argument("number", metavar="NUMBER")
    parser.add_argument("state", choices=[state.value for state in CaseState])


def main(args: argparse.Namespace) -> int:
    """Moves it."""
    with centre(args) as here:
        before = move(here, args.number, CaseState(args.state))
    facts = {"number": args.number, "before": before.value, "state": args.state}
    tell(args, facts, f"{before.value} -> {args.state}")
    return 0
