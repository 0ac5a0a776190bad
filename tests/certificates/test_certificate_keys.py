"""The seal's keys are private, complete, made once, and nothing else of a certificate stays on disk."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from certificate_samples import MIDNIGHT

from kiosk.certificates import Certificate, Certificates
from kiosk.certificates.keys import open_or_create
from sync.contract.problem import Problem
from sync.contract.services import SocialInsuranceRecord


def test_private_keys_are_readable_by_their_owner_only(state: Path, certificates: Certificates) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in (state / "keys" / "seal").iterdir()}
    assert modes == {"root.pem": 0o644, "seal.pem": 0o644, "qr.pem": 0o644, "seal.key": 0o600, "qr.key": 0o600}
    assert (state / "keys" / "seal").stat().st_mode & 0o777 == 0o700


def test_a_second_start_takes_the_same_seal(state: Path, certificates: Certificates, certificate: Certificate) -> None:
    assert Certificates.open(state).trust == certificates.trust


def test_of_several_processes_that_start_at_once_one_makes_the_seal(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(lambda _: open_or_create(tmp_path), range(6)))
    assert len({keys.qr_id for keys in opened}) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["seal"]


@pytest.mark.parametrize("name", ["root.pem", "seal.pem", "seal.key", "qr.key"])
@pytest.mark.parametrize("damage", ["gone", "garbage", "foreign"])
def test_a_broken_seal_is_told_with_what_to_do(tmp_path: Path, name: str, damage: str) -> None:
    Certificates.open(tmp_path / "own")
    file = tmp_path / "own" / "keys" / "seal" / name
    match damage:
        case "gone":
            file.unlink()
        case "garbage":
            file.write_bytes(b"-----BEGIN nothing")
        case "foreign":
            Certificates.open(tmp_path / "other")
            file.write_bytes((tmp_path / "other" / "keys" / "seal" / name).read_bytes())
    with pytest.raises(Problem, match="backup") as told:
        Certificates.open(tmp_path / "own")
    assert told.value.code == "certificate.keys"


def test_issuing_writes_nothing(
    certificates: Certificates,
    record: SocialInsuranceRecord,
    state: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = sorted(path for path in state.rglob("*"))
    certificates.issue(record, number="NZZ-20261124-00000009", issued_at=MIDNIGHT, kiosk="A-03")
    assert sorted(path for path in state.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


def test_importing_certificates_loads_neither_typst_nor_pyhanko() -> None:
    script = "import sys, kiosk.certificates; print({'typst', 'pyhanko', 'segno', 'pypdfium2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "set()"
