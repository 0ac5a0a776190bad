"""The items say what they must, and the kiosk can ask them who may apply and which answers will do."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kiosk.__main__ import main
from kiosk.catalog import LABEL, Catalog, Delivery, Necessity, PolicyMode, StepName, Zone
from kiosk.catalog.limits import WORKDAY_MINUTES, longest_path
from sync.contract.services import Assurance

APPLY = (StepName.IDENTIFY, StepName.FORM, StepName.REVIEW, StepName.SUBMIT)


@pytest.mark.parametrize(
    ("code", "steps", "assurance", "zone"),
    [
        (
            "social-insurance-record",
            (StepName.IDENTIFY, StepName.RECORD, StepName.CERTIFICATE),
            Assurance.VERIFIED,
            Zone.GOVERNMENT,
        ),
        ("residence-permit", APPLY, Assurance.VERIFIED, Zone.GOVERNMENT),
        ("senior-card", APPLY, Assurance.CARD, Zone.LIVING),
        ("face-login", (StepName.IDENTIFY, StepName.FACE_LOGIN), Assurance.VERIFIED, Zone.GOVERNMENT),
    ],
)
def test_an_item_has_its_steps_and_asks_for_its_assurance(
    catalog: Catalog, code: str, steps: tuple[StepName, ...], assurance: Assurance, zone: Zone
) -> None:
    item = catalog.items[code]
    assert (item.steps, item.assurance, item.zone) == (steps, assurance, zone)
    assert item.label == LABEL
    assert item.policy.mode is PolicyMode.PLAIN


def test_the_residence_permit_is_shown_as_the_founding_document_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "show", "居住证", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["code"] == "residence-permit"
    assert [condition["months_lived"] for condition in shown["conditions"]] == [6, None]
    assert len(shown["materials"]) == 3
    assert {step["id"]: step["limit"]["workdays"] for step in shown["flow"]}["review"] == 3
    assert sum(step["limit"]["workdays"] for step in shown["flow"]) == 5
    assert shown["limits"]["promised"]["workdays"] == 5
    assert "mail" in shown["delivery"]
    assert shown["label"]["zh"] == "示例，以北京市政务服务网为准"


def test_the_residence_permit_refuses_whoever_came_less_than_half_a_year_ago(catalog: Catalog) -> None:
    lived = next(field for field in catalog.items["residence-permit"].form if field.name == "lived")
    assert lived.problem("half-year") is None
    refused = lived.problem("shorter")
    assert refused is not None
    assert "半年" in refused.zh


def test_the_record_is_printed_on_the_spot_within_three_minutes(catalog: Catalog) -> None:
    item = catalog.items["social-insurance-record"]
    assert longest_path(item.flow) == 3
    assert item.limits.words.zh == "当场办结，约 3 分钟"
    assert item.delivery == (Delivery.PRINT,)


def test_the_senior_card_needs_an_id_card_and_a_photo(catalog: Catalog) -> None:
    item = catalog.items["senior-card"]
    assert [(material.id, material.necessity) for material in item.materials] == [
        ("id-card", Necessity.REQUIRED),
        ("photo", Necessity.REQUIRED),
    ]
    assert "conditions[1].min_age" in {fact.key for fact in item.unverified}


@pytest.mark.parametrize(
    ("birth", "on", "may"),
    [
        (date(1954, 3, 8), date(2026, 2, 12), True),
        (date(1990, 9, 21), date(2026, 2, 12), False),
        (date(1966, 2, 12), date(2026, 2, 11), False),
        (date(1966, 2, 12), date(2026, 2, 12), True),
        (date(1964, 2, 29), date(2024, 2, 28), False),
        (date(1964, 2, 29), date(2024, 2, 29), True),
    ],
)
def test_the_senior_card_is_for_people_of_sixty_years_in_full(
    catalog: Catalog, birth: date, on: date, may: bool
) -> None:
    unmet = catalog.items["senior-card"].unmet(birth, on)
    assert (not unmet) is may
    assert catalog.items["residence-permit"].unmet(birth, on) == ()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("13800000000", None),
        ("", "请填写"),
        ("1380000000", "11 位"),
        ("138000000000", "11 位"),
        ("1380000000a", "11 位"),
        ("１３８００００００００", "11 位"),
        ("12800000000", "好像不对"),
    ],
)
def test_a_phone_number_is_checked_before_it_is_handed_in(catalog: Catalog, value: str, said: str | None) -> None:
    phone = next(field for field in catalog.items["senior-card"].form if field.name == "phone")
    problem = phone.problem(value)
    assert (problem is None) if said is None else (problem is not None and said in problem.zh)


def test_a_choice_takes_only_what_it_offers_and_what_is_optional_may_stay_empty(catalog: Catalog) -> None:
    delivery = next(field for field in catalog.items["senior-card"].form if field.name == "delivery")
    assert delivery.problem("mail") is None
    assert delivery.problem("pigeon") is not None
    assert delivery.model_copy(update={"required": False}).problem("") is None


def test_no_item_has_a_dead_end_and_every_sentence_is_there_in_both_languages(catalog: Catalog) -> None:
    assert catalog.broken == []
    assert list(catalog.items) == sorted(catalog.items)
    for item in catalog.items.values():
        assert longest_path(item.flow) <= item.limits.promised.effort
        for words in (item.name, item.short, item.note, item.department, item.limits.words, item.fee.words):
            assert words.zh != words.en
            assert words.en.isascii()


def test_parallel_departments_count_once_by_the_slowest(catalog: Catalog) -> None:
    receive, review, make = catalog.items["residence-permit"].flow
    side = review.model_copy(update={"id": "side", "after": ("receive",)})
    make_after_both = make.model_copy(update={"after": ("review", "side")})
    assert longest_path((receive, review, side, make_after_both)) == 5 * WORKDAY_MINUTES
    one_after_the_other = side.model_copy(update={"after": None})
    assert longest_path((receive, review, one_after_the_other, make_after_both)) == 8 * WORKDAY_MINUTES
