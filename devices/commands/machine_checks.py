"""The machine under the devices: its journal of acts, its disk and its clock."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from devices.health import Check, checked
from devices.journal import Journal
from devices.settlement import KnownAct
from sync.contract.problem import SERVICED, Family, Problem

FREE_BYTES = 200 << 20
"""Less than that, and a day's applications may not fit."""
_SHOWN = 5


def machine_checks(journal: Path, now: Callable[[], float] = time.time) -> tuple[list[Check], list[Check]]:
    """What the kiosk cannot do without, and what somebody should only look into."""
    acts: list[KnownAct] = []
    unknown: list[KnownAct] = []

    def look() -> str:
        if not journal.exists():
            return f"{journal}: none yet; it is made with the first act"
        book = Journal(journal)
        try:
            acts.extend(book.unsettled())
            unknown.extend(book.unknown())
        finally:
            book.close()
        return str(journal)

    must = [
        checked("journal", look),
        checked("disk", lambda: _disk(journal)),
        checked("clock", lambda: _clock(now(), [*acts, *unknown])),
    ]
    notes = []
    if acts:
        notes.append(Check("unsettled acts", False, 0.0, _listed(acts, "the kiosk asks the device when it starts")))
    if unknown:
        notes.append(Check("unknown acts", False, 0.0, _listed(unknown, "look at what came out")))
    return must, notes


def _disk(journal: Path) -> str:
    folder = next(each for each in (journal.absolute().parent, *journal.absolute().parents) if each.is_dir())
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES:
        raise _sick("machine.disk-full", f"{folder}: only {free >> 20} MB are free. Delete old logs and pictures.")
    if not os.access(folder, os.W_OK):
        raise _sick("machine.disk-locked", f"{folder}: nothing can be written there. Check owner and mounting.")
    return f"{free / (1 << 30):.1f} GB free"


def _clock(now: float, acts: list[KnownAct]) -> str:
    """A clock that is older than the program, or than an act, was lost with its battery."""
    newest = max((path.stat().st_mtime for path in Path(__file__).parent.glob("*.py")), default=0.0)
    newest = max([newest, *(act.begun_at.timestamp() for act in acts)])
    shown = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    if now < newest - 86400:
        raise _sick("machine.clock", f"{shown} is in the past. Set the clock, and look at its battery.")
    return f"{shown}, {datetime.fromtimestamp(now).astimezone().strftime('%H:%M:%S here')}"


def _listed(acts: list[KnownAct], what: str) -> str:
    shown = ", ".join(f"{each.order} ({each.act}, {each.begun_at:%Y-%m-%d})" for each in acts[:_SHOWN])
    more = f" and {len(acts) - _SHOWN} more" if len(acts) > _SHOWN else ""
    return f"{shown}{more}: {what}"


def _sick(code: str, technician: str) -> Problem:
    return Problem(code, Family.PERMANENT, resident=SERVICED, technician=technician)
