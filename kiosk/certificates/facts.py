"""What a payment record says on paper: years as rows, schemes as columns, and the facts its QR code vouches for."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kiosk.clock import BEIJING
from sync.contract.services import Scheme, SocialInsuranceRecord, YearOfPayments

ISSUER = "南中轴综合服务中心"
SCHEMES = {
    Scheme.PENSION: "养老保险",
    Scheme.MEDICAL: "医疗保险",
    Scheme.UNEMPLOYMENT: "失业保险",
    Scheme.INJURY: "工伤保险",
    Scheme.MATERNITY: "生育保险",
}


@dataclass(frozen=True)
class Row:
    """One line of the table: months and personal payments (元) of every scheme, in the order of SCHEMES."""

    year: str
    base: str
    cells: tuple[tuple[str, str], ...]
    sum: str


@dataclass(frozen=True)
class Spell:
    """Years at one employer."""

    span: str
    name: str


@dataclass(frozen=True)
class Essentials:
    """The facts that a QR code vouches for, as they stand on the paper, without spaces."""

    number: str
    issued: str
    name: str
    citizen: str
    as_of: str
    total: str

    def digest(self) -> bytes:
        """SHA-256, 32 bytes."""
        facts = (self.number, self.issued, self.name, self.citizen, self.as_of, self.total)
        return hashlib.sha256("\n".join(facts).encode()).digest()


def money(amount: Decimal) -> str:
    """Yuan with two digits and thousands: 12,345.60."""
    return f"{amount:,.2f}"


def shown(text: str) -> str:
    """Text as it may be printed: no control or invisible formatting characters.

    Characters that this Python does not know yet stay: CJK extensions H and I are in names already.
    """
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))


def bare(text: str) -> str:
    """Shown text without spaces, which neither line breaks nor extraction keep."""
    return "".join(letter for letter in shown(text) if unicodedata.category(letter)[0] != "Z")


def is_private(text: str) -> bool:
    """Whether a private-use character is in it: ID cards write rare characters so, and fonts draw something else."""
    return any(unicodedata.category(letter) == "Co" for letter in text)


def masked(name: str) -> str:
    """A name that tells its owner and nobody else: 王*华, 李*."""
    name = bare(name)
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def issued_text(issued_at: datetime) -> str:
    """The time of issue as printed: 2026-11-23 23:41, Beijing time."""
    return issued_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def essentials(record: SocialInsuranceRecord, number: str, issued_at: datetime) -> Essentials:
    """The essential facts of a certificate."""
    return Essentials(
        number=bare(number),
        issued=bare(issued_text(issued_at)),
        name=bare(record.name),
        citizen=record.number,
        as_of=record.as_of.isoformat(),
        total=money(_sum(record.years)),
    )


def rows(record: SocialInsuranceRecord) -> tuple[Row, ...]:
    """One row for every year, oldest first."""
    years = defaultdict(list)
    for payment in record.years:
        years[payment.year].append(payment)
    return tuple(_row(str(year), payments, _base(payments)) for year, payments in sorted(years.items()))


def totals(record: SocialInsuranceRecord) -> Row:
    """The row of sums."""
    return _row("合计", record.years, "")


def spells(record: SocialInsuranceRecord) -> tuple[Spell, ...]:
    """Employers in the order of their first year; years in a row are drawn together."""
    years: dict[str, set[int]] = defaultdict(set)
    for payment in sorted(record.years, key=lambda payment: payment.year):
        years[payment.employer].add(payment.year)
    found = [(first, last, name) for name, at in years.items() for first, last in _runs(sorted(at))]
    return tuple(Spell(span(first, last), shown(name)) for first, last, name in sorted(found))


def span(first: int, last: int) -> str:
    """2015—2019, or 2015 alone."""
    return str(first) if first == last else f"{first}—{last}"


def period(record: SocialInsuranceRecord) -> str:
    """First to last year with payments."""
    years = [payment.year for payment in record.years]
    return span(min(years), max(years)) if years else "无"


def _row(year: str, payments: list[YearOfPayments], base: str) -> Row:
    cells = []
    for scheme in SCHEMES:
        own = [payment for payment in payments if payment.scheme is scheme]
        cells.append((str(sum(payment.months for payment in own)), money(_sum(own))))
    return Row(year, base, tuple(cells), money(_sum(payments)))


def _base(payments: list[YearOfPayments]) -> str:
    """The base of the pension; of another scheme where nobody paid one; the last when it changed."""
    pension = [payment for payment in payments if payment.scheme is Scheme.PENSION]
    return money((pension or payments)[-1].base)


def _sum(payments: Iterable[YearOfPayments]) -> Decimal:
    return sum((payment.paid for payment in payments), Decimal(0))


def _runs(years: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs
