"""Messages of the payment terminal: whole ones in any pieces, and bytes that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.pay import Payment, PaymentState
from devices.pay.pay_wire import (
    LONGEST,
    MOST_FEN,
    Answer,
    BadMessage,
    Decoder,
    Do,
    Health,
    Request,
    answer,
    asked_of,
    request,
    told_of,
)

PAID = {"v": 1, "n": 7, "order": "A-1", "fen": 1200, "state": "paid"}
ORDERS = st.from_regex(r"[A-Za-z0-9-]{1,64}", fullmatch=True)


def packed(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


@given(st.lists(st.tuples(st.integers(1, 2**31), ORDERS, st.integers(1, MOST_FEN)), max_size=5), st.integers(0, 400))
def test_requests_come_through_in_any_pieces(asked: list[tuple[int, str, int]], at: int) -> None:
    requests = [Request(number, Do.PAY, order, fen) for number, order, fen in asked]
    data, decoder = b"".join(map(request, requests)), Decoder()
    assert [asked_of(fields) for fields in decoder.feed(data[:at]) + decoder.feed(data[at:])] == requests


@given(ORDERS, st.integers(1, MOST_FEN), st.sampled_from(PaymentState), st.none() | st.just("https://pay.example/订单"))
def test_answers_come_through(order: str, fen: int, state: PaymentState, qr: str | None) -> None:
    told = Answer(3, payment=Payment(order, fen, state, qr))
    assert [told_of(fields) for fields in Decoder().feed(answer(told))] == [told]
    health = Answer(4, health=Health.NO_BANK)
    assert [told_of(fields) for fields in Decoder().feed(answer(health))] == [health]


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0",
        (LONGEST + 1).to_bytes(2, "big"),
        packed(b"\xff\xff"),
        packed(b"[1]"),
        packed(b"{}"),
        packed(b'{"v": true}'),
        packed(b'{"v": 2}'),
        packed(b"[" * 4000),
        packed(json.dumps(PAID)[:-1].encode() + b', "fen": 1}'),
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(BadMessage):
        Decoder().feed(data)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 0},
        {"n": True},
        {"n": 1.0},
        {"order": ""},
        {"order": "x" * 65},
        {"order": "a\nb"},
        {"order": 5},
        {"order": "\ud800"},
        {"fen": 0},
        {"fen": -1},
        {"fen": 12.0},
        {"fen": "12"},
        {"fen": MOST_FEN + 1},
        {"state": "PAID"},
        {"state": ["paid"]},
        {"state": None},
        {"qr": ""},
        {"qr": "x" * 1025},
        {"extra": 1},
        {"health": "ready"},
    ],
)
def test_an_answer_with_a_wrong_field_is_refused(change: dict[str, Any]) -> None:
    told_of(PAID)
    with pytest.raises(BadMessage):
        told_of(PAID | change)


@pytest.mark.parametrize("missing", ["n", "order", "fen", "state"])
def test_an_answer_without_a_field_is_refused(missing: str) -> None:
    with pytest.raises(BadMessage):
        told_of({key: value for key, value in PAID.items() if key != missing})


@given(st.lists(st.binary(max_size=100) | st.binary(max_size=60).map(packed), max_size=8))
def test_no_bytes_break_the_decoder(pieces: list[bytes]) -> None:
    decoder = Decoder()
    try:
        for piece in pieces:
            for fields in decoder.feed(piece):
                told_of(fields)
                asked_of(fields)
    except BadMessage:
        return
    assert len(decoder._buffer) <= LONGEST + 2
