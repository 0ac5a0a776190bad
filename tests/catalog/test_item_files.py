"""A bad item file is refused with file, key and reason; the others are offered all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.catalog import load
from sync.contract.problem import Family, Problem

Spoil = Callable[[str, str, str], Path]
OTHERS = ["face-login", "fund-withdraw", "residence-permit", "social-insurance-record"]


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('zone = "生活"', 'zone = "生活', "line 22", "not TOML"),
        ('zone = "生活"', 'zone = "娱乐"', "zone", "'政务', '生活', '健康' or '教育' (found '娱乐')"),
        (
            'icon = "heart-pulse"',
            'icno = "heart-pulse"',
            "icno",
            "unknown key. Did you mean 'icon'? Allowed here: aliases,",
        ),
        ('icon = "heart-pulse"\n', "", "icon", "missing"),
        ("copies = 0", "copys = 0", "materials[1].copys", "Did you mean 'copies'?"),
        ('form = "original"', 'form = "photocopy"', "materials[1].form", "'original', 'copy' or 'electronic'"),
        ("copies = 0", "copies = -1", "materials[1].copies", "greater than or equal to 0 (found -1)"),
        ('"form", "review"', '"from", "review"', "steps[2]", "'form'"),
        ('"form", "review"', '"review", "review"', "steps", "two of step 'review'"),
        ('devices = ["id-reader"]', 'devices = ["fax"]', "devices[1]", "'id-reader', 'printer'"),
        ('from = "card.birth"', 'from = "card.shoe-size"', "form[3].from", "'card.birth'"),
        ('from = "card.birth"', 'from = "asked"', "form[3]", "a given field comes from the card"),
        ("length = 11", "length = 0", "form[4]", "digits say how many"),
        (r"pattern = '1[3-9]\d{9}'", "pattern = '1[3-9'", "form[4].pattern", "not a regular expression"),
        ('value = "mail"', 'value = "pickup"', "form[5]", "two choices have the same value"),
        ('value = "mail"', 'value = "By mail"', "form[5].choices[2].value", "should match pattern"),
        ("promised = { workdays = 5 }", "promised = { weeks = 1 }", "limits.promised.weeks", "days, minutes, workdays"),
        ("promised = { workdays = 5 }", "promised = { workdays = 5, days = 7 }", "limits.promised", "exactly one of"),
        ('id = "make"', 'id = "make"\nafter = ["post"]', "flow", "make waits for 'post', which is no step above it"),
        ('id = "make"', 'id = "review"', "flow", "two of processing step 'review'"),
        ('en = "Senior card"', 'en = ""', "short", "en is empty"),
        ('en = "Senior card"', 'en = "Senior card", fr = "Carte"', "short", "unknown key 'fr'; allowed here: en, zh"),
        (', en = "Senior card"', "", "short.en", "missing"),
        ('"老年卡",', '"老年卡", "老年卡",', "aliases", "two of alias '老年卡'"),
        ("as_of = 2026-11-23", 'as_of = "last week"', "as_of", "valid date"),
        ('code = "senior-card"', 'code = "elder-card"', "code", "belongs in elder-card.toml"),
    ],
)
def test_a_bad_file_is_refused_with_key_and_reason(
    spoil: Spoil, folder: Path, old: str, new: str, key: str, reason: str
) -> None:
    spoil("senior-card", old, new)
    catalog = load(folder)
    assert list(catalog.items) == OTHERS
    assert {broken.file for broken in catalog.broken} == {"senior-card.toml"}
    assert any(broken.key == key and reason in broken.reason for broken in catalog.broken), catalog.broken


def test_all_faults_of_a_file_are_told_at_once(spoil: Spoil, folder: Path) -> None:
    spoil("senior-card", 'zone = "生活"', 'zone = "娱乐"')
    spoil("senior-card", "copies = 0", "copys = 0")
    assert {broken.key for broken in load(folder).broken} == {"zone", "materials[1].copies", "materials[1].copys"}


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "senior-card.toml").write_bytes('name = "老年证"'.encode("gb18030"))
    catalog = load(folder)
    assert list(catalog.items) == OTHERS
    assert "UTF-8" in catalog.broken[0].reason


def test_an_unreadable_file_is_refused(folder: Path) -> None:
    (folder / "folder.toml").mkdir()
    assert [broken.file for broken in load(folder).broken] == ["folder.toml"]


def test_no_item_files_at_all_is_a_problem_for_the_technician(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        load(tmp_path)
    assert (raised.value.code, raised.value.family) == ("catalog.missing", Family.PERMANENT)
    assert "no item files" in raised.value.technician
