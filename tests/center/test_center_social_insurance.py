"""A resident's own payment record: only with proof, always audited, and with figures that add up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from signed_kiosk import NOBODY, WANG, SignedKiosk, insurance_query, problem_of
from sqlalchemy import select

from center.centre import Centre
from center.demo.people import RATES, people
from center.identity.pins import pin_fits
from center.schema import audits, payments, residents
from sync.contract.services import Scheme, SocialInsuranceRecord


async def _record(kiosk: SignedKiosk, **over: Any) -> SocialInsuranceRecord:
    answer = await kiosk.post("/v1/social-insurance", insurance_query(**over))
    return SocialInsuranceRecord.model_validate_json(answer.content)


async def test_wang_sees_what_she_paid(kiosk: SignedKiosk) -> None:
    record = await _record(kiosk)
    assert (record.name, record.number) == ("王丽华", WANG)
    # 16:30 UTC on 2 November is the 3rd in Beijing.
    assert record.as_of.isoformat() == "2026-11-03"
    pension = [year for year in record.years if year.scheme is Scheme.PENSION]
    assert [year.year for year in pension] == list(range(2016, 2027))
    assert [year.months for year in pension] == [12] * 10 + [10]
    assert pension[0].paid == Decimal("9800") * Decimal("0.08") * 12
    assert [year.scheme for year in record.years[:5]] == list(Scheme)


async def test_every_figure_follows_from_base_months_and_rate(kiosk: SignedKiosk) -> None:
    for person in people():
        record = await _record(kiosk, number=person.number, name=person.name)
        assert len({(year.year, year.scheme) for year in record.years}) == len(record.years)
        assert bool(record.years) == bool(person.years)
        for year in record.years:
            share, extra = RATES[year.scheme]
            exact = (year.base * share + extra) * year.months
            assert abs(year.paid - exact) <= Decimal("0.005") * year.months
            assert "示例" in year.employer


async def test_li_retired_in_2009(kiosk: SignedKiosk) -> None:
    record = await _record(kiosk, number="110100195403080046", name="李桂兰")
    assert max(year.year for year in record.years) == 2009


@pytest.mark.parametrize("too_little", [{"assurance": "card"}, {"assurance": "none"}, {"proof": None}])
async def test_holding_a_card_is_not_enough(kiosk: SignedKiosk, centre: Centre, too_little: dict[str, Any]) -> None:
    answer = await kiosk.post("/v1/social-insurance", insurance_query(**too_little))
    assert (answer.status_code, problem_of(answer)["code"]) == (403, "social-insurance.assurance")
    with centre.database.read() as connection:
        assert connection.execute(select(audits.c.event)).scalars().all()[-1] == "social-insurance.refused"


@pytest.mark.parametrize("who", [{"number": NOBODY}, {"name": "王丽"}, {"name": "李桂兰"}])
async def test_a_person_unknown_by_number_or_name_is_not_found(kiosk: SignedKiosk, who: dict[str, Any]) -> None:
    answer = await kiosk.post("/v1/social-insurance", insurance_query(**who))
    problem = problem_of(answer)
    assert (answer.status_code, problem["code"]) == (404, "social-insurance.unknown-person")
    assert problem["family"] == "expected"


async def test_the_audit_says_who_asked_what_without_the_name(kiosk: SignedKiosk, centre: Centre) -> None:
    await kiosk.post("/v1/social-insurance", insurance_query(visit="visit-77"))
    with centre.database.read() as connection:
        entry = connection.execute(select(audits).order_by(audits.c.id.desc())).first()
    assert entry is not None
    assert (entry.event, entry.kiosk, entry.visit) == ("social-insurance.read", "A-03", "visit-77")
    assert entry.subject == centre.keys.subject(WANG)
    assert "purpose=own-record" in entry.detail
    assert WANG not in str(entry)
    assert "王丽华" not in str(entry)


def test_demo_pins_are_those_of_the_file(centre: Centre) -> None:
    pins = {"wang": "135790", "li": "246800", "zhang": "112233", "zhou": "864209", "chen": "975310"}
    for person in people():
        assert pin_fits(pins[person.key], person.pin)
        assert not pin_fits("000000", person.pin)


def test_without_demo_residents_the_register_is_empty(centre: Centre) -> None:
    with centre.database.read() as connection:
        assert len(connection.execute(select(residents)).all()) == len(people())
    Centre.open(centre.database.path.parent, demo_residents=False).close()
    with centre.database.read() as connection:
        assert connection.execute(select(residents)).all() == []
        assert connection.execute(select(payments)).all() == []
