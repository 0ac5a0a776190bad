"""Reads the demo residents and works out what each paid, always the same."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from sync.contract.services import Scheme, YearOfPayments

_HERE = Path(__file__).parent
_FEN = Decimal("0.01")

RATES: dict[Scheme, tuple[Decimal, Decimal]] = {
    Scheme.PENSION: (Decimal("0.08"), Decimal(0)),
    Scheme.MEDICAL: (Decimal("0.02"), Decimal(3)),
    Scheme.UNEMPLOYMENT: (Decimal("0.005"), Decimal(0)),
    Scheme.INJURY: (Decimal(0), Decimal(0)),
    Scheme.MATERNITY: (Decimal(0), Decimal(0)),
}
"""What the person pays each month: share of the base, plus yuan. Injury and maternity the employer pays alone."""

_EARLY = (Scheme.PENSION, Scheme.UNEMPLOYMENT)
_MEDICAL_SINCE = 2001
_ALL_SINCE = 2005


@dataclass(frozen=True)
class Person:
    """One demo resident with the payments of a working life."""

    key: str
    number: str
    name: str
    phone: str
    pin: str = field(repr=False)
    address: str
    years: tuple[YearOfPayments, ...]


def people() -> tuple[Person, ...]:
    """The cast of residents.toml in its order."""
    limits = {int(year): pair for year, pair in _read("bases.toml").items()}
    return tuple(
        Person(
            key=key,
            number=entry["number"],
            name=entry["name"],
            phone=entry["phone"],
            pin=entry["pin"],
            address=entry["address"],
            years=tuple(year for spell in entry["work"] for year in _paid(spell, limits)),
        )
        for key, entry in _read("residents.toml").items()
    )


def _paid(spell: dict[str, Any], limits: dict[int, list[int]]) -> Iterator[YearOfPayments]:
    first_year, first_month = (int(part) for part in spell["from"].split("-"))
    last_year, last_month = (int(part) for part in spell["to"].split("-"))
    growth = Decimal(100 + spell["growth"]) / 100
    for year in range(first_year, last_year + 1):
        begin = first_month if year == first_year else 1
        end = last_month if year == last_year else 12
        lower, upper = limits[year]
        wanted = (spell["first_base"] * growth ** (year - first_year)).quantize(Decimal(1), ROUND_HALF_UP)
        base = min(max(wanted, Decimal(lower)), Decimal(upper)).quantize(_FEN)
        for scheme in _schemes(year):
            share, extra = RATES[scheme]
            a_month = (base * share + extra).quantize(_FEN, ROUND_HALF_UP)
            months = end - begin + 1
            yield YearOfPayments(
                year=year,
                scheme=scheme,
                months=months,
                base=base,
                paid=a_month * months,
                employer=spell["employer"],
            )


def _schemes(year: int) -> tuple[Scheme, ...]:
    if year < _MEDICAL_SINCE:
        return _EARLY
    return tuple(Scheme) if year >= _ALL_SINCE else (*_EARLY, Scheme.MEDICAL)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
