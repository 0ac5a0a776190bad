"""Messages of the payment terminal, to it and from it."""

from __future__ import annotations

import contextlib

from devices.pay import Payment, PaymentState
from devices.pay.pay_wire import (
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
from tests.fuzz.hostile import pieces


def attempt(data: bytes) -> None:
    decoder = Decoder()
    with contextlib.suppress(BadMessage):
        for piece in pieces(data):
            for fields in decoder.feed(piece):
                _read(fields)


def _read(fields: dict[str, object]) -> None:
    with contextlib.suppress(BadMessage):
        told = told_of(fields)
        assert answer(told), "what was read can be written"
        if told.payment is not None:
            assert type(told.payment.fen) is int
            assert 0 <= told.payment.fen <= MOST_FEN
            assert told.payment.fen > 0 or told.payment.state is not PaymentState.PAID
    with contextlib.suppress(BadMessage):
        assert 0 <= asked_of(fields).fen <= MOST_FEN


def seeds() -> list[bytes]:
    """Good messages."""
    return [
        request(Request(7, Do.PAY, "order-1", 1500)),
        request(Request(8, Do.STATUS)),
        answer(Answer(7, Payment("order-1", 1500, PaymentState.PAID, "https://pay.example/1"))),
        answer(Answer(8, health=Health.READY)),
    ]
