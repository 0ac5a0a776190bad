"""A certificate is valid exactly as issued; whatever else happens to it, it is never called valid."""

from __future__ import annotations

import io
import random
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from certificate_samples import MIDNIGHT, record_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from kiosk.certificates import Certificate, Certificates, Trust, Verdict, document, verification, verify
from kiosk.certificates.facts import essentials
from kiosk.certificates.keys import SealKeys, open_or_create
from kiosk.certificates.paper import Press
from kiosk.certificates.payload import Payload
from kiosk.certificates.signature import Sealer
from sync.contract.services import SocialInsuranceRecord

NUMBER = "NZZ-20261124-7K3F9QXB"


def container(pdf: bytes) -> tuple[int, int]:
    match = re.search(rb"<[0-9A-F]{2048,}>", pdf)
    assert match is not None
    return match.span()


def changed(pdf: bytes, at: int, bit: int) -> bytes:
    copy = bytearray(pdf)
    copy[at] ^= 1 << bit
    return bytes(copy)


@pytest.fixture(scope="session")
def keys(state: Path) -> SealKeys:
    return open_or_create(state)


def test_a_certificate_as_issued_is_valid(certificates: Certificates, certificate: Certificate) -> None:
    found = verify(certificate.pdf, certificates.trust, lambda number: None)
    assert found.verdict is Verdict.VALID
    assert (found.number, found.pages) == (NUMBER, 1)
    assert found.issued_at == MIDNIGHT
    assert found.signer == "南中轴综合服务中心测试专用章"


def test_another_kiosk_recognises_it_once_it_trusts_the_root(
    certificate: Certificate, state: Path, tmp_path: Path
) -> None:
    Certificates.open(tmp_path)
    assert verify(certificate.pdf, tmp_path).verdict is Verdict.UNKNOWN
    trusted = tmp_path / "keys" / "trusted"
    trusted.mkdir()
    for name in ("root", "qr"):
        (trusted / f"{name}.pem").write_bytes((state / "keys" / "seal" / f"{name}.pem").read_bytes())
    assert verify(certificate.pdf, tmp_path).verdict is Verdict.VALID


def test_a_machine_that_trusts_nobody_says_so(certificate: Certificate, tmp_path: Path) -> None:
    found = verify(certificate.pdf, tmp_path)
    assert found.verdict is Verdict.UNKNOWN
    assert "尚未设置" in found.detail.zh


def test_a_seal_is_judged_at_the_time_it_was_used(
    record: SocialInsuranceRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ran out long ago by any clock: what it sealed before stays valid, what it seals later never is."""
    monkeypatch.setattr("kiosk.certificates.keys.VALID_UNTIL", datetime(2021, 1, 1, tzinfo=UTC))
    expired = Certificates.open(tmp_path)
    verdicts = [
        verify(expired.issue(record, number=NUMBER, issued_at=when, kiosk="A-03").pdf, expired.trust).verdict
        for when in (datetime(2020, 6, 1, tzinfo=UTC), datetime(2021, 6, 1, tzinfo=UTC))
    ]
    assert verdicts == [Verdict.VALID, Verdict.ALTERED]


def test_a_revoked_certificate_tells_why(certificates: Certificates, certificate: Certificate) -> None:
    asked: list[str] = []

    def revocation(number: str) -> str | None:
        asked.append(number)
        return "数据更正"

    found = verify(certificate.pdf, certificates.trust, revocation)
    assert found.verdict is Verdict.REVOKED
    assert "数据更正" in found.detail.zh
    assert asked == [NUMBER]


def test_any_changed_bit_of_the_signed_range_is_seen(certificates: Certificates, certificate: Certificate) -> None:
    start, end = container(certificate.pdf)
    chance = random.Random(20261123)
    outside = [*range(start), *range(end, len(certificate.pdf))]
    for at in chance.sample(outside, 300):
        found = verify(changed(certificate.pdf, at, chance.randrange(8)), certificates.trust)
        # Bytes in front of the header's name make it no PDF at all.
        assert found.verdict is (Verdict.UNKNOWN if at < 5 else Verdict.ALTERED), at


def test_no_changed_bit_of_the_seal_itself_is_valid(certificates: Certificates, certificate: Certificate) -> None:
    start, _ = container(certificate.pdf)
    chance = random.Random(7)
    for at in range(start, start + 2400):
        found = verify(changed(certificate.pdf, at, chance.choice((0, 1, 2, 5))), certificates.trust)
        assert found.verdict is Verdict.ALTERED, at - start


def test_a_changed_file_is_refused_before_it_is_read_as_pdf(
    certificates: Certificates, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        pytest.fail("a file whose seal does not cover it was parsed as PDF")

    monkeypatch.setattr(document, "examine", never)
    start, _ = container(certificate.pdf)
    assert verify(changed(certificate.pdf, start // 2, 0), certificates.trust).verdict is Verdict.ALTERED
    # The last byte of the signature value: the end of the container in front of its padding.
    last = start + len(certificate.pdf[start:].split(b"0" * 64)[0]) - 1
    assert verify(changed(certificate.pdf, last, 0), certificates.trust).verdict is Verdict.ALTERED


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_cut_or_inserted_bytes_are_valid(certificates: Certificates, certificate: Certificate, data: Any) -> None:
    size = len(certificate.pdf)
    start = data.draw(st.integers(0, size))
    stop = data.draw(st.integers(start, min(size, start + 4000)))
    filling = data.draw(st.binary(max_size=64))
    mangled = certificate.pdf[:start] + filling + certificate.pdf[stop:]
    if mangled != certificate.pdf:
        assert verify(mangled, certificates.trust).verdict in (Verdict.ALTERED, Verdict.UNKNOWN)


@pytest.mark.parametrize("tail", [b"\n", b"%%EOF\n", b"\0" * 100])
def test_appended_bytes_are_seen(certificates: Certificates, certificate: Certificate, tail: bytes) -> None:
    assert verify(certificate.pdf + tail, certificates.trust).verdict is Verdict.ALTERED


def test_an_appended_update_is_seen(certificates: Certificates, certificate: Certificate) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(certificate.pdf))
    writer.root["/Added"] = writer.add_object(writer.root["/Type"])
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    assert output.getvalue().startswith(certificate.pdf)
    assert verify(output.getvalue(), certificates.trust).verdict is Verdict.ALTERED


def test_a_copy_without_the_seal_is_seen(certificates: Certificates, certificate: Certificate) -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(certificate.pdf)))
    del writer.root["/AcroForm"]
    output = io.BytesIO()
    writer.write(output)
    assert verify(output.getvalue(), certificates.trust).verdict in (Verdict.ALTERED, Verdict.UNKNOWN)


def test_a_strangers_seal_is_unknown(certificates: Certificates, record: SocialInsuranceRecord, tmp_path: Path) -> None:
    stranger = Certificates.open(tmp_path)
    forged = stranger.issue(record, number=NUMBER, issued_at=MIDNIGHT, kiosk="A-03")
    assert verify(forged.pdf, certificates.trust).verdict is Verdict.UNKNOWN


def test_a_genuine_code_on_a_strangers_paper_is_altered(
    certificates: Certificates, certificate: Certificate, tmp_path: Path
) -> None:
    genuine = re.search(rb"NZZ1:[A-Z2-7]+", certificate.pdf)
    assert genuine is not None
    paper = Press().certificate(
        record_of(name="李桂兰"), number=NUMBER, issued_at=MIDNIGHT, kiosk="A-03", payload=genuine.group().decode()
    )
    foreign = Sealer(open_or_create(tmp_path), Press().seal()).sign(paper, issued_at=MIDNIGHT)
    assert verify(foreign.pdf, certificates.trust).verdict is Verdict.ALTERED
    assert verify(paper, certificates.trust).verdict is Verdict.ALTERED


@pytest.mark.parametrize("lie", ["name", "total", "code"])
def test_a_code_that_does_not_fit_the_paper_is_altered_even_under_a_good_seal(
    certificates: Certificates, keys: SealKeys, record: SocialInsuranceRecord, lie: str
) -> None:
    told = record
    if lie == "name":
        told = record_of(name="王丽花")
    if lie == "total":
        told = record_of(first=2017)
    digest = essentials(told, NUMBER, MIDNIGHT).digest()
    payload = Payload(NUMBER, MIDNIGHT, "王*华", digest).sign(keys.qr_key, keys.qr_id)
    if lie == "code":
        payload = payload[:-1] + ("A" if payload[-1] != "A" else "B")
        payload = payload[:60] + ("C" if payload[60] != "C" else "D") + payload[61:]
    press = Press()
    paper = press.certificate(record, number=NUMBER, issued_at=MIDNIGHT, kiosk="A-03", payload=payload)
    sealed = Sealer(keys, press.seal()).sign(paper, issued_at=MIDNIGHT)
    found = verify(sealed.pdf, certificates.trust)
    assert found.verdict is Verdict.ALTERED
    assert "二维码" in found.detail.zh


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"hello",
        b"\x89PNG\r\n" + b"\0" * 5000,
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"[" * 200_000,
        b"%PDF-1.7\n" + b"<" * 200_000,
        b"%PDF-1.7\n" + b"<" + b"A" * 300_000,
        b"%PDF-1.7\n" + b"<" + b"30800000" * 2000 + b">",
        b"%PDF-1.7\n" + (b"<" + b"3080" * 4000 + b">") * 50,
        b"%PDF-1.7\n" + b"NZZ1:" * 100_000,
        b"%PDF-1.7\n/Encrypt 5 0 R\n" + random.Random(1).randbytes(100_000),
    ],
    ids=lambda file: f"{file[:20]!r}-{len(file)}",
)
def test_hostile_files_are_unknown(certificates: Certificates, file: bytes) -> None:
    assert verify(file, certificates.trust).verdict is Verdict.UNKNOWN


def test_a_huge_file_is_not_even_searched(certificates: Certificates, certificate: Certificate) -> None:
    huge = certificate.pdf + b" " * verification.LIMIT_BYTES
    found = verify(huge, certificates.trust)
    assert found.verdict is Verdict.UNKNOWN
    assert found.number is None


def test_an_encrypted_file_is_unknown(certificates: Certificates) -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(Press().seal())))
    writer.encrypt("owner", "user")
    output = io.BytesIO()
    writer.write(output)
    assert verify(output.getvalue(), certificates.trust).verdict is Verdict.UNKNOWN


def test_certificates_may_be_issued_and_verified_from_many_threads(
    certificates: Certificates, record: SocialInsuranceRecord
) -> None:
    def work(index: int) -> tuple[str | None, Verdict]:
        number = f"NZZ-20261124-{index:08d}"
        sealed = certificates.issue(record, number=number, issued_at=MIDNIGHT, kiosk="A-03")
        found = verify(sealed.pdf, certificates.trust)
        return found.number, found.verdict

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(8)))
    assert results == [(f"NZZ-20261124-{index:08d}", Verdict.VALID) for index in range(8)]


async def test_verifying_works_inside_an_event_loop(certificates: Certificates, certificate: Certificate) -> None:
    assert verify(certificate.pdf, certificates.trust).verdict is Verdict.VALID


def test_a_code_key_that_no_root_vouches_for_is_not_trusted(keys: SealKeys) -> None:
    assert Trust.of([keys.qr]).qr_keys == {}
    assert set(Trust.of([keys.qr, keys.root]).qr_keys) == {keys.qr_id}
