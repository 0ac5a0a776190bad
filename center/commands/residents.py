"""`python -m center residents`: who is in the register; for development, where all of them are fictitious."""

from __future__ import annotations

import argparse

from sqlalchemy import func, select

from center.commands import centre, tell
from center.schema import payments, residents


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def main(args: argparse.Namespace) -> int:
    """Prints one line a person."""
    years = select(func.count(payments.c.year.distinct())).where(payments.c.number == residents.c.number)
    query = select(residents.c.number, residents.c.name, residents.c.phone, years.scalar_subquery().label("years"))
    with centre(args) as here, here.database.read() as connection:
        rows = [dict(row) for row in connection.execute(query.order_by(residents.c.phone)).mappings()]
    text = "\n".join(f"{row['name']} {row['number']} {row['phone']} {row['years']} years paid" for row in rows)
    tell(args, {"residents": rows}, text or "nobody: center.demo_residents is off")
    return 0
