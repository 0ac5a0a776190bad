"""Receipts, scans and social-security cards from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from devices.commands.read_card import facts_of
from devices.idcard import Sex
from devices.receipt.simulator import ReceiptSimulator
from devices.scanner.simulator import ScannerSimulator
from devices.settings import ReceiptPrinterSettings
from devices.smartcard import SocialSecurityCard
from tests.devices.command_line import CommandLine

TICKET = {"title": "排队号", "lines": ["A-042", "请到 3 号窗口"], "qr": "A042"}


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    line = CommandLine(tmp_path, capsys)
    line.configure(receipt_printer={"port": str(tmp_path / "receipt-printer")})
    (tmp_path / "a.json").write_text(json.dumps(TICKET))
    return line


@pytest.fixture
def roll(tmp_path: Path) -> Iterator[ReceiptSimulator]:
    simulator = ReceiptSimulator(ReceiptPrinterSettings(port=str(tmp_path / "receipt-printer")), tmp_path / "receipts")
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def scanner() -> Iterator[ScannerSimulator]:
    simulator = ScannerSimulator(0, "/eSCL")
    simulator.start()
    yield simulator
    simulator.stop()


def tickets(folder: Path) -> int:
    """Receipts that came out."""
    return len(list((folder / "receipts").glob("*.txt")))


def test_a_receipt_is_printed_once(cli: CommandLine, roll: ReceiptSimulator, tmp_path: Path) -> None:
    command = ["receipt", str(tmp_path / "a.json"), "--port", str(tmp_path / "receipt-printer"), "--order", "R-1"]
    status, told = cli.json(*command)
    assert (status, told) == (
        0,
        {"settlement": "done", "impressions": 1, "order": "R-1", "attempt": 1, "known": False, "problem": None},
    )
    assert tickets(tmp_path) == 1
    status, told = cli.json(*command)
    assert (status, told["settlement"], told["known"]) == (0, "done", True)
    assert tickets(tmp_path) == 1
    assert cli.json(*command, "--reprint")[1]["order"] == "R-1#2"
    assert tickets(tmp_path) == 2


def test_a_file_that_is_no_receipt_is_refused(cli: CommandLine, tmp_path: Path) -> None:
    for text in ('{"title": 1}', '{"title": "x", "lines": ["a"], "more": 1}', "[]", "nonsense"):
        (tmp_path / "a.json").write_text(text)
        status, told = cli.json("receipt", str(tmp_path / "a.json"), "--order", "R-2")
        assert (status, told["error"]["code"]) == (1, "receipt.file")


def test_a_page_lands_whole_in_the_folder(cli: CommandLine, scanner: ScannerSimulator, tmp_path: Path) -> None:
    page = scanner.verbs[0].does.split(": ")[1].split(", ")[0]
    scanner.apply("put", {"page": page})
    command = ["scan", "--device", scanner.url, "--out", str(tmp_path / "scans"), "--timeout", "10"]
    status, told = cli.json(*command)
    assert (status, set(told)) == (0, {"file", "media_type", "width_px", "height_px", "dpi", "ms"})
    assert Path(told["file"]).read_bytes()[:2] == b"\xff\xd8"
    assert (told["media_type"], told["dpi"]) == ("image/jpeg", 300)
    assert told["width_px"] > 1000
    scanner.apply("unplug")
    status, told = cli.json(*command)
    assert (status, told["error"]["code"]) == (1, "scanner.absent")
    assert len(list((tmp_path / "scans").iterdir())) == 1, "no half of a page stays"


def test_a_social_security_card_is_told_with_every_field() -> None:
    card = SocialSecurityCard(
        card_code="1101",
        card_class="3",
        version="3.00",
        issuer="1101",
        issued=date(2024, 1, 1),
        expires=date(2034, 1, 1),
        card_number="A00000001",
        number="110100198604120028",
        name="王丽华",
        sex=Sex.FEMALE,
        ethnic_group="01",
        birthplace="110100",
        birth=date(1986, 4, 12),
    )
    told = facts_of(card)
    assert json.loads(json.dumps(told)) == told
    assert (told["sex"], told["birth"], told["expires"], told["name"]) == ("2", "1986-04-12", "2034-01-01", "王丽华")
