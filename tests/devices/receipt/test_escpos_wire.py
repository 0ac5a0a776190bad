"""What a receipt printer says is told apart in any mixture, and nothing else is taken for its word."""

from __future__ import annotations

import random

import pytest

from devices.receipt.escpos_wire import (
    ALPHABET,
    Ask,
    AutoStatus,
    Condition,
    Decoder,
    Found,
    Marker,
    StatusByte,
    condition,
    is_marker,
    is_status,
    marker,
    marker_answer,
    marker_of,
)

MINE = b"AbC1"
ANSWER = marker_answer(MINE)
AUTO = bytes.fromhex("14000000")


def decode(*pieces: bytes) -> list[Found]:
    decoder = Decoder()
    return [found for piece in pieces for found in decoder.feed(piece)]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_marker_is_found_in_pieces_of_any_size(size: int) -> None:
    stream = b"\x12\x12" + AUTO + ANSWER + b"\x32"
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    found = decode(*pieces)
    assert found == [StatusByte(0x12), StatusByte(0x12), AutoStatus(AUTO), Marker(MINE), StatusByte(0x32)]


@pytest.mark.parametrize("at", range(1, 7))
def test_a_status_in_the_middle_of_an_answer_is_told_apart(at: int) -> None:
    assert decode(ANSWER[:at] + b"\x36" + ANSWER[at:]) == [StatusByte(0x36), Marker(MINE)]


@pytest.mark.parametrize("noise", [b"\x37", b"\x37\x22", b"\x37\x22AbC", b"\x10", b"\x14\x00", b"\x00\xff\x81\x13\x11"])
def test_noise_before_an_answer_does_not_hide_it(noise: bytes) -> None:
    assert decode(noise + ANSWER)[-1] == Marker(MINE)


@pytest.mark.parametrize("damaged", [ANSWER[:-1] + b"\x01", ANSWER[:-2] + b"\x00", b"\x37\x23" + ANSWER[2:]])
def test_a_damaged_answer_is_no_answer(damaged: bytes) -> None:
    assert not [found for found in decode(damaged, b"\x12\x12") if isinstance(found, Marker)]


def test_no_byte_of_a_marker_looks_like_a_status() -> None:
    assert not [byte for byte in ALPHABET if is_status(byte) or byte & 0x93 == 0x10]
    assert all(0x20 <= byte <= 0x7E for byte in ALPHABET), "GS ( H allows no others"
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_random_bytes_never_hang_and_never_make_a_marker_that_was_not_sent() -> None:
    rng = random.Random(7)
    decoder = Decoder()
    for _ in range(300):
        for found in decoder.feed(rng.randbytes(300)):
            match found:
                case StatusByte():
                    assert found.value & 0x93 == 0x12
                case AutoStatus():
                    assert len(found.value) == 4
                case Marker():
                    assert is_marker(found.id)
        assert len(decoder._buffer) <= 64


def test_the_markers_of_a_day_are_all_different() -> None:
    orders = [f"NZZ-20261123-{number:06}" for number in range(20000)]
    assert len({marker_of(order) for order in orders}) == len(orders)
    assert marker_of("NZZ-20261123-000001") == marker_of("NZZ-20261123-000001")
    assert marker_of("NZZ-20261123-000001") != marker_of("NZZ-20261124-000001")
    assert all(is_marker(marker_of(order)) for order in ("", "7", "订单", "x" * 500, "A-1234567890", "a\n"))


def test_only_four_bytes_of_the_alphabet_are_a_marker() -> None:
    assert marker(MINE) == bytes.fromhex("1d284806003030") + MINE
    for wrong in (b"", b"AAA", b"AAAAA", b"AA\x00A", b"AA2A"):
        with pytest.raises(ValueError, match="no marker"):
            marker(wrong)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ((0x12, 0x12, 0x12, 0x12), Condition()),
        ((0x12, 0x12, 0x12, 0x1E), Condition(near_end=True)),
        ((0x1A, 0x32, 0x12, 0x7E), Condition(offline=True, paper_end=True, near_end=True)),
        ((0x1A, 0x16, 0x12, 0x12), Condition(offline=True, cover_open=True)),
        ((0x1A, 0x52, 0x1A, 0x12), Condition(offline=True, cutter_error=True)),
        ((0x1A, 0x52, 0x32, 0x12), Condition(offline=True, broken=True)),
        ((0x1A, 0x52, 0x52, 0x12), Condition(offline=True, recovering=True)),
        ((0x1A, 0x12, 0x12, 0x12), Condition(offline=True)),
    ],
)
def test_status_bytes_say_what_is_wrong(answers: tuple[int, ...], says: Condition) -> None:
    assert condition(dict(zip(Ask, answers, strict=True))) == says
