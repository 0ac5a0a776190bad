"""Promised dates are right across holidays and worked weekends, and are refused where the calendar ends."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalog.calendar import CALENDARS, Workdays
from sync.contract.problem import Family, Problem

WORKDAYS = Workdays.load()


@pytest.mark.parametrize(
    ("start", "workdays", "due"),
    [
        # Spring Festival 2026: 15 to 23 February off, Saturdays 14 and 28 February worked.
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-12", 1, "2026-02-13"),
        ("2026-02-12", 2, "2026-02-14"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-18", 1, "2026-02-24"),
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-02-27", 2, "2026-03-02"),
        ("2026-02-24", 5, "2026-03-02"),
        # An ordinary week, National Day with its worked Sunday, and the turn of a year that is known.
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-12-24", 5, "2026-12-31"),
        ("2026-02-15", 0, "2026-02-15"),
    ],
)
def test_a_deadline_counts_the_days_that_are_worked(start: str, workdays: int, due: str) -> None:
    assert WORKDAYS.add(date.fromisoformat(start), workdays) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "workdays"),
    [("2026-12-25", 5), ("2026-12-31", 1), ("2027-01-04", 5), ("2027-01-04", 0), ("2024-12-30", 1)],
)
def test_outside_the_calendar_no_date_is_promised(start: str, workdays: int) -> None:
    with pytest.raises(Problem) as raised:
        WORKDAYS.add(date.fromisoformat(start), workdays)
    problem = raised.value
    assert (problem.code, problem.family) == ("calendar.unknown-year", Family.PERMANENT)
    assert "不能承诺具体日期" in problem.resident.zh
    assert "2025, 2026" in problem.technician
    assert "2026.1" in problem.technician


def test_a_deadline_names_the_calendar_it_was_counted_with() -> None:
    deadline = WORKDAYS.deadline(date(2026, 2, 12), 5)
    assert (deadline.due, deadline.calendar) == (date(2026, 2, 26), "2026.1")
    assert deadline.words.zh == "最晚 2026 年 2 月 26 日（工作日历 2026.1 版）"
    assert "2026.1" in deadline.words.en


def test_our_calendar_agrees_with_chinese_calendar_on_every_day() -> None:
    days = [date(2025, 1, 1) + timedelta(days=ahead) for ahead in range(730)]
    assert [day for day in days if WORKDAYS.is_workday(day) != chinese_calendar.is_workday(day)] == []
    assert days[-1] == date(2026, 12, 31)


@given(start=st.dates(date(2025, 1, 1), date(2026, 10, 1)), workdays=st.integers(1, 40))
def test_between_start_and_deadline_lie_exactly_the_promised_workdays(start: date, workdays: int) -> None:
    due = WORKDAYS.add(start, workdays)
    span = [start + timedelta(days=ahead) for ahead in range(1, (due - start).days + 1)]
    assert sum(WORKDAYS.is_workday(day) for day in span) == workdays
    assert WORKDAYS.is_workday(due)


def test_a_negative_limit_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="-1"):
        WORKDAYS.add(date(2026, 2, 12), -1)


def test_the_newest_calendar_is_used(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CALENDARS, tmp_path / "calendars"))
    text = (folder / "2026.toml").read_text(encoding="utf-8")
    (folder / "2027.toml").write_text(text.replace('"2026.1"', '"2027.1"'), encoding="utf-8")
    assert Workdays.load(folder).version == "2027.1"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-02-14", "2026-02-13", "2026-02-13: a make-up workday is a Saturday or Sunday"),
        ("2026-02-14", "2026-02-15", "2026-02-15: a make-up workday is a Saturday or Sunday"),
        ("2026-02-14", "2025-02-15", "2025-02-15: a make-up workday is a Saturday or Sunday of 2026"),
        ("last = 2026-02-23", "last = 2026-02-03", "春节: not a span of days in 2026"),
        ("year = 2026", "yaer = 2026", "years[2]"),
        ('version = "2026.1"', "version = ", "line 4"),
    ],
)
def test_a_wrong_calendar_is_refused_with_its_fault(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (CALENDARS / "2026.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "2026.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Problem) as raised:
        Workdays.load(tmp_path)
    assert raised.value.code == "calendar.invalid"
    assert said in raised.value.technician


def test_no_calendar_at_all_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        Workdays.load(tmp_path)
    assert raised.value.code == "calendar.missing"
