"""Commands and answers of a contact card (ISO 7816-4): status words, asking for the rest, records of tag and value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

Send = Callable[[bytes], bytes]
"""Brings one command to the card and returns the bytes of its answer. Raises Problem."""

ROUNDS = 24
"""How often one command may be answered with "ask again"."""
LONGEST = 4096
"""Bytes that one command may bring."""
PADDING = b"\x00\xff"


class Ins(IntEnum):
    """Instructions."""

    VERIFY = 0x20
    INTERNAL_AUTHENTICATE = 0x88
    SELECT = 0xA4
    READ_RECORD = 0xB2
    GET_RESPONSE = 0xC0
    UPDATE_RECORD = 0xDC


class Status(IntEnum):
    """Status words (ISO 7816-4, table 5 and 6)."""

    OK = 0x9000
    WRONG_LENGTH = 0x6700
    NOT_SATISFIED = 0x6982
    BLOCKED = 0x6983
    REFERENCE_BLOCKED = 0x6984
    NO_CURRENT_FILE = 0x6986
    FILE_NOT_FOUND = 0x6A82
    RECORD_NOT_FOUND = 0x6A83
    INSTRUCTION_NOT_SUPPORTED = 0x6D00
    CLASS_NOT_SUPPORTED = 0x6E00
    NO_DIAGNOSIS = 0x6F00


MORE = 0x61
"""First byte: so many bytes wait for GET RESPONSE."""
OTHER_LENGTH = 0x6C
"""First byte: ask the same again with this length."""


class BadAnswer(Exception):  # noqa: N818  it is what came
    """What came is no answer of a card; the text holds nothing that a card said."""


@dataclass(frozen=True, repr=False)
class Answer:
    """What a command brought."""

    data: bytes
    status: int

    @property
    def ok(self) -> bool:
        """Whether the card did it."""
        return self.status == Status.OK

    def __repr__(self) -> str:
        return f"<Answer {self.status:04X}, {len(self.data)} bytes>"


def command(ins: Ins, p1: int, p2: int, data: bytes = b"", expect: int | None = None) -> bytes:
    """A command; `expect` is how many bytes should come, 0 for as many as there are."""
    head = bytes([0x00, ins, p1, p2])
    body = bytes([len(data)]) + data if data else b""
    return head + body + (b"" if expect is None else bytes([expect & 0xFF]))


def expecting(asked: bytes, count: int) -> bytes:
    """The same command with another expected length."""
    if len(asked) <= 5:
        return asked[:4] + bytes([count])
    return asked[: 5 + asked[4]] + bytes([count])


def split(answer: bytes) -> Answer:
    """Data and status of one answer. Raises BadAnswer."""
    if not 2 <= len(answer) <= 256 + 2:
        raise BadAnswer(f"an answer of {len(answer)} bytes")
    return Answer(answer[:-2], int.from_bytes(answer[-2:], "big"))


def exchange(send: Send, asked: bytes) -> Answer:
    """Sends a command and fetches all that it brings, however often the card wants to be asked again.

    Raises:
        BadAnswer: the card asks for more rounds or brings more than any card has.
    """
    data = b""
    for _ in range(ROUNDS):
        answer = split(send(asked))
        kind, count = divmod(answer.status, 0x100)
        if kind == MORE:
            data += answer.data
            asked = command(Ins.GET_RESPONSE, 0, 0, expect=count)
        elif kind == OTHER_LENGTH:
            asked = expecting(asked, count)
        else:
            return Answer(data + answer.data, answer.status)
        if len(data) > LONGEST:
            raise BadAnswer(f"more than {LONGEST} bytes")
    raise BadAnswer(f"asked to repeat {ROUNDS} times")


def encode_record(tag: int, value: bytes) -> bytes:
    """A record: tag, length, value."""
    return bytes([tag, len(value)]) + value


def decode_record(record: bytes) -> tuple[int, bytes] | None:
    """Tag and value of a record; None for one that is empty. Padding may follow the value.

    Raises:
        BadAnswer: its length says something else than what came.
    """
    if not record.strip(PADDING):
        return None
    if len(record) < 2 or len(record) < 2 + record[1]:
        raise BadAnswer("a record is shorter than it says")
    value, rest = record[2 : 2 + record[1]], record[2 + record[1] :]
    if rest.strip(PADDING):
        raise BadAnswer("a record is longer than it says")
    return record[0], value
