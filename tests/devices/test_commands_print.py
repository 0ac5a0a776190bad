"""Printing from the command line: once under an order, and what became of it is told for sure."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from devices.commands.orders import Attempt, cut_short
from devices.commands.printing import is_queue
from devices.journal import Journal
from devices.printer.simulator import PrinterSimulator
from devices.settlement import Act, Settlement
from tests.devices.command_line import CommandLine, process
from tests.devices.conftest import make_pdf


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], printer_simulator: PrinterSimulator) -> CommandLine:
    line = CommandLine(tmp_path, capsys)
    line.configure(printer={"uri": printer_simulator.uri})
    (tmp_path / "a.pdf").write_bytes(make_pdf(2))
    (tmp_path / "b.pdf").write_bytes(make_pdf(1))
    return line


def printed(cli: CommandLine, *more: str, file: str = "a.pdf", order: str = "A-1") -> tuple[int, dict[str, object]]:
    status, told = cli.json("print", str(cli.folder / file), "--order", order, *more)
    return status, told


def test_a_print_is_told_done_with_its_pages(cli: CommandLine, printer_simulator: PrinterSimulator) -> None:
    assert printed(cli) == (
        0,
        {"settlement": "done", "impressions": 2, "order": "A-1", "attempt": 1, "known": False, "problem": None},
    )
    assert printer_simulator.press.sheets == 2


def test_the_same_order_prints_nothing_and_tells_what_became_of_it(
    cli: CommandLine, printer_simulator: PrinterSimulator
) -> None:
    printed(cli)
    status, told = printed(cli)
    assert (status, told["settlement"], told["impressions"], told["known"]) == (0, "done", 2, True)
    printer_simulator.apply("offline")
    assert printed(cli)[0] == 0, "what is done needs no printer"
    assert printer_simulator.press.sheets == 2


def test_a_person_may_have_it_printed_once_more(cli: CommandLine, printer_simulator: PrinterSimulator) -> None:
    assert printed(cli, "--reprint")[1]["order"] == "A-1", "nobody printed it before"
    status, told = printed(cli, "--reprint")
    assert (status, told["order"], told["attempt"], told["known"]) == (0, "A-1#2", 2, False)
    assert printer_simulator.press.sheets == 4
    assert [job.name for job in printer_simulator.press.jobs()] == ["A-1", "A-1#2"]
    assert printed(cli)[1]["order"] == "A-1#2", "the newest attempt is spoken of"
    assert printer_simulator.press.sheets == 4


def test_another_document_under_the_order_is_refused(cli: CommandLine, printer_simulator: PrinterSimulator) -> None:
    printed(cli)
    for more in ((), ("--reprint",)):
        status, told = printed(cli, *more, file="b.pdf")
        assert (status, told["error"]["code"]) == (1, "act.order-reused")  # type: ignore[index]
    assert printer_simulator.press.sheets == 2


def test_what_is_no_pdf_is_refused_before_anything_is_written_down(cli: CommandLine) -> None:
    (cli.folder / "words.pdf").write_text("not a PDF")
    for file, code in (("words.pdf", "print.not-pdf"), ("none.pdf", "file.unreadable"), (".", "file.unreadable")):
        status, told = printed(cli, file=file, order="W-1")
        assert (status, told["error"]["code"]) == (1, code)  # type: ignore[index]
    assert Journal(cli.journal).find("W-1") is None


def test_no_paper_in_time_is_not_done_and_says_why(cli: CommandLine, printer_simulator: PrinterSimulator) -> None:
    printer_simulator.apply("media-empty")
    status, told = printed(cli, "--timeout", "1")
    assert (status, told["settlement"], told["problem"]["code"]) == (1, "not-done", "printer.media-empty")  # type: ignore[index]
    printer_simulator.apply("feed")
    status, told = printed(cli)
    assert (status, told["settlement"], told["known"]) == (1, "not-done", True)
    assert "--reprint" in told["problem"]["technician"]  # type: ignore[index]
    assert printer_simulator.press.sheets == 0
    assert printed(cli, "--reprint")[0] == 0


@pytest.mark.parametrize(("how", "fate"), [("printed", "done"), ("lost", "not-done"), ("unanswered", "done")])
def test_a_printer_that_dies_is_unknown_until_it_can_be_asked(
    cli: CommandLine, printer_simulator: PrinterSimulator, how: str, fate: str
) -> None:
    printer_simulator.apply("dies-mid-job", {"argument": how})
    status, told = printed(cli, "--timeout", "2", file="b.pdf")
    assert (status, told["settlement"]) == (1, "unknown")
    assert told["problem"]
    printer_simulator.apply("ok")
    status, told = printed(cli, file="b.pdf")
    assert (told["settlement"], told["known"]) == (fate, True)
    assert len(printer_simulator.press.jobs()) == 1


def test_an_order_of_another_printer_is_not_asked_here(cli: CommandLine, printer_simulator: PrinterSimulator) -> None:
    printed(cli)
    journal = Journal(cli.journal)
    known = journal.find("A-1")
    assert known is not None
    journal.begin("E-1", known.digest, 2, act=Act.PRINT, device="ipp://192.0.2.7/ipp/print")
    journal.sent("E-1")
    status, told = printed(cli, order="E-1")
    assert (status, told["settlement"], told["problem"]["code"]) == (1, "unknown", "act.other-device")  # type: ignore[index]
    assert "192.0.2.7" in told["problem"]["technician"]  # type: ignore[index]
    after = journal.find("E-1")
    assert after is not None
    assert after.state == "sent"


@pytest.mark.parametrize(("state", "fate", "after"), [("queued", "not-done", "not-done"), ("sent", "unknown", "sent")])
def test_what_was_surely_not_begun_when_the_time_is_over_is_not_done(
    tmp_path: Path, state: str, fate: str, after: str
) -> None:
    journal = Journal(tmp_path / "acts.db")
    journal.begin("T-1", "0" * 64, 1, act=Act.PRINT, device="printer")
    if state == "sent":
        journal.sent("T-1")
    settlement, _, problem = cut_short(journal, Attempt("T-1", 1, None))
    known = journal.find("T-1")
    assert known is not None
    assert (settlement.value, known.state) == (fate, after)
    assert problem is not None


def test_ctrl_c_leaves_the_order_to_the_next_call(tmp_path: Path) -> None:
    printer_simulator = PrinterSimulator(0, "/ipp/print", tmp_path / "paper", page_s=1.5)
    printer_simulator.start()
    (tmp_path / "a.pdf").write_bytes(make_pdf(2))
    command = ["print", "a.pdf", "--printer", printer_simulator.uri, "--order", "C-1", "--journal", "acts.db"]
    first = process(*command, folder=tmp_path)
    again = None
    try:
        assert first.stderr is not None
        assert any(line.startswith("printing") for line in first.stderr)
        first.send_signal(signal.SIGINT)
        assert first.wait(5) == 130
        again = process(*command, folder=tmp_path)
        out, _ = again.communicate(timeout=10)
        assert (again.returncode, printer_simulator.press.sheets) == (0, 2)
        assert "known already" in out
    finally:
        for each in (first, again):
            if each is not None:
                each.kill()
                each.communicate()
        printer_simulator.stop()


def test_orders_of_the_configured_printer_are_those_of_the_kiosk(cli: CommandLine) -> None:
    printed(cli)
    known = Journal(cli.journal).find("A-1")
    assert known is not None
    assert (known.device, known.state, known.done_units) == ("printer", Settlement.DONE, 2)


@pytest.mark.parametrize(
    ("uri", "queue"),
    [
        ("ipp://127.0.0.1:631/printers/kiosk", True),
        ("ipp://localhost/printers/kiosk", True),
        ("ipp://127.0.0.1:8631/printers/kiosk", False),
        ("ipp://127.0.0.1:631/ipp/print", False),
    ],
)
def test_a_queue_of_cups_is_known_by_its_address(uri: str, queue: bool) -> None:
    assert is_queue(uri) is queue


@pytest.mark.parametrize("uri", ["printer", "ftp://127.0.0.1/x", "ipp://"])
def test_an_address_that_is_none_is_told(cli: CommandLine, uri: str) -> None:
    status, told = printed(cli, "--printer", uri)
    assert (status, told["error"]["code"]) == (1, "print.printer")  # type: ignore[index]


def test_an_order_that_another_process_is_at_is_not_settled_behind_its_back(
    cli: CommandLine, printer_simulator: PrinterSimulator
) -> None:
    printer_simulator.apply("media-empty")
    file, config = str(cli.folder / "b.pdf"), str(cli.config)
    first = process("print", file, "--order", "A-1", "--config", config, "--json", folder=cli.folder)
    try:
        assert first.stderr is not None
        while "waiting" not in first.stderr.readline():
            assert first.poll() is None, "it ended without waiting for paper"
        status, told = printed(cli, "--timeout", "0.3", file="b.pdf")
        assert (status, told["error"]["code"]) == (1, "act.under-way")  # type: ignore[index]
        printer_simulator.apply("ok")
        out, _ = first.communicate(timeout=10)
    finally:
        first.kill()
        first.wait()
    assert '"settlement": "done"' in out
    assert printed(cli, file="b.pdf")[1]["settlement"] == "done"
    assert printer_simulator.press.sheets == 1
