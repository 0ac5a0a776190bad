"""What the reviewer gets: each value with where it comes from, what was changed, and what is to be looked at."""

from __future__ import annotations

import asyncio
from typing import cast

from kiosk.catalog import Item, load
from kiosk.journeys.steps.papers import slots_of
from kiosk.papers.client import Papers
from kiosk.papers.desk import Desk
from kiosk.papers.packing import Packed, pack
from ocr.reading import FieldReading, Kind, Reading
from ocr.together import Known
from sync.contract.packet import Origin, Packet, digest
from tests.papers.lying import TODAY, WANG, ScriptedPapers, page

QUAD = ((10.0, 20.0), (50.0, 20.0), (50.0, 30.0), (10.0, 30.0))
FIRST = page(Kind.LEASE, "one", foot="1/2")
SECOND = page(Kind.LEASE, "two", foot="2/2").model_copy(update={"jpeg": b"second"})


def told(**fields: str) -> Reading:
    read = {
        name: FieldReading(value=value, confidence=0.9, page=0, quad=QUAD, checks={"gazetteer": True})
        for name, value in fields.items()
    }
    return Reading(kind=Kind.LEASE, confidence=1, pages=(), fields=read)


async def packed(values: dict[str, str], read: dict[str, str]) -> tuple[Item, Packed]:
    item = load().items["fund-withdraw"]
    reading = told(address="南中轴路1号", landlord="赵志强", rent="4500.00", tenant="王丽华")
    papers = ScriptedPapers([page(Kind.BANK_CARD, "bank")], [FIRST], [SECOND], says={Kind.LEASE: reading})
    desk = Desk(cast(Papers, papers), slots_of(item), Known(*WANG), TODAY)
    async with desk.at_work(lambda: None):
        for number in range(3):
            desk.add(b"%d" % number)
        await asyncio.wait_for(desk.quiet(), 5)
    desk.postpone("application")
    return item, pack("SL-1", item, desk, values, read)


async def test_each_value_says_where_it_comes_from_and_whether_it_was_changed() -> None:
    read = {"home": "南中轴路1号", "landlord": "赵志强", "rent": "4500"}
    _, made = await packed({**read, "landlord": "", "rent": "4600", "name": "王丽华", "phone": "1"}, read)
    fields = {field.name: field for field in made.packet.fields}
    assert {name: fields[name].origin for name in ("name", "home", "landlord", "rent", "phone", "account")} == {
        "name": Origin.CARD,
        "home": Origin.PAPER,
        "landlord": Origin.REVIEW,
        "rent": Origin.RESIDENT,
        "phone": Origin.RESIDENT,
        "account": Origin.REVIEW,
    }
    assert (fields["rent"].corrected, fields["rent"].read) == (True, "4500")
    assert (fields["landlord"].corrected, fields["landlord"].read) == (False, "赵志强")
    assert not fields["home"].corrected and fields["home"].checks == {"gazetteer": True}


async def test_places_are_shares_of_the_page_that_holds_them_and_pages_are_named_by_what_they_are() -> None:
    _, made = await packed({}, {})
    pages = made.packet.pages
    home = next(field for field in made.packet.fields if field.name == "home")
    assert home.page is not None and pages[home.page].paper == "lease"
    assert home.box == (0.1, 0.2, 0.5, 0.3)
    assert [each.paper for each in pages] == ["lease", "lease", "bank-card"]
    by_digest = {digest(each): each for each in made.attachments}
    assert all(each.sha256 in by_digest for each in pages)
    assert Packet.model_validate_json(made.attachments[0]) == made.packet
    assert made.sha256 == digest(made.attachments[0])


async def test_what_follows_later_and_every_check_is_told() -> None:
    _, made = await packed({}, {})
    assert [each.paper for each in made.packet.missing] == ["application"]
    assert ("holder", True) in {(each.code, each.passed) for each in made.packet.checks}
