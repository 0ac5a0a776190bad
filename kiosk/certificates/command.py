"""`python -m kiosk verify FILE`: tells offline whether a certificate is genuine."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kiosk.certificates.trust import Trust
from kiosk.certificates.verification import LIMIT_BYTES, Verdict, Verification, verify
from kiosk.settings import KioskSettings
from sync.contract.problem import Family, Problem, Words
from sync.contract.settings import load

_WORDS = {
    Verdict.VALID: "有效 · genuine",
    Verdict.ALTERED: "已被改动 · altered",
    Verdict.REVOKED: "已撤销 · revoked",
    Verdict.UNKNOWN: "无法识别 · unknown",
}
_UNREADABLE = Words(zh="读不出这个文件，请换一个文件再试。", en="This file cannot be read. Please try another one.")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a certificate as PDF")


def main(args: argparse.Namespace) -> int:
    """Verifies the file with the roots and revocations of this kiosk; 0 only when it is valid.

    Raises:
        Problem: certificate.file, the file cannot be read; certificate.trust; those of the store.
    """
    state = load(KioskSettings, args.config).paths.state
    pdf = _read(args.file)
    found = verify(pdf, Trust.load(state), lambda number: _revocation(state, number))
    if args.json:
        print(json.dumps(_as_dict(args.file, found), ensure_ascii=False))
    else:
        _tell(args.file, found)
    return 0 if found.verdict is Verdict.VALID else 1


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than any certificate has: enough to see that it is none.
            return file.read(LIMIT_BYTES + 1)
    except OSError as error:
        raise Problem(
            "certificate.file",
            Family.PERMANENT,
            resident=_UNREADABLE,
            technician=f"{path}: {error.strerror}. Name a PDF file that exists and may be read.",
        ) from None


def _revocation(state: Path, number: str) -> str | None:
    """What the store of this kiosk knows; a machine without a store knows of no revocations."""
    from kiosk.store import Store  # noqa: PLC0415  a machine without a store never loads it
    from sync.database import database_path  # noqa: PLC0415

    if not database_path(state).exists():
        return None
    store = Store.open(state)
    try:
        return store.revocation(number)
    finally:
        store.close()


def _as_dict(path: Path, found: Verification) -> dict[str, object]:
    return {
        "file": str(path),
        "verdict": found.verdict.value,
        "number": found.number,
        "issued_at": found.issued_at.isoformat() if found.issued_at else None,
        "signer": found.signer,
        "detail": found.detail.model_dump(),
        "pages": found.pages,
    }


def _tell(path: Path, found: Verification) -> None:
    print(f"{path}: {_WORDS[found.verdict]}")
    print(f"  {found.detail.zh}\n  {found.detail.en}")
    if found.number is not None:
        issued = f"{found.issued_at:%Y-%m-%d %H:%M}" if found.issued_at else "-"
        print(f"  {found.number} · {issued} · {found.signer or '-'} · {found.pages} p.")
