"""A record of nobody, set and sealed at start so that the first resident need not wait."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from sync.contract.services import Scheme, SocialInsuranceRecord, YearOfPayments

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
RECORD = SocialInsuranceRecord(
    name="预热",
    number="11010019000101001X",
    as_of=date(2026, 1, 1),
    years=[
        YearOfPayments(
            year=2025, scheme=scheme, months=12, base=Decimal(10_000), paid=Decimal(800), employer="示例单位"
        )
        for scheme in Scheme
    ],
)
