"""What a receipt printer answers: status and the marker that proves a ticket."""

from __future__ import annotations

from devices.receipt.escpos_wire import Decoder, Marker, is_marker, marker_answer, marker_of
from tests.fuzz.hostile import pieces


def attempt(data: bytes) -> None:
    decoder = Decoder()
    found = [each for piece in pieces(data) for each in decoder.feed(piece)]
    for each in found:
        if isinstance(each, Marker):
            assert is_marker(each.id)
            noise = [byte for byte in data if byte in marker_answer(each.id)]
            assert len(noise) >= len(marker_answer(each.id)), "a proof that never came"
    assert len(decoder._buffer) < 64, "it keeps what is no answer"


def seeds() -> list[bytes]:
    """Good messages."""
    return [marker_answer(marker_of("order-1")), b"\x12\x12\x12\x12", b"\x14\x00\x00\x0f" + b"\x12"]
