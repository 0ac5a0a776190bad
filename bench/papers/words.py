"""How papers write dates and amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLAIN = "〇一二三四五六七八九"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def capital(amount: Decimal) -> str:
    """An amount in 大写, as 票据法 wants it: 4500.00 is 肆仟伍佰元整."""
    cents = int(amount * 100)
    whole, ten, one = cents // 100, cents // 10 % 10, cents % 10
    said = _whole(whole) + "元" if whole else ""
    if ten:
        said += _FIGURES[ten] + "角"
    elif one and said:
        said += "零"
    return said + (_FIGURES[one] + "分" if one else "整")


def _whole(number: int) -> str:
    said, gap = "", False
    for group in reversed(range(len(_GROUPS))):
        part = number // 10_000**group % 10_000
        if not part:
            gap = bool(said)
            continue
        text = _group(part)
        said += ("零" if said and (gap or part < 1000) else "") + text + _GROUPS[group]
        gap = False
    return said


def _group(part: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        figure = part // 10**place % 10
        if figure:
            said += ("零" if gap and said else "") + _FIGURES[figure] + _UNITS[place]
            gap = False
        else:
            gap = True
    return said


def long_date(day: date) -> str:
    """2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def padded_date(day: date) -> str:
    """2026年03月01日."""
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"


def dotted_date(day: date) -> str:
    """2026.03.01."""
    return f"{day:%Y.%m.%d}"


def plain_date(day: date) -> str:
    """二〇二六年三月一日."""
    year = "".join(_PLAIN[int(figure)] for figure in str(day.year))
    return f"{year}年{_small(day.month)}月{_small(day.day)}日"


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _PLAIN[tens] + "十"
    return head + (_PLAIN[ones] if ones else "")
