"""`python -m center outgoing-codes`: what the simulated message gateway sent to phones, newest first."""

from __future__ import annotations

import argparse

from sqlalchemy import select

from center.commands import centre, tell
from center.schema import outgoing


def arguments(parser: argparse.ArgumentParser) -> None:
    """--number."""
    parser.add_argument("--number", help="only those of this citizen number")


def main(args: argparse.Namespace) -> int:
    """Prints the messages of the last hour."""
    query = select(outgoing).where(outgoing.c.phone.is_not(None)).order_by(outgoing.c.id.desc())
    if args.number:
        query = query.where(outgoing.c.number == args.number)
    with centre(args) as here, here.database.read() as connection:
        rows = connection.execute(query).all()
    codes = [
        {
            "number": row.number,
            "phone": row.phone,
            "code": row.code,
            "sent_at": row.sent_at.isoformat(),
            "valid_until": row.valid_until.isoformat(),
        }
        for row in rows
    ]
    text = "\n".join(f"{row.sent_at:%H:%M:%S} {row.phone} 【南中轴】验证码 {row.code}，5 分钟内有效。" for row in rows)
    tell(args, {"codes": codes}, text or "none in the last hour")
    return 0
