"""Types of values: what a span of text says when it is a name, a date, an amount."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ocr.fields.rows import BREAK, GAP, Span
from ocr.values import dates, numbers, people
from ocr.values.addresses import address
from ocr.values.text import is_han, wide

_STOP = re.compile(r"[,;。、]|由甲方|由出租|作居住|作为居住|的房屋|的住房|出租给|用于居住|用作|\(以下|\(下称|\(大写")
_LEAD = re.compile(r"^(?:[:;_\s]|位于|坐落于|座落于|坐落在|地址为|为|是)+")
_ORGANISATION = re.compile(r"[\u4e00-\u9fff()A-Za-z0-9·]{2,40}")
_FIRM = r"^[\u4e00-\u9fff()A-Za-z0-9·]{2,36}(?:公司|中心|集团|局|厂|店|社|院|校|委员会|部|所|银行|合作社|协会)"
_UNSOUND = 0.8
"""How sure an address is that does not end as addresses do, or holds strange signs."""
_TICKS = re.compile("[□☐☑☒√✓✔■▢]")
"""Boxes to tick: which one is ticked is not read."""
_AREA = re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,2})?)(?:㎡|平方米|平米|m2|m²|m|M2)")
_LAND = re.compile("宗地|土地|使用权面积")
_BARE_AREA = re.compile(r"(?<![\d.])(\d{1,6}\.\d{1,2})(?![\d.])")


@dataclass(frozen=True, repr=False)
class Told:
    """What a span says; without a value when something was there that does not check."""

    value: str | None
    sure: float
    """0 to 1, how much its form says that it is what it should be."""
    span: Span
    checks: Mapping[str, bool] = field(default_factory=dict)
    proven: bool = False
    """By a checksum."""


Read = Callable[[Span, str | None], Told | None]


def _person(span: Span, pattern: str | None) -> Told | None:
    for cut in _cells(span):
        flat = cut.text
        bracket = re.search(r"[(,;。]|身份证|先生|女士", flat)
        part = cut.part(0, bracket.start()) if bracket else cut
        if value := people.name(part.text):
            return Told(value, 1.0, part.without_spaces())
        tokens = part.text.split(" ")
        if len(tokens) > 1 and (value := people.name(tokens[0])):
            return Told(value, 0.95, part.part(0, len(tokens[0])))
    return None


def _party(span: Span, pattern: str | None) -> Told | None:
    """One person, several with 、 between them, or an organisation."""
    first = next(iter(_cells(span)), Span())
    names = [people.name(part) for part in re.split("[、,;]", first.text)]
    if names and all(names):
        return Told("、".join(name for name in names if name), 1.0, first.without_spaces())
    return _organisation(span, pattern or _FIRM)


def _sex(span: Span, pattern: str | None) -> Told | None:
    flat = _lead(span)
    value = people.sex(flat.text)
    return Told(value, 1.0, flat.part(0, 1)) if value else None


def _ethnic(span: Span, pattern: str | None) -> Told | None:
    flat = _lead(next(iter(_cells(span)), Span()))
    value = people.ethnic_group(flat.text)
    return Told(value, 1.0, flat.part(0, len(value))) if value else None


def _day(span: Span, pattern: str | None) -> Told | None:
    flat = span.without_spaces()
    found = dates.days(flat.text)
    if found:
        return Told(found[0].day.isoformat(), 1.0, flat.part(found[0].start, found[0].end))
    loose = dates.loose_day(flat.text)
    return Told(loose, 0.5, flat) if loose else None


def _end_day(span: Span, pattern: str | None) -> Told | None:
    flat = span.without_spaces()
    if dates.is_endless(flat.text):
        return Told(dates.FOREVER, 1.0, flat.part(0, len(dates.FOREVER)))
    return _day(span, pattern)


def _month(span: Span, pattern: str | None) -> Told | None:
    value = dates.month(span.text)
    return Told(value, 1.0, span.without_spaces()) if value else None


def _begin(span: Span, pattern: str | None) -> Told | None:
    return _of_period(span, 0)


def _end(span: Span, pattern: str | None) -> Told | None:
    return _of_period(span, 1)


def _of_period(span: Span, which: int) -> Told | None:
    flat = span.without_spaces()
    both = dates.period(flat.text)
    value = both[which]
    if value is None or both[1] is None:
        found = dates.days(flat.text)
        return Told(None, 1.0, flat, {"period": False}) if len(found) > 1 else None
    found = dates.days(flat.text)
    if value == dates.FOREVER:
        return Told(value, 1.0, flat.part(found[0].end))
    place = found[which]
    return Told(value, 1.0, flat.part(place.start, place.end))


def _number(read: Callable[[str], numbers.Found], check: str) -> Read:
    def told(span: Span, pattern: str | None) -> Told | None:
        flat = span.without_spaces()
        found = read(span.text)
        if not found.tried:
            return None
        at = flat.text.upper().find(found.value) if found.value else -1
        place = flat.part(at, at + len(found.value)) if found.value and at >= 0 else flat
        return Told(found.value, 1.0, place, {check: found.value is not None}, proven=found.value is not None)

    return told


def _phone(span: Span, pattern: str | None) -> Told | None:
    value = people.phone(span.text)
    return Told(value, 1.0, span.without_spaces()) if value else None


def _code(span: Span, pattern: str | None) -> Told | None:
    """By its pattern, in one cell."""
    assert pattern is not None
    for cut in [*_cells(span), span]:
        flat = cut.without_spaces()
        if match := re.search(pattern, flat.text):
            value = wide(match[0]) if not match[0].isascii() else match[0]
            return Told(value, 1.0, flat.part(*match.span()))
    return None


def _address(span: Span, pattern: str | None) -> Told | None:
    flat = _lead(Span(tuple(sign for sign in span.signs if sign.char not in (BREAK, " "))))
    cell = re.split(GAP, flat.text)[0]
    stop = _STOP.search(cell)
    part = flat.part(0, stop.start() if stop else len(cell))
    place = address(part.text)
    if place is None:
        return None
    sure = 0.9 if place.mended else 1.0 if place.known else 0.98
    sure *= 1.0 if place.sound else _UNSOUND
    return Told(place.text, sure, part.without_spaces(), {"gazetteer": place.known})


def _organisation(span: Span, pattern: str | None) -> Told | None:
    flat = _lead(Span(tuple(sign for sign in span.signs if sign.char not in (BREAK, " "))))
    cell = re.split(GAP, flat.text)[0]
    match = re.search(pattern, cell) if pattern else _ORGANISATION.match(cell)
    if not match or len(match[0]) < 2 or not re.search(r"[\u4e00-\u9fff]{2}", match[0]):
        return None
    sure = 1.0 if pattern or len(match[0]) == len(cell) else 0.9
    return Told(wide(match[0]), sure, flat.part(*match.span()).without_spaces())


def _words(span: Span, pattern: str | None) -> Told | None:
    """Any text of one cell; a pattern says where it ends."""
    flat = _lead(Span(tuple(sign for sign in span.signs if sign.char not in (BREAK, " "))))
    cell = re.split(GAP, flat.text)[0].strip("_")
    match = re.search(pattern, cell) if pattern else re.match(r".+", cell)
    if not match or not match[0] or _TICKS.search(cell):
        return None
    return Told(wide(match[0]), 1.0, flat.part(*match.span()).without_spaces())


def _area(span: Span, pattern: str | None) -> Told | None:
    flat = span.without_spaces()
    if not flat.text:
        return None
    built = re.search("建筑面积", flat.text)
    if built is None and _LAND.search(flat.text):
        return None
    rest = flat.part(built.end()) if built else flat
    match = _AREA.search(rest.text)
    sure = 1.0
    if match is None:
        match, sure = _BARE_AREA.search(rest.text), 0.9
    return Told(match[1], sure, rest.part(*match.span(1))) if match else None


def _cells(span: Span) -> list[Span]:
    """What stands between wide gaps and in rows of its own, first as one when it is short."""
    cells, start = [], 0
    text = span.text
    for at, sign in enumerate((*text, GAP)):
        if sign in (GAP, BREAK):
            part = span.part(start, at)
            if part.text.strip(" :_"):
                cells.append(_lead(part))
            start = at + 1
    flat = span.without_spaces()
    if len(cells) > 1 and all(len(cell.text) == 1 and is_han(cell.text) for cell in cells):
        return [flat]
    return cells


def _lead(span: Span) -> Span:
    """Without what leads to a value."""
    match = _LEAD.match(span.text)
    return span.part(match.end()) if match else span


TYPES: Mapping[str, Read] = {
    "person": _person,
    "party": _party,
    "sex": _sex,
    "ethnic-group": _ethnic,
    "day": _day,
    "end-day": _end_day,
    "month": _month,
    "begin": _begin,
    "end": _end,
    "citizen-number": _number(numbers.citizen_number, "gb11643"),
    "credit-code": _number(numbers.credit_code, "gb32100"),
    "bank-card": _number(numbers.bank_card, "luhn"),
    "phone": _phone,
    "code": _code,
    "address": _address,
    "organisation": _organisation,
    "words": _words,
    "area": _area,
}
"""`amount` is not here: it takes two places, see ocr.fields.amounts."""
SEVERAL_LINES = frozenset({"address", "organisation", "words", "party"})
"""Types whose values may take several lines."""
FREE = frozenset({"person", "party", "address", "organisation", "words"})
"""Types that take whatever is read: a misread character makes another value."""
NAMES = frozenset({"person", "party"})
"""Types of which one wrong character makes somebody else."""
CLOSED = frozenset({"sex", "ethnic-group"})
"""Types with few values, none of which looks like another."""
GROUPED = frozenset({"citizen-number", "credit-code", "bank-card"})
"""Types whose figures may stand in groups far apart."""
OF_ONE_LENGTH = frozenset({"citizen-number", "credit-code", "sex", "ethnic-group", "begin", "end", "amount"})
"""Types that notice when some of them is cut off."""
SELF_PROVING = frozenset({"citizen-number", "credit-code", "bank-card", "phone", "day", "begin", "end", "amount"})
"""Types that cannot be taken for one another's values."""
