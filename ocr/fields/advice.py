"""What the resident can do about fields that do not check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ocr.reading import Advice, FieldReading, Kind
from ocr.values.dates import FOREVER

_NUMBERS = ("gb11643", "gb32100", "luhn")
_ENDS = {
    Kind.ID_FRONT: "end",
    Kind.ID_BACK: "end",
    Kind.HEALTH: "end",
    Kind.LEASE: "end",
}
"""The field that says until when a paper counts."""
_WORDS = {
    "expired": ("这份材料已经过了有效期", "This paper is no longer valid"),
    "number-unchecked": (
        "纸上的号码没有读准，请核对后重新拍一张，或者自己输入",
        "A number could not be read for certain: take the page again, or type the number in",
    ),
    "amounts-disagree": (
        "数字金额和大写金额不一样，请核对",
        "The amount in figures and the amount in words differ: please check",
    ),
    "does-not-match": (
        "纸上的内容前后对不上，请核对",
        "Some of what the paper says does not fit together: please check",
    ),
}


def of_fields(kind: Kind, fields: Mapping[str, FieldReading], today: date | None) -> list[Advice]:
    """Each thing once, with the first page that it is about; what is expired only when the day is known."""
    found: dict[str, int] = {}
    end = fields.get(_ENDS.get(kind, ""))
    if today and end and end.value and end.value != FOREVER and date.fromisoformat(end.value) < today:
        found["expired"] = end.page
    for reading in fields.values():
        for check, passed in reading.checks.items():
            if not passed and (code := _code(check)):
                found.setdefault(code, reading.page)
    return [Advice(code=code, zh=_WORDS[code][0], en=_WORDS[code][1], page=page) for code, page in found.items()]


def _code(check: str) -> str | None:
    if check in _NUMBERS:
        return "number-unchecked"
    if check == "capital":
        return "amounts-disagree"
    return None if check in ("gazetteer", "one-value") else "does-not-match"
