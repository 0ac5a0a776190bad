"""Reads a certificate whose seal is good: is the seal one of a whole document, and what stands on the paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kiosk.certificates.facts import Essentials, bare
from kiosk.certificates.signature import FIELD, finish

_ON_PAPER = re.compile(
    r"证明编号(?P<number>NZZ-\d{8}-[0-9A-Z]{8}).*?"
    r"姓名(?P<name>.+?)公民身份号码(?P<citizen>\d{17}[\dX])缴费年份.*?数据截至(?P<as_of>\d{4}-\d\d-\d\d)"
    r"(?:.*个人缴费合计(?P<total>[\d,]+\.\d\d)元)?.*出具时间(?P<issued>\d{4}-\d\d-\d\d\d\d:\d\d)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Read:
    """Pages, and the essential facts as extracted from the paper; None when they are not all there."""

    pages: int
    facts: Essentials | None


def examine(pdf: bytes, roots: Iterable[x509.Certificate]) -> Read | None:
    """Reads a document; None when it is not one revision under one seal that validates by PAdES.

    The validity of the seal's certificate is judged at the time it states itself: a kiosk without a network
    may have a wrong clock, and only the seal can state that time.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = reader.embedded_signatures
        if len(signatures) != 1 or signatures[0].field_name != FIELD:
            return None
        signature = signatures[0]
        context = ValidationContext(
            trust_roots=[Asn1Certificate.load(root.public_bytes(Encoding.DER)) for root in roots],
            moment=signature.self_reported_timestamp,
            allow_fetching=False,
        )
        status = finish(async_validate_pdf_signature(signature, context))
    except (PdfError, SignatureValidationError, ValueError):
        return None
    if not status.bottom_line or status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return None
    return _read(pdf)


def _read(pdf: bytes) -> Read:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        pages = len(opened)
        text = bare("".join(page.get_textpage().get_text_range() for page in opened))
    finally:
        opened.close()
    found = _ON_PAPER.search(text)
    if found is None:
        return Read(pages, None)
    total = found["total"] or "0.00"
    return Read(
        pages,
        Essentials(found["number"], found["issued"], found["name"], found["citizen"], found["as_of"], total),
    )
