"""One visit of the identity scenario, and what is known of it elsewhere than in the driver: the centre's files."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.catalog import Item
from kiosk.journeys.driver import Report
from kiosk.scenario.paths import IdentityPath
from kiosk.scenario.people import card
from kiosk.scenario.visitor import Visitor
from kiosk.scenario.world import World
from kiosk.store.enrolments import Enrolment
from kiosk.visit import Outcome
from sync.contract.records import RecordKind

Body = dict[str, Any]
_AUDIT_LINES = "100000"


@dataclass(frozen=True)
class Account:
    """One visit as it was played; `report` is None where it broke."""

    path: IdentityPath
    trouble: str
    """What went wrong in it; empty where nothing did."""
    item: Item
    visitor: Visitor
    report: Report | None
    broke: str
    """How, where it broke."""
    began: datetime
    ended: datetime
    machine_s: float
    attended_s: float
    sheets: int
    """How many came out."""
    before: Enrolment | None
    """What was kept of the resident's face."""
    after: Enrolment | None
    closed: bool
    """Whether the face of who was asked to prove themselves is compared no more for a while."""
    well: bool = True
    """Whether a face check works afterwards."""
    residue: tuple[str, ...] = ()
    """What was left on disk, by name."""
    memory: tuple[str, ...] = ()
    """What was left in the vision process."""

    @property
    def outcome(self) -> str:
        """As rows show it."""
        return self.report.outcome.value if self.report else "broken"

    @property
    def proof(self) -> str | None:
        """What proved who it is."""
        return self.report.proof if self.report else None

    @property
    def number(self) -> str | None:
        """Of what was handed in or printed."""
        return self.report.number if self.report else None

    def told(self) -> list[str]:
        """The words of the kiosk about what went wrong, as residents read them."""
        return [words.zh for words in self.report.told] if self.report else []

    def ended_as(self, *outcomes: Outcome) -> bool:
        """Whether the visit came to one of these."""
        return self.report is not None and self.report.outcome in outcomes


@dataclass(frozen=True)
class Evidence:
    """What the centre knows when all visits are over and everything is delivered."""

    records: Mapping[RecordKind, Sequence[Body]]
    audits: Mapping[str, Sequence[Body]]
    """By citizen number."""

    def of(self, account: Account, kind: RecordKind) -> list[Body]:
        """The records that came from this visit."""
        visit = account.report.visit if account.report else ""
        number = account.number
        return [
            body
            for body in self.records[kind]
            if body.get("visit") == visit or (number is not None and body.get("number") == number)
        ]

    def audited(self, account: Account, key: str, event: str) -> Iterator[str]:
        """The details of what the centre noted of somebody during this visit."""
        for line in self.audits.get(card(key)["number"], ()):
            if line["event"] == event and account.began <= datetime.fromisoformat(line["at"]) <= account.ended:
                yield line["detail"]


@dataclass
class Judgement:
    """Collects what is not as it should be."""

    wrong: list[str] = field(default_factory=list)

    def expect(self, fact: object, otherwise: str) -> None:
        """`otherwise` is told where `fact` does not hold."""
        if not fact:
            self.wrong.append(otherwise)


async def gather_evidence(world: World, people: Iterable[str]) -> Evidence:
    """Asks the centre's own command line, once for all visits."""
    kinds = list(RecordKind)
    numbers = sorted({card(key)["number"] for key in people})
    records: dict[RecordKind, list[Body]] = {}
    for kind in kinds:
        found = (await world.centre("records", "--kind", kind.value))["records"]
        records[kind] = [record["body"] for record in found]
    audits: dict[str, list[Body]] = {}
    for number in numbers:
        audits[number] = (await world.centre("audit", "--number", number, "--limit", _AUDIT_LINES))["audit"]
        await asyncio.sleep(0)
    return Evidence(records, audits)
