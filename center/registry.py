"""The register of residents and their payments, as the centre's answers need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from center.schema import payments, residents
from sync.contract.services import Scheme, SocialInsuranceRecord, YearOfPayments


@dataclass(frozen=True)
class Resident:
    """One person of the register; nothing of it shows in a repr."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    pin: str = field(repr=False)
    """scrypt digest, see center.identity.pins."""
    address: str | None = field(default=None, repr=False)
    """Of the household register (户口), where it is known."""


def find_resident(connection: Connection, number: str) -> Resident | None:
    """The person with this citizen number (公民身份号码)."""
    row = connection.execute(select(residents).where(residents.c.number == number)).one_or_none()
    return Resident(row.number, row.name, row.phone, row.pin, row.address) if row else None


def payment_record(connection: Connection, resident: Resident, as_of: date) -> SocialInsuranceRecord:
    """All years of all schemes, oldest first, schemes in the usual order."""
    order = list(Scheme)
    rows = connection.execute(select(payments).where(payments.c.number == resident.number)).all()
    years = [
        YearOfPayments(
            year=row.year,
            scheme=Scheme(row.scheme),
            months=row.months,
            base=Decimal(row.base),
            paid=Decimal(row.paid),
            employer=row.employer,
        )
        for row in rows
    ]
    years.sort(key=lambda entry: (entry.year, order.index(entry.scheme)))
    return SocialInsuranceRecord(name=resident.name, number=resident.number, as_of=as_of, years=years)
