"""`python -m kiosk catalog` tells what is sound, shows guides and searches, for people and for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main

Spoil = Callable[[str, str, str], Path]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*argv: str) -> tuple[int, str]:
        code = main(["catalog", *argv])
        return code, capsys.readouterr().out

    return call


def parsed(said: str) -> dict[str, Any]:
    value = json.loads(said)
    assert isinstance(value, dict)
    return value


def test_check_is_good_and_lists_the_unverified_facts(run: Run) -> None:
    code, said = run("check")
    assert code == 0
    assert "warning  senior-card.toml: conditions[1].min_age: unverified" in said
    assert said.splitlines()[-1].startswith("5 items, 0 files refused, 0 errors,")


def test_check_fails_when_a_file_is_bad_and_says_which(run: Run, folder: Path, spoil: Spoil) -> None:
    spoil("senior-card", 'zone = "生活"', 'zone = "娱乐"')
    code, said = run("--items", str(folder), "check")
    assert code == 1
    assert "refused  senior-card.toml: zone:" in said
    code, said = run("--json", "--items", str(folder), "check")
    report = parsed(said)
    assert (code, report["good"]) == (1, False)
    assert report["items"] == ["face-login", "fund-withdraw", "residence-permit", "social-insurance-record"]
    assert [broken["key"] for broken in report["broken"]] == ["zone"]


def test_check_fails_when_an_item_misleads(run: Run, folder: Path, spoil: Spoil) -> None:
    spoil("residence-permit", "limit = { workdays = 3 }", "limit = { workdays = 9 }")
    code, said = run("--items", str(folder), "check", "--json")
    assert code == 1
    assert [(error["item"], error["key"]) for error in parsed(said)["errors"]] == [("residence-permit", "flow")]


@pytest.mark.parametrize("wanted", ["residence-permit", "居住证办理", "居住证", "jzz"])
def test_show_takes_code_name_or_nickname(run: Run, wanted: str) -> None:
    code, said = run("show", wanted)
    assert code == 0
    for part in ("示例，以北京市政务服务网为准", "5 个工作日内办结", "3 个工作日", "邮寄到家", "必需", "待核对"):
        assert part in said


def test_show_speaks_english_too(run: Run) -> None:
    code, said = run("show", "residence-permit", "--language", "en")
    assert code == 0
    assert "Done within 5 working days" in said
    assert "Legal limit: 15 calendar days" in said
    assert "Free (the first card costs nothing)" in said


def test_show_of_something_unknown_fails(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "show", "火箭"]) == 1
    assert "residence-permit" in capsys.readouterr().err
    code, said = run("show", "火箭", "--json")
    assert (code, parsed(said)) == (1, {"query": "火箭", "found": None})


def test_search_lists_hits_best_first(run: Run) -> None:
    code, said = run("search", "老年证")
    assert code == 0
    assert said.startswith("1. 老年优待证办理  senior-card")
    code, said = run("search", "shebao", "--json")
    assert parsed(said)["hits"][0]["code"] == "social-insurance-record"
    code, said = run("search", "火箭", "--json")
    assert (code, parsed(said)["hits"]) == (1, [])


def test_list_names_all_items_or_those_one_asks_for(run: Run) -> None:
    def codes(*words: str) -> list[str]:
        code, said = run("list", "--json", *words)
        assert code == 0
        return [item["code"] for item in parsed(said)["items"]]

    everything = codes()
    assert {"residence-permit", "senior-card", "social-insurance-record"} <= set(everything)
    # 居住证暂行条例, art. 9, lets guardians and close relatives apply for others, and nobody else.
    assert "residence-permit" not in codes("--delegable")
    assert codes("--delegable", "--zone", "生活") == ["senior-card"]
    assert codes("--dept", "民政") == ["senior-card"]
    assert codes("--dept", "no such department") == []
    code, said = run("list", "--delegable")
    assert code == 0 and all(line.endswith("可代办") for line in said.splitlines())


def test_a_missing_folder_is_told_in_words(run: Run, tmp_path: Path) -> None:
    code, said = run("--json", "--items", str(tmp_path), "check")
    assert (code, parsed(said)["error"]["code"]) == (1, "catalog.missing")
