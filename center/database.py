"""The centre's SQLite file: every write is one short transaction, and only one writes at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from center.problems import Refusal
from sync.contract.problem import Family

FILE_NAME = "centre.sqlite"
_WRITER_WAIT_S = 15.0


class Database:
    """Reads see one snapshot; writes take the file's write lock before they look at anything.

    `BEGIN IMMEDIATE` makes "look, decide, write" safe between threads and between processes
    (`python -m center revoke` beside a running server). `synchronous=FULL` because WAL with NORMAL
    loses acknowledged rows at a power cut.
    """

    def __init__(self, state: Path) -> None:
        self.path = state / FILE_NAME
        self.engine: Engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            pool_size=8,
            max_overflow=40,
            # SQLAlchemy would print bound values, that is personal data, in its errors.
            hide_parameters=True,
        )
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)
        self._writer = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot; nothing written through it is kept."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The only writer until the block ends; commits, or rolls back when the block raises.

        Raises:
            Refusal: the other writers did not finish in time (503, try again).
        """
        if not self._writer.acquire(timeout=_WRITER_WAIT_S):
            raise Refusal(
                503,
                "centre.busy",
                Family.TEMPORARY,
                technician="The database was locked for too long. Look for a long write or a full disk; try again.",
            )
        try:
            with self.engine.connect().execution_options(immediate=True) as connection, connection.begin():
                yield connection
        finally:
            self._writer.release()

    def close(self) -> None:
        """Lets go of the file."""
        self.engine.dispose()


def _prepare(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: _begin does, and says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
