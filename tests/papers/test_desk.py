"""The papers of one visit: each page finds its place, is read once, and what is wrong is said."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from kiosk.papers import problems
from kiosk.papers.client import Papers
from kiosk.papers.desk import TRIES, Desk, Slot, State
from ocr.reading import Advice, Kind, Reading
from ocr.together import Known
from sync.contract.problem import Family, Problem, Words
from tests.papers.lying import TODAY, WANG, ScriptedPapers, page, reading

LEASE_1 = page(Kind.LEASE, "lease one", foot="第 1 页 共 2 页")
LEASE_2 = page(Kind.OTHER, "lease two", foot="第 2 页 共 2 页")
BANK = page(Kind.BANK_CARD, "bank")


def desk(papers: ScriptedPapers) -> Desk:
    slots = [
        Slot("lease", Words(zh="租房合同", en="Lease"), Kind.LEASE),
        Slot("bank", Words(zh="银行卡", en="Bank card"), Kind.BANK_CARD),
        Slot("form", Words(zh="申请表", en="Form"), Kind.FUND, may_follow=True),
    ]
    return Desk(cast(Papers, papers), slots, Known(*WANG), TODAY)


async def lay(papers: ScriptedPapers, files: int) -> Desk:
    """Adds so many files and waits until all are read."""
    table = desk(papers)
    async with table.at_work(lambda: None):
        for number in range(files):
            table.add(b"%d" % number)
            async with asyncio.timeout(5):
                await table.quiet()
    return table


def states(table: Desk) -> dict[str, State]:
    return {id: slot.state for id, slot in table.slots.items()}


async def test_pages_in_any_order_find_their_places_and_a_further_page_follows_its_document() -> None:
    papers = ScriptedPapers([BANK], [LEASE_1], [LEASE_2])
    table = await lay(papers, 3)
    assert states(table) == {"lease": State.GOOD, "bank": State.GOOD, "form": State.MISSING}
    assert table.slots["lease"].pages == [LEASE_1, LEASE_2]
    assert not table.complete
    table.postpone("form")
    assert table.complete and table.obstacles() == []


async def test_pages_of_a_document_are_put_in_the_order_of_their_numbers() -> None:
    second = page(Kind.LEASE, "lease two", foot="2/2")
    table = await lay(ScriptedPapers([second], [LEASE_1]), 2)
    assert table.slots["lease"].pages == [LEASE_1, second]


async def test_a_page_that_is_missing_is_said_with_its_number() -> None:
    table = await lay(ScriptedPapers([LEASE_1]), 1)
    assert states(table)["lease"] is State.LOOK
    assert "还缺第 2 页" in table.obstacles()[0].zh


async def test_a_page_is_not_missing_while_further_ones_wait_to_be_read() -> None:
    papers = ScriptedPapers([LEASE_1], [LEASE_2])
    table = desk(papers)
    seen: list[list[Words]] = []
    async with table.at_work(lambda: seen.append(table.slots["lease"].faults)):
        table.add(b"1")
        table.add(b"2")
        async with asyncio.timeout(5):
            await table.quiet()
    assert seen and not any(seen)


async def test_the_same_page_twice_is_said_and_kept_once() -> None:
    table = await lay(ScriptedPapers([BANK], [BANK]), 2)
    assert len(table.slots["bank"].pages) == 1
    assert table.said is not None and "已经有了" in table.said.zh


async def test_another_side_of_a_card_takes_the_place_of_the_first() -> None:
    better = page(Kind.BANK_CARD, "bank again")
    table = await lay(ScriptedPapers([BANK], [better]), 2)
    assert table.slots["bank"].pages == [better]


@pytest.mark.parametrize(("fault", "words"), [("blurred", "模糊"), ("cut-off", "没有拍全"), ("dark", "太暗")])
async def test_a_page_that_cannot_be_seen_is_asked_for_once_more_and_then_kept(fault: str, words: str) -> None:
    bad = page(Kind.BANK_CARD, "bad", faults=(fault,))
    papers = ScriptedPapers([bad], [bad])
    table = desk(papers)
    async with table.at_work(lambda: None):
        table.add(b"1")
        await asyncio.wait_for(table.quiet(), 5)
        assert states(table)["bank"] is State.MISSING
        assert table.said is not None and words in table.said.zh
        table.add(b"2")
        await asyncio.wait_for(table.quiet(), 5)
    assert table.slots["bank"].pages == [bad]


async def test_a_paper_that_is_not_asked_for_is_named() -> None:
    table = await lay(ScriptedPapers([page(Kind.INVOICE, "invoice")]), 1)
    assert table.said is not None and "发票" in table.said.zh
    assert table.pages == []


async def test_another_persons_paper_keeps_from_going_on_until_it_is_taken_away() -> None:
    other = reading(Kind.LEASE, tenant="张建国", tenant_number="110100199009210015")
    table = await lay(ScriptedPapers([LEASE_1], [LEASE_2], says={Kind.LEASE: other}), 2)
    assert states(table)["lease"] is State.LOOK
    assert any("不是同一个人" in words.zh for words in table.obstacles())
    table.take_away("lease")
    assert states(table)["lease"] is State.MISSING
    assert not any("不是同一个人" in words.zh for words in table.obstacles())


async def test_what_has_run_out_keeps_from_going_on() -> None:
    old = Reading(kind=Kind.LEASE, confidence=1, pages=(), advice=(Advice(code="expired", zh="过期", en="expired"),))
    table = await lay(ScriptedPapers([LEASE_1], [LEASE_2], says={Kind.LEASE: old}), 2)
    assert any("过期" in words.zh for words in table.obstacles())


async def test_a_process_that_dies_reads_that_page_again_and_no_other() -> None:
    papers = ScriptedPapers([BANK], problems.lost("was killed"), [LEASE_1])
    table = await lay(papers, 2)
    assert papers.asked == [b"0", b"1", b"1"]
    assert table.pages == [LEASE_1, BANK]


async def test_a_page_over_which_it_always_dies_is_given_up_and_the_next_is_read() -> None:
    papers = ScriptedPapers(*[problems.lost("was killed")] * TRIES, [BANK])
    table = await lay(papers, 1)
    assert table.said is not None and "再放一次" in table.said.zh
    async with table.at_work(lambda: None):
        table.add(b"next")
        await asyncio.wait_for(table.quiet(), 5)
    assert table.pages == [BANK]


async def test_a_file_that_is_no_picture_is_said_in_its_own_words() -> None:
    broken = Problem("paper.unreadable", Family.EXPECTED, resident=Words(zh="读不出来", en="-"), technician="-")
    table = await lay(ScriptedPapers(broken), 1)
    assert table.said == broken.resident


async def test_what_was_not_read_when_the_page_went_away_is_read_when_it_comes_back() -> None:
    papers = ScriptedPapers([BANK])
    table = desk(papers)
    table.add(b"1")
    assert table.reading == 1
    async with table.at_work(lambda: None):
        await asyncio.wait_for(table.quiet(), 5)
    assert table.pages == [BANK]
