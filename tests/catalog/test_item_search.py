"""Residents find an item by its name, its nicknames, its sound, its first letters, and with small slips."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kiosk.catalog import Catalog, keywords
from kiosk.catalog.pinyin import Sound, syllables

SOCIAL, PERMIT, SENIOR = "social-insurance-record", "residence-permit", "senior-card"

FIRST = {
    "老年证": SENIOR,
    "老年优待证": SENIOR,
    "老年优待证办理": SENIOR,
    "老年证怎么办": SENIOR,
    "老年人优待": SENIOR,
    "养老助残卡": SENIOR,
    "lnz": SENIOR,
    "laonianzheng": SENIOR,
    "老nian": SENIOR,
    "senior": SENIOR,
    "Senior Card": SENIOR,
    "老": SENIOR,
    "社保": SOCIAL,
    " 社 保 ": SOCIAL,
    "社会保险": SOCIAL,
    "打印社保缴费证明": SOCIAL,
    "社保交了多少年": SOCIAL,
    "sb": SOCIAL,
    "SB": SOCIAL,
    "ｓｂ": SOCIAL,
    "shebao": SOCIAL,
    "shebaojl": SOCIAL,
    "社保jl": SOCIAL,
    "sbjl": SOCIAL,
    "sheb": SOCIAL,
    "sebao": SOCIAL,
    "social insurance": SOCIAL,
    "居住证": PERMIT,
    "我要办居住证": PERMIT,
    "外地人办居住证要什么材料": PERMIT,
    "暂住": PERMIT,
    "juzhuzheng": PERMIT,
    "juzhuz": PERMIT,
    "jzz": PERMIT,
    "居住z": PERMIT,
    "居主证": PERMIT,
    "局住证": PERMIT,
    "juzuzheng": PERMIT,
    "juzhuzhen": PERMIT,
    "juzhuzhemg": PERMIT,
    "jhuzuzheng": PERMIT,
    "juzuzensenlin": PERMIT,
    "residense permit": PERMIT,
    "晚上能打印吗": SOCIAL,
    "邮寄": PERMIT,
}


@pytest.mark.parametrize(("text", "code"), FIRST.items(), ids=list(FIRST))
def test_the_item_that_is_meant_comes_first(catalog: Catalog, text: str, code: str) -> None:
    assert [hit.item.code for hit in catalog.search(text)][:1] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "，。！",
        "火箭发射",
        "驾照丢了补办",
        "居民身份证办理",
        "xyz",
        "qqq",
        "12",
        "的",
        "bs",
        "nc",
        "fax machine",
        "z" * 500,
    ],
)
def test_what_nobody_offers_is_not_found(catalog: Catalog, text: str) -> None:
    assert catalog.search(text) == []


def test_every_question_of_every_item_is_found(catalog: Catalog) -> None:
    for item in catalog.items.values():
        for question in item.faq:
            assert item.code in {hit.item.code for hit in catalog.search(question.question.zh)}, question.question.zh


def test_the_better_the_fit_the_higher_the_score(catalog: Catalog) -> None:
    name, alias, part, sound, slip = (
        catalog.search(text)[0].score for text in ("老年优待证", "老年证", "助残卡", "lnz", "laonianzhrng")
    )
    assert 1 == name > alias > sound > slip > 0.3
    assert alias > part


def test_letters_across_two_english_words_are_no_hit(catalog: Catalog) -> None:
    assert catalog.items[SENIOR].department.en == "Civil affairs bureau"
    assert [hit.item.code for hit in catalog.search("sb")] == [SOCIAL]


def test_no_more_hits_than_asked_for(catalog: Catalog) -> None:
    assert len(catalog.search("证")) == 3
    assert len(catalog.search("证", limit=2)) == 2


def test_code_name_or_nickname_find_the_item(catalog: Catalog) -> None:
    assert [item.code for text in (PERMIT, "居住证", "jzz") if (item := catalog.find(text))] == [PERMIT] * 3
    assert catalog.find("火箭") is None


def test_keywords_hold_names_sounds_and_first_letters_in_lower_case(catalog: Catalog) -> None:
    words = keywords(catalog.items[SOCIAL])
    assert words == words.lower()
    assert {"社保", "shebao", "sb", "sbjl", "shebaojiaofeijiludayin"} <= set(words.split())
    assert "social insurance record" in words


def test_a_word_that_is_said_in_two_ways_sounds_as_in_its_phrase() -> None:
    assert syllables("重庆tv行政") == ("chong", "qing", "t", "v", "xing", "zheng")


def test_first_letters_from_the_middle_need_three() -> None:
    sound = Sound("居住证办理")
    assert (sound.fit("zz"), sound.fit("zzb"), sound.fit("jzz"), sound.fit("jzzbl")) == (0.0, 0.75, 0.9, 1.0)


def test_words_are_found_without_the_pinyin_dictionary() -> None:
    """Its import costs more than a whole first frame, so only a search that words cannot answer pays for it."""
    script = (
        "import sys; from kiosk.catalog import load; c = load(); "
        "print([h.item.code for h in c.search('老年证')], 'pypinyin' in sys.modules); "
        "print([h.item.code for h in c.search('lnz')], 'pypinyin' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30)
    assert said.stdout.splitlines() == ["['senior-card'] False", "['senior-card'] True"]
