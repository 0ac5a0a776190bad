"""Key presses become text: shift, Enter, keys that type nothing, and bytes that are no key presses."""

from __future__ import annotations

import string

from evdev import ecodes
from hypothesis import given
from hypothesis import strategies as st

from devices.codes import LONGEST
from devices.codes.code_text import Damage
from devices.codes.key_events import EVENT, KeyDecoder
from tests.devices.codes.keyboard import event, press, typed

ASCII = string.ascii_letters + string.digits + string.punctuation + " "


def test_every_character_of_ascii_can_be_typed() -> None:
    assert KeyDecoder().feed(typed(ASCII)) == [ASCII]


def test_the_keys_are_those_of_the_kernel() -> None:
    data = b"".join(press(code) for code in (30, 3, 52, 28))  # linux/input-event-codes.h: A, 2, dot, Enter
    assert KeyDecoder().feed(data) == ["a2."]


@given(st.text(ASCII, min_size=1, max_size=30), st.integers(0, 4000))
def test_events_in_pieces_are_one_code(text: str, at: int) -> None:
    decoder, data = KeyDecoder(), typed(text)
    assert decoder.feed(data[:at]) + decoder.feed(data[at:]) == [text]


def test_a_key_that_repeats_types_once() -> None:
    held = event(ecodes.EV_KEY, ecodes.KEY_A, 1) + event(ecodes.EV_KEY, ecodes.KEY_A, 2) * 5
    assert KeyDecoder().feed(held + press(ecodes.KEY_ENTER)) == ["a"]


def test_the_number_pad_types_numbers() -> None:
    keys = (ecodes.KEY_KP7, ecodes.KEY_KP0, ecodes.KEY_KPDOT, ecodes.KEY_KPENTER)
    assert KeyDecoder().feed(b"".join(map(press, keys))) == ["70."]


def test_a_key_that_types_nothing_spoils_its_code_only() -> None:
    for key in (ecodes.KEY_TAB, ecodes.KEY_F4, ecodes.KEY_LEFTCTRL, ecodes.KEY_BACKSPACE):
        assert KeyDecoder().feed(typed("12", enter=False) + press(key) + typed("3") + typed("A013")) == [
            Damage.CHARACTERS,
            "A013",
        ]


def test_keys_that_the_kernel_lost_spoil_the_code() -> None:
    dropped = event(ecodes.EV_SYN, ecodes.SYN_DROPPED, 0)
    assert KeyDecoder().feed(typed("12", enter=False) + dropped + typed("3") + typed("A013")) == [Damage.HALF, "A013"]


def test_a_code_without_enter_is_half_a_code() -> None:
    decoder = KeyDecoder()
    decoder.feed(typed("A01", enter=False))
    assert decoder.pending
    assert decoder.pause() == [Damage.HALF]
    assert decoder.pause() == []
    assert decoder.feed(typed("B7")) == ["B7"]


def test_an_endless_code_is_refused() -> None:
    assert KeyDecoder().feed(press(ecodes.KEY_1) * (LONGEST + 5) + typed("1")) == [Damage.LONG]


@given(st.lists(st.binary(max_size=5 * EVENT.size), max_size=10))
def test_no_bytes_break_the_decoder(pieces: list[bytes]) -> None:
    decoder = KeyDecoder()
    for piece in pieces:
        for found in decoder.feed(piece):
            assert isinstance(found, Damage) or (found.isascii() and found.isprintable())
