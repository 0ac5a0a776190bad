"""Everything the centre works with, put together once: its file, its keys, its clock, its dice."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from center import demo
from center.database import Database
from center.keys import CentreKeys
from center.migrations import upgrade
from center.problems import Refusal
from center.turn import own_turn
from sync.contract.problem import Family

BEIJING = timezone(timedelta(hours=8))
Clock = Callable[[], datetime]
"""The time now, aware, in UTC."""
Dice = Callable[[int], bytes]
"""That many random bytes, fit for secrets."""


def wall_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Centre:
    """What every part of the centre is handed."""

    database: Database
    keys: CentreKeys
    clock: Clock
    dice: Dice

    @classmethod
    def open(cls, state: Path, *, demo_residents: bool, clock: Clock = wall_clock, dice: Dice = os.urandom) -> Centre:
        """Opens the state folder, making or migrating what is missing.

        With `demo_residents` the fictitious residents of `center/demo` are in the register, else they are not.

        Raises:
            Refusal: the folder cannot be written, or the file in it is damaged.
        """
        try:
            state.mkdir(parents=True, exist_ok=True, mode=0o700)
            with own_turn(state):
                database = Database(state)
                keys = CentreKeys.load_or_create(state)
                with database.write() as connection:
                    upgrade(connection)
                    demo.set_up(connection, wanted=demo_residents)
        except (OSError, DatabaseError) as error:
            raise Refusal(
                500,
                "centre.state",
                Family.PERMANENT,
                technician=f"The state folder {state} cannot be used: {error}. "
                "Check its rights and free space; put a damaged file back from the backup.",
            ) from error
        return cls(database, keys, clock, dice)

    def close(self) -> None:
        """Lets go of the file."""
        self.database.close()
