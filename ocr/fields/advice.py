"""What the resident can do about fields that do not check."""

from __future__ import annotations

from collections.abc import Mapping

from ocr.reading import Advice, FieldReading

_NUMBERS = ("gb11643", "gb32100", "luhn")
_WORDS = {
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


def of_fields(fields: Mapping[str, FieldReading]) -> list[Advice]:
    """Each thing once, with the first page that it is about."""
    found: dict[str, int] = {}
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
