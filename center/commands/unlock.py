"""`python -m center unlock`: somebody showed at a counter who they are and may try PIN and code again."""

from __future__ import annotations

import argparse

from center.audit import Event, note
from center.centre import Centre
from center.commands import centre, tell
from center.identity.attempts import Means, succeed
from center.identity.codes import forget_requests


def arguments(parser: argparse.ArgumentParser) -> None:
    """NUMBER."""
    parser.add_argument("number", metavar="NUMBER", help="citizen number")


def main(args: argparse.Namespace) -> int:
    """Says the same whether or not there was anything to forget."""
    with centre(args) as here:
        unlock(here, args.number)
    tell(args, {"unlocked": True}, "unlocked")
    return 0


def unlock(here: Centre, number: str) -> None:
    """Forgets the failed tries and the codes that were asked for."""
    with here.database.write() as connection:
        subject = here.keys.subject(number)
        for means in Means:
            succeed(connection, subject, means)
        forget_requests(connection, subject)
        note(connection, Event.UNLOCKED, here.clock(), subject=subject)
