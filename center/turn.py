"""One process at a time opens the state folder: two first starts side by side must not trip over each other."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from center.problems import Refusal
from sync.contract.problem import Family

_LIMIT_S = 20.0
_AGAIN_S = 0.02


@contextmanager
def own_turn(state: Path) -> Iterator[None]:
    """Holds the folder's lock file; the kernel lets go of it also when the process dies.

    SQLite's own waiting does not cover the switch to WAL, which happens on the very first start.

    Raises:
        Refusal: another process has held it for 20 s.
    """
    deadline = time.monotonic() + _LIMIT_S
    with (state / ".opening").open("a") as file:
        while not _taken(file.fileno()):
            if time.monotonic() > deadline:
                raise Refusal(
                    503,
                    "centre.opening",
                    Family.TEMPORARY,
                    technician="Another process has been opening the state folder for 20 s. Look for one that hangs.",
                )
            time.sleep(_AGAIN_S)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
