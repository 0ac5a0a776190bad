"""Amounts: in figures, in capital characters (大写), and whether both say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ocr.values.text import compact

_DIGITS = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)) | {"〇": 0, "两": 2, "贰": 2, "弍": 2, "叄": 3}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_CAPITAL = re.compile(
    r"(?<![\u4e00-\u9fff])(?:人民币|大写|合计|共计|计|为)*"
    r"(?P<said>[零〇壹贰弍叁叄肆伍陆柒捌玖拾佰仟万亿]+[元圆][零壹贰叁肆伍陆柒捌玖角分]*(?:整|正)?)(?![\u4e00-\u9fff])"
)
_FIGURES = re.compile(
    r"(?<![\d.,])(?P<sign>[¥Y]|人民币|RMB|CNY)?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,12})(?P<cents>\.\d{1,2})?(?![\d.])(?P<unit>元|圆|万元)?"
)
_MISREAD_SIGN = "417"
"""What ¥ is read as."""


@dataclass(frozen=True)
class Money:
    """An amount in figures."""

    amount: Decimal
    marked: bool
    """With a sign or a unit: its first figure is no misread sign."""


def capital(text: str) -> Decimal | None:
    """The one amount in 大写: 肆仟伍佰元整 is 4500.00. None when there is none, or it is not well-formed."""
    found = {amount for match in _CAPITAL.finditer(compact(text)) if (amount := _capital(match["said"])) is not None}
    return found.pop() if len(found) == 1 else None


def figures(text: str) -> Money | None:
    """The first amount in figures: ¥4,500.00, 4500元."""
    for match in _FIGURES.finditer(compact(text)):
        whole, cents, unit = match["whole"], match["cents"] or "", match["unit"] or ""
        if not (match["sign"] or unit or cents):
            continue
        amount = Decimal(whole.replace(",", "") + cents) * (10**4 if unit == "万元" else 1)
        return Money(amount.quantize(Decimal("0.01")), bool(match["sign"] or unit))
    return None


def agreed(told: Money | None, said: Decimal | None) -> tuple[str | None, bool | None]:
    """The amount and whether figures and 大写 agree; (None, False) when they do not, None as check when one is missing.

    A figure before the amount that may be a misread ¥ is dropped where 大写 proves it.
    """
    if told is None:
        return (f"{said:.2f}", None) if said is not None else (None, None)
    if said is None:
        return f"{told.amount:.2f}", None
    if told.amount == said:
        return f"{said:.2f}", True
    shown = f"{told.amount:.2f}"
    if shown[0] in _MISREAD_SIGN and not told.marked and Decimal(shown[1:]) == said:
        return f"{said:.2f}", True
    return None, False


def _capital(text: str) -> Decimal | None:
    whole, rest = re.split("[元圆]", text, maxsplit=1)
    amount = _whole(whole)
    cents = re.fullmatch(r"零?(?:(?P<j>.)角)?零?(?:(?P<f>.)分)?[整正]?", rest)
    if amount is None or cents is None:
        return None
    tenth, hundredth = _DIGITS.get(cents["j"] or "零"), _DIGITS.get(cents["f"] or "零")
    if tenth is None or hundredth is None:
        return None
    return Decimal(amount) + Decimal(10 * tenth + hundredth) / 100


def _whole(text: str) -> int | None:
    """Strict: figure and unit take turns, units fall."""
    total, group, digit, last = 0, 0, None, 10_000
    largest = 10**12
    for sign in text:
        if sign in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            unit = _UNITS[sign]
            if unit >= last or (not digit and not (unit == 10 and digit is None and group == 0)):
                return None
            group, last, digit = group + (digit or 1) * unit, unit, None
        else:
            scale = _GROUPS[sign]
            if scale >= largest or not (group or digit):
                return None
            total, largest = total + (group + (digit or 0)) * scale, scale
            group, digit, last = 0, None, 10_000
    return total + group + (digit or 0)
