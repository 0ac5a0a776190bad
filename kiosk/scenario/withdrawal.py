"""Plays 王女士's withdrawal from the housing fund: six pages up to the complete form, and what can go wrong."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.driver import Driver, Report
from kiosk.journeys.pages import Page
from kiosk.journeys.scripted import Moment, ScriptedScreen
from kiosk.scenario.night import VISIT_LIMIT_S, delivered, kiosk_in, ready
from kiosk.scenario.people import PHONE
from kiosk.scenario.personas import Wang
from kiosk.scenario.residue import search
from kiosk.scenario.specimens import Packet, blur, draw, turn
from kiosk.scenario.world import World
from kiosk.settings import KioskSettings, PaceSettings
from kiosk.visit import Outcome

ITEM = "fund-withdraw"
TARGET_S = 10.0
"""Machine time of the packet, from the first page to the complete form (Q11)."""
_CARDS = ("id-front", "id-back", "bank-card")
_SHEETS = ("withdrawal-form", "lease-1", "lease-2")
_ANSWERS_S = 30.0
"""How long the kiosk may take to say something about a page."""
_TRIES = 3
"""How often she touches “next” before she gives up."""
_UNCLEAR = "看不清"
_WANTED = {
    "home": "home",
    "landlord": "landlord",
    "rent": "4500",
    "lease-begin": "20260301",
    "lease-end": "20280228",
    "amount": "13500",
    "account": "account",
}
"""What the form must say: a figure, or the field of the packet."""


class Applicant(Wang):
    """王女士 with her papers: cards under the camera, sheets into the scanner, at a human pace in real time.

    `papers` names the pictures that she lays down instead of others, `then` what she does when the kiosk asks for it.
    """

    def __init__(self, world: World, pace: PaceSettings) -> None:
        super().__init__(world, pace)
        self.world = world
        self.cards, self.sheets = list(_CARDS), list(_SHEETS)
        self.shown: list[str] = []
        """Papers that were laid down, in order."""
        self.human_s = 0.0
        """Time spent laying papers; the rest of the time on that page is the machine's."""
        self.filled: dict[str, str] = {}
        """What stood in the form when it came up."""
        self.missing: list[str] = []
        """Fields that she had to fill in herself."""
        self.told: list[str] = []
        """What the page with the papers said, each sentence once."""
        self.problem: Callable[[pages.LayPapers, Applicant], bool] = lambda page, me: False
        """Called when the kiosk says that something is wrong; whether she did something about it."""
        self.before_feeding: Callable[[], None] = lambda: None
        self.gives_up = False
        self._page: pages.LayPapers | None = None
        self._news = asyncio.Event()
        self._fed = False
        self._tried = 0
        self._meanwhile: set[asyncio.Future[None]] = set()

    def see(self, page: Page) -> None:
        """See Resident.see."""
        if isinstance(page, pages.LayPapers):
            self._page = page
            self._news.set()
        super().see(page)

    async def meet(self, page: Page) -> Answer | None:
        """See Resident.meet."""
        match page:
            case pages.LayPapers():
                self.see(page)
                return await self._lay()
            case pages.ChooseItem(tiles=tiles):
                tile = next(tile for tile in tiles if tile.item == ITEM)
                if tile.unavailable is not None or self.gives_up:
                    return Answer(action=Action.LEAVE)
                return Answer(action=Action.CHOOSE, value=ITEM)
            case pages.FillForm(fields=fields):
                return Answer(action=Action.FILL, values=self._fill(fields))
        return await super().meet(page)

    def takes_s(self, page: Page) -> float:
        """See Resident.takes_s; laying papers she took real time for."""
        return 0.0 if isinstance(page, pages.LayPapers) else super().takes_s(page)

    @property
    def page(self) -> pages.LayPapers:
        """The page as it is now."""
        assert self._page is not None
        return self._page

    def meanwhile(self, work: Coroutine[Any, Any, None]) -> None:
        """Something happens while she waits."""
        task = asyncio.ensure_future(work)
        self._meanwhile.add(task)
        task.add_done_callback(self._meanwhile.discard)

    async def hands(self, seconds: float | None = None) -> None:
        """She is busy with a paper."""
        pause = self._pace.paper if seconds is None else seconds
        self.human_s += pause
        await asyncio.sleep(pause)

    async def _lay(self) -> Answer:
        """One step further with her papers: on when everything is there, away when she cannot mend it."""
        while True:
            if self._complains():
                continue
            if self.gives_up:
                return Answer(action=Action.LEAVE)
            if self.cards:
                await self._under_the_camera(self.cards.pop(0))
            elif self.sheets and self.page.by == "camera":
                return Answer(action=Action.CHOOSE, value="scanner")
            elif self.sheets:
                return await self._into_the_scanner()
            elif self.page.complete or (not self.page.scanning and not self.page.reading and self._fed):
                self._tried += 1
                return Answer(action=Action.NEXT if self._tried <= _TRIES else Action.LEAVE)
            else:
                await self._change()

    async def _under_the_camera(self, paper: str) -> None:
        await self.hands()
        self.shown.append(paper)
        pages_before, said_before = self._kept() + self.page.reading, self.page.problem
        self.world.act("document-camera", "put", paper)
        async with asyncio.timeout(_ANSWERS_S):
            while self._kept() + self.page.reading <= pages_before and self.page.problem in (None, said_before):
                if _says(self.page, _UNCLEAR):
                    break
                await self._change()
        self.world.act("document-camera", "empty")

    async def _into_the_scanner(self) -> Answer:
        for paper in self.sheets:
            self.shown.append(paper)
            self.world.act("scanner", "put", paper)
        await self.hands(self._pace.paper * len(self.sheets))
        self.sheets.clear()
        self._fed = True
        self.before_feeding()
        return Answer(action=Action.CHOOSE, value="scan")

    def _complains(self) -> bool:
        """Whether the kiosk says something new that she does something about."""
        page = self.page
        fresh = [text for text in _told_on(page) if text not in self.told]
        self.told += fresh
        return bool(fresh) and self.problem(page, self)

    def _kept(self) -> int:
        return sum(slot.pages for slot in self.page.slots)

    async def _change(self) -> None:
        self._news.clear()
        await asyncio.wait_for(self._news.wait(), _ANSWERS_S)

    def _fill(self, fields: tuple[pages.Field, ...]) -> dict[str, str]:
        given = {}
        for each in fields:
            if each.kind is pages.FieldKind.GIVEN:
                continue
            labels = {value: label.zh for value, label in each.choices}
            self.filled[each.name] = labels.get(each.value, each.value) if each.value != "reviewed" else ""
            if not self.filled[each.name]:
                self.missing.append(each.name)
            given[each.name] = each.value or self._typed(each.name)
        return given

    def _typed(self, name: str) -> str:
        packet = Packet.of("wang")
        typed = {"phone": PHONE} | {key: getattr(packet, value, value) for key, value in _WANTED.items()}
        return str(typed[name])


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong with the packet."""

    meaning: str
    arrange: Callable[[Withdrawal, Applicant], None]
    says: tuple[str, ...] = ()
    """Words of which the kiosk must have said each, in this order of importance."""
    ends: Outcome = Outcome.DONE


@dataclass
class Withdrawal:
    """One kiosk with the papers of one packet around it."""

    world: World
    papers_pid: Callable[[], int | None]
    packet: Packet
    papers: Path
    killed: list[int] = field(default_factory=list)


def _blurred(around: Withdrawal, me: Applicant) -> None:
    """The first photograph of the bank card is out of focus; she takes it again."""
    blur(around.papers / "bank-card.png", around.papers / "bank-card-blurred.png")
    me.cards[me.cards.index("bank-card")] = "bank-card-blurred"

    def again(page: pages.LayPapers, me: Applicant) -> bool:
        if "bank-card" in me.shown or not _says(page, _UNCLEAR):
            return False
        me.cards.insert(0, "bank-card")
        return True

    me.problem = again


def _missing(around: Withdrawal, me: Applicant) -> None:
    """The second page of the lease stays in her bag until the kiosk asks for it."""
    me.sheets.remove("lease-2")

    def find_it(page: pages.LayPapers, me: Applicant) -> bool:
        if "lease-2" in me.shown or not _says(page, "还缺第 2 页"):
            return False
        me.sheets.append("lease-2")
        return True

    me.problem = find_it


def _other_lease(around: Withdrawal, me: Applicant) -> None:
    """She took her neighbour's lease along, and cannot mend that here."""
    draw(around.packet.rented_by("zhang"), around.papers, "-zhang")
    me.sheets = ["withdrawal-form", "lease-1-zhang", "lease-2-zhang"]
    me.problem = _leaves_at("承租人")


def _expired(around: Withdrawal, me: Applicant) -> None:
    """The ID card that she shows ran out years ago."""
    draw(around.packet.expired(), around.papers, "-old")
    me.cards[me.cards.index("id-back")] = "id-back-old"
    me.problem = _leaves_at("有效期")


def _upside_down(around: Withdrawal, me: Applicant) -> None:
    """A sheet lies upside down in the feeder; the kiosk turns it."""
    turn(around.papers / "lease-1.png", around.papers / "lease-1-turned.png")
    me.sheets[me.sheets.index("lease-1")] = "lease-1-turned"


def _jam(around: Withdrawal, me: Applicant) -> None:
    """The feeder jams after the first sheet; staff clear it and she scans the rest."""
    sheets = list(me.sheets)
    scanned = around.world.simulators.apply("", "")["scanner"]["scanned"]

    def jam() -> None:
        async def after_the_first() -> None:
            while around.world.simulators.apply("", "")["scanner"]["scanned"] <= scanned:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            around.world.act("scanner", "jam")

        me.before_feeding = lambda: None
        me.meanwhile(after_the_first())

    def clear(page: pages.LayPapers, me: Applicant) -> bool:
        if not _says(page, "卡住"):
            return False
        around.world.act("scanner", "ok")
        around.world.act("scanner", "empty")
        done = around.world.simulators.apply("", "")["scanner"]["scanned"] - scanned
        me.sheets = sheets[done:]
        return True

    me.before_feeding, me.problem = jam, clear


def _killed(around: Withdrawal, me: Applicant) -> None:
    """The papers process is killed in the middle of a page."""

    def kill_soon() -> None:
        async def kill() -> None:
            while not me.page.reading:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.5)
            if (pid := around.papers_pid()) is not None:
                around.killed.append(pid)
                os.kill(pid, signal.SIGKILL)

        me.meanwhile(kill())

    me.before_feeding = kill_soon


def _leaves_at(words: str) -> Callable[[pages.LayPapers, Applicant], bool]:
    def leave(page: pages.LayPapers, me: Applicant) -> bool:
        if not _says(page, words):
            return False
        me.gives_up = True
        return True

    return leave


def _says(page: pages.LayPapers, words: str) -> bool:
    return any(words in text for text in _told_on(page))


def _told_on(page: pages.LayPapers) -> list[str]:
    said = (page.problem, page.hint, *(slot.words for slot in page.slots))
    return [words.zh for words in said if words is not None]


def _nothing(around: Withdrawal, me: Applicant) -> None:
    """Everything is in order."""


PLAIN = Fault("everything is in order", _nothing)
FAULTS: dict[str, Fault] = {
    "page.blurred": Fault("the first photograph of the bank card is blurred", _blurred, (_UNCLEAR,)),
    "page.missing": Fault("the second page of the lease is left out at first", _missing, ("还缺第 2 页",)),
    "lease.other-person": Fault("the lease is another person's", _other_lease, ("承租人",), Outcome.LEFT),
    "card.expired": Fault("the ID card that she shows has run out", _expired, ("有效期",), Outcome.LEFT),
    "page.upside-down": Fault("a page of the lease lies upside down", _upside_down),
    "feeder.jam": Fault("the feeder jams after the first sheet", _jam, ("卡住",)),
    "papers.killed": Fault("the papers process is killed in the middle of a page", _killed, ("已经拍好的都还在",)),
}


@dataclass(frozen=True)
class Played:
    """One run."""

    report: Report
    moments: list[Moment]
    me: Applicant
    machine_s: float
    """Time that she waited for the machine between the first page and the form."""
    wrong: list[str]
    residue: list[str]
    undelivered: int

    @property
    def good(self) -> bool:
        """Whether all is as it should be."""
        return not self.wrong and not self.residue

    def as_dict(self, fault: str | None) -> dict[str, Any]:
        """What `--json` prints."""
        resident = sum(moment.resident_s for moment in self.moments) + self.me.human_s
        machine = sum(moment.machine_s for moment in self.moments) - self.me.human_s
        return {
            "scenario": ITEM,
            "fault": fault,
            "outcome": self.report.outcome.value,
            "told": list(dict.fromkeys((*(words.zh for words in self.report.told), *self.me.told))),
            "machine_s": round(self.machine_s, 2),
            "target_s": TARGET_S,
            "attended_s": round(resident + machine, 2),
            "pages_laid": len(self.me.shown),
            "fields_read": len(self.me.filled) - len(self.me.missing),
            "fields_typed": self.me.missing,
            "number": self.report.number,
            "undelivered": self.undelivered,
            "wrong": self.wrong,
            "residue": self.residue,
            "as_expected": self.good,
        }


async def play(settings: KioskSettings, *, fault: str | None, pace: str, out: Path) -> Played:
    """Runs the whole visit against a world of its own.

    Raises:
        Problem: the world could not be started.
    """
    chosen = PLAIN if fault is None else FAULTS[fault]
    async with World(settings, out) as world:
        packet = replace(Packet.of("wang"), address=world.canary)
        draw(packet, world.papers)
        async with kiosk_in(world) as services:
            assert services.store is not None
            world.vision_pid = lambda: services.vision.pid
            await asyncio.gather(ready(services, ITEM), services.papers.start())
            world.act("camera", "show", "wang")
            me = Applicant(world, getattr(world.settings.pace, pace))
            around = Withdrawal(world, lambda: services.papers.pid, packet, world.papers)
            chosen.arrange(around, me)
            screen = ScriptedScreen(me)
            async with asyncio.timeout(VISIT_LIMIT_S):
                report = await Driver(services, screen).visit()
            undelivered = await delivered(world, services.store)
            records = (await world.centre("records", "--kind", "application"))["records"]
            packet_pages = 0
            if report.number is not None:
                paper = out / f"{report.number}.pdf"
                packet_pages = (await world.centre("packet", report.number, "--out", str(paper)))["pages"]
        moments = screen.moments()
        laying = [moment.machine_s for moment in moments if moment.name in ("LayPapers", "Wait")]
        wanted: dict[str, str | bytes] = {**packet.secrets(), "address": world.canary}
        residue = search([world.state, world.temp, world.logs], wanted)
    bodies = [record["body"] for record in records if record["body"].get("item") == ITEM]
    wrong = list(_wrong(chosen, report, me, packet, bodies))
    if report.number is not None and packet_pages != len(_CARDS) + len(_SHEETS):
        wrong.append(f"the reviewer has {packet_pages} pages")
    return Played(
        report=report,
        moments=moments,
        me=me,
        machine_s=sum(laying) - me.human_s,
        wrong=wrong,
        residue=residue,
        undelivered=undelivered,
    )


def _wrong(fault: Fault, report: Report, me: Applicant, packet: Packet, bodies: list[dict[str, Any]]) -> list[str]:
    """What is not as it should be."""
    found = []
    told = " ".join((*(words.zh for words in report.told), *me.told))
    found += [f"nobody said {words!r}" for words in fault.says if words not in told]
    if report.outcome is not fault.ends:
        found.append(f"ended as {report.outcome.value}, not {fault.ends.value}")
    if fault.ends is not Outcome.DONE:
        return [*found, *(["something was handed in all the same"] if bodies else [])]
    for name, value in me.filled.items():
        wanted = getattr(packet, _WANTED.get(name, ""), _WANTED.get(name, ""))
        if value and wanted and value != wanted:
            found.append(f"{name} was read wrong")
    if (kept := sum(slot.pages for slot in me.page.slots)) != len(_CARDS) + len(_SHEETS):
        found.append(f"{kept} pages were kept")
    if len(bodies) != 1:
        found.append(f"{len(bodies)} applications reached the centre")
    return found
