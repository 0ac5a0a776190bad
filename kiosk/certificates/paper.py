"""Sets certificates in type: record and QR code go in, PDF/A-2b comes out, nothing touches the disk."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import segno
import typst
from typst import Compiler

from kiosk.certificates import facts
from kiosk.clock import BEIJING
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import SocialInsuranceRecord

FOLDER = Path(__file__).parent
LABEL = "示例文件 · 演示数据 · 非正式证明"
FONTS = frozenset({"Noto Sans CJK SC", "Noto Serif CJK SC"})
_RARE = Words(
    zh="本机的字库里没有您姓名或单位名称中的一个字，打印出来会缺字。请到窗口打印，数据没有问题。",
    en="A character of your name is missing from this kiosk's fonts. Please have it printed at a counter.",
)
_BROKEN = Words(
    zh="本机暂时不能出具证明，请使用旁边的设备或到窗口办理。",
    en="This kiosk cannot issue certificates now. Please use the next one or a counter.",
)


class Press:
    """Typst with its fonts in memory. Pages of one press are set one after another, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded: Compiler | None = None

    def certificate(
        self,
        record: SocialInsuranceRecord,
        *,
        number: str,
        issued_at: datetime,
        kiosk: str,
        payload: str,
        agent: str | None = None,
    ) -> bytes:
        """The unsigned certificate.

        Raises:
            Problem: certificate.rare-character, a character is in no font; certificate.fonts, fonts are missing;
                certificate.typesetting, anything else, without a word of the content.
        """
        if facts.is_private(record.name) or any(facts.is_private(one.employer) for one in record.years):
            raise _rare()
        data = _data(record, number, issued_at, kiosk, payload) | {"agent": agent}
        with self._lock:
            inputs = {"data": json.dumps(data, ensure_ascii=False)}
            return _compile(self._compiler(), "template.typ", inputs, tagged=True)

    def seal(self) -> bytes:
        """The round seal as a PDF page of its own size, 42 mm."""
        with self._lock:
            return _compile(self._compiler(), "seal.typ", {}, tagged=False)

    def _compiler(self) -> Compiler:
        if self._loaded is None:
            fonts = typst.Fonts()
            missing = FONTS - set(fonts.families())
            if missing:
                raise Problem(
                    "certificate.fonts",
                    Family.PERMANENT,
                    resident=_BROKEN,
                    technician=f"no font {', '.join(sorted(missing))}: install the Debian package fonts-noto-cjk.",
                )
            self._loaded = typst.Compiler(root=str(FOLDER), font_paths=fonts)
        return self._loaded


def _compile(compiler: Compiler, file: str, inputs: dict[str, str], *, tagged: bool) -> bytes:
    try:
        pdf = compiler.compile(
            input=str(FOLDER / file), format="pdf", sys_inputs=inputs, pdf_standards=["a-2b"], pdf_tags=tagged
        )
    except typst.TypstError as error:
        # The message of typst quotes the text it stumbles over, so it goes nowhere.
        if "could not be displayed" in error.message:
            raise _rare() from None
        raise Problem(
            "certificate.typesetting",
            Family.PERMANENT,
            resident=_BROKEN,
            technician="typst refused the template; its message is withheld because it may quote the record. "
            "Put the files and the typst version of this release back.",
        ) from None
    finally:
        # The last record must not stay in the compiler after its page is set.
        _forget(compiler)
    assert isinstance(pdf, bytes)
    return pdf


def _rare() -> Problem:
    """Which character it is stays untold: it may be half of a name."""
    return Problem(
        "certificate.rare-character",
        Family.EXPECTED,
        resident=_RARE,
        technician="a name holds a character that no installed font has, or one for private use. Install a font with "
        "CJK extensions B to I system-wide and restart the kiosk; private-use characters are mended at the centre.",
    )


def _forget(compiler: Compiler) -> None:
    """Sets an empty page, so that neither inputs nor pages of a resident stay reachable."""
    compiler.compile(input=b"", format="pdf", sys_inputs=None)


def _data(record: SocialInsuranceRecord, number: str, issued_at: datetime, kiosk: str, payload: str) -> dict[str, Any]:
    """What template.typ reads: finished text, so that it only arranges."""
    local = issued_at.astimezone(BEIJING)
    return {
        "issuer": facts.ISSUER,
        "label": LABEL,
        "number": number,
        "issued": facts.issued_text(issued_at),
        "issued_date": f"{local.year}年{local.month}月{local.day}日",
        # PDF dates of typst are UTC.
        "issued_parts": list(issued_at.astimezone(UTC).timetuple()[:6]),
        "kiosk": facts.shown(kiosk),
        "name": facts.shown(record.name),
        "citizen": record.number,
        "as_of": record.as_of.isoformat(),
        "period": facts.period(record),
        "schemes": list(facts.SCHEMES.values()),
        "rows": [asdict(row) for row in facts.rows(record)],
        "totals": asdict(facts.totals(record)),
        "spells": [asdict(spell) for spell in facts.spells(record)],
        "payload": payload,
        "qr": _qr(payload),
    }


def _qr(payload: str) -> str:
    """The QR code as SVG: level M, 15 % may be smudged."""
    return str(segno.make_qr(payload, error="m", boost_error=False).svg_inline(border=0, dark="#16344F"))
