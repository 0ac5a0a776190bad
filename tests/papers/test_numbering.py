"""Page numbers as papers print them."""

from __future__ import annotations

import pytest

from kiosk.papers.numbering import Number, in_order, missing, number_of
from ocr.reading import Kind
from tests.papers.lying import page


@pytest.mark.parametrize(
    ("foot", "number"),
    [
        ("第 1 页 共 3 页", Number(1, 3)),
        ("第2页，共3页", Number(2, 3)),
        ("第 2 页（共 12 页）", Number(2, 12)),
        ("共 3 页 第 2 页", Number(2, 3)),
        ("2/3", Number(2, 3)),
        ("Page 2 of 3", Number(2, 3)),
        ("- 2 -", Number(2, None)),
        ("第2页", Number(2, None)),
        ("第 4 页 共 3 页", None),
        ("2026年3月1日", None),
        ("2", None),
        ("", None),
    ],
)
def test_a_page_says_which_it_is(foot: str, number: Number | None) -> None:
    assert number_of(page(Kind.LEASE, "-", foot=foot)) == number


def test_a_number_in_the_middle_of_a_page_is_none() -> None:
    one = page(Kind.LEASE, "-", foot="1/2")
    middle = one.model_copy(
        update={"lines": (one.lines[1].model_copy(update={"corners": ((40, 50), (60, 50), (60, 52), (40, 52))}),)}
    )
    assert number_of(middle) is None


def test_pages_go_in_order_when_all_are_numbered_and_stay_as_they_came_otherwise() -> None:
    third, first, bare = (page(Kind.LEASE, foot, foot=foot) for foot in ("3/3", "1/3", ""))
    assert in_order([third, first]) == [first, third]
    assert in_order([third, bare, first]) == [third, bare, first]


def test_gaps_are_found_up_to_the_number_that_the_pages_know() -> None:
    first, third = (page(Kind.LEASE, foot, foot=foot) for foot in ("1/4", "3/4"))
    assert missing([first, third]) == (2, 4)
    assert missing([page(Kind.LEASE, "-", foot="- 3 -")]) == (1, 2)
    assert missing([page(Kind.LEASE, "-")]) == ()
