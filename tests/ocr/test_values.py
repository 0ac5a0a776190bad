"""Values of papers: numbers prove themselves, dates and amounts are read in every way they are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.papers import people as made
from bench.papers.words import capital as in_capitals
from bench.papers.words import dotted_date, long_date, padded_date, plain_date
from ocr.values import people
from ocr.values.addresses import address
from ocr.values.dates import days as days_in
from ocr.values.dates import month, period
from ocr.values.money import Money, agreed, capital, figures
from ocr.values.numbers import bank_card, citizen_number, credit_code
from ocr.values.text import compact, plain

seeds = st.integers(0, 10**9).map(Random)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(seeds)
def test_a_citizen_number_is_found_among_other_signs(random: Random) -> None:
    number = made.person(random).number
    assert citizen_number(f"公民身份号码：{number[:6]} {number[6:14]} {number[14:]}").value == number


@given(seeds, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_citizen_number_with_one_wrong_character_is_taken(random: Random, place: int, sign: str) -> None:
    number = made.person(random).number
    wrong = number[:place] + sign + number[place + 1 :]
    if wrong != number:
        found = citizen_number(wrong)
        assert found.value is None
        assert found.tried


@given(seeds, st.integers(0, 16))
def test_no_citizen_number_with_neighbours_swapped_is_taken(random: Random, place: int) -> None:
    number = made.person(random).number
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert citizen_number(swapped).value is None


@given(seeds, st.integers(100, 220))
def test_a_height_glued_to_a_citizen_number_does_not_change_it(random: Random, height: int) -> None:
    number = made.person(random).number
    assert citizen_number(f"{number}{height}").value in (number, None)  # None where two windows check


def test_letters_that_look_like_figures_are_mended_only_where_the_check_proves_it() -> None:
    number = made.citizen_number(Random(1), date(1990, 10, 1), male=True)
    assert "0" in number[6:14]
    at = number.index("0", 6)
    assert citizen_number(number[:at] + "O" + number[at + 1 :]).value == number
    other = "1" if number[0] != "1" else "2"
    assert citizen_number(other + number[1:at] + "O" + number[at + 1 :]).value is None


@given(seeds, st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_no_other_credit_code_is_taken_for_one_with_a_wrong_character(random: Random, place: int, sign: str) -> None:
    code = made.credit_code(random)
    assert credit_code(f"统一社会信用代码{code}").value == code
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        assert credit_code(wrong).value in (None, code)  # B for 8 is mended where the check proves it


@given(seeds, st.integers(0, 18), st.sampled_from("0123456789"))
def test_no_bank_card_with_one_wrong_figure_is_taken(random: Random, place: int, sign: str) -> None:
    number = made.bank_number(random)
    assert bank_card(" ".join((number[:4], number[4:8], number[8:12], number[12:16], number[16:]))).value == number
    wrong = number[:place] + sign + number[place + 1 :]
    if wrong != number:
        assert bank_card(wrong).value is None


@given(days)
def test_a_day_is_read_in_every_way_it_is_written(day: date) -> None:
    ways = (long_date, padded_date, dotted_date, plain_date, date.isoformat, lambda each: f"{each:%Y%m%d}")
    for way in ways:
        assert [each.day for each in days_in(f"出生日期:{way(day)}")] == [day]


@pytest.mark.parametrize("text", ["2026年13月1日", "2026.02.30", "2026-1", "12345678", "26年3月1日", "120260301"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert days_in(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2015.03.01-2035.03.01", ("2015-03-01", "2035-03-01")),
        ("2015.03.01-长期", ("2015-03-01", "长期")),
        ("20150301—20350301", ("2015-03-01", "2035-03-01")),
        ("自 2025年3月1日 起至 2026年2月28日 止", ("2025-03-01", "2026-02-28")),
        ("2025-03-01至2026-02-28", ("2025-03-01", "2026-02-28")),
        ("2035.03.01-2015.03.01", (None, None)),
        ("自2025年3月1日（含当日）起，至2026年2月28日止", ("2025-03-01", "2026-02-28")),
        ("自2025年3月1日起，租金于2025年4月1日前支付", (None, None)),
        ("2015.03.01-", ("2015-03-01", None)),
        ("长期", (None, None)),
    ],
)
def test_periods(text: str, told: tuple[str | None, str | None]) -> None:
    assert period(text) == told


def test_a_month_is_read() -> None:
    assert month("发卡日期：2021年1月") == "2021-01"
    assert month("2021年13月") is None


@given(st.integers(100, 10**11))
def test_capitals_mean_what_was_written(cents: int) -> None:
    amount = Decimal(cents) / 100
    assert capital(f"（大写：{in_capitals(amount)}）") == amount


@pytest.mark.parametrize("text", ["肆肆仟元整", "伍佰肆仟元整", "万元整", "肆仟", "壹万贰万元整"])
def test_capitals_that_are_not_well_formed_are_none(text: str) -> None:
    assert capital(text) is None


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("¥4,500.00", Money(Decimal("4500.00"), marked=True)),
        ("￥38,132.36", Money(Decimal("38132.36"), marked=True)),
        ("人民币4500元", Money(Decimal("4500.00"), marked=True)),
        ("44500.00", Money(Decimal("44500.00"), marked=False)),
        ("4500", None),
    ],
)
def test_figures(text: str, money: Money | None) -> None:
    assert figures(text) == money


def test_a_misread_sign_is_dropped_only_where_the_capitals_prove_it() -> None:
    assert agreed(figures("44500.00"), Decimal(4500)) == ("4500.00", True)
    assert agreed(figures("94500.00"), Decimal(4500)) == (None, False)
    assert agreed(figures("¥4600.00"), Decimal(4500)) == (None, False)
    assert agreed(figures("¥4500.00"), None) == ("4500.00", None)
    assert agreed(None, Decimal(4500)) == ("4500.00", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [("张 三", "张三"), ("买买提·艾力", "买买提·艾力"), ("张三2", None), ("身份证", None), ("张", None)],
)
def test_names(text: str, told: str | None) -> None:
    assert people.name(text) == told


def test_people() -> None:
    assert len(people.ETHNIC) == 56
    assert people.sex("：女") == "女"
    assert people.sex("性别") is None
    assert people.ethnic_group("维吾尔族") == "维吾尔"
    assert people.ethnic_group("汉子") is None
    assert people.phone("电话 199-0000-1234") == "19900001234"
    assert people.phone("19900001234 19900001235") is None


def test_traditional_and_wide_signs_become_plain_and_names_stay() -> None:
    assert plain("號碼：１２３　漢") == "号码:123 汉"
    assert compact("乾 著㎡") == "乾著㎡"


@pytest.mark.parametrize(
    ("text", "told", "mended"),
    [
        ("北京市丰合区南中轴路1号", "北京市丰台区南中轴路1号", True),
        ("北京市丰台区南中轴路1号", "北京市丰台区南中轴路1号", False),
        ("北京市示例区南中轴路1号", "北京市示例区南中轴路1号", False),
        ("河北省示例市样本县康居苑3-101", "河北省示例市样本县康居苑3-101", False),
        ("浙江省杭州市临平区1号", "浙江省杭州市临平区1号", False),
    ],
)
def test_only_look_alikes_of_real_names_are_mended(text: str, told: str, mended: bool) -> None:
    place = address(text)
    assert place is not None
    assert (place.text, place.mended) == (told, mended)


def test_what_is_no_address_is_none() -> None:
    assert address("由甲方出租") is None
