"""Workdays (工作日): promised dates are counted by a dated calendar of our own, and never beyond it.

Holidays move every year and Saturdays are worked to make up for them (调休), so no rule can know
next year: outside the calendar no date is promised, and the resident is told so.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from kiosk.catalog.faults import explain
from kiosk.catalog.form import Part
from sync.contract.problem import Family, Problem, Words

CALENDARS = Path(__file__).parent / "calendars"
"""The calendars this version ships; the newest is used."""


class Holiday(Part):
    """A public holiday from its first to its last free day."""

    name: str
    first: date
    last: date


class Year(Part):
    """What is special about one year: days off, and weekend days that are worked."""

    year: int
    source: str
    holidays: Annotated[tuple[Holiday, ...], Field(min_length=1)]
    workdays: tuple[date, ...]

    @model_validator(mode="after")
    def _is_this_year(self) -> Self:
        off = self.days_off()
        for holiday in self.holidays:
            if not holiday.first <= holiday.last or {holiday.first.year, holiday.last.year} != {self.year}:
                raise ValueError(f"{holiday.name}: not a span of days in {self.year}")
        for day in self.workdays:
            if day.year != self.year or day.weekday() < 5 or day in off:
                raise ValueError(f"{day}: a make-up workday is a Saturday or Sunday of {self.year} and no holiday")
        return self

    def days_off(self) -> frozenset[date]:
        """Every day of every holiday."""
        return frozenset(
            holiday.first + timedelta(days=ahead)
            for holiday in self.holidays
            for ahead in range((holiday.last - holiday.first).days + 1)
        )


class _File(Part):
    version: str
    issued: date
    years: Annotated[tuple[Year, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Deadline:
    """A promised date and the version of the calendar it was counted with."""

    due: date
    calendar: str

    @property
    def words(self) -> Words:
        """As receipts say it."""
        return Words(
            zh=f"最晚 {self.due.year} 年 {self.due.month} 月 {self.due.day} 日（工作日历 {self.calendar} 版）",
            en=f"by {self.due.isoformat()} at the latest (workday calendar {self.calendar})",
        )


@dataclass(frozen=True)
class Workdays:
    """The calendar: which days are worked, in the years it knows."""

    version: str
    years: frozenset[int]
    off: frozenset[date]
    made_up: frozenset[date]

    @classmethod
    def load(cls, folder: Path | None = None) -> Workdays:
        """The newest calendar of `folder` (default: those this version ships).

        Raises:
            Problem: calendar.missing, calendar.invalid with file, key and reason.
        """
        folder = folder or CALENDARS
        file = max(folder.glob("*.toml"), default=None, key=lambda found: found.stem)
        if file is None:
            raise _unusable("calendar.missing", f"{folder}: no calendar (*.toml). Reinstall the kiosk.")
        try:
            read = _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise _unusable("calendar.invalid", f"{file.name}: not TOML: {error}. Mend that line.") from None
        except ValidationError as error:
            key, reason = explain(_File, error.errors()[0])
            raise _unusable("calendar.invalid", f"{file.name}: {key}: {reason}") from None
        return cls(
            version=read.version,
            years=frozenset(year.year for year in read.years),
            off=frozenset().union(*(year.days_off() for year in read.years)),
            made_up=frozenset(day for year in read.years for day in year.workdays),
        )

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`.

        Raises:
            Problem: calendar.unknown-year.
        """
        if day.year not in self.years:
            raise self._unknown(day.year)
        return day in self.made_up or (day.weekday() < 5 and day not in self.off)

    def add(self, start: date, workdays: int) -> date:
        """The last day of a limit of `workdays` that begins on `start`; the day of the start is not counted.

        民法典 201, 行政许可法 82. With 0 the day itself.

        Raises:
            Problem: calendar.unknown-year, a year on the way is not in the calendar.
        """
        if workdays < 0:
            raise ValueError(f"a limit is not negative: {workdays}")
        day = start
        if day.year not in self.years:
            raise self._unknown(day.year)
        while workdays:
            day += timedelta(days=1)
            workdays -= self.is_workday(day)
        return day

    def deadline(self, start: date, workdays: int) -> Deadline:
        """Like `add`, and says by which calendar."""
        return Deadline(self.add(start, workdays), self.version)

    def _unknown(self, year: int) -> Problem:
        known = ", ".join(str(known) for known in sorted(self.years))
        return Problem(
            "calendar.unknown-year",
            Family.PERMANENT,
            resident=Words(
                zh=f"{year} 年的放假安排本机还没有，现在不能承诺具体日期。承诺的工作日数不变。",
                en=f"The public holidays of {year} are not known here yet, so no date can be promised now. "
                "The promised number of working days stays the same.",
            ),
            technician=f"workday calendar {self.version} knows {known} only, {year} was asked for. "
            f"Add kiosk/catalog/calendars/{year}.toml when the State Council has announced the holidays of {year}.",
        )


def _unusable(code: str, technician: str) -> Problem:
    words = Words(zh="现在不能承诺具体日期。", en="No date can be promised now.")
    return Problem(code, Family.PERMANENT, resident=words, technician=technician)
