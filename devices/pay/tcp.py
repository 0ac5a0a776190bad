"""Drives an unattended payment terminal over TCP: one question at a time, every answer is held against its question."""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.health import SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.pay import Payment, PaymentState, problems
from devices.pay.pay_wire import Answer, BadMessage, Decoder, Do, Health, Request, request, told_of
from devices.settings import PayTerminalSettings
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState

_ROUND_S = 0.02


@dataclass(frozen=True)
class PayTiming:
    """Windows of time in seconds."""

    connect_s: float = 1.0
    answer_s: float = 2.0
    ask_every_s: float = 0.3
    """How often the terminal is asked how far a payment is."""
    find_s: float = 20.0
    """How long a terminal that was lost over a payment is looked for."""
    farewell_s: float = 0.1
    """How long a driver that is told to stop waits for the terminal to take the cancellation."""


class TcpPayTerminal:
    """One terminal; see `devices.pay.PayTerminal` for what it promises."""

    def __init__(self, settings: PayTerminalSettings, timing: PayTiming | None = None) -> None:
        self._settings = settings
        self._endpoint = settings.endpoint
        self._timing = timing or PayTiming()
        self._socket: socket.socket | None = None
        self._decoder = Decoder()
        self._number = 0
        self._open = False

    def open(self) -> None:
        """Connects and asks how the terminal is. Raises Problem."""
        self._open = True
        self.poll()

    def close(self) -> None:
        """Lets go of the connection; orders stay with the terminal."""
        self._open = False
        self._hang_up()

    def poll(self) -> DeviceState:
        """Asks how the terminal is."""
        match self._exchange(Do.STATUS, cancel=Cancel()).health:
            case Health.READY:
                return DeviceState.ONLINE
            case Health.NO_BANK:
                raise problems.no_bank(self._endpoint)
            case _:
                raise problems.out_of_order(self._endpoint)

    def pay(self, order: str, fen: int, cancel: Cancel, progress: Callable[[Payment], None] | None = None) -> Payment:
        """Asks for an amount and waits until that is settled. Raises the Problems of the contract."""
        self._connect(problems.not_sent)
        until = time.monotonic() + self._settings.pay_s
        told: Payment | None = None
        try:
            payment = self._followed(Do.PAY, order, fen, cancel)
            while not payment.state.final and time.monotonic() < until + self._timing.find_s:
                unheard = payment.state is PaymentState.UNKNOWN_ORDER
                if progress is not None and not unheard and payment != told:
                    progress(payment)
                    told = payment
                cancel.wait(self._timing.ask_every_s)
                late = unheard or time.monotonic() >= until
                payment = self._followed(Do.CANCEL if late else Do.ASK, order, fen, cancel)
        except Cancelled:
            self._farewell(order)
            raise
        return payment

    def ask(self, order: str) -> Payment:
        """What became of an order."""
        return self._payment(Do.ASK, order, 0, Cancel())

    def cancel(self, order: str) -> Payment:
        """Cancels an order for good unless it is paid."""
        return self._payment(Do.CANCEL, order, 0, Cancel())

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """The self-test is quick and costs nothing."""
        return self.self_test(cancel)

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Connects and asks how it is; then asks for an order that nobody gave, which it must not know."""

        def status() -> str:
            self.poll()
            return f"{self._endpoint} is ready and reaches its bank"

        def orders() -> str:
            state = self._payment(Do.ASK, "self-test", 0, cancel).state
            if state is not PaymentState.UNKNOWN_ORDER:
                raise problems.nonsense(self._endpoint, "it knows an order that nobody gave")
            return "it tells orders apart"

        checks = [checked("status", status)]
        if checks[0].ok:
            checks.append(checked("orders", orders))
        return SelfTest(tuple(checks))

    def _hang_up(self) -> None:
        connection, self._socket = self._socket, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _followed(self, do: Do, order: str, fen: int, cancel: Cancel) -> Payment:
        """An exchange over a payment that has begun: a terminal that is lost is looked for and asked.

        PAY itself is sent once; whether it arrived is asked.
        """
        until = time.monotonic() + self._timing.find_s
        while True:
            try:
                payment = self._payment(do, order, fen, cancel)
            except DeviceProblem as problem:
                if not problem.state.lost or not self._open or time.monotonic() >= until:
                    raise
            else:
                if payment.fen != fen and payment.state not in (PaymentState.UNKNOWN_ORDER, PaymentState.CANCELLED):
                    raise problems.amount(self._endpoint, order, fen, payment.fen)
                return payment
            do = Do.ASK if do is Do.PAY else do
            cancel.wait(self._timing.ask_every_s)

    def _payment(self, do: Do, order: str, fen: int, cancel: Cancel) -> Payment:
        payment = self._exchange(do, order, fen, cancel=cancel).payment
        if payment is None or payment.order != order:
            self._hang_up()
            raise problems.nonsense(self._endpoint, "it speaks of another order")
        return payment

    def _farewell(self, order: str) -> None:
        with contextlib.suppress(DeviceProblem):
            self._exchange(Do.CANCEL, order, cancel=Cancel(), limit_s=self._timing.farewell_s)

    def _exchange(
        self, do: Do, order: str = "", fen: int = 0, *, cancel: Cancel, limit_s: float | None = None
    ) -> Answer:
        limit_s = limit_s or self._timing.answer_s
        connection = self._connect(problems.offline)
        self._number += 1
        until = time.monotonic() + limit_s
        try:
            connection.sendall(request(Request(self._number, do, order, fen)))
            while time.monotonic() < until:
                cancel.check()
                for answer in self._heard(connection):
                    if answer.number == self._number:  # others are late, or come twice
                        return answer
        except BadMessage as bad:
            self._hang_up()
            raise problems.nonsense(self._endpoint, str(bad)) from None
        except (OSError, ValueError) as error:  # ValueError: closed from another thread
            self._hang_up()
            raise problems.offline(self._endpoint, "the connection broke") from error
        self._hang_up()  # what it answers later belongs to nobody
        raise problems.silent(self._endpoint, limit_s)

    def _heard(self, connection: socket.socket) -> list[Answer]:
        ready, _, _ = select.select([connection], [], [], _ROUND_S)
        if not ready:
            return []
        data = connection.recv(65536)
        if not data:
            raise ConnectionError
        return [told_of(fields) for fields in self._decoder.feed(data)]

    def _connect(self, problem: Callable[[str, str], DeviceProblem]) -> socket.socket:
        if self._socket is not None:
            return self._socket
        if not self._open:
            raise problem(self._endpoint, "was closed")
        host, _, port = self._endpoint.rpartition(":")
        try:
            connection = socket.create_connection((host, int(port)), self._timing.connect_s)
        except (OSError, ValueError, OverflowError) as error:
            raise problem(self._endpoint, "nobody answers there") from error
        connection.settimeout(self._timing.connect_s)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = connection
        self._decoder = Decoder()
        return connection


DRIVER = DriverType(Kind.PAY_TERMINAL, "tcp", PayTerminalSettings, TcpPayTerminal)
