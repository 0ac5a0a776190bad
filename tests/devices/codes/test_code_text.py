"""Codes in the bytes of a serial reader: whole ones, half ones, and bytes that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codes import LONGEST
from devices.codes.code_text import Damage, LineDecoder

TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=80)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_a_code_ends_with_any_line_break(end: bytes) -> None:
    assert LineDecoder().feed(b"A013" + end + b"B7" + end) == ["A013", "B7"]


@given(TEXT, st.integers(0, 80), st.sampled_from([b"\r", b"\n", b"\r\n"]))
def test_a_code_in_pieces_is_one_code(text: str, at: int, end: bytes) -> None:
    decoder = LineDecoder()
    data = text.encode() + end
    assert decoder.feed(data[:at]) + decoder.feed(data[at:]) == [text]
    assert not decoder.pending


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_comes_in_both_encodings(encoding: str) -> None:
    assert LineDecoder().feed("居住证取件码0417".encode(encoding) + b"\r") == ["居住证取件码0417"]


def test_a_pause_ends_a_code_only_where_that_is_the_rule() -> None:
    halves, pauses = LineDecoder(), LineDecoder(pause_ends=True)
    for decoder in (halves, pauses):
        assert decoder.feed(b"A013") == []
        assert decoder.pending
    assert halves.pause() == [Damage.HALF]
    assert pauses.pause() == ["A013"]
    assert halves.pause() == pauses.pause() == [], "nothing has begun"
    assert halves.feed(b"B7\r") == ["B7"], "the half is gone"


@pytest.mark.parametrize("longest", [b"7" * LONGEST, "𠀀".encode() * LONGEST])
def test_the_longest_code_passes_and_a_longer_one_does_not(longest: bytes) -> None:
    decoder = LineDecoder()
    assert decoder.feed(longest + b"\r") == [longest.decode()]
    assert decoder.feed(longest + b"7\r") == [Damage.LONG]
    assert decoder.feed(b"A013\r") == ["A013"]


def test_an_endless_code_takes_no_memory() -> None:
    decoder = LineDecoder()
    for _ in range(100):
        assert decoder.feed(b"7" * LONGEST) == []
    assert len(decoder._begun) == 0
    assert decoder.feed(b"\rA013\r") == [Damage.LONG, "A013"]


@pytest.mark.parametrize("bad", [b"A\x1b[2J", b"A\0B", b"\xff\xfe", "A\u202e310".encode(), "\ue000".encode(), b"A\tB"])
def test_what_no_code_holds_is_refused(bad: bytes) -> None:
    assert LineDecoder().feed(bad + b"\r") == [Damage.CHARACTERS]


@given(st.lists(st.binary(max_size=64), max_size=20), st.booleans())
def test_no_bytes_break_the_decoder(pieces: list[bytes], pause_ends: bool) -> None:
    decoder = LineDecoder(pause_ends=pause_ends)
    for piece in pieces:
        for found in [*decoder.feed(piece), *decoder.pause()]:
            assert isinstance(found, Damage) or (found and found.isprintable() and len(found) <= LONGEST)
