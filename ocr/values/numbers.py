"""Numbers that prove themselves: citizens' (GB 11643), firms' (GB 32100), bank cards' (Luhn)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from ocr.values.text import compact

_PROVINCES = frozenset(
    str(code)
    for group in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in group
)
"""GB/T 2260; 83 is for residents from Taiwan."""
_FIRST_YEAR = 1890
_RUN = re.compile(r"[0-9A-Za-z]+")
_FIGURES = str.maketrans({"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "B": "8", "Z": "2"})
"""Letters that look like figures."""
_CARD_LENGTHS = range(16, 20)
_LENGTH = 18
_MIN_RUN = 15
"""From how many figures on a run was meant to be a number of 18."""


@dataclass(frozen=True)
class Found:
    """What a text says of one number."""

    value: str | None = field(repr=False)
    """None when nothing there checks, or more than one thing does."""
    tried: bool
    """Whether something was there that looks like such a number."""


def citizen_number(text: str) -> Found:
    """The one GB 11643 number in a text: every window of 18 characters is tested."""
    return _only(text, is_citizen_number, _as_citizen, 12)


def credit_code(text: str) -> Found:
    """The one GB 32100 code in a text."""
    return _only(text, uscc.is_valid, _as_credit, 6)


def bank_card(text: str) -> Found:
    """The one bank card number of 16 to 19 figures in a text: the whole run of figures has to check."""
    runs = [run for run in re.findall(r"\d+", _joined(text)) if len(run) in _CARD_LENGTHS and run[0] in "34569"]
    good = {run for run in runs if luhn.is_valid(run)}
    return Found(good.pop() if len(good) == 1 and len(runs) == 1 else None, bool(runs))


def is_citizen_number(number: str) -> bool:
    """Whether form, province, day of birth and check character are right (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dX]", number) or number[:2] not in _PROVINCES:
        return False
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return False
    return born.year >= _FIRST_YEAR and ric.calc_check_digit(number) == number[-1]


def born(number: str) -> date:
    """The day of birth in a number that checks."""
    return ric.get_birth_date(number)


def is_male(number: str) -> bool:
    """The sex in a number that checks."""
    return int(number[16]) % 2 == 1


def _only(text: str, good: Callable[[str], bool], read: Callable[[str], str], figures: int) -> Found:
    """The one window that checks, in runs of at least so many figures; two that do are as bad as none."""
    found: set[str] = set()
    tried = False
    for run in _RUN.findall(_joined(text)):
        if len(run) < _MIN_RUN or sum(sign.isdigit() for sign in run) < figures:
            continue
        tried = True
        windows = [run[at : at + _LENGTH].upper() for at in range(len(run) - _LENGTH + 1)]
        checked = {window for window in windows if good(window)}
        if not checked and len(run) == _LENGTH and good(read(run)):
            checked = {read(run)}
        found |= checked
    return Found(found.pop() if len(found) == 1 else None, tried)


def _as_citizen(run: str) -> str:
    """Look-alikes as figures: the check character proves it or not."""
    return run[:-1].translate(_FIGURES) + run[-1].upper().translate(_FIGURES)


def _as_credit(run: str) -> str:
    """GB 32100 has no I, O, S, V, Z; its first eight places are figures but for the second."""
    upper = run.upper().translate(str.maketrans("IOSZ", "1052"))
    return upper[:2] + upper[2:8].translate(_FIGURES) + upper[8:]


def _joined(text: str) -> str:
    """Groups of figures as one run."""
    return re.sub(r"(?<=[0-9A-Za-z])[ \t\-·.]+(?=[0-9Xx])", "", compact(text))
