"""Technician mode: who comes in, what they can do, what is written down, and when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from center.intake.bodies import BODIES
from devices.kinds import Kind
from devices.settings import CameraSettings
from devices.settlement import Act, Settlement
from kiosk.journeys.answers import Answer, ResidentGone
from kiosk.journeys.driver import Driver
from kiosk.journeys.pages import Page
from kiosk.journeys.technician import Technician as Mode
from kiosk.technician.lockout import ALLOWED
from tests.journeys.staff_card import BACK, LEAVE, PIN, Bench, Technician, choose, pin

LIMIT_S = 5.0


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A kiosk with one reader and one member of staff."""
    made = Bench(tmp_path)
    made.register()
    yield made
    await made.host.close()
    made.journal.close()


async def serve(bench: Bench, screen: Technician) -> None:
    """The card is in; until the mode is over and, where somebody asks for it, the card is out."""
    bench.slot.inside.set()
    mode = Mode(bench.services, screen)
    card = await asyncio.wait_for(mode.comes(), LIMIT_S)
    serving = asyncio.ensure_future(mode.serve(card))
    try:
        while not serving.done():
            await asyncio.wait({serving}, timeout=0.05)
            if screen.pages and screen.pages[-1].kind == "StaffRefused":
                bench.slot.inside.clear()
        await serving
    finally:
        serving.cancel()


async def pull(bench: Bench) -> None:
    bench.slot.inside.clear()


async def test_card_and_pin_open_it_and_leaving_closes_it(bench: Bench) -> None:
    screen = Technician(pin(PIN), LEAVE)
    await asyncio.wait_for(serve(bench, screen), LIMIT_S)
    assert screen.kinds[:2] == ["StaffPin", "StaffOverview"]
    assert bench.audited == [("enter", "opened", None), ("exit", "left", None)]
    body = bench.records[0][1]
    assert body["staff"] == "t-1" and body["at"].startswith("2026-11-23T03:00")
    for kind, each in bench.records:
        BODIES[kind].model_validate(each)


async def test_every_challenge_is_fresh_and_long(bench: Bench) -> None:
    await asyncio.wait_for(serve(bench, Technician(pin("0000"), pin(PIN), LEAVE)), LIMIT_S)
    assert [len(each) for each in bench.slot.challenges] == [32, 32]
    assert len(set(bench.slot.challenges)) == 2


async def test_a_wrong_pin_tells_how_many_tries_are_left(bench: Bench) -> None:
    screen = Technician(pin("0000"), pin(PIN), LEAVE)
    await asyncio.wait_for(serve(bench, screen), LIMIT_S)
    again = next(page for page in screen.pages if page.kind == "StaffPin" and cast(Any, page).problem)
    assert "2" in cast(Any, again).problem.zh
    assert bench.audited[0] == ("enter", "wrong-pin", None)


async def test_a_blocked_card_opens_nothing(bench: Bench) -> None:
    bench.slot.tries = 0
    screen = Technician(pin(PIN))
    await asyncio.wait_for(serve(bench, screen), LIMIT_S)
    assert screen.kinds == ["StaffPin", "StaffRefused"]
    assert bench.audited == [("enter", "card-blocked", None)]


async def test_a_card_that_signs_with_another_key_opens_nothing(bench: Bench) -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    bench.register(other.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    screen = Technician(pin(PIN))
    await asyncio.wait_for(serve(bench, screen), LIMIT_S)
    assert "StaffOverview" not in screen.kinds
    assert bench.audited == [("enter", "forged", None)]


async def test_a_card_that_is_not_on_the_roster_is_not_even_asked_for_its_pin(bench: Bench) -> None:
    bench.services.settings.paths.state.joinpath("keys", "staff.json").unlink()
    screen = Technician()
    await asyncio.wait_for(serve(bench, screen), LIMIT_S)
    assert screen.kinds == ["StaffRefused"]
    assert bench.audited == [("enter", "unknown-card", None)]


async def test_five_failures_lock_also_the_right_pin_and_time_opens_again(bench: Bench) -> None:
    bench.slot.tries = 99
    await asyncio.wait_for(serve(bench, Technician(*[pin("0000")] * ALLOWED)), LIMIT_S)
    locked = Technician(pin(PIN))
    await asyncio.wait_for(serve(bench, locked), LIMIT_S)
    assert locked.kinds == ["StaffRefused"] and "锁定" in cast(Any, locked.pages[0]).reason.zh
    assert bench.audited[-1] == ("enter", "locked", None)
    bench.now += timedelta(minutes=15, seconds=1)
    opened = Technician(pin(PIN), LEAVE)
    await asyncio.wait_for(serve(bench, opened), LIMIT_S)
    assert "StaffOverview" in opened.kinds


async def test_pulling_the_card_ends_it_at_once(bench: Bench) -> None:
    async def pulled(_: Page) -> Answer | None:
        bench.slot.inside.clear()
        return None

    screen = Technician(pin(PIN), pulled)
    await asyncio.wait_for(serve(bench, screen), 2.0)
    assert screen.kinds[-1] == "StaffOverview"
    assert bench.audited == [("enter", "opened", None), ("exit", "card-pulled", None)]


async def test_pulling_the_card_while_the_pin_is_asked_ends_it_too(bench: Bench) -> None:
    async def pulled(_: Page) -> Answer | None:
        bench.slot.inside.clear()
        return None

    await asyncio.wait_for(serve(bench, Technician(pulled)), 2.0)
    assert bench.audited == [("enter", "card-pulled", None)]


async def test_nobody_who_touches_ends_it(bench: Bench) -> None:
    async def gone(_: Page) -> Answer | None:
        raise ResidentGone

    await asyncio.wait_for(serve(bench, Technician(pin(PIN), gone)), LIMIT_S)
    assert bench.audited[-1] == ("exit", "idle", None)


async def test_a_device_is_tested_and_restarted_and_both_are_written_down(bench: Bench) -> None:
    screen = Technician(pin(PIN), choose("device:smart-card"), choose("test"), choose("restart"), BACK, LEAVE)
    await asyncio.wait_for(serve(bench, screen), LIMIT_S)
    tested = next(page for page in screen.pages if page.kind == "StaffDevice" and cast(Any, page).verdict)
    assert cast(Any, tested).passed and cast(Any, tested).picture.startswith("data:image/png;base64,")
    assert ("test", "passed", "smart-card") in bench.audited
    assert ("restart", "done", "smart-card") in bench.audited
    assert bench.slot.opened >= 2


async def test_an_unknown_act_is_settled_by_a_person_who_is_asked_twice(bench: Bench) -> None:
    bench.journal.begin("order-1", "00", 2, act=Act.PRINT, device="printer")
    bench.journal.sent("order-1")
    bench.journal.settle("order-1", Settlement.UNKNOWN, 0)
    steps = (choose("acts"), choose("done:order-1"), BACK, choose("done:order-1"), choose("yes"), BACK, LEAVE)
    screen = Technician(pin(PIN), *steps)
    await asyncio.wait_for(serve(bench, screen), LIMIT_S)
    known = bench.journal.find("order-1")
    assert known is not None and (known.state, known.done_units) == ("done", 2)
    assert [each for each in bench.audited if each[0].startswith("settle")] == [("settle order-1", "done", "printer")]


async def test_an_order_that_is_not_listed_cannot_be_settled(bench: Bench) -> None:
    bench.journal.begin("order-2", "00", 1, act=Act.PRINT, device="printer")
    await asyncio.wait_for(serve(bench, Technician(pin(PIN), choose("acts"), choose("done:order-2"), BACK, LEAVE)), 5)
    known = bench.journal.find("order-2")
    assert known is not None and known.state == "queued"


async def test_the_report_is_made_kept_and_written_down(bench: Bench) -> None:
    screen = Technician(pin(PIN), choose("report"), BACK, LEAVE)
    await asyncio.wait_for(serve(bench, screen), 20)
    (kept,) = (bench.state / "reports").glob("readiness-*.pdf")
    assert kept.read_bytes().startswith(b"%PDF")
    assert ("report", "ready", None) in bench.audited


async def test_a_required_device_without_a_driver_makes_the_kiosk_unfit(bench: Bench) -> None:
    bench.lacking["camera"] = (Kind.CAMERA, CameraSettings())
    screen = Technician(pin(PIN), choose("report"), BACK, LEAVE)
    await asyncio.wait_for(serve(bench, screen), 20)
    assert ("report", "not-ready", None) in bench.audited


async def test_a_card_that_stays_in_is_not_asked_again_until_it_was_out(bench: Bench) -> None:
    mode = Mode(bench.services, Technician(pin(PIN), LEAVE, LEAVE))
    bench.slot.inside.set()
    await asyncio.wait_for(mode.serve(await mode.comes()), LIMIT_S)
    waiting = asyncio.ensure_future(mode.comes())
    done, _ = await asyncio.wait({waiting}, timeout=0.3)
    assert not done
    bench.slot.inside.clear()
    await asyncio.wait({waiting}, timeout=0.3)
    bench.slot.inside.set()
    assert (await asyncio.wait_for(waiting, LIMIT_S)).id == "t-1"


async def test_on_the_attract_page_a_staff_card_opens_it_and_residents_card_does_not(bench: Bench) -> None:
    screen = Technician(pin(PIN), LEAVE)
    serving = asyncio.ensure_future(Driver(bench.services, cast(Any, screen)).serve())
    bench.slot.foreign = True
    bench.slot.inside.set()
    await asyncio.wait({serving}, timeout=0.3)
    assert screen.kinds == ["Attract"]
    bench.slot.inside.clear()
    await asyncio.wait({serving}, timeout=0.2)
    bench.slot.foreign = False
    bench.slot.inside.set()
    async with asyncio.timeout(LIMIT_S):
        while ("exit", "left", None) not in bench.audited:
            screen.shown.clear()
            await screen.shown.wait()
    bench.slot.inside.clear()
    async with asyncio.timeout(LIMIT_S):
        while screen.kinds[-1] != "Attract":
            screen.shown.clear()
            await screen.shown.wait()
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    assert screen.kinds == ["Attract", "StaffPin", "StaffOverview", "StaffRefused", "Attract"]
