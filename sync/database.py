"""The encrypted database that the screen and the uploader of a kiosk share."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlcipher3 import dbapi2

from sync.contract.problem import SERVICED, Family, Problem, Words
from sync.keyfile import KEY_BYTES, read_key

BUSY_TIMEOUT_MS = 5_000
"""How long one process waits while the other one writes."""
CHECKED_AT_OPEN_BYTES = 32 << 20
"""Up to this size every page is checked at open (40 ms for 16 MB)."""

_READ_ONLY = "nzz_read_only"
_ONE_MOMENT = Words(zh="本机正忙，请稍等一下再试。", en="The kiosk is busy. Please try again in a moment.")


def database_path(state: Path) -> Path:
    """Where the database of a kiosk lies."""
    return state / "store.db"


def key_path(state: Path) -> Path:
    """Where its key lies."""
    return state / "keys" / "store.key"


def open_database(path: Path, key: bytes) -> Engine:
    """Opens (or makes) the database and reads from it, so that a wrong key shows here.

    Every commit is on disk when it returns (WAL, synchronous=FULL) and deleted rows are overwritten.
    Transactions of `engine.begin()` take the write lock at once; `reading(engine)` never waits for it.

    Raises:
        Problem: store.key, the key does not fit; store.broken, the file is damaged; both say what to do.
    """
    if len(key) != KEY_BYTES:
        raise wrong_key(path, f"the key has {len(key)} bytes instead of {KEY_BYTES}")
    path.parent.mkdir(parents=True, exist_ok=True)
    # The address carries neither path nor key, and errors carry no values: both could be logged.
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: _connect(path, key),
        poolclass=QueuePool,
        hide_parameters=True,
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", lambda context: _translate(context, path), retval=True)
    try:
        check_whole(engine, path)
    except Problem:
        engine.dispose()
        raise
    return engine


def open_existing(state: Path) -> Engine:
    """Opens the database of a kiosk that was made before, with its key file.

    Raises:
        Problem: store.key or store.broken.
    """
    path = database_path(state)
    try:
        key = read_key(key_path(state))
    except (OSError, ValueError) as error:
        raise wrong_key(path, str(error)) from None
    return open_database(path, key)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that reads one moment of the database while others write."""
    with engine.connect().execution_options(**{_READ_ONLY: True}) as connection:
        yield connection


def check_whole(engine: Engine, path: Path) -> None:
    """Reads the first page, and every page of a database that is small enough.

    Raises:
        Problem: store.key or store.broken.
    """
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        if path.stat().st_size <= CHECKED_AT_OPEN_BYTES:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if found != "ok":
                raise broken(path, "its pages do not belong together")


def wipe_deleted(engine: Engine) -> bool:
    """Empties the write-ahead log, where deleted rows may still stand.

    Returns:
        Whether it is empty now; False when another process was reading for longer than the busy timeout, or when
        the disk failed.
    """
    pooled = engine.raw_connection()
    try:
        driver = cast(Any, pooled.driver_connection)
        return int(driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]) == 0
    except dbapi2.DatabaseError:  # past the engine, which would translate it
        return False
    finally:
        pooled.close()


def wrong_key(path: Path, detail: str) -> Problem:
    """store.key: nothing can be read with this key."""
    return Problem(
        "store.key",
        Family.PERMANENT,
        resident=SERVICED,
        technician=(
            f"{path}: {detail}. Restore the key file {key_path(path.parent)} from its backup. Without it the data "
            f"cannot be read by anybody; {_aside(path)}."
        ),
    )


def broken(path: Path, detail: str) -> Problem:
    """store.broken: the key fits, the file is damaged."""
    return Problem(
        "store.broken",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"{path} is damaged: {detail}. Restore it from its backup, or {_aside(path)}. Check the disk.",
    )


def _aside(path: Path) -> str:
    folder = path.parent / "aside"
    return (
        f"to start empty: stop the kiosk, mkdir -p {folder} && mv {path}* {key_path(path.parent)} {folder}/ "
        "(keep them: there may be unsent records inside)"
    )


def _connect(path: Path, key: bytes) -> Any:
    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000, cached_statements=64
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _keep_a_log(connection)
        for setting in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("PRAGMA temp_store = MEMORY")  # sorting must not spill rows into plain files
    except dbapi2.DatabaseError as error:
        problem = _diagnose(connection, error, path)
        connection.close()
        raise problem from None
    return connection


def _keep_a_log(connection: Any) -> None:
    """Switches to the write-ahead log; SQLite itself does not wait when others switch the same new file."""
    ends = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except dbapi2.OperationalError as error:
            if _code(error) != "SQLITE_BUSY" or time.monotonic() >= ends:
                raise
            time.sleep(0.01)
        else:
            return


def _diagnose(connection: Any, error: Exception, path: Path) -> Problem:
    """Tells a wrong key from a damaged file: with the right key at least one page proves genuine."""
    if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
        return _problem_of(error, path)
    with path.open("rb") as file:
        if file.read(15) == b"SQLite format 3":
            return broken(path, "it is not encrypted")
    size = int(connection.execute("PRAGMA cipher_page_size").fetchone()[0])
    pages, odd = divmod(path.stat().st_size, size)
    bad = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
    if odd or bad < pages:
        return broken(path, f"{bad} of its {pages} pages were altered")
    return wrong_key(path, "the key does not fit (or the whole file was overwritten)")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and then writes would fail when the other process wrote in between.
    mode = "DEFERRED" if connection.get_execution_options().get(_READ_ONLY) else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {mode}")


def _translate(context: ExceptionContext, path: Path) -> Problem | None:
    """Turns what went wrong in the file itself into a problem; faults of a statement stay what they are."""
    error = context.original_exception
    if isinstance(error, dbapi2.DatabaseError) and _code(error) in _FILE_FAULTS:
        return _problem_of(error, path)
    return None


_DISK_FAULTS = {"SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR"}
_FILE_FAULTS = _DISK_FAULTS | {"SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_FULL", "SQLITE_BUSY"}


def _code(error: BaseException) -> str:
    """SQLite's primary result code: SQLITE_IOERR of SQLITE_IOERR_FSYNC."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])


def _problem_of(error: BaseException, path: Path) -> Problem:
    code = _code(error)
    if code == "SQLITE_BUSY":
        return Problem(
            "store.busy",
            Family.TEMPORARY,
            resident=_ONE_MOMENT,
            technician=f"{path}: locked for {BUSY_TIMEOUT_MS / 1000:g} s. See which process has it open: fuser {path}",
        )
    if code == "SQLITE_FULL":
        return Problem(
            "store.full",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"{path}: no space left on its disk. Free some: df -h {path.parent}",
        )
    if code in _DISK_FAULTS:
        return Problem(
            "store.disk",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"{path}: {code}. Check that the kiosk's user owns {path.parent} and that the disk is well.",
        )
    return broken(path, f"{code}, pages cannot be read")
