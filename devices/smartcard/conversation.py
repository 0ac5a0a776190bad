"""A conversation with a card in a thread of its own: a call that never comes back holds up nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

from devices.smartcard.service import NOT_TRANSACTED, Connection, PcscError
from devices.state import Cancel

_LOOK_S = 0.05
"""How often the limit and the cancel are looked at."""
_END_S = 0.5
"""How long the end of a conversation is waited for; it ends by itself anyway."""


class TooLate(Exception):  # noqa: N818  it is what happened
    """PC/SC did not come back in time; its thread is left behind and lets go when it can."""


class Conversation:
    """From connect to disconnect. Everything at PC/SC happens in one thread, which outlives a hanging call."""

    def __init__(self, reader: str, cancel: Cancel, *, connect_s: float, answer_s: float, reset: bool = False) -> None:
        """Connects. Raises PcscError, TooLate, Cancelled."""
        self._cancel = cancel
        self._answer_s = answer_s
        self._orders: SimpleQueue[bytes | None] = SimpleQueue()
        self._answers: SimpleQueue[bytes | Exception] = SimpleQueue()
        self._left = False
        self._thread = threading.Thread(
            target=_converse, args=(reader, reset, self._orders, self._answers), name="smart-card", daemon=True
        )
        self._thread.start()
        try:
            self._next(connect_s)
        except BaseException:
            self._orders.put(None)
            raise

    def transmit(self, command: bytes) -> bytes:
        """One command, one answer. Raises PcscError, TooLate, Cancelled."""
        self._cancel.check()
        self._orders.put(command)
        return self._next(self._answer_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._orders.put(None)
        if not self._left:
            self._thread.join(_END_S)

    def _next(self, limit_s: float) -> bytes:
        until = time.monotonic() + limit_s
        while True:
            try:
                answer = self._answers.get(timeout=_LOOK_S)
            except Empty:
                self._left = True
                self._cancel.check()
                if time.monotonic() > until:
                    raise TooLate from None
                self._left = False
                continue
            if isinstance(answer, Exception):
                raise answer
            return answer


def _converse(
    reader: str, reset: bool, orders: SimpleQueue[bytes | None], answers: SimpleQueue[bytes | Exception]
) -> None:
    try:
        connection = Connection(reader)
    except PcscError as error:
        answers.put(error)
        return
    answers.put(b"")
    try:
        while (command := orders.get()) is not None:
            answers.put(_answer(connection.transmit, command))
    finally:
        connection.close(reset=reset)


def _answer(transmit: Callable[[bytes], bytes], command: bytes) -> Any:
    try:
        answer = transmit(command)
    except PcscError as error:
        return error
    return answer if len(answer) >= 2 else PcscError(NOT_TRANSACTED)  # what some readers make of a pulled card
