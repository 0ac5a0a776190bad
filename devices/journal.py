"""The machine's journal of acts: one SQLite file that the kiosk and the command line share.

It holds order numbers and digests, nothing about persons.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devices.settlement import Act, KnownAct, Settlement
from sync.contract.problem import SERVICED, Family, Problem

BUSY_S = 5.0
_NUMBER = re.compile("[1-9][0-9]{0,8}")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS acts (
    "order" TEXT PRIMARY KEY, act TEXT NOT NULL, device TEXT NOT NULL, digest TEXT NOT NULL, units INTEGER NOT NULL,
    state TEXT NOT NULL, done_units INTEGER NOT NULL DEFAULT 0, begun_at TEXT NOT NULL
) STRICT
"""
_COLUMNS = '"order", act, device, digest, units, state, done_units, begun_at'


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """See `devices.settlement.ActJournal`. May be used from any thread.

    Every method raises Problem `act.journal` when the file cannot be used.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = _utc_now) -> None:
        """Opens or makes the file. Raises Problem `act.journal` when it cannot be used."""
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise _unusable(path, error) from error

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._base.close()

    def begin(self, order: str, digest: str, units: int, *, act: Act, device: str) -> None:
        """Writes down that an order is about to be sent."""
        row = (order, act, device, digest, units, self._clock().astimezone(UTC).isoformat())
        written = self._write(
            'INSERT INTO acts ("order", act, device, digest, units, state, begun_at) '
            "VALUES (?, ?, ?, ?, ?, 'queued', ?) ON CONFLICT DO NOTHING",
            row,
        )
        if not written:
            raise _refused("act.known-order", f"order {order} was begun before; what became of it is known")

    def sent(self, order: str) -> None:
        """From here on nobody may send the order again."""
        if not self._write("UPDATE acts SET state = 'sent' WHERE \"order\" = ? AND state = 'queued'", (order,)):
            raise _refused("act.unknown-order", f"order {order} was not begun, or is further on already")

    def settle(self, order: str, settlement: Settlement, done_units: int) -> None:
        """Writes down what became of it; what is done stays done."""
        known = self._write(
            "UPDATE acts SET done_units = CASE state WHEN 'done' THEN done_units ELSE ? END, "
            "state = CASE state WHEN 'done' THEN state ELSE ? END WHERE \"order\" = ?",
            (done_units, settlement.value, order),
        )
        if not known:
            raise _refused("act.unknown-order", f"order {order} was not begun")

    def find(self, order: str) -> KnownAct | None:
        """What is known of an order."""
        found = self._read(f'SELECT {_COLUMNS} FROM acts WHERE "order" = ?', (order,))  # noqa: S608  own columns
        return found[0] if found else None

    def latest(self, order: str) -> KnownAct | None:
        """The newest attempt of an order: `ORDER`, `ORDER#2`, `ORDER#3`, …"""
        attempts = self._attempts(order)
        return attempts[max(attempts)] if attempts else None

    def next_attempt(self, order: str) -> str:
        """Under which order a person may have it done once more; `order` itself when nobody tried yet."""
        attempts = self._attempts(order)
        return f"{order}#{max(attempts) + 1}" if attempts else order

    def unsettled(self, *, act: Act | None = None, device: str | None = None) -> list[KnownAct]:
        """Orders that were begun and never settled, oldest first."""
        return self._read(
            f"SELECT {_COLUMNS} FROM acts WHERE state IN ('queued', 'sent') "  # noqa: S608  own columns
            "AND act = coalesce(?, act) AND device = coalesce(?, device) ORDER BY begun_at, rowid",
            (act, device),
        )

    def unknown(self) -> list[KnownAct]:
        """Orders that a person must look into, oldest first."""
        return self._read(
            f"SELECT {_COLUMNS} FROM acts WHERE state = 'unknown' ORDER BY begun_at, rowid",  # noqa: S608  own columns
            (),
        )

    def adopt(self, acts: Iterable[KnownAct]) -> None:
        """Takes over what another journal knew; an order that is known here stays as it is."""
        for each in acts:
            begun_at = each.begun_at.astimezone(UTC).isoformat()
            self._write(
                f"INSERT INTO acts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608  own columns
                "ON CONFLICT DO NOTHING",
                (each.order, each.act, each.device, each.digest, each.units, each.state, each.done_units, begun_at),
            )

    def forget(self, before: datetime) -> int:
        """Deletes settled orders from before a moment; returns how many."""
        return self._write(
            "DELETE FROM acts WHERE begun_at < ? AND state NOT IN ('queued', 'sent')",
            (before.astimezone(UTC).isoformat(),),
        )

    def _attempts(self, order: str) -> dict[int, KnownAct]:
        """By number; the first attempt has none in its name. `$` is the character after `#`."""
        found = self._read(
            f'SELECT {_COLUMNS} FROM acts WHERE "order" = ? OR ("order" > ? AND "order" < ?)',  # noqa: S608  own columns
            (order, f"{order}#", f"{order}$"),
        )
        numbers = {act.order.removeprefix(order).removeprefix("#"): act for act in found}
        return {int(number or 1): act for number, act in numbers.items() if not number or _NUMBER.fullmatch(number)}

    def _write(self, statement: str, values: tuple[object, ...]) -> int:
        return self._execute(statement, values)[1]

    def _execute(self, statement: str, values: tuple[object, ...]) -> tuple[list[Any], int]:
        try:
            with self._lock:
                cursor = self._base.execute(statement, values)
                return cursor.fetchall(), cursor.rowcount
        except sqlite3.Error as error:
            raise _unusable(self._path, error) from error

    def _read(self, query: str, values: tuple[object, ...]) -> list[KnownAct]:
        rows, _ = self._execute(query, values)
        return [
            KnownAct(order, Act(act), device, digest, units, state, done, datetime.fromisoformat(begun))
            for order, act, device, digest, units, state, done, begun in rows
        ]


def _unusable(path: Path, error: Exception) -> Problem:
    return Problem(
        "act.journal",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"{path}: the journal of acts cannot be used ({error}). "
        "Mend or move the file; without it nothing is printed or paid.",
    )


def _refused(code: str, technician: str) -> Problem:
    return Problem(code, Family.PERMANENT, resident=SERVICED, technician=f"The journal of acts refuses: {technician}.")
