"""What papers of one packet say of each other and of whose packet it is."""

from __future__ import annotations

from datetime import date

import pytest

from ocr.reading import FieldReading, Kind, Reading
from ocr.together import Known, compare

TODAY = date(2026, 11, 24)
ME = Known("王丽华", "110100198604120028")
OTHER = {"tenant": "张建国", "tenant_number": "110100199009210015"}
MINE = {"tenant": "王丽华", "tenant_number": "110100198604120028"}


def paper(kind: Kind, **fields: str | None) -> Reading:
    told = {name: FieldReading(value=value, confidence=0.9, page=0, quad=None) for name, value in fields.items()}
    return Reading(kind=kind, confidence=1, pages=(), fields=told)


def verdicts(known: Known | None = ME, **papers: Reading) -> dict[str, bool]:
    return {check.code: check.passed for check in compare(papers, known, TODAY)}


@pytest.mark.parametrize(
    ("kind", "fields", "passed"),
    [
        (Kind.LEASE, MINE, True),
        (Kind.LEASE, OTHER, False),
        (Kind.LEASE, {"tenant": "王丽华", "tenant_number": None}, True),
        (Kind.LEASE, {"tenant": "王 丽华", "tenant_number": None}, True),
        (Kind.LEASE, {"tenant": "张建国", "tenant_number": ME.number}, True),
        (Kind.FUND, {"name": "李桂兰", "number": None}, False),
        (Kind.MARRIAGE, {"name_1": "赵志强", "name_2": "王丽华"}, True),
        (Kind.MARRIAGE, {"name_1": "赵志强", "name_2": "李桂兰"}, False),
        (Kind.PROPERTY, {"owner": "王丽华"}, True),
    ],
)
def test_a_paper_is_the_applicants_own_or_is_not(kind: Kind, fields: dict[str, str | None], passed: bool) -> None:
    assert verdicts(paper=paper(kind, **fields))["holder"] is passed


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.LEASE, {"tenant": None, "tenant_number": None}),
        (Kind.MARRIAGE, {"name_1": "赵志强", "name_2": None}),
        (Kind.BANK_CARD, {"number": "6299991234567890122"}),
    ],
)
def test_what_was_not_read_says_nothing(kind: Kind, fields: dict[str, str | None]) -> None:
    assert "holder" not in verdicts(paper=paper(kind, **fields))


def test_without_somebody_who_is_known_nobody_is_compared() -> None:
    assert "holder" not in verdicts(None, paper=paper(Kind.LEASE, **OTHER))


@pytest.mark.parametrize(("end", "passed"), [("2026-11-24", True), ("2026-11-23", False)])
def test_a_lease_that_is_over_counts_no_more(end: str, passed: bool) -> None:
    assert verdicts(lease=paper(Kind.LEASE, end=end))["lease-over"] is passed


def test_a_lease_ends_after_it_begins() -> None:
    assert verdicts(lease=paper(Kind.LEASE, begin="2028-01-01", end="2027-01-01"))["lease-dates"] is False


def test_nobody_rents_from_themselves() -> None:
    told = paper(Kind.LEASE, landlord_number=ME.number, tenant_number=ME.number)
    assert verdicts(lease=told)["landlord-is-tenant"] is False


@pytest.mark.parametrize(("number", "passed"), [("6299991234567890122", True), ("6299990000000000007", False)])
def test_the_application_names_the_card_that_is_shown(number: str, passed: bool) -> None:
    papers = {
        "form": paper(Kind.FUND, bank_card="6299991234567890122"),
        "card": paper(Kind.BANK_CARD, number=number),
    }
    assert verdicts(**papers)["bank-card"] is passed


@pytest.mark.parametrize(("amount", "passed"), [("54000.00", True), ("54000.01", False)])
def test_no_more_is_asked_for_than_a_years_rent(amount: str, passed: bool) -> None:
    papers = {"form": paper(Kind.FUND, amount=amount), "lease": paper(Kind.LEASE, rent="4500.00")}
    assert verdicts(**papers)["amount"] is passed
