"""`python -m center audit`: what was asked and done, of late or about one person."""

from __future__ import annotations

import argparse

from sqlalchemy import select

from center.commands import centre, tell
from center.schema import audits


def arguments(parser: argparse.ArgumentParser) -> None:
    """--number, --limit."""
    parser.add_argument("--number", help="only what concerns the person with this citizen number")
    parser.add_argument("--limit", type=int, default=100, help="the newest so many; default: %(default)s")


def main(args: argparse.Namespace) -> int:
    """Prints the lines, newest first; people are named by no line."""
    query = select(audits).order_by(audits.c.id.desc()).limit(args.limit)
    with centre(args) as here, here.database.read() as connection:
        if args.number:
            query = query.where(audits.c.subject == here.keys.subject(args.number))
        rows = connection.execute(query).all()
    lines = [
        {
            "at": row.at.isoformat(),
            "event": row.event,
            "kiosk": row.kiosk,
            "visit": row.visit,
            "detail": row.detail,
        }
        for row in rows
    ]
    text = "\n".join(f"{entry['at']} {entry['event']} {entry['kiosk'] or '-'} {entry['detail']}" for entry in lines)
    tell(args, {"audit": lines}, text or "nothing")
    return 0
