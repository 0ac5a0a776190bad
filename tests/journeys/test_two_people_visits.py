"""Visits of two: an agent acts for a resident who is not here, a volunteer helps one who is; against a real centre."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
import pytest_asyncio
from sqlalchemy import delete, select

from center import authorities
from center.centre import Centre
from center.schema import audits
from center.schema import authorities as granted_ones
from center.schema import records as table
from kiosk.assembly import assemble
from kiosk.certificates import verify
from kiosk.journeys import pages
from kiosk.journeys.answers import Action, Answer, ResidentGone
from kiosk.journeys.dressing import HIDDEN
from kiosk.journeys.driver import Driver, Report
from kiosk.journeys.pages import FieldKind, Page
from kiosk.journeys.scripted import ScriptedScreen
from kiosk.scenario.night import ready
from kiosk.scenario.personas import Wang
from kiosk.scenario.world import World
from kiosk.services import Services
from kiosk.settings import KioskSettings
from kiosk.store import Store
from kiosk.store.tables import applications, drafts
from sync.contract.settings import load
from sync.database import reading
from sync.status import read_status

pytestmark = [pytest.mark.scenario, pytest.mark.timeout(120), pytest.mark.asyncio(loop_scope="module")]

LI, ZHANG = "110100195403080046", "110100199009210015"
PINS = {"li": "246800", "zhang": "112233"}
RECORD, CARD = "social-insurance-record", "senior-card"
PHONE = "13800000009"
LEAVE = Answer(action=Action.LEAVE)

Instead = Callable[[Page], Answer | None]


class Two(Wang):
    """张建国 helps 李桂兰. `instead` answers in their place, by kind of page."""

    def __init__(self, world: World, role: str, item: str, **instead: Instead) -> None:
        super().__init__(world, world.settings.pace.adult)
        self.world, self.role, self.item, self.instead = world, role, item, instead
        self.met: list[Page] = []

    def last(self, kind: type[Page]) -> Any:
        return [page for page in self.met if isinstance(page, kind)][-1]

    async def meet(self, page: Page) -> Answer | None:
        self.met.append(page)
        hook = self.instead.get(page.kind)
        answer = hook(page) if hook else None
        if answer is not None:
            return answer
        match page:
            case pages.ChooseItem():
                return Answer(action=Action.CHOOSE, value=self.item)
            case pages.PresentCard():
                return self._card(page)
            case pages.Consent():
                return Answer(action=Action.REFUSE)
            case pages.ChooseWay():
                return Answer(action=Action.CHOOSE, value="pin")
            case pages.EnterCode():
                who = "zhang" if self.role == "agent" else "li"
                return Answer(action=Action.FILL, values={"code": PINS[who]})
            case pages.ChooseAuthority(lines=lines):
                usable = [line.number for line in lines if line.covers]
                return Answer(action=Action.CHOOSE, value=usable[0]) if usable else Answer(action=Action.BACK)
            case pages.FillForm(fields=fields):
                asked = [field for field in fields if field.kind is not FieldKind.GIVEN]
                given = {f.name: f.choices[0][0] if f.kind is FieldKind.CHOICE else PHONE for f in asked}
                return Answer(action=Action.FILL, values=given)
        return await super().meet(page)

    def _card(self, page: pages.PresentCard) -> Answer | None:
        """The helper's card, which the volunteer takes again; then the resident's."""
        if page.who == "resident" and page.companion is None:
            return Answer(action=Action.CHOOSE, value=self.role) if self.role in page.others else LEAVE
        lift = page.who == "volunteer" and page.hint is not None
        self.world.act("id-reader", "lift" if lift else "put", *(() if lift else (self._whose(page),)))
        return None

    def _whose(self, page: pages.PresentCard) -> str:
        return "li" if page.who == "resident" else "zhang"


class Place(NamedTuple):
    """A kiosk in a world, and what the centre had before this test."""

    world: World
    services: Services
    before: frozenset[str]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kiosk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[World, Services]]:
    """One kiosk for all visits: to start one costs more than to walk through them."""
    settings = load(KioskSettings, Path("config.toml"))
    async with World(settings, tmp_path_factory.mktemp("two-people")) as world:
        services, _ = await asyncio.gather(assemble(world.settings), world.start_sync())
        yield world, services
        await services.close()


@pytest_asyncio.fixture(loop_scope="module")
async def place(kiosk: tuple[World, Services]) -> Place:
    """As if nobody had been there: no authority in force, nothing handed in or half done, no card, no paper."""
    world, services = kiosk
    assert services.store is not None
    for slot in ("id-reader", "smart-card"):
        world.act(slot, "lift")
    for sheet in world.paper.glob("*.pdf"):
        sheet.unlink()
    with services.store.engine.begin() as connection:
        for rows in (applications, drafts):
            connection.execute(delete(rows))
    await ready(services, RECORD)
    with centre(world) as here:
        with here.database.write() as connection:
            connection.execute(delete(granted_ones))
        with here.database.read() as connection:
            known = connection.execute(select(table.c.id)).scalars().all()
    return Place(world, services, frozenset(known))


async def play(place: Place, two: Two, rejected: int = 0) -> tuple[Report, Services]:
    """One visit; afterwards everything it wrote is at the centre."""
    assert place.services.store is not None
    refused = await _settled(place.services.store)
    report = await asyncio.wait_for(Driver(place.services, ScriptedScreen(two)).visit(), 60)
    assert await _settled(place.services.store) == refused + rejected
    return report, place.services


async def _settled(store: Store) -> int:
    """Waits until the centre has answered for every record; how many it refused."""
    async with asyncio.timeout(20):
        while True:
            with reading(store.engine) as connection:
                status = read_status(connection, None, datetime.now(UTC))
            if not sum(status.queued.values()):
                return len(status.quarantined)
            await asyncio.sleep(0.05)


@contextmanager
def centre(world: World) -> Iterator[Centre]:
    """The file of the centre, beside the running server."""
    opened = Centre.open(world.folder / "center", demo_residents=True)
    yield opened
    opened.close()


def granted(world: World, item: str) -> str:
    with centre(world) as here:
        return authorities.grant(here, resident=LI, agent=ZHANG, items=[item], days=30)[0].number


def revoke(world: World, number: str) -> None:
    with centre(world) as here:
        authorities.revoke(here, number)


def records(place: Place, kind: str) -> list[dict[str, Any]]:
    """What this test's visit brought to the centre."""
    with centre(place.world) as here, here.database.read() as connection:
        found = connection.execute(select(table.c.id, table.c.body).where(table.c.kind == kind)).all()
    return [json.loads(row.body) for row in found if row.id not in place.before]


async def test_an_agent_prints_the_record_of_a_resident_who_is_not_here(place: Place) -> None:
    world = place.world
    number = granted(world, RECORD)
    two = Two(world, "agent", RECORD)
    report, services = await play(place, two)

    assert (report.outcome, report.proof) == ("done", "authority")
    (line,) = two.last(pages.ChooseAuthority).lines
    assert (line.number, line.name_masked, line.covers) == (number, "李*兰", True)
    shown = two.last(pages.Record)
    assert shown.companion.zh == "代办员 张*国 正在为 李*兰 办理"
    assert {cell for row in shown.rows for cell in row.cells[2:]} == {HIDDEN}
    assert not [page for page in two.met if isinstance(page, pages.HandBack)]

    (sheet,) = world.paper.glob("*.pdf")
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(sheet))
    assert "李桂兰" in text and f"代办人张*国（授权委托书{number}）" in text and "张建国" not in text
    assert verify(sheet.read_bytes(), world.state).verdict.value == "valid"

    assert services.store is not None
    for kind in ("certificate", "rating", "purge", "companion"):
        (body,) = records(place, kind)
        mark = body.get("companion", body)
        assert (mark["role"], mark["authority"]) == ("agent", number), kind
        assert len(mark["helper"]) == 64
        assert not [word for word in ("张建国", ZHANG, LI) if word in json.dumps(body, ensure_ascii=False)]
    assert (records(place, "rating"))[0]["by"] == "agent"
    with centre(world) as here, here.database.read() as connection:
        told = select(audits.c.event).where(audits.c.subject == here.keys.subject(ZHANG))
        assert "authority.used" in connection.execute(told).scalars().all()


async def test_an_authority_for_something_else_is_shown_grey_and_does_not_open_the_item(place: Place) -> None:
    world = place.world
    other = granted(world, CARD)
    revoked = granted(world, RECORD)
    revoke(world, revoked)
    tries = iter([Answer(action=Action.CHOOSE, value=other), Answer(action=Action.BACK)])
    two = Two(world, "agent", RECORD, ChooseAuthority=lambda _: next(tries))
    two.instead["PresentCard"] = lambda page: (
        LEAVE if page.who == "resident" and two.met[-2].kind == "ChooseAuthority" else None  # type: ignore[attr-defined]
    )
    report, _ = await play(place, two)

    assert report.outcome == "left"
    lines = two.last(pages.ChooseAuthority).lines
    assert [(line.number, line.covers) for line in lines] == [(other, False), (revoked, False)]
    assert "不包含" in lines[0].note.zh and "撤销" in lines[1].note.zh
    assert any("没有可以办这项业务" in words.zh for words in report.told)
    assert not [page for page in two.met if isinstance(page, pages.Record)]
    assert two.met[-2].companion is None, "who goes back is no agent any more"
    assert records(place, "companion") == []


class Overtaken(Two):
    """The resident revokes at a counter while the agent reads over the form; the uploader hears of it meanwhile."""

    def __init__(self, world: World, number: str) -> None:
        super().__init__(world, "agent", CARD)
        self.number = number

    async def meet(self, page: Page) -> Answer | None:
        if isinstance(page, pages.ChooseItem) and self.met and "Review" in {each.kind for each in self.met}:
            return LEAVE
        if isinstance(page, pages.Review):
            revoke(self.world, self.number)
            await self._heard()
        return await super().meet(page)

    async def _heard(self) -> None:
        store = Store.open(self.world.settings.paths.state)
        try:
            async with asyncio.timeout(20):
                while store.revocation(self.number) is None:  # noqa: ASYNC110  another process writes it
                    await asyncio.sleep(0.05)
        finally:
            store.close()


async def test_an_authority_that_is_revoked_during_the_visit_files_nothing(place: Place) -> None:
    world = place.world
    agent = Overtaken(world, granted(world, CARD))
    report, _ = await play(place, agent)
    assert report.outcome == "left" and report.number is None
    assert "撤销" in agent.last(pages.Trouble).happened.zh
    assert records(place, "application") == []


async def test_an_authority_that_was_revoked_is_shown_with_its_end_and_opens_nothing(place: Place) -> None:
    world = place.world
    number = granted(world, CARD)
    revoke(world, number)
    agent = Two(world, "agent", CARD, ChooseAuthority=lambda _: LEAVE)
    report, _ = await play(place, agent)
    assert report.outcome == "left"
    (line,) = agent.last(pages.ChooseAuthority).lines
    assert (line.number, line.covers) == (number, False) and "撤销" in line.note.zh


async def test_a_volunteer_helps_and_hands_back(place: Place) -> None:
    world = place.world
    two = Two(world, "volunteer", RECORD)
    report, _ = await play(place, two)

    assert (report.outcome, report.proof) == ("done", "pin")
    kinds = [page.kind for page in two.met]
    handed = kinds.index("HandBack")
    assert kinds.index("Record") < handed < kinds.index("TakeBelongings") < kinds.index("Rate")
    assert (two.met[handed].helper_masked, two.met[handed].name_masked) == ("张*国", "李*兰")  # type: ignore[attr-defined]
    assert all(page.companion is None for page in two.met[handed + 1 :])
    named = [page for page in two.met[kinds.index("EnterCode") : handed] if page.companion is not None]
    assert len(named) == handed - kinds.index("EnterCode")
    assert "请本人输入" in two.last(pages.EnterCode).companion.zh
    assert two.last(pages.Record).number_masked == HIDDEN

    (help_,) = records(place, "companion")
    assert (help_["role"], help_["authority"], help_["item"], help_["outcome"]) == ("volunteer", None, RECORD, "done")
    (rating,) = records(place, "rating")
    assert rating["by"] == "resident" and rating["companion"]["role"] == "volunteer"
    (purge,) = records(place, "purge")
    assert purge["companion"]["helper"] == help_["helper"]
    assert all(consent["companion"]["role"] == "volunteer" for consent in records(place, "consent"))


async def test_the_volunteers_own_card_is_not_the_residents(place: Place) -> None:
    world = place.world

    class Same(Two):
        def _whose(self, page: pages.PresentCard) -> str:
            told = page.hint is not None and "帮忙的人自己" in page.hint.zh
            return "li" if told else "zhang"

    two = Same(world, "volunteer", CARD, PresentCard=lambda page: _lift_first(two, page))
    report, _ = await play(place, two)
    assert report.outcome == "done"
    assert any("帮忙的人自己" in words.zh for words in report.told)
    (application,) = records(place, "application")
    assert application["values"]["number"] == LI and application["companion"]["role"] == "volunteer"


def _lift_first(two: Two, page: Page) -> None:
    """Whoever puts the right card on takes the wrong one away."""
    if isinstance(page, pages.PresentCard) and page.hint is not None and "帮忙的人自己" in page.hint.zh:
        two.world.act("id-reader", "lift")


async def test_who_walks_away_leaves_nothing_of_either(place: Place) -> None:
    world = place.world

    def gone(_: Page) -> Answer | None:
        world.later(0.3, "id-reader", "lift")
        raise ResidentGone

    two = Two(world, "volunteer", RECORD, Record=gone)
    report, _ = await play(place, two)
    assert report.outcome == "walked-away"
    (purge,) = records(place, "purge")
    assert {"identity", "card", "companion"} <= set(purge["erased"])
    assert (records(place, "companion"))[0]["outcome"] == "walked-away"


async def test_a_strangers_card_beside_the_two_ends_the_visit(place: Place) -> None:
    world = place.world

    def swap(_: Page) -> Answer | None:
        world.act("id-reader", "lift")
        world.act("id-reader", "put", "wang")
        return None

    report, _ = await play(place, Two(world, "volunteer", CARD, FillForm=swap))
    assert report.outcome == "refused"
    assert any("另一个人" in words.zh for words in report.told)


async def test_what_must_be_done_in_person_has_no_agent(place: Place) -> None:
    world = place.world
    two = Two(world, "agent", "residence-permit")
    report, _ = await play(place, two)
    assert report.outcome == "left"
    assert "agent" not in two.last(pages.PresentCard).others
    assert "volunteer" in two.last(pages.PresentCard).others


async def test_without_the_centre_nobody_can_act_for_another(place: Place) -> None:
    world = place.world
    granted(world, RECORD)

    def cut(_: Page) -> Answer | None:
        world.act("link", "cut")
        return None

    two = Two(world, "agent", RECORD, ChooseWay=cut)

    def plug_in(_: Page) -> Answer:
        world.act("link", "restore")
        return LEAVE

    two.instead["Trouble"] = plug_in
    report, _ = await play(place, two)
    assert report.outcome == "left"
    assert not [page for page in two.met if isinstance(page, pages.ChooseAuthority)]
