"""Modbus RTU from the side of a board: questions found in a stream of bytes, and answers put into frames.

A frame is the unit, a function, its data, and a CRC-16 with the low byte first (Modbus over serial line 1.02,
2.5.1). Reading bits 1 and 2, reading registers 3 and 4, writing one coil 5, writing coils 15.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

_FIXED = 8
_COILS_HEAD = 7
_POLYNOMIAL = 0xA001
_ON = 0xFF00


class Function(IntEnum):
    """Functions of a board."""

    READ_COILS = 1
    READ_INPUTS = 2
    READ_HOLDING = 3
    READ_REGISTERS = 4
    WRITE_COIL = 5
    WRITE_COILS = 15


@dataclass(frozen=True)
class Question:
    """A whole question. `count` and `coils` are what is read, or what is written."""

    unit: int
    function: Function
    first: int
    count: int
    coils: tuple[bool, ...] = ()


def crc(data: bytes) -> bytes:
    """The check of a frame."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ _POLYNOMIAL if value & 1 else value >> 1
    return struct.pack("<H", value)


def frame(unit: int, function: int, data: bytes) -> bytes:
    """A whole frame."""
    body = bytes([unit, function]) + data
    return body + crc(body)


class Decoder:
    """Finds questions in bytes that arrive in any pieces, with noise between them."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Question]:
        """Questions that are complete now."""
        self._buffer += data
        found = []
        while len(self._buffer) >= _FIXED:
            length = _length(self._buffer)
            if length > len(self._buffer):
                break
            question = _question(bytes(self._buffer[:length])) if length else None
            if question is not None:
                found.append(question)
            del self._buffer[: length if question else 1]
        return found

    def pause(self) -> None:
        """The line was quiet: what has begun is no question any more."""
        self._buffer.clear()


def _length(data: bytearray) -> int:
    """How long the frame at the beginning is; 0 when none begins there."""
    if data[1] not in tuple(Function):
        return 0
    if data[1] != Function.WRITE_COILS:
        return _FIXED
    return _COILS_HEAD + data[6] + 2 if 0 < data[6] <= 246 else 0


def _question(data: bytes) -> Question | None:
    if crc(data[:-2]) != data[-2:]:
        return None
    unit, function, first, count = struct.unpack(">BBHH", data[:6])
    match Function(function):
        case Function.WRITE_COIL if count in (0, _ON):
            return Question(unit, Function.WRITE_COIL, first, 1, (count == _ON,))
        case Function.WRITE_COIL:
            return None
        case Function.WRITE_COILS:
            packed = data[_COILS_HEAD:-2]
            if not 0 < count <= 8 * len(packed) < count + 8:
                return None
            coils = tuple(bool(packed[index // 8] >> index % 8 & 1) for index in range(count))
            return Question(unit, Function.WRITE_COILS, first, count, coils)
        case reading:
            return Question(unit, reading, first, count) if count else None


def packed_bits(bits: list[bool]) -> bytes:
    """Bits as they stand in an answer: the first is the lowest."""
    packed = bytearray((len(bits) + 7) // 8)
    for index, bit in enumerate(bits):
        packed[index // 8] |= bit << index % 8
    return bytes([len(packed)]) + bytes(packed)


def packed_registers(registers: list[int]) -> bytes:
    """Registers as they stand in an answer."""
    return bytes([2 * len(registers)]) + struct.pack(f">{len(registers)}H", *registers)
