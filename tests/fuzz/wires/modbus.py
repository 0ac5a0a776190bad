"""The cabinet's board: questions as the simulated board reads them, answers as pymodbus reads them for the driver."""

from __future__ import annotations

import contextlib

from pymodbus.exceptions import ModbusException
from pymodbus.framer import FramerRTU
from pymodbus.pdu import DecodePDU

from devices.cabinet.registers import BadValues, state_of
from devices.cabinet.rtu_frames import Decoder, Function, frame, packed_bits, packed_registers
from tests.fuzz.hostile import pieces


def attempt(data: bytes) -> None:
    decoder = Decoder()
    for piece in pieces(data):
        for question in decoder.feed(piece):
            assert question.count > 0
            assert len(question.coils) in (0, question.count)
    framer, buffer = FramerRTU(DecodePDU(False)), data
    with contextlib.suppress(ModbusException):
        while buffer:
            used, answer = framer.handleFrame(buffer, 1, 0)
            if used <= 0:
                break
            buffer = buffer[used:]
            if answer is not None and not answer.isError():
                _judge(list(answer.bits or []), list(answer.registers or []))


def _judge(bits: list[bool], registers: list[int]) -> None:
    for percent in registers or [50]:
        with contextlib.suppress(BadValues):
            state = state_of(bits or [False, False], [percent, 250])
            assert 0 <= state.battery_percent <= 100
    with contextlib.suppress(BadValues):
        state = state_of(bits, registers)
        assert -50 <= state.temperature_c <= 150


def seeds() -> list[bytes]:
    """Good messages."""
    return [
        frame(1, Function.READ_INPUTS, bytes.fromhex("00000002")),
        frame(1, Function.WRITE_COIL, bytes.fromhex("0001ff00")),
        frame(1, Function.WRITE_COILS, bytes.fromhex("000000040105")),
        frame(1, Function.READ_INPUTS, packed_bits([True, False])),
        frame(1, Function.READ_REGISTERS, packed_registers([88, 251])),
        frame(1, Function.READ_REGISTERS | 0x80, b"\2"),
    ]
