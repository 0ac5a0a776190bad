"""`python -m center records`: how much kiosks handed over, or what of one kind."""

from __future__ import annotations

import argparse
import json
from typing import Any

from sqlalchemy import func, select

from center.commands import centre, tell
from center.schema import callbacks, records
from sync.contract.records import RecordKind


def arguments(parser: argparse.ArgumentParser) -> None:
    """--kind."""
    parser.add_argument("--kind", choices=[kind.value for kind in RecordKind], help="list the records of this kind")


def main(args: argparse.Namespace) -> int:
    """Counts without --kind, the records themselves with it."""
    with centre(args) as here, here.database.read() as connection:
        if args.kind:
            rows = connection.execute(
                select(records).where(records.c.kind == args.kind).order_by(records.c.received_at)
            ).all()
            _tell_list(args, [_shown(row) for row in rows])
            return 0
        counted = connection.execute(
            select(records.c.kind, func.count().label("number")).group_by(records.c.kind)
        ).all()
        open_callbacks = connection.execute(
            select(func.count()).select_from(callbacks).where(callbacks.c.state == "open")
        ).scalar_one()
    counts = {kind.value: 0 for kind in RecordKind} | {row.kind: row.number for row in counted}
    text = "\n".join(f"{number:6d} {kind}" for kind, number in counts.items())
    tell(args, {"counts": counts, "open_callbacks": open_callbacks}, f"{text}\n{open_callbacks:6d} calls back to make")
    return 0


def _tell_list(args: argparse.Namespace, entries: list[dict[str, Any]]) -> None:
    text = "\n".join(f"{entry['received_at']} {entry['kiosk']} {entry['id']}" for entry in entries)
    tell(args, {"records": entries}, text or "none")


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "kiosk": row.kiosk,
        "kind": row.kind,
        "made_at": row.made_at,
        "received_at": row.received_at.isoformat(),
        "body": json.loads(row.body),
    }
