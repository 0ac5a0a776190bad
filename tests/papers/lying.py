"""A papers process that follows a script, and pages as it would have read them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import date

from kiosk.papers.protocol import PagesRead, ReadLine, ReadPage
from ocr.reading import FieldReading, Kind, Reading
from sync.contract.problem import Problem

TODAY = date(2026, 11, 24)
WANG = ("王丽华", "110100198604120028")


def page(kind: Kind, mark: str, *, foot: str = "", sure: float = 0.99, faults: tuple[str, ...] = ()) -> ReadPage:
    """A page on which `mark` stands, and `foot` at its foot."""
    lines = [ReadLine(text=mark, score=0.99, corners=((40, 40), (60, 40), (60, 42), (40, 42)))]
    if foot:
        lines.append(ReadLine(text=foot, score=0.99, corners=((40, 96), (60, 96), (60, 98), (40, 98))))
    return ReadPage(
        jpeg=b"jpeg",
        width=100,
        height=100,
        orientation=0,
        blur=0.0,
        blank=False,
        faults=faults,
        kind=kind,
        sure=sure,
        lines=tuple(lines),
    )


def reading(kind: Kind, **fields: str) -> Reading:
    """What a document says."""
    told = {name: FieldReading(value=value, confidence=0.99, page=0, quad=None) for name, value in fields.items()}
    return Reading(kind=kind, confidence=1.0, pages=(), fields=told)


class ScriptedPapers:
    """Reads what it is told to; a Problem in place of pages is raised."""

    def __init__(self, *found: Sequence[ReadPage] | Problem, says: dict[Kind, Reading] | None = None) -> None:
        self._found = deque(found)
        self._says = says or {}
        self.asked: list[bytes] = []
        self.interpreted: list[tuple[Kind, int]] = []

    async def start(self) -> None:
        await asyncio.sleep(0)

    async def read(self, file: bytes, known: Sequence[str] = ()) -> PagesRead:
        await asyncio.sleep(0)
        self.asked.append(file)
        found = self._found.popleft()
        if isinstance(found, Problem):
            raise found
        fresh = [each for each in found if each.text not in known]
        return PagesRead(ask=1, pages=tuple(fresh), repeated=len(found) - len(fresh))

    async def interpret(self, wanted: Kind, pages: Sequence[ReadPage], today: date) -> Reading:
        self.interpreted.append((wanted, len(pages)))
        return self._says.get(wanted, reading(wanted))
