"""Tells whether a file is a certificate of this centre as it was issued, without a network and without faith in it.

The file is read as plain bytes until the seal over exactly these bytes is found good; only then is it parsed as
PDF. So hostile files meet a search, a hash and one small ASN.1 structure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.certificates import payload as qr
from kiosk.certificates.trust import Trust
from sync.contract.problem import Words

LIMIT_BYTES = 16 << 20
"""Certificates have about 0.2 MB; what is larger is none."""


class Verdict(StrEnum):
    """What can be said about a file."""

    VALID = "valid"
    ALTERED = "altered"
    """It carries a mark of this centre, but not everything in it is as issued."""
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    """Nothing in it is of this centre: no verdict on it can be given here."""


@dataclass(frozen=True)
class Verification:
    """A verdict and what it rests on. `number`, `issued_at` and `signer` are those of a genuine mark, else None."""

    verdict: Verdict
    detail: Words
    number: str | None = None
    issued_at: datetime | None = None
    signer: str | None = None
    pages: int = 0


_VALID = Words(zh="证明真实有效，内容未被改动。", en="Genuine, unchanged and in force.")
_EMPTY = Words(zh="文件是空的。", en="The file is empty.")
_LARGE = Words(zh="文件太大，不是本中心出具的证明。", en="The file is too large to be a certificate of this centre.")
_NO_PDF = Words(zh="这不是 PDF 文件。", en="This is not a PDF file.")
_NOT_OURS = Words(
    zh="没有找到本中心的印章，无法判断真伪。", en="It carries no seal of this centre, so nothing can be said."
)
_NO_TRUST = Words(
    zh="本机尚未设置可信的印章，无法判断真伪。", en="This machine knows no seal to trust yet, so nothing can be said."
)
_NO_SEAL = Words(
    zh="二维码是本中心的，但文件没有完好的印章：不是原件，或者被改动过。",
    en="The QR code is of this centre, but the seal is missing or broken: not the original file, or changed.",
)
_CHANGED = Words(zh="盖章之后文件被改动过。", en="The file was changed after it was sealed.")
_MISMATCH = Words(zh="二维码与文件内容不一致。", en="The QR code does not fit the content of the file.")


def verify(
    pdf: bytes, trust: Trust | Path, revocation: Callable[[str], str | None] = lambda number: None
) -> Verification:
    """Verifies the bytes of a file.

    Args:
        trust: whom to believe, or the state folder of a kiosk.
        revocation: why a certificate number is no longer valid, or None; asked only for genuine files.

    Raises:
        Problem: certificate.trust, the trusted files cannot be read; or what `revocation` raises.
    """
    if isinstance(trust, Path):
        trust = Trust.load(trust)
    if not pdf:
        return Verification(Verdict.UNKNOWN, _EMPTY)
    if len(pdf) > LIMIT_BYTES:
        return Verification(Verdict.UNKNOWN, _LARGE)
    if b"%PDF-" not in pdf[:1024]:
        return Verification(Verdict.UNKNOWN, _NO_PDF)
    if not trust.roots:
        return Verification(Verdict.UNKNOWN, _NO_TRUST)
    return _verify(pdf, trust, revocation)


def _verify(pdf: bytes, trust: Trust, revocation: Callable[[str], str | None]) -> Verification:
    # Here, so that issuing does not wait for the libraries of verifying.
    from kiosk.certificates import container, document  # noqa: PLC0415

    note = _note(pdf, trust)
    known = Verification(Verdict.ALTERED, _CHANGED, note.number if note else None, note.issued_at if note else None)
    seal = container.find(pdf, trust.roots)
    if seal is None:
        return replace(known, detail=_NO_SEAL) if note else Verification(Verdict.UNKNOWN, _NOT_OURS)
    known = replace(known, signer=seal.signer)
    read = document.examine(pdf, trust.roots) if seal.covers(pdf) else None
    if read is None:
        return known
    known = replace(known, pages=read.pages)
    if note is None or read.facts is None or (note.number, note.digest) != (read.facts.number, read.facts.digest()):
        return replace(known, detail=_MISMATCH)
    reason = revocation(note.number)
    if reason is not None:
        told = Words(zh=f"证明已被撤销：{reason}", en=f"The certificate has been revoked: {reason}")
        return replace(known, verdict=Verdict.REVOKED, detail=told)
    return replace(known, verdict=Verdict.VALID, detail=_VALID)


def _note(pdf: bytes, trust: Trust) -> qr.Payload | None:
    """The one note of the centre in the file's description; several different ones are none."""
    texts = {match.group(0).decode() for match in qr.PATTERN.finditer(pdf)}
    if len(texts) != 1:
        return None
    return qr.opened(texts.pop(), trust.qr_keys)
