"""Days, months and periods as papers write them, as ISO 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ocr.values.text import compact

FOREVER = "长期"
_HAN = "〇一二三四五六七八九"
_FIGURES = {sign: str(value) for value, sign in enumerate(_HAN)} | {"零": "0", "○": "0", "O": "0", "元": "1"}
_YEAR = r"(?P<y>(?:18|19|20)\d\d)"
_DAYS = (
    re.compile(r"(?<!\d)" + _YEAR + r"年(?P<m>\d{1,2})月(?P<d>\d{1,2})日?(?!\d)"),
    re.compile(r"(?<!\d)" + _YEAR + r"([.\-/、])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)" + _YEAR + r"(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    re.compile(
        r"(?P<y>[〇零○O一二三四五六七八九]{4})年(?P<m>[元一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十廿卅]{1,3})日?"
    ),
)
_LOOSE = re.compile(r"(?<!\d)" + _YEAR + r"\D{0,2}?(?P<m>\d{1,2})\D{1,2}(?P<d>\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)" + _YEAR + r"(?:年|[.\-/])(?P<m>\d{1,2})(?:月|(?!\d))")
_BETWEEN = 12
"""Characters that may stand between the days of a period."""
_UNTIL = re.compile(r"[^。;]{0,9}?[至到\-—–~][^。;,]{0,4}")
_FOREVER = re.compile(r"长期|永久|无固定期限|至今")


@dataclass(frozen=True)
class Day:
    """A day in a text."""

    day: date
    start: int
    end: int


def days(text: str) -> list[Day]:
    """Every day in a text without spaces, in order."""
    found = [each for pattern in _DAYS for match in pattern.finditer(text) if (each := _day(match))]
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Day] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def loose_day(text: str) -> str | None:
    """A day whose units were lost: only to be believed when something else proves it."""
    match = _LOOSE.search(compact(text))
    found = _day(match) if match else None
    return found.day.isoformat() if found else None


def month(text: str) -> str | None:
    """The first month in a text, 2024-05."""
    match = _MONTH.search(compact(text))
    if not match or not 1 <= int(match["m"]) <= 12:
        return None
    return f"{match['y']}-{int(match['m']):02d}"


def is_endless(text: str) -> bool:
    """Whether a text says that something never ends."""
    return bool(_FOREVER.match(compact(text)))


def period(text: str) -> tuple[str | None, str | None]:
    """Begin and end: 2015.03.01-2035.03.01, 自…起至…止, 2015.03.01-长期. The end never lies before the begin."""
    told = compact(text)
    found = days(told)
    if not found:
        return None, None
    first = found[0]
    rest = told[first.end :]
    endless = _FOREVER.search(rest[:_BETWEEN])
    if endless:
        return first.day.isoformat(), FOREVER
    if len(found) < 2 or not _UNTIL.fullmatch(told[first.end : found[1].start]) or found[1].day <= first.day:
        return (None, None) if len(found) > 1 else (first.day.isoformat(), None)
    return first.day.isoformat(), found[1].day.isoformat()


def _day(match: re.Match[str]) -> Day | None:
    year, month_, day_ = (_number(match[part]) for part in "ymd")
    try:
        return Day(date(year, month_, day_), match.start(), match.end())
    except ValueError:
        return None


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if len(text) == 4:
        return int("".join(_FIGURES[sign] for sign in text))
    told = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in told:
        return int("".join(_FIGURES[sign] for sign in told))
    tens, _, ones = told.partition("十")
    return 10 * int(_FIGURES.get(tens, "1")) + int(_FIGURES.get(ones, "0"))
