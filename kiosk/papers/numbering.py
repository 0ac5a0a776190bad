"""Page numbers as papers print them: 第 2 页 共 3 页, 2/3, - 2 -; which pages of a document are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.papers.protocol import ReadPage

_EDGE = 0.12
"""Share of the page at its top and foot where numbers stand."""
_MOST = 60
_OF = (
    re.compile(r"^第(\d{1,2})页[,，/、]?[（(]?共(\d{1,2})页[)）]?$"),
    re.compile(r"^共(\d{1,2})页[,，/、]?第(\d{1,2})页$"),
    re.compile(r"^(?:第|页码[:：]?|Page)?(\d{1,2})(?:页)?(?:/|of)(\d{1,2})(?:页)?$", re.IGNORECASE),
)
_ALONE = (re.compile(r"^第(\d{1,2})页$"), re.compile(r"^[-—–~·]+(\d{1,2})[-—–~·]+$"))


@dataclass(frozen=True)
class Number:
    """Which page this is."""

    page: int
    of: int | None
    """How many there are, where the page says so."""


def number_of(page: ReadPage) -> Number | None:
    """What a page says of its own place; None when it says nothing that makes sense."""
    for line in page.lines:
        middle = sum(y for _, y in line.corners) / 4 / max(page.height, 1)
        if _EDGE < middle < 1 - _EDGE:
            continue
        text = re.sub(r"\s", "", line.text)
        for turned, pattern in enumerate(_OF):
            if match := pattern.match(text):
                first, second = int(match[1]), int(match[2])
                number = Number(second, first) if turned == 1 else Number(first, second)
                if number.of is not None and 1 <= number.page <= number.of <= _MOST:
                    return number
        for pattern in _ALONE:
            if (match := pattern.match(text)) and 1 <= int(match[1]) <= _MOST:
                return Number(int(match[1]), None)
    return None


def in_order(pages: Iterable[ReadPage]) -> list[ReadPage]:
    """By their numbers where all have one, else as they came."""
    given = list(pages)
    numbered = [(number.page, page) for page in given if (number := number_of(page)) is not None]
    if len(numbered) < len(given):
        return given
    return [page for _, page in sorted(numbered, key=lambda each: each[0])]


def missing(pages: Iterable[ReadPage]) -> tuple[int, ...]:
    """The numbers of pages that must exist and are not there; nothing where no page says how many there are."""
    numbers = [number for page in pages if (number := number_of(page))]
    most = max([number.of or number.page for number in numbers], default=0)
    there = {number.page for number in numbers}
    return tuple(page for page in range(1, most + 1) if page not in there)
