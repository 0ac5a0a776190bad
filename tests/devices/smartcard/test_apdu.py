"""Commands and answers: whatever a card says, an exchange ends, and a record is whole or refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.smartcard.apdu import (
    LONGEST,
    ROUNDS,
    Answer,
    BadAnswer,
    Ins,
    command,
    decode_record,
    encode_record,
    exchange,
    expecting,
    split,
)


class Script:
    """Answers from a list, the last one for ever."""

    def __init__(self, *answers: str) -> None:
        self._answers = [bytes.fromhex(each) for each in answers]
        self.asked: list[str] = []

    def __call__(self, asked: bytes) -> bytes:
        self.asked.append(asked.hex())
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


READ = command(Ins.READ_RECORD, 1, 4, expect=0)
SELECT = command(Ins.SELECT, 4, 0, b"\xa0\x01")


def test_commands_are_those_of_the_standard() -> None:
    assert READ.hex() == "00b2010400"
    assert SELECT.hex() == "00a4040002a001"
    assert command(Ins.VERIFY, 0, 1).hex() == "00200001"


@pytest.mark.parametrize(
    ("asked", "again"),
    [("00b2010400", "00b2010412"), ("00200001", "0020000112"), ("00a40400 02a001", "00a4040002a00112")],
)
def test_another_length_replaces_or_completes_the_command(asked: str, again: str) -> None:
    assert expecting(bytes.fromhex(asked), 0x12).hex() == again
    assert expecting(bytes.fromhex(again), 0x34).hex() == again[:-2] + "34"


def test_the_rest_is_fetched_piece_by_piece() -> None:
    card = Script("6102", "aabb6101", "cc9000")
    assert exchange(card, SELECT) == Answer(b"\xaa\xbb\xcc", 0x9000)
    assert card.asked == ["00a4040002a001", "00c0000002", "00c0000001"]


def test_another_length_may_be_asked_for_twice_and_before_the_rest() -> None:
    card = Script("6c05", "6c03", "6102", "6c01", "aa9000")
    assert exchange(card, READ) == Answer(b"\xaa", 0x9000)
    assert card.asked == ["00b2010400", "00b2010405", "00b2010403", "00c0000002", "00c0000001"]


@pytest.mark.parametrize("answer", ["6105", "6c05", "aa6105"])
def test_a_card_that_asks_again_for_ever_is_given_up(answer: str) -> None:
    card = Script(answer)
    with pytest.raises(BadAnswer):
        exchange(card, READ)
    assert len(card.asked) == ROUNDS


def test_a_card_that_tells_for_ever_is_given_up() -> None:
    card = Script("ab" * 256 + "6100")
    with pytest.raises(BadAnswer):
        exchange(card, READ)
    assert len(card.asked) <= LONGEST // 256 + 1


@pytest.mark.parametrize("answer", [b"", b"\x90", bytes(259)])
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        split(answer)


def test_an_answer_shows_no_data() -> None:
    assert "王" not in repr(Answer("王".encode(), 0x9000))
    assert repr(Answer(b"12345", 0x9000)) == "<Answer 9000, 5 bytes>"


@given(st.integers(0, 255), st.binary(max_size=255), st.sampled_from([b"", b"\x00\x00", b"\xff", b"\xff\x00\xff"]))
def test_a_record_comes_back_with_and_without_padding(tag: int, value: bytes, padding: bytes) -> None:
    record = encode_record(tag, value)
    expected = (tag, value) if record.strip(b"\x00\xff") else None
    assert decode_record(record + padding) == expected


@given(st.binary(max_size=300))
def test_a_record_is_whole_or_refused(data: bytes) -> None:
    with contextlib.suppress(BadAnswer):
        found = decode_record(data)
        if found is not None:
            assert data.startswith(encode_record(*found))
            assert not data[2 + len(found[1]) :].strip(b"\x00\xff")


@given(st.lists(st.binary(max_size=260), min_size=1, max_size=40), st.binary(min_size=4, max_size=20))
def test_an_exchange_ends_whatever_a_card_says(answers: list[bytes], asked: bytes) -> None:
    said = iter(answers * ROUNDS)
    with contextlib.suppress(BadAnswer):
        answer = exchange(lambda _: next(said), asked)
        assert answer.status >> 8 not in (0x61, 0x6C)
