"""What residents are told about pages: each fault in words, the worst first, and the wrong paper by its name."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.advice import NAMES, of_kind, of_pages
from ocr.condition import Fault
from ocr.pages import Page
from ocr.reading import Kind
from ocr.sheets import Sheet


def page(*faults: Fault, blank: bool = False) -> Page:
    picture = np.zeros((8, 8, 3), np.uint8)
    return Page(Sheet(picture, np.eye(3), None, 0, 0.0, blank, frozenset(faults)), [], 0)


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_is_told_with_its_page(fault: Fault) -> None:
    (told,) = of_pages([page(), page(fault)])
    assert (told.code, told.page) == (fault.value, 1)
    assert told.zh and told.en


def test_one_thing_at_a_time_is_asked_for_of_a_page() -> None:
    assert [each.code for each in of_pages([page(Fault.DARK, Fault.CUT_OFF), page(Fault.DARK, blank=True)])] == [
        "cut-off",
        "blank",
    ]


def test_a_page_without_fault_needs_nothing() -> None:
    assert of_pages([page()]) == []


def test_the_wrong_paper_is_called_by_its_name() -> None:
    (told,) = of_kind(Kind.LEASE, Kind.INVOICE, 0.95)
    assert told.code == "wrong-kind"
    assert "租房合同" in told.zh and "发票" in told.zh
    assert set(NAMES) == set(Kind)


@pytest.mark.parametrize(
    ("wanted", "told", "sure"),
    [
        (Kind.LEASE, Kind.LEASE, 0.99),
        (Kind.LEASE, Kind.INVOICE, 0.6),
        (Kind.ID_BACK, Kind.ID_FRONT, 0.99),
        (Kind.OTHER, Kind.LEASE, 0.99),
    ],
)
def test_nobody_is_sent_back_without_need(wanted: Kind, told: Kind, sure: float) -> None:
    assert of_kind(wanted, told, sure) == []
