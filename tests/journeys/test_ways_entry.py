"""To say who one is without an ID card: the social-security card in its slot, and the code on one's phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from way_bench import BACK, NEXT, WANG, Bench, Script, ScriptedCentre, identity, social_security_card

from devices.codes.problems import unreadable
from devices.smartcard import StaffCard, problems
from devices.state import DeviceState
from kiosk.identity import Source
from kiosk.journeys.ways.portal import TRIES, PortalCheck, PortalEntry
from kiosk.journeys.ways.slot import slot_changed
from kiosk.journeys.ways.social_security import BySocialSecurityCard
from sync.contract.problem import Problem
from sync.contract.services import Assurance, PassHolder, Proof

TOKEN = "A2" * 13
HOLDER = PassHolder(number=WANG, name="王丽华", birth=date(1986, 4, 12), sex="2", address="北京市示例区")
STAFF = StaffCard("t-1", b"\x04" + bytes(64))


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path, Script(), ScriptedCentre(passes={TOKEN: HOLDER}))
    async with asyncio.timeout(5):
        while any(d.status.state is not DeviceState.ONLINE for d in made.services.devices.values()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    yield made
    await made.close()


async def until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  a screen tells nobody that it was drawn
            await asyncio.sleep(0.01)


async def test_the_card_says_who_it_is_and_is_remembered_as_lying_there(bench: Bench) -> None:
    bench.slot.put(social_security_card())
    known = await BySocialSecurityCard(bench.services).enter(bench.visit, bench.talk)
    assert known is not None and known.assurance is Assurance.CARD and known.proof is None
    assert (known.holder.source, known.holder.number) == (Source.SOCIAL_SECURITY_CARD, WANG)
    assert known.holder.address is None and known.holder.portrait is None
    assert bench.visit.card_in_slot and bench.visit.slot_card is not None


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (STAFF, "工作卡"),
        (problems.foreign(), "不是这里需要的"),
        (problems.pulled(), "早了一点"),
        (social_security_card(expires=date(2026, 11, 22)), "过期"),
    ],
    ids=["staff", "foreign", "pulled", "expired"],
)
async def test_what_does_not_do_is_told_and_the_next_card_counts(bench: Bench, first: Any, said: str) -> None:
    bench.slot.put(first)
    entering = asyncio.ensure_future(BySocialSecurityCard(bench.services).enter(bench.visit, bench.talk))
    await until(lambda: len(bench.screen.shown) == 2)
    assert said in bench.screen.last().hint.zh
    bench.slot.put(None)
    await until(lambda: not bench.slot.present())
    await asyncio.sleep(0.05)  # the driver's own look at an empty slot
    bench.slot.put(social_security_card())
    async with asyncio.timeout(5):
        assert await entering is not None


async def test_a_staff_card_is_never_taken_for_a_resident(bench: Bench) -> None:
    bench.slot.put(STAFF)
    entering = asyncio.ensure_future(BySocialSecurityCard(bench.services).enter(bench.visit, bench.talk))
    await until(lambda: len(bench.screen.shown) == 2)
    assert not entering.done() and bench.visit.slot_card is None
    assert bench.visit.card_in_slot, "it is asked for at the end of the visit"
    entering.cancel()


async def test_going_back_offers_the_ways_again(bench: Bench) -> None:
    bench.screen._answers.append(BACK)
    assert await BySocialSecurityCard(bench.services).enter(bench.visit, bench.talk) is None


async def test_another_persons_card_is_noticed_and_none_is_no_change(bench: Bench) -> None:
    mine = social_security_card()
    assert not await slot_changed(bench.services, mine)
    bench.slot.put(mine)
    assert not await slot_changed(bench.services, mine)
    bench.slot.put(social_security_card("110100195403080046"))
    assert await slot_changed(bench.services, mine)


async def test_the_phone_says_and_proves_who_it_is(bench: Bench) -> None:
    bench.codes.codes.append(f"NZZ:PASS:{TOKEN}")
    known = await PortalEntry(bench.services).enter(bench.visit, bench.talk)
    assert known is not None
    assert (known.assurance, known.proof) == (Assurance.VERIFIED, Proof.PORTAL)
    assert (known.holder.source, known.holder.address) == (Source.PORTAL, "北京市示例区")


async def test_beside_a_card_the_centre_is_told_whose_it_must_be(bench: Bench) -> None:
    bench.codes.codes.append(f"NZZ:PASS:{TOKEN}")
    attempt = await PortalCheck(bench.services).prove(bench.visit, identity(), bench.talk)
    assert attempt.proof is Proof.PORTAL
    assert bench.services.centre.redeemed == [(TOKEN, WANG)]  # type: ignore[attr-defined]


async def test_codes_of_other_things_are_told_apart_and_never_leave_the_kiosk(bench: Bench) -> None:
    codes = ["134567890123456789", "https://example.com/x", "6901234567892", "NZZ:PASS:short", unreadable("half")]
    bench.codes.codes.extend([*codes, f"NZZ:PASS:{TOKEN}"])  # type: ignore[list-item]
    assert await PortalEntry(bench.services).enter(bench.visit, bench.talk) is not None
    hints = [page.hint.zh for page in bench.screen.shown if page.kind == "ShowCode" and page.hint]  # type: ignore[attr-defined]
    assert "没有扣款" in hints[0] and "网址" in hints[1]
    assert hints[2] == hints[3] and "登录码" in hints[2] and "没有扫清楚" in hints[4]
    assert bench.services.centre.redeemed == [(TOKEN, None)]  # type: ignore[attr-defined]


async def test_after_some_codes_that_are_not_good_another_way_is_offered(bench: Bench) -> None:
    bench.codes.codes.extend([f"NZZ:PASS:{'B' * 26}"] * TRIES)
    bench.screen._answers.extend([None] * TRIES)
    bench.screen._answers.append(NEXT)
    assert await PortalEntry(bench.services).enter(bench.visit, bench.talk) is None
    assert bench.screen.kinds == ["ShowCode"] * TRIES + ["Trouble"]
    assert not PortalEntry(bench.services).offered(bench.visit)
    assert PortalCheck(bench.services).offered(bench.visit, identity()), "who is known by now begins anew"


async def test_a_device_that_is_not_there_is_not_offered(bench: Bench) -> None:
    assert BySocialSecurityCard(bench.services).offered(bench.visit)
    assert PortalEntry(bench.services).offered(bench.visit)
    bench.services.devices.clear()
    assert not BySocialSecurityCard(bench.services).offered(bench.visit)
    assert not PortalEntry(bench.services).offered(bench.visit)


async def test_a_reader_that_breaks_is_told_by_whoever_offered_it(bench: Bench) -> None:
    bench.slot.put(problems.busy(1))
    with pytest.raises(Problem, match=r"smartcard\.busy"):
        await BySocialSecurityCard(bench.services).enter(bench.visit, bench.talk)
