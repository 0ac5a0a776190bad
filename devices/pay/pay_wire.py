"""Messages to and from the payment terminal: two bytes of length, big-endian, and a JSON object in UTF-8.

docs/devices/pay-terminal.md explains every field. A message that is not exactly that breaks the connection:
after it nobody knows where the next one begins.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from devices.pay import Payment, PaymentState

VERSION = 1
LONGEST = 4096
"""Bytes of JSON in a message."""
MOST_FEN = 1_000_000_00
"""A million yuan: no fee at a kiosk is more."""
_HEAD = 2
_ORDER_LENGTH = 64
_QR_LENGTH = 1024
E = TypeVar("E", bound=StrEnum)


class BadMessage(Exception):  # noqa: N818  what it is
    """Bytes that are no message. It says what is wrong, never what stands there."""


class Do(StrEnum):
    """What a terminal is asked to do."""

    STATUS = "status"
    PAY = "pay"
    ASK = "ask"
    CANCEL = "cancel"


class Health(StrEnum):
    """How the terminal says it is."""

    READY = "ready"
    OUT_OF_ORDER = "out-of-order"
    NO_BANK = "no-bank"
    """The terminal is well and does not reach its bank."""


@dataclass(frozen=True)
class Request:
    """A question. `number` comes back in its answer."""

    number: int
    do: Do
    order: str = ""
    fen: int = 0


@dataclass(frozen=True)
class Answer:
    """An answer to the request of the same number: of a payment, or of the terminal itself."""

    number: int
    payment: Payment | None = None
    health: Health | None = None


def request(asked: Request) -> bytes:
    """The message of a request."""
    fields: dict[str, Any] = {"v": VERSION, "n": asked.number, "do": asked.do.value}
    if asked.do is not Do.STATUS:
        fields["order"] = asked.order
    if asked.do is Do.PAY:
        fields["fen"] = asked.fen
    return _packed(fields)


def answer(told: Answer) -> bytes:
    """The message of an answer."""
    fields: dict[str, Any] = {"v": VERSION, "n": told.number}
    if told.payment is not None:
        fields |= {"order": told.payment.order, "fen": told.payment.fen, "state": told.payment.state.value}
        if told.payment.qr is not None:
            fields["qr"] = told.payment.qr
    if told.health is not None:
        fields["health"] = told.health.value
    return _packed(fields)


class Decoder:
    """Finds messages in bytes that arrive in any pieces."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """Messages that are complete now. Raises BadMessage; the connection is of no use any more then."""
        self._buffer += data
        found = []
        while len(self._buffer) >= _HEAD:
            length = int.from_bytes(self._buffer[:_HEAD], "big")
            if not 0 < length <= LONGEST:
                raise BadMessage(f"a message of {length} bytes")
            if len(self._buffer) < _HEAD + length:
                break
            found.append(_object(bytes(self._buffer[_HEAD : _HEAD + length])))
            del self._buffer[: _HEAD + length]
        return found


def asked_of(fields: dict[str, Any]) -> Request:
    """The request in a message. Raises BadMessage."""
    do = _one_of(Do, fields, "do")
    allowed = {"v", "n", "do", *(("order",) if do is not Do.STATUS else ()), *(("fen",) if do is Do.PAY else ())}
    _only(fields, allowed)
    return Request(
        _number(fields, "n", 1, 2**31),
        do,
        "" if do is Do.STATUS else _text(fields, "order", _ORDER_LENGTH),
        _number(fields, "fen", 1, MOST_FEN) if do is Do.PAY else 0,
    )


def told_of(fields: dict[str, Any]) -> Answer:
    """The answer in a message. Raises BadMessage."""
    number = _number(fields, "n", 1, 2**31)
    if "health" in fields:
        _only(fields, {"v", "n", "health"})
        return Answer(number, health=_one_of(Health, fields, "health"))
    _only(fields, {"v", "n", "order", "fen", "state", "qr"})
    state = _one_of(PaymentState, fields, "state")
    qr = _text(fields, "qr", _QR_LENGTH) if "qr" in fields else None
    least = 0 if state in (PaymentState.UNKNOWN_ORDER, PaymentState.CANCELLED) else 1
    fen = _number(fields, "fen", least, MOST_FEN)
    return Answer(number, Payment(_text(fields, "order", _ORDER_LENGTH), fen, state, qr))


def _packed(fields: dict[str, Any]) -> bytes:
    data = json.dumps(fields, ensure_ascii=False).encode()
    assert len(data) <= LONGEST
    return len(data).to_bytes(_HEAD, "big") + data


def _object(data: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise BadMessage("it is no JSON in UTF-8") from None
    if not isinstance(fields, dict) or type(fields.get("v")) is not int or fields["v"] != VERSION:
        raise BadMessage(f"it is no object of version {VERSION}")
    return fields


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key stands twice: of two amounts nobody knows which one counts."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def _only(fields: dict[str, Any], allowed: set[str]) -> None:
    if not set(fields) <= allowed:
        raise BadMessage("it has fields that do not belong there")


def _number(fields: dict[str, Any], key: str, least: int, most: int) -> int:
    value = fields.get(key)
    if type(value) is not int or not least <= value <= most:
        raise BadMessage(f"{key} is no number from {least} to {most}")
    return value


def _text(fields: dict[str, Any], key: str, longest: int) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isprintable():
        raise BadMessage(f"{key} is no text of up to {longest} characters")
    return value


def _one_of(kind: type[E], fields: dict[str, Any], key: str) -> E:
    try:
        return kind(str(fields.get(key)))
    except ValueError:
        raise BadMessage(f"{key} is none of {', '.join(kind)}") from None
