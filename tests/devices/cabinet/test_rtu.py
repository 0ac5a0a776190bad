"""Modbus RTU frames from the side of the board, and values that no cabinet has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.cabinet import CabinetState
from devices.cabinet.registers import BadValues, registers_of, state_of
from devices.cabinet.rtu_frames import Decoder, Function, Question, crc, frame, packed_bits, packed_registers

LOOK = bytes.fromhex("01 02 0000 0002 f9cb")
"""Read two discrete inputs of unit 1; its CRC as in the specification's examples, low byte first."""


def test_the_check_is_that_of_the_specification() -> None:
    assert crc(bytes.fromhex("0207")) == bytes.fromhex("4112")
    assert crc(LOOK) == b"\0\0"


def test_questions_are_read() -> None:
    asked = Decoder().feed(
        LOOK + frame(1, 5, bytes.fromhex("0002 ff00")) + frame(1, 15, bytes.fromhex("0000 0004 01 05"))
    )
    assert asked == [
        Question(1, Function.READ_INPUTS, 0, 2),
        Question(1, Function.WRITE_COIL, 2, 1, (True,)),
        Question(1, Function.WRITE_COILS, 0, 4, (True, False, True, False)),
    ]


@given(st.integers(0, 8), st.binary(max_size=7))
def test_a_question_in_pieces_and_after_noise_is_found(at: int, noise: bytes) -> None:
    decoder = Decoder()
    found = decoder.feed(LOOK[:at]) + decoder.feed(LOOK[at:])
    decoder.feed(noise)
    decoder.pause()
    assert found + decoder.feed(LOOK) == [Question(1, Function.READ_INPUTS, 0, 2)] * 2


@pytest.mark.parametrize("bit", range(64))
def test_one_wrong_bit_is_no_question(bit: int) -> None:
    damaged = bytearray(LOOK)
    damaged[bit // 8] ^= 1 << bit % 8
    assert Decoder().feed(bytes(damaged)) == []


@given(st.lists(st.binary(max_size=300), max_size=6))
def test_no_bytes_break_the_decoder(pieces: list[bytes]) -> None:
    decoder = Decoder()
    for piece in pieces:
        for question in decoder.feed(piece):
            assert question.count > 0
    assert len(decoder._buffer) <= 256


def test_answers_are_packed() -> None:
    assert packed_bits([True, False, True]) == b"\x01\x05"
    assert packed_bits([False] * 8 + [True]) == b"\x02\x00\x01"
    assert packed_registers([0x1234, 5]) == b"\x04\x12\x34\x00\x05"


@given(st.booleans(), st.booleans(), st.integers(0, 100), st.integers(-500, 1500))
def test_every_state_goes_there_and_back(door: bool, battery: bool, percent: int, tenths: int) -> None:
    state = CabinetState(door, battery, percent, tenths / 10)
    assert state_of(*registers_of(state)) == state


@pytest.mark.parametrize(
    ("bits", "registers"),
    [
        ([], [50, 250]),
        ([False], [50, 250]),
        ([False, False], [50]),
        ([False, False], [50, 250, 1]),
        ([False, False], [101, 250]),
        ([False, False], [50, 0x7FFF]),
        ([False, False], [50, 0x8000]),
        ([False, False], [50, 0x10000]),
    ],
)
def test_values_that_cannot_be_are_refused(bits: list[bool], registers: list[int]) -> None:
    with pytest.raises(BadValues):
        state_of(bits, registers)
