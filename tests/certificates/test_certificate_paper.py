"""What stands on a certificate is what the centre knows, letter by letter."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys

import pypdfium2
import pytest
from certificate_samples import MIDNIGHT, record_of, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.certificates import Certificate, Certificates, Verdict, verify
from kiosk.certificates.facts import SCHEMES, masked, money
from kiosk.certificates.payload import opened
from sync.contract.problem import Family, Problem
from sync.contract.services import SocialInsuranceRecord


def issue(certificates: Certificates, record: SocialInsuranceRecord) -> Certificate:
    return certificates.issue(record, number=certificates.new_number(MIDNIGHT), issued_at=MIDNIGHT, kiosk="A-03")


def rows_of(text: str) -> dict[str, list[str]]:
    """The rows of the table: year (or 合计) and its figures."""
    found = re.findall(r"^(\d{4}|合计) ((?:[\d,.]+ ?)+)\r?$", text, re.MULTILINE)
    return {year: figures.split() for year, figures in found}


def test_the_paper_says_name_number_and_every_amount(certificate: Certificate, record: SocialInsuranceRecord) -> None:
    text = text_of(certificate.pdf)
    for words in ("王丽华", "110100198604120028", "2026-10-31", "NZZ-20261124-7K3F9QXB", "2026-11-24 00:07", "A-03"):
        assert words in text
    rows = rows_of(text)
    for year in range(2016, 2027):
        own = {one.scheme: one for one in record.years if one.year == year}
        figures = [money(own[next(iter(SCHEMES))].base)]
        for scheme in SCHEMES:
            figures += [str(own[scheme].months), money(own[scheme].paid)]
        assert rows[str(year)] == [*figures, money(sum(one.paid for one in own.values()))]
    total = money(sum(one.paid for one in record.years))
    assert rows["合计"][-1] == total
    assert f"个人缴费合计 {total} 元" in text
    assert "2016—2026 示例科技有限公司" in text


def test_the_paper_says_that_it_is_a_sample(certificate: Certificate) -> None:
    assert "示例文件 · 演示数据 · 非正式证明" in text_of(certificate.pdf)


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x")',
        "$x^2$ *粗* _斜_ `码`",
        '"); #read("/etc/hostname") //',
        "\\u{41} </svg> ]] [#sys]",
        "阿卜杜热西提·阿卜杜克热木",
        "䶮㐂𠮷",
    ],
)
def test_a_name_is_never_anything_but_a_name(certificates: Certificates, name: str) -> None:
    sealed = issue(certificates, record_of(name=name, employer=f"示例{name}公司"))
    text = "".join(text_of(sealed.pdf).split())
    assert "姓名" + "".join(name.split()) + "公民身份号码" in text
    assert verify(sealed.pdf, certificates.trust).verdict is Verdict.VALID


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=20))
def test_any_chinese_name_comes_back_from_the_paper(certificates: Certificates, name: str) -> None:
    sealed = issue(certificates, record_of(name=name, first=2026))
    assert verify(sealed.pdf, certificates.trust).verdict is Verdict.VALID


@pytest.mark.parametrize("rare", ["\ue123", "\U000f1234", "\U0003fff0"], ids=["private", "private-far", "no-font"])
def test_a_character_in_no_font_is_told_and_not_printed(certificates: Certificates, rare: str) -> None:
    with pytest.raises(Problem) as told:
        issue(certificates, record_of(name="王" + rare))
    assert told.value.code == "certificate.rare-character"
    assert told.value.family is Family.EXPECTED
    assert "王" not in str(told.value)
    assert rare not in str(told.value)


def test_a_long_life_of_work_takes_several_pages(certificates: Certificates) -> None:
    sealed = issue(certificates, record_of(first=1930))
    text = text_of(sealed.pdf)
    assert sealed.pages == 3
    assert [f"第 {page} 页 · 共 3 页" in text for page in (1, 2, 3)] == [True] * 3
    assert text.count("养老保险 医疗保险 失业保险") == 3, "the header of the table is on every page"
    assert set(rows_of(text)) == {*(str(year) for year in range(1930, 2027)), "合计"}
    document = pypdfium2.PdfDocument(sealed.pdf)
    seals = [sum(1 for _ in range(pypdfium2.raw.FPDFPage_GetAnnotCount(page.raw))) for page in document]
    document.close()
    assert seals == [0, 0, 1]
    assert verify(sealed.pdf, certificates.trust).verdict is Verdict.VALID


def test_nobody_paid_is_a_certificate_too(certificates: Certificates) -> None:
    sealed = issue(certificates, record_of(first=2027, last=2026))
    assert "未查到您的社会保险缴费记录" in text_of(sealed.pdf)
    assert verify(sealed.pdf, certificates.trust).verdict is Verdict.VALID


def test_the_same_record_is_set_the_same_way(
    certificates: Certificates, certificate: Certificate, record: SocialInsuranceRecord
) -> None:
    again = certificates.issue(record, number=certificate.number, issued_at=MIDNIGHT, kiosk="A-03")
    end = certificate.pdf.index(b"%%EOF")
    assert again.pdf[:end] == certificate.pdf[:end]
    assert again.sha256 == hashlib.sha256(again.pdf).hexdigest()


def test_it_is_still_pdf_a_after_sealing(certificate: Certificate) -> None:
    described = certificate.pdf[certificate.pdf.rindex(b"<?xpacket begin") :]
    assert b"<pdfaid:part>2</pdfaid:part>" in described
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in described
    assert certificate.pdf.count(b"<?xpacket begin") == 1
    assert b"/OutputIntent" in certificate.pdf
    assert b"/Encrypt" not in certificate.pdf


def test_the_document_knows_its_title_language_and_time(certificate: Certificate) -> None:
    document = pypdfium2.PdfDocument(certificate.pdf)
    described = document.get_metadata_dict()
    document.close()
    assert described["Title"].startswith("社会保险个人缴费记录")
    assert described["CreationDate"] == "D:20261123160721Z"
    assert re.search(rb"/Lang\s*\(zh", certificate.pdf)


_DECODE = """
import sys, cv2, numpy
picture = cv2.imdecode(numpy.frombuffer(sys.stdin.buffer.read(), numpy.uint8), cv2.IMREAD_COLOR)
sys.stdout.write(cv2.QRCodeDetectorAruco().detectAndDecode(picture)[0])
"""


def test_a_scanner_reads_a_signed_note_that_hides_the_name(
    certificates: Certificates, certificate: Certificate
) -> None:
    page = pypdfium2.PdfDocument(certificate.pdf)[0]
    shot = io.BytesIO()
    page.render(scale=4).to_pil().crop((150, 2600, 1050, 3250)).save(shot, "PNG")
    scanned = subprocess.run(
        [sys.executable, "-c", _DECODE], input=shot.getvalue(), capture_output=True, check=True, timeout=30
    ).stdout.decode()
    assert scanned.startswith("NZZ1:")
    note = opened(scanned, certificates.trust.qr_keys)
    assert note is not None
    assert (note.number, note.name_masked) == (certificate.number, "王*华")
    assert note.issued_at == MIDNIGHT
    forged = scanned[:40] + ("A" if scanned[40] != "A" else "B") + scanned[41:]
    assert opened(forged, certificates.trust.qr_keys) is None
    assert opened(scanned, {}) is None


@pytest.mark.parametrize(
    ("name", "hidden"), [("王丽华", "王*华"), ("李桂", "李*"), ("欧阳小明", "欧**明"), ("丁", "丁")]
)
def test_masked_names(name: str, hidden: str) -> None:
    assert masked(name) == hidden


def test_numbers_cannot_be_guessed_and_bear_the_date_in_beijing(certificates: Certificates) -> None:
    numbers = {certificates.new_number(MIDNIGHT) for _ in range(200)}
    assert len(numbers) == 200
    assert all(re.fullmatch(r"NZZ-20261124-[0-9A-HJKMNP-TV-Z]{8}", number) for number in numbers)


def test_a_time_without_a_zone_is_refused(certificates: Certificates, record: SocialInsuranceRecord) -> None:
    with pytest.raises(ValueError, match="time zone"):
        certificates.issue(record, number="N", issued_at=MIDNIGHT.replace(tzinfo=None), kiosk="A-03")
