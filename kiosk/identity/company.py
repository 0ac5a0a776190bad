"""The second person of a visit as records know them: a keyed mark on all of them, and one record of the help itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.identity.companion import Companion
from sync.contract.companion import CompanionMark
from sync.contract.records import RecordKind


@dataclass
class _Help:
    mark: CompanionMark
    begun: datetime
    recorded: bool = False


class Company:
    """Outlives the companion in the visit: what is recorded after the hand-back still says that there was one."""

    def __init__(
        self,
        owner: Callable[[str], str],
        note: Callable[[RecordKind, dict[str, Any]], bool],
        clock: Callable[[], datetime],
    ) -> None:
        self._owner = owner
        self._note = note
        self._clock = clock
        self._helps: dict[str, _Help] = {}

    def joins(self, visit: str, companion: Companion) -> None:
        """From now on every record of the visit says so; again with more (the authority) changes the mark only."""
        authority = companion.authority.number if companion.authority else None
        helper = self._owner(companion.identity.holder.number)
        mark = CompanionMark(role=companion.role, helper=helper, authority=authority)
        known = self._helps.get(visit)
        self._helps[visit] = _Help(mark, known.begun if known else self._clock())

    def leaves(self, visit: str) -> None:
        """Whoever joined goes before anything was done, or the visit is over."""
        self._helps.pop(visit, None)

    def mark(self, visit: str) -> CompanionMark | None:
        """What the records of a visit say; None when the resident was alone."""
        found = self._helps.get(visit)
        return found.mark if found else None

    def marked(self, visit: str) -> dict[str, Any]:
        """The same as a piece of a record's body; empty when the resident was alone."""
        mark = self.mark(visit)
        return {"companion": mark.model_dump(mode="json")} if mark else {}

    def helped(self, visit: str, item: str, outcome: str) -> None:
        """Records the help: who, with what, from when to when. A second call of a visit records nothing."""
        found = self._helps.get(visit)
        if found is None or found.recorded:
            return
        found.recorded = True
        body = {
            "visit": visit,
            **found.mark.model_dump(mode="json"),
            "item": item,
            "begun": found.begun.isoformat(),
            "ended": self._clock().isoformat(),
            "outcome": outcome,
        }
        self._note(RecordKind.COMPANION, body)
