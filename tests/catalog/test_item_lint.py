"""The linter finds what would mislead a resident, and lists what nobody has verified."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalog import Catalog, load
from kiosk.catalog.icons import ICONS
from kiosk.catalog.lint import Finding, Severity, lint

Spoil = Callable[[str, str, str], Path]
TODAY = date(2026, 11, 23)
PLAIN = "[[flow]]"
COMMON = 'core_materials = ["id-card", "photo"]\nsupplement_days = 3\n'


def errors(folder: Path) -> set[tuple[str, str]]:
    catalog = load(folder)
    assert catalog.broken == []
    return {(found.item, found.key) for found in lint(catalog, TODAY) if found.severity is Severity.ERROR}


def test_the_shipped_catalogue_has_no_error_and_lists_its_unverified_facts(catalog: Catalog) -> None:
    findings = lint(catalog, TODAY)
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert len(findings) == sum(len(item.unverified) for item in catalog.items.values())
    assert any(found.item == "senior-card" and found.key == "conditions[1].min_age" for found in findings)


@pytest.mark.parametrize(
    ("code", "old", "new", "key"),
    [
        ("residence-permit", "limit = { workdays = 3 }", "limit = { workdays = 4 }", "flow"),
        ("residence-permit", "limit = { workdays = 0 }", "limit = { minutes = 30 }", "flow"),
        ("residence-permit", "legal = { days = 15 }", "legal = { days = 6 }", "limits.promised"),
        ("residence-permit", '["social-insurance-record"]', '["passport"]', "next_items"),
        ("residence-permit", '["social-insurance-record"]', '["residence-permit"]', "next_items"),
        ("residence-permit", '"暂住证",', '"老年证",', "aliases"),
        ("residence-permit", '"暂住证",', '"老年优待证办理",', "aliases"),
        ("residence-permit", 'icon = "house"', 'icon = "castle"', "icon"),
        ("residence-permit", 'key = "fee.note"', 'key = "fee.notes"', "unverified[4].key"),
        ("residence-permit", 'key = "materials[3].note"', 'key = "materials[4].note"', "unverified[3].key"),
        ("residence-permit", "as_of = 2026-11-23", "as_of = 2026-11-23\nvalid_until = 2026-11-22", "valid_until"),
        (
            "residence-permit",
            "as_of = 2026-11-23",
            "as_of = 2026-11-23\nvalid_from = 2027-02-01\nvalid_until = 2027-01-01",
            "valid_until",
        ),
        ("residence-permit", 'delivery = ["pickup", "mail"]', 'delivery = ["pickup"]', "form[8].choices"),
        (
            "residence-permit",
            'source = "counter"',
            'source = "counter"\nshare_exempt = true',
            "materials[3].share_exempt",
        ),
        ("residence-permit", 'source = "counter"', 'source = "counter"\nocr = "lease"', "materials[3].ocr"),
        ("residence-permit", 'source = "counter"', 'source = "licence"', "materials[3].licence"),
        ("residence-permit", 'source = "counter"', 'source = "scan"', "devices"),
        ("residence-permit", '["identify", "form", "review", "submit"]', '["identify", "review", "submit"]', "steps"),
        ("residence-permit", '["identify", "form", "review", "submit"]', '["identify", "form", "submit"]', "steps"),
        (
            "residence-permit",
            '["identify", "form", "review", "submit"]',
            '["identify", "review", "form", "submit"]',
            "steps",
        ),
        (
            "residence-permit",
            '["identify", "form", "review", "submit"]',
            '["form", "identify", "review", "submit"]',
            "steps",
        ),
        ("residence-permit", 'assurance = "verified"', 'assurance = "none"', "steps"),
        ("residence-permit", 'devices = ["id-reader"]', "devices = []", "devices"),
        ("social-insurance-record", '"id-reader", "printer"', '"id-reader"', "devices"),
        ("social-insurance-record", '["print"]', '["mail"]', "delivery"),
        ("social-insurance-record", "promised = { minutes = 3 }", "promised = { minutes = 2 }", "flow"),
    ],
)
def test_a_misleading_item_is_an_error(spoil: Spoil, folder: Path, code: str, old: str, new: str, key: str) -> None:
    assert errors(folder) == set()
    spoil(code, old, new)
    assert (code, key) in errors(folder)


def test_two_questions_are_too_few(spoil: Spoil, folder: Path) -> None:
    file = spoil("senior-card", "[[faq]]", "[[faq]]")
    text = file.read_text(encoding="utf-8")
    head, *questions = text.split("[[faq]]\n")
    tail = "[[unverified]]" + questions[-1].split("[[unverified]]", 1)[1]
    file.write_text("[[faq]]\n".join([head, *questions[:2]]) + tail, encoding="utf-8")
    assert ("senior-card", "faq") in errors(folder)


@pytest.mark.parametrize(
    ("policy", "key"),
    [
        ('mode = "容缺"\n' + COMMON, None),
        ('mode = "告知承诺"\nresult_before_supplement = true\n' + COMMON, None),
        ('mode = "容缺"\nresult_before_supplement = true\n' + COMMON, "policy.result_before_supplement"),
        ('mode = "告知承诺"\n' + COMMON, "policy.result_before_supplement"),
        ('mode = "容缺"\ncore_materials = ["id-card"]\n', "policy.supplement_days"),
        ('mode = "容缺"\nsupplement_days = 3\n', "policy.core_materials"),
        (
            'mode = "容缺"\nsupplement_days = 3\ncore_materials = ["id-card", "photo", "proof"]\n',
            "policy.core_materials",
        ),
        ('mode = "容缺"\nsupplement_days = 3\ncore_materials = ["passport"]\n', "policy.core_materials"),
        ('mode = "plain"\nsupplement_days = 3\n', "policy"),
        ('mode = "plain"\nresult_before_supplement = true\n', "policy"),
    ],
)
def test_a_missing_material_is_handled_by_the_rule_of_its_kind(
    spoil: Spoil, folder: Path, policy: str, key: str | None
) -> None:
    spoil("residence-permit", PLAIN, f"[policy]\n{policy}\n{PLAIN}")
    assert errors(folder) == (set() if key is None else {("residence-permit", key)})


def test_what_is_optional_cannot_be_core(spoil: Spoil, folder: Path) -> None:
    spoil("residence-permit", 'necessity = "required"', 'necessity = "optional"')
    spoil("residence-permit", PLAIN, f'[policy]\nmode = "容缺"\n{COMMON}\n{PLAIN}')
    assert errors(folder) == {("residence-permit", "policy.core_materials")}


def test_a_date_ahead_of_the_clock_is_a_warning_only(catalog: Catalog) -> None:
    early = lint(catalog, date(1970, 1, 1))
    assert (
        Finding(
            Severity.WARNING,
            "senior-card",
            "as_of",
            "2026-11-23 has not come yet: mend the date, or the clock of this machine",
        )
        in early
    )
    assert all(finding.severity is Severity.WARNING for finding in early)


def test_every_icon_is_one_that_set_up_fetches() -> None:
    pinned = (Path(__file__).parents[2] / "kiosk" / "assets" / "assets.toml").read_text(encoding="utf-8")
    assert {icon for icon in ICONS if f'"icons/{icon}.svg"' not in pinned} == set()
