"""The register of residents and their payments, as the centre's answers need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

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

    @property
    def birth(self) -> date:
        """As the number says (GB 11643, 5.2)."""
        return date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def sex(self) -> Literal["1", "2"]:
        """GB/T 2261.1, as the number says."""
        return "1" if int(self.number[16]) % 2 else "2"


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
