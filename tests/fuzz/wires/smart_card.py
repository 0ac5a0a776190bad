"""Contact cards: answers to commands, records of tag and value, the 13 records of a social-security card."""

from __future__ import annotations

import contextlib

from devices.idcard.layouts import check_digit
from devices.smartcard import apdu, social_security, staff
from devices.smartcard.apdu import encode_record
from sync.contract.problem import Problem


def attempt(data: bytes) -> None:
    """The bytes are what a card answers, one after the other: a length, then so many bytes."""
    at, asked = 0, 0

    def send(command: bytes) -> bytes:
        nonlocal at, asked
        asked += 1
        assert 4 <= len(command) <= 261
        if not data:
            return b"\x6d\x00"
        size = data[at % len(data)]
        answer = data[at % len(data) + 1 :][:size]
        at += 1 + size
        return answer

    try:
        card = social_security.read(send)
    except Problem as problem:
        assert problem.code in ("smartcard.foreign", "smartcard.unreadable", "smartcard.record"), problem.code
    else:
        assert check_digit(card.number[:17]) == card.number[17]
        assert card.number not in repr(card)
    try:
        staff.identify(send)
    except Problem as problem:
        assert problem.code.startswith("smartcard."), problem.code
    assert asked < 5000, "it never stops asking"
    with contextlib.suppress(apdu.BadAnswer):
        apdu.decode_record(data)


def seeds() -> list[bytes]:
    """Good messages."""
    ok = b"\x02\x90\x00"
    record = encode_record(9, "王丽华".encode("gbk")) + b"\x90\x00"
    return [ok * 4, ok + bytes([len(record)]) + record, b"\x02\x61\x10" * 3 + ok, b"\x02\x6c\x05" + ok, record]
