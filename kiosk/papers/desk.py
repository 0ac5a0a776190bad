"""The papers of one visit: files come in, their pages are read one after the other, and each finds its place."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.papers.client import Papers
from kiosk.papers.numbering import in_order, missing, number_of
from kiosk.papers.protocol import ReadPage
from kiosk.papers.words import (
    BROKEN_OFF,
    FAULTS,
    REPEATED,
    UNREADABLE,
    pages_missing,
    said,
    strange,
)
from ocr.reading import Advice, FieldReading, Kind, Reading
from ocr.together import CrossCheck, Known, compare
from sync.contract.problem import Family, Problem, Words

TRIES = 3
"""How often one file is given to a papers process that dies over it."""
_SURE = 0.6
"""From which confidence on a page is put where its kind belongs."""
_ONE_PAGE = frozenset(
    {
        Kind.ID_FRONT,
        Kind.ID_BACK,
        Kind.BANK_CARD,
        Kind.SOCIAL_SECURITY,
        Kind.PHOTO,
        Kind.HEALTH,
        Kind.FUND,
        Kind.LICENCE,
    }
)
"""Kinds of which a second page takes the place of the first."""
_BARS = frozenset({"expired", "wrong-kind"})
"""Advice with which nothing is handed in."""


class State(StrEnum):
    """How far a document is."""

    MISSING = "missing"
    GOOD = "good"
    LOOK = "look"
    """There, and something about it is to be put right."""
    LATER = "later"
    """The resident brings it later (容缺)."""


@dataclass
class Slot:
    """One document that an item asks for."""

    id: str
    name: Words
    kind: Kind
    required: bool = True
    may_follow: bool = False
    """It may be brought later (容缺)."""
    pages: list[ReadPage] = field(default_factory=list, repr=False)
    reading: Reading | None = field(default=None, repr=False)
    later: bool = False
    more: bool = False
    """Further pages wait to be read: one that is missing may be among them."""
    checks: list[CrossCheck] = field(default_factory=list, repr=False)
    """Those with other papers and with the card that it failed."""

    @property
    def faults(self) -> list[Words]:
        """What is to be put right before it is handed in."""
        told = [said(self.name, advice) for advice in self._advice() if advice.code in _BARS]
        told += [Words(zh=check.zh, en=check.en) for check in self.checks]
        if not self.more and (gaps := missing(self.pages)):
            told.append(pages_missing(self.name, gaps))
        return told

    @property
    def remarks(self) -> list[Words]:
        """What the resident may put right."""
        return [said(self.name, advice) for advice in self._advice() if advice.code not in _BARS]

    @property
    def state(self) -> State:
        """How far it is."""
        if not self.pages:
            return State.LATER if self.later else State.MISSING
        return State.LOOK if self.faults else State.GOOD

    def value(self, name: str) -> FieldReading | None:
        """A field of it, as it was read."""
        return self.reading.fields.get(name) if self.reading else None

    def _advice(self) -> Sequence[Advice]:
        return self.reading.advice if self.reading else ()


class Desk:
    """What lies on the table of one visit. All methods belong to one event loop."""

    def __init__(self, papers: Papers, slots: Sequence[Slot], known: Known | None, today: date) -> None:
        self.slots = {slot.id: slot for slot in slots}
        self.said: Words | None = None
        """What there is to say of the last page."""
        self.changed: Callable[[], None] = lambda: None
        """Called when there is something new to show."""
        self._papers = papers
        self._known = known
        self._today = today
        self._files: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._last: Slot | None = None
        self._refused = False
        """The last page was to be taken again; the second time it is kept as it is."""
        self.checks: list[CrossCheck] = []
        """All that were made."""

    @property
    def reading(self) -> int:
        """How many files wait to be read or are being read."""
        return len(self._files)

    @property
    def complete(self) -> bool:
        """Whether everything that must be there is there and in order."""
        return not self._files and all(
            slot.state in (State.GOOD, State.LATER) or (not slot.required and slot.state is State.MISSING)
            for slot in self.slots.values()
        )

    @property
    def pages(self) -> list[ReadPage]:
        """All pages that were read and kept."""
        return [page for slot in self.slots.values() for page in slot.pages]

    def add(self, file: bytes) -> None:
        """One more picture or PDF; it is read as soon as those before it are."""
        self._files.append(file)
        self._await_more()
        self._quiet.clear()
        self._news.set()
        self.changed()

    def take_away(self, id: str) -> None:
        """The resident takes a document away; it can be laid down again."""
        slot = self.slots[id]
        slot.pages, slot.reading, slot.later, slot.checks = [], None, False, []
        self.said = None
        self._compare()
        self.changed()

    def postpone(self, id: str) -> None:
        """A document is brought later (容缺)."""
        slot = self.slots[id]
        slot.later = slot.may_follow and not slot.pages
        self.changed()

    async def quiet(self) -> None:
        """Returns when everything that was added is read."""
        await self._quiet.wait()

    def obstacles(self) -> list[Words]:
        """Why it cannot go on, each in a sentence; empty when it can."""
        told = []
        for slot in self.slots.values():
            if slot.state is State.MISSING and slot.required:
                told.append(Words(zh=f"还缺{slot.name.zh}。", en=f"Still missing: {slot.name.en}."))
            told += slot.faults
        return list(dict.fromkeys(told))

    @asynccontextmanager
    async def at_work(self, changed: Callable[[], None]) -> AsyncIterator[None]:
        """Reads what comes in, as long as the block lasts; what is not read yet stays for the next time."""
        self.changed = changed
        work = asyncio.ensure_future(self._work())
        try:
            yield
        finally:
            self.changed = lambda: None
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work

    async def _work(self) -> None:
        while True:
            while self._files:
                await self._one(self._files[0])
                self._files.popleft()
                self._await_more()
                self.changed()
            self._quiet.set()
            self._news.clear()
            await self._news.wait()

    def _await_more(self) -> None:
        for slot in self.slots.values():
            slot.more = bool(self._files)

    async def _one(self, file: bytes) -> None:
        """Reads one file, again when the process dies over it; what was read before is never read again."""
        for attempt in range(1, TRIES + 1):
            try:
                found = await self._papers.read(file, [page.text for page in self.pages])
                self.said = REPEATED if found.repeated and not found.pages else None
                for page in found.pages:
                    await self._place(page)
            except Problem as problem:
                self.said = problem.resident
                if problem.family is not Family.TEMPORARY or attempt == TRIES:
                    self.said = problem.resident if problem.family is Family.EXPECTED else BROKEN_OFF
                    return
                self.changed()
                await self._papers.start()
            else:
                return

    async def _place(self, page: ReadPage) -> None:
        """Where a page belongs, by what it looks like and by what came before it."""
        if fault := self._fault(page):
            self.said = fault
            return
        slot = self._slot_of(page)
        if slot is None:
            self.said = strange(page.kind) if page.sure >= _SURE and page.kind is not Kind.OTHER else UNREADABLE
            return
        pages = in_order([*self._kept(slot, page), page])
        reading = await self._papers.interpret(slot.kind, pages, self._today)
        slot.pages, slot.reading, slot.later = pages, reading, False
        self._last = slot
        self._compare()
        if faults := slot.faults:
            self.said = faults[0]

    def _fault(self, page: ReadPage) -> Words | None:
        """What is so wrong with a page that it is taken again; once."""
        code = "blank" if page.blank else next((code for code in FAULTS if code in page.faults), None)
        if code is None:
            return None
        self._refused = page.blank or not self._refused
        return FAULTS[code] if self._refused else None

    def _slot_of(self, page: ReadPage) -> Slot | None:
        if page.sure >= _SURE and page.kind is not Kind.OTHER:
            found = next((slot for slot in self.slots.values() if slot.kind is page.kind), None)
            if found is not None or number_of(page) is None:
                return found
        # A further page says little of what it belongs to: it follows the one before it.
        last = self._last
        return last if last is not None and last.kind not in _ONE_PAGE and last.pages else None

    def _kept(self, slot: Slot, page: ReadPage) -> list[ReadPage]:
        """The pages of a slot that stay beside a new one."""
        if slot.kind in _ONE_PAGE:
            return []
        number = number_of(page)
        return [each for each in slot.pages if number is None or number_of(each) != number]

    def _compare(self) -> None:
        readings = {slot.id: slot.reading for slot in self.slots.values() if slot.reading is not None}
        self.checks = compare(readings, self._known, self._today)
        for slot in self.slots.values():
            slot.checks = [check for check in self.checks if not check.passed and slot.id in check.slots]
