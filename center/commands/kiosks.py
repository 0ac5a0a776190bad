"""`python -m center kiosks`: which kiosks the centre knows and when they were last heard; blocks one."""

from __future__ import annotations

import argparse

from sqlalchemy import select, update

from center.audit import Event, note
from center.centre import Centre
from center.commands import centre, tell
from center.problems import Refusal
from center.schema import kiosks
from sync.contract.problem import Family


def arguments(parser: argparse.ArgumentParser) -> None:
    """--block."""
    parser.add_argument("--block", metavar="NAME", help="refuse this kiosk from now on; a new enrol code lets it in")


def main(args: argparse.Namespace) -> int:
    """Prints one line a kiosk."""
    with centre(args) as here:
        if args.block:
            block(here, args.block)
        with here.database.read() as connection:
            rows = connection.execute(select(kiosks).order_by(kiosks.c.name)).all()
    shown = [
        {
            "kiosk": row.name,
            "site": row.site,
            "enrolled_at": row.enrolled_at.isoformat(),
            "seen_at": row.seen_at.isoformat() if row.seen_at else None,
            "clock_skew_s": row.clock_skew_s,
            "blocked": row.blocked_at is not None,
        }
        for row in rows
    ]
    text = "\n".join(
        f"{entry['kiosk']}  site {entry['site']}  seen {entry['seen_at'] or 'never'}"
        f"{'  BLOCKED' if entry['blocked'] else ''}"
        for entry in shown
    )
    tell(args, {"kiosks": shown}, text or "no kiosk yet: python -m center enrol-code")
    return 0


def block(here: Centre, name: str) -> None:
    """Refuses a kiosk from now on, until it enrols with a new code; 404 when there is none of this name."""
    now = here.clock()
    with here.database.write() as connection:
        done = connection.execute(update(kiosks).where(kiosks.c.name == name).values(blocked_at=now)).rowcount
        if not done:
            raise Refusal(404, "kiosk.unknown", Family.EXPECTED, technician="No kiosk of this name.")
        note(connection, Event.BLOCKED, now, kiosk=name)
