"""`python -m kiosk verify FILE` tells people and programs what a file is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from kiosk.__main__ import main
from kiosk.certificates import Certificate
from kiosk.store import Store
from sync.tables import revocations


@pytest.fixture
def config(state: Path, tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f'[paths]\nstate = "{state}"\n', encoding="utf-8")
    return path


@pytest.fixture
def file(certificate: Certificate, tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(certificate.pdf)
    return path


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_a_valid_certificate(
    config: Path, file: Path, certificate: Certificate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--config", str(config), "--json", str(file)]) == 0
    answer = told(capsys)
    assert set(answer) == {"file", "verdict", "number", "issued_at", "signer", "detail", "pages"}
    assert (answer["verdict"], answer["number"], answer["pages"]) == ("valid", certificate.number, 1)
    assert answer["issued_at"] == "2026-11-24T00:07:21+08:00"


def test_people_read_the_verdict_in_words(config: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--config", str(config), str(file)]) == 0
    assert "证明真实有效" in capsys.readouterr().out


def test_an_altered_certificate_is_a_failure(config: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(file.read_bytes() + b"\n")
    assert main(["verify", "--config", str(config), "--json", str(file)]) == 1
    assert told(capsys)["verdict"] == "altered"


def test_a_revocation_in_the_store_counts(
    certificate: Certificate, state: Path, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "state"
    (own / "keys").mkdir(parents=True)
    (own / "keys" / "trusted").mkdir()
    for name in ("root.pem", "qr.pem"):
        (own / "keys" / "trusted" / name).write_bytes((state / "keys" / "seal" / name).read_bytes())
    config = tmp_path / "own.toml"
    config.write_text(f'[paths]\nstate = "{own}"\n', encoding="utf-8")
    arguments = ["verify", "--config", str(config), "--json", str(file)]
    assert main(arguments) == 0
    assert told(capsys)["verdict"] == "valid"
    assert not (own / "store.db").exists()

    store = Store.open(own)
    row = {"number": certificate.number, "reason": "数据更正", "seq": 1}
    with store.engine.begin() as connection:
        connection.execute(insert(revocations).values(row))
    store.close()
    assert main(arguments) == 1
    assert told(capsys)["verdict"] == "revoked"


def test_a_missing_file_is_told(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--config", str(config), "--json", str(tmp_path / "none.pdf")]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "certificate.file"
    assert "exists" in captured.err


def test_a_missing_argument_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["verify"])
    assert ended.value.code == 2
