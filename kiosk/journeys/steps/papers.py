"""The papers of an item: laid down in any order, read meanwhile; what they say fills the form."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from devices.host import Device
from devices.scanner import Hint, Scanner
from devices.state import DeviceState
from kiosk.catalog import FormField, FormFieldKind, FormSource, Item
from kiosk.catalog.terms import Necessity, PolicyMode
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.pages import LayPapers, PaperSlot, PaperState
from kiosk.journeys.steps.base import Move, Step
from kiosk.journeys.steps.form import earlier
from kiosk.papers.desk import Desk, Slot
from kiosk.services import Services
from kiosk.visit import Visit
from ocr.reading import Kind
from ocr.together import Known
from sync.contract.problem import Problem, Words

MARGIN_S = 15.0
"""Given to a scanner beyond its own limit for a page."""
EXCHANGE_S = 2.5
"""How long somebody needs to change one page for the next."""
AGAIN_S = 2.0
_CAMERA, _SCANNER = "document-camera", "scanner"
_DEVICES = {"camera": _CAMERA, "scanner": _SCANNER}
_AWAY = frozenset({DeviceState.OFFLINE, DeviceState.ABSENT, DeviceState.HARDWARE_ERROR})
_READING = Words(zh="正在读材料…", en="Reading your papers…")
_LAY = Words(
    zh="把材料一份一份平放在高拍仪下，放好后手离开，会自动拍。顺序不限。",
    en="Lay one paper after the other under the camera and take your hands away; it is taken by itself. In any order.",
)
_FEED = Words(
    zh="把材料放进扫描仪，按“开始扫描”。可以几页一起放，顺序不限。",
    en="Put the papers into the scanner and touch “Start scanning”. Several pages at once will do, in any order.",
)
_FEEDING = Words(zh="正在扫描，请不要抽纸。", en="Scanning. Please do not pull the paper.")
_NEXT_PAGE = Words(zh="拍好了，请换下一页。", en="Taken. Please lay down the next page.")
_ALL_THERE = Words(zh="材料齐了，请按“下一步”。", en="Everything is here. Please go on.")
_KEPT = Words(zh="已经扫好的都在，不用重扫。", en="What was scanned before is kept.")


class TakePapers(Step):
    """Scans until everything that must be there is there; what was read fills the form."""

    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """See Step.run."""
        assert visit.item is not None and visit.identity is not None
        if visit.number is None:
            visit.number = await earlier(self.services, visit, talk)
        if visit.number is not None:
            return Move.DONE
        if visit.desk is None:
            holder = visit.identity.holder
            visit.desk = Desk(
                self.services.papers,
                slots_of(visit.item),
                Known(name=holder.name, number=holder.number),
                self.services.clock().date(),
            )
        table = _Table(self.services, visit.desk, visit, talk)
        async with visit.desk.at_work(table.redraw):
            try:
                if not await table.serve():
                    return Move.BACK
            finally:
                await table.rest()
        fill_in(visit, visit.item, visit.desk)
        return Move.DONE


class _Table:
    """The page, and what takes pictures meanwhile."""

    def __init__(self, services: Services, desk: Desk, visit: Visit, talk: Conversation) -> None:
        self._services = services
        self._desk = desk
        self._visit = visit
        self._talk = talk
        self._by = "camera" if self._works("camera") or not self._works("scanner") else "scanner"
        self._problem: Words | None = None
        self._hint: Words | None = None
        self._job: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()

    async def serve(self) -> bool:
        """Until the resident goes on (True) or back."""
        while True:
            if self._by == "camera":
                self._begin(self._watch)
            answer = await self._talk.ask(self._page())
            match answer:
                case Answer(action=Action.BACK):
                    return False
                case Answer(action=Action.CHOOSE, value=value):
                    await self._chosen(value)
                case _:
                    if await self._may_go_on():
                        return True

    async def rest(self) -> None:
        """Nothing is taken any more."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            with suppress(asyncio.CancelledError):
                await job

    def redraw(self) -> None:
        """There is something new to show."""
        self._talk.update(self._page())

    async def _chosen(self, value: str) -> None:
        what, _, slot = value.partition(":")
        self._problem = None
        match what:
            case "scan" if self._by == "scanner":
                self._begin(self._feed)
            case "camera" | "scanner" if self._works(what):
                await self.rest()
                self._by, self._hint = what, None
            case "again" if slot in self._desk.slots:
                self._desk.take_away(slot)
            case "later" if slot in self._desk.slots:
                self._desk.postpone(slot)

    async def _may_go_on(self) -> bool:
        """Waits for what is being read; says what is missing."""
        if self._desk.reading:
            await self._talk.wait(_READING, self._desk.quiet())
        obstacles = self._desk.obstacles()
        if not obstacles:
            return True
        self._problem = obstacles[0]
        self._visit.tell(obstacles[0])
        return False

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self._job is None or self._job.done():
            self._job = asyncio.ensure_future(work())

    async def _watch(self) -> None:
        """Takes whatever lies still under the camera, one page after the other."""
        while True:
            try:
                self._desk.add(await self._scan("camera", self._hinted))
            except Problem as problem:
                if problem.code != "scanner.no-paper":
                    self._tell(problem.resident)
                    await asyncio.sleep(AGAIN_S)
            else:
                self._hint = _NEXT_PAGE
                self.redraw()
                await asyncio.sleep(EXCHANGE_S)

    async def _feed(self) -> None:
        """Takes what lies in the scanner to its last page; what was taken before a jam stays."""
        self._hint, taken = _FEEDING, 0
        self.redraw()
        while True:
            try:
                self._desk.add(await self._scan("scanner"))
            except Problem as problem:
                if problem.code != "scanner.no-paper" or not taken:
                    self._tell(_and(problem.resident, _KEPT) if self._desk.pages or taken else problem.resident)
                break
            taken += 1
            if not self._more():
                break
        self._hint = None
        self.redraw()

    async def _scan(self, by: str, hint: Hint | None = None) -> bytes:
        device: Device[Scanner] = self._services.devices[_DEVICES[by]]
        limit_s = getattr(device.section, "page_s", 30.0) + MARGIN_S
        page = await device.call(lambda scanner, cancel: scanner.scan(cancel, hint=hint), timeout_s=limit_s)
        return page.data

    def _hinted(self, words: Words) -> None:
        """From the camera's thread."""

        def show() -> None:
            self._hint = words
            self.redraw()

        self._loop.call_soon_threadsafe(show)

    def _more(self) -> bool:
        """A feeder goes on by itself; a glass holds one page."""
        return getattr(self._services.devices[_SCANNER].section, "source", "auto") != "glass"

    def _works(self, by: str) -> bool:
        device = self._services.devices.get(_DEVICES[by])
        return device is not None and device.status.state not in _AWAY

    def _tell(self, words: Words) -> None:
        self._problem = words
        self._visit.tell(words)
        self.redraw()

    def _page(self) -> LayPapers:
        desk = self._desk
        if desk.said is not None:
            self._visit.tell(desk.said)
        scanning = self._by == "scanner" and self._job is not None and not self._job.done()
        idle = _FEED if self._by == "scanner" else _LAY
        return LayPapers(
            slots=tuple(_shown(slot) for slot in desk.slots.values()),
            by="camera" if self._by == "camera" else "scanner",
            others=tuple(by for by in _DEVICES if by != self._by and self._works(by)),
            scanning=scanning,
            reading=desk.reading,
            hint=_ALL_THERE if desk.complete else self._hint or idle,
            problem=_unless_listed(self._problem or desk.said, desk),
            complete=desk.complete,
        )


def _unless_listed(problem: Words | None, desk: Desk) -> Words | None:
    """What stands beside its paper need not stand above the list as well."""
    listed = [words for slot in desk.slots.values() for words in (*slot.faults, *slot.remarks)[:1]]
    return None if problem in listed else problem


def slots_of(item: Item) -> list[Slot]:
    """One for each material that is recognised."""
    late = item.policy.mode is not PolicyMode.PLAIN
    return [
        Slot(
            id=material.id,
            name=material.name,
            kind=Kind(material.ocr),
            required=material.necessity is Necessity.REQUIRED,
            may_follow=late and material.id not in item.policy.core_materials,
        )
        for material in item.materials
        if material.ocr is not None
    ]


def fill_in(visit: Visit, item: Item, desk: Desk) -> None:
    """What was read goes into fields of the form that nobody has filled otherwise yet."""
    before = visit.read
    visit.read = {
        field.name: read
        for field in item.form
        if field.source is FormSource.PAPER and (read := typed(field, desk)) is not None
    }
    for name, read in visit.read.items():
        if visit.values.get(name, "") in ("", before.get(name)):
            visit.values[name] = read


def typed(field: FormField, desk: Desk) -> str | None:
    """What was read for a field, as somebody would type it: digits alone; None where it is to be asked."""
    assert field.paper is not None
    read = desk.slots[field.paper.material].value(field.paper.field)
    if read is None or read.value is None:
        return None
    if field.kind is FormFieldKind.TEXT:
        return read.value
    digits = read.value.removesuffix(".00").replace("-", "")
    return digits if field.problem(digits) is None else None


def _shown(slot: Slot) -> PaperSlot:
    words = [*slot.faults, *slot.remarks]
    return PaperSlot(
        id=slot.id,
        name=slot.name,
        state=PaperState(slot.state.value),
        pages=len(slot.pages),
        required=slot.required,
        may_follow=slot.may_follow,
        words=words[0] if words else None,
    )


def _and(one: Words, other: Words) -> Words:
    return Words(zh=one.zh + other.zh, en=f"{one.en} {other.en}")
