"""Checks between the fields of one paper: who disagrees with whom is not believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ocr.values.dates import FOREVER
from ocr.values.numbers import born, is_citizen_number, is_male

Values = Mapping[str, str | None]


@dataclass(frozen=True)
class Verdict:
    """What a check came to."""

    passed: bool
    blamed: tuple[str, ...]
    """Fields that cannot be believed when it failed."""
    proven: tuple[str, ...] = ()
    """Fields that are beyond doubt when it passed."""


Check = Callable[[Sequence[str], Values], Verdict | None]


def _sex_in_number(fields: Sequence[str], values: Values) -> Verdict | None:
    sex, number = (values.get(name) for name in fields)
    if sex is None or number is None or not is_citizen_number(number):
        return None
    return Verdict((sex == "男") == is_male(number), tuple(fields), (fields[0],))


def _birth_in_number(fields: Sequence[str], values: Values) -> Verdict | None:
    birth, number = (values.get(name) for name in fields)
    if birth is None or number is None or not is_citizen_number(number):
        return None
    return Verdict(birth == born(number).isoformat(), tuple(fields), tuple(fields))


def _in_order(fields: Sequence[str], values: Values) -> Verdict | None:
    first, last = (values.get(name) for name in fields)
    if first is None or last is None:
        return None
    return Verdict(last == FOREVER or first < last, tuple(fields))


def _two_people(fields: Sequence[str], values: Values) -> Verdict | None:
    one, other = (values.get(name) for name in fields)
    return None if one is None or other is None else Verdict(one != other, tuple(fields))


def _one_of_both(fields: Sequence[str], values: Values) -> Verdict | None:
    told = [values.get(name) for name in fields]
    if any(value is None for value in told):
        return None
    return Verdict(told[0] in told[1:], (fields[0],))  # no proof: what misreads one misreads the other


def _sex_is(male: bool) -> Check:
    def check(fields: Sequence[str], values: Values) -> Verdict | None:
        number = values.get(fields[0])
        if number is None or not is_citizen_number(number):
            return None
        return Verdict(is_male(number) is male, tuple(fields))

    return check


CHECKS: Mapping[str, Check] = {
    "sex-in-number": _sex_in_number,
    "birth-in-number": _birth_in_number,
    "in-order": _in_order,
    "two-people": _two_people,
    "one-of-both": _one_of_both,
    "woman": _sex_is(male=False),
    "man": _sex_is(male=True),
}
