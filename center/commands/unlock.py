"""`python -m center unlock`: somebody showed at a counter who they are and may try PIN and code again."""

from __future__ import annotations

import argparse

from center.audit import Event, note
from center.commands import centre, tell
from center.identity.attempts import Means, succeed


def arguments(parser: argparse.ArgumentParser) -> None:
    """NUMBER."""
    parser.add_argument("number", metavar="NUMBER", help="citizen number")


def main(args: argparse.Namespace) -> int:
    """Forgets the failed tries; says the same whether or not there were any."""
    with centre(args) as here, here.database.write() as connection:
        subject = here.keys.subject(args.number)
        for means in Means:
            succeed(connection, subject, means)
        note(connection, Event.UNLOCKED, here.clock(), subject=subject)
    tell(args, {"unlocked": True}, "unlocked")
    return 0
