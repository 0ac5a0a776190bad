"""Records of residents who do not exist, and what can be read off a certificate."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pypdfium2

from sync.contract.services import Scheme, SocialInsuranceRecord, YearOfPayments

MIDNIGHT = datetime(2026, 11, 23, 16, 7, 21, tzinfo=UTC)
"""Seven past midnight in Beijing, on the next day."""
RATES = {
    Scheme.PENSION: Decimal("0.08"),
    Scheme.MEDICAL: Decimal("0.02"),
    Scheme.UNEMPLOYMENT: Decimal("0.005"),
    Scheme.INJURY: Decimal(0),
    Scheme.MATERNITY: Decimal(0),
}


def record_of(
    name: str = "王丽华", first: int = 2016, last: int = 2026, employer: str = "示例科技有限公司"
) -> SocialInsuranceRecord:
    """Payments of all schemes; every amount differs, so that none can stand for another."""
    years = [
        YearOfPayments(
            year=year,
            scheme=scheme,
            months=10 if year == 2026 else 12,
            base=Decimal(9800 + 137 * (year - first)),
            paid=(Decimal(9800 + 137 * (year - first)) * rate * 12 + Decimal(year % 97) / 100).quantize(
                Decimal("0.01")
            ),
            employer=employer,
        )
        for year in range(first, last + 1)
        for scheme, rate in RATES.items()
    ]
    return SocialInsuranceRecord(name=name, number="110100198604120028", as_of=date(2026, 10, 31), years=years)


def text_of(pdf: bytes) -> str:
    """All words of a PDF, page after page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
