"""A receipt fits the roll, says Chinese, and carries no commands of its own."""

from __future__ import annotations

import pytest

from devices.receipt import Receipt, parse_receipt
from devices.receipt.paper import Command, Kind, Ticket, take
from devices.receipt.ticket import Typesetter, width, wrap
from sync.contract.problem import Problem


def columns_of(line: str) -> int:
    return sum(width(each) for each in line)


def paper(data: bytes, columns: int = 32) -> str:
    ticket, buffer = Ticket(), bytearray(data)
    while (command := take(buffer)) is not None:
        ticket.put(command)
    assert not buffer
    return ticket.text(columns)


@pytest.mark.parametrize("columns", [16, 24, 32, 48])
@pytest.mark.parametrize(
    "text",
    [
        "请在五个工作日内凭本回执到三号窗口领取，逾期请重新办理，谢谢您的配合。",
        "Please keep this receipt for your records until the certificate has been collected.",
        "地址 https://localhost/verify/NZZ-20261123-000123?signature=abcdefghijklmnopqrstuvwxyz0123456789",
        "编号：NZZ-20261123-000123（㐂䶮）",
    ],
)
def test_no_line_is_wider_than_the_roll_and_nothing_is_lost(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert max(map(columns_of, lines)) <= columns
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not [line for line in lines if line.startswith(("，", "。", "）"))]


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap("keep this receipt for your records", 12) == ["keep this", "receipt for", "your records"]
    assert wrap("", 32) == [""]
    assert wrap("甲\n乙", 32) == ["甲", "乙"]


def test_a_line_cannot_carry_a_command() -> None:
    composed = Typesetter(32).compose(Receipt("x\x1b@", ("a\x1b\x70\x00b\x10\x04\x01\x1dV0c\x7f",)), b"AAAA")
    assert b"\x1bp" not in composed
    assert composed.count(b"\x1dV") == 1, "the cut at the end"
    assert "apbV0c" in paper(composed)


def test_chinese_is_switched_on_and_sent_as_gb18030() -> None:
    composed = Typesetter(32).compose(Receipt("回执", ("姓名：㐂䶮",)), b"AAAA")
    assert composed.startswith(b"\x1b@\x1c&")
    assert "姓名：㐂䶮".encode("gb18030") in composed
    assert "姓名：㐂䶮" in paper(composed)


def test_the_marker_is_the_last_that_the_printer_gets() -> None:
    composed = Typesetter(32).compose(Receipt("回执", ("甲",), "https://localhost/1"), b"AbC1")
    assert composed.endswith(bytes.fromhex("1d284806003030") + b"AbC1")
    assert composed.rindex(b"\x1dV") < composed.rindex(b"\x1d(H")


def test_a_printer_that_draws_no_qr_codes_gets_a_picture() -> None:
    receipt = Receipt("回执", ("甲",), "https://localhost/1")
    drawn, dots = Typesetter(32).compose(receipt, b"AAAA"), Typesetter(32, "POS-5890").compose(receipt, b"AAAA")
    assert b"https://localhost/1" in drawn
    assert "[QR https://localhost/1]" in paper(drawn)
    assert b"\x1d(k" not in dots
    assert "dots]" in paper(dots)
    with pytest.raises(LookupError):
        Typesetter(32, "no such printer")


def test_commands_that_come_in_pieces_wait_for_their_rest() -> None:
    whole = Typesetter(32, "POS-5890").compose(Receipt("回执", ("甲",), "https://localhost/1"), b"AAAA")
    buffer, commands = bytearray(), []
    for byte in whole:
        buffer.append(byte)
        while (command := take(buffer)) is not None:
            commands.append(command)
    assert commands[-1] == Command(Kind.MARKER, b"AAAA")
    assert [each.kind for each in commands].count(Kind.RASTER) == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"title":"a","lines":"b"}', b'{"title":1,"lines":[]}', b'{"title":"a","lines":[],"x":1}'],
)
def test_what_is_no_receipt_is_told_without_its_words(data: bytes) -> None:
    with pytest.raises(Problem) as told:
        parse_receipt(data)
    assert told.value.code == "receipt.file"


def test_a_receipt_shows_nothing_of_itself_in_a_log() -> None:
    receipt = parse_receipt('{"title":"回执","lines":["王丽华"],"qr":"secret"}'.encode())
    assert receipt.lines == ("王丽华",)
    assert "王丽华" not in repr(receipt)
    assert "secret" not in repr(receipt)
    with pytest.raises(Problem) as told:
        parse_receipt('{"title":"回执","lines":["王丽华", 5]}'.encode())
    assert "王丽华" not in str(told.value)
