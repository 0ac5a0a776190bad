"""A payment terminal at the other end of a TCP connection: remembers every order, and dies when it is told to."""

from __future__ import annotations

import threading
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

from devices.pay import Payment, PaymentState
from devices.pay.pay_wire import Answer, BadMessage, Decoder, Do, Health, Request, answer, asked_of
from devices.settings import DevicesSettings
from devices.simulator import LOOPBACK, Simulator, Verb
from devices.tcp_line import Hear, Say, TcpLine

if TYPE_CHECKING:
    from pathlib import Path

_SLOW_S = 0.5
_NOISE = b"\xff\xfe not a message"


class _Next(StrEnum):
    """What happens to the order that waits, or else to the next one."""

    PAY = "pay"
    DECLINE = "decline"
    BANK_WAITS = "bank-waits"
    DIES_AFTER = "dies-after-charge"
    DIES_BEFORE = "dies-before-charge"


class PayTerminalSimulator(Simulator):
    """The simulated terminal. Its orders outlive its plug, as those of a real one do."""

    device = "pay-terminal"
    verbs: ClassVar = (
        Verb("pay", "the resident pays the order that waits, or the next one"),
        Verb("decline", "the bank declines it"),
        Verb("bank-waits", "the resident pays and the bank does not answer, until pay or decline"),
        Verb("dies-after-charge", "the order is charged and the terminal dies before it says so, until plug"),
        Verb("dies-before-charge", "the terminal dies with the order and forgets it, until plug"),
        Verb("silent", "answers nothing any more, and still does what it is asked"),
        Verb("slow", "answers half a second late"),
        Verb("noise", "sends bytes that are no message"),
        Verb("wrong-amount", "answers with another amount"),
        Verb("wrong-order", "answers with another order"),
        Verb("double-answer", "answers everything twice"),
        Verb("out-of-order", "says that it is broken"),
        Verb("no-bank", "says that it does not reach its bank"),
        Verb("unplug", "takes the network cable out"),
        Verb("plug", "puts the network cable in"),
        Verb("ok", "heals everything; orders stay as they are"),
    )

    def __init__(self, port: int) -> None:
        self._line = TcpLine(port, self._meet)
        self._lock = threading.Lock()
        self._orders: dict[str, Payment] = {}
        self._charges = 0
        self._next: _Next | None = None
        self._fault = ""
        self._dead = False

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a terminal on the network of this machine."""
        terminal = settings.pay_terminal
        if not terminal.enabled or terminal.driver != "tcp" or not terminal.where.startswith(f"{LOOPBACK}:"):
            return None
        return cls(settings.simulators.pay_port)

    def lead(self, settings: DevicesSettings) -> DevicesSettings:
        """Leads the terminal's address here."""
        terminal = settings.pay_terminal.model_copy(update={"endpoint": self.endpoint})
        return settings.model_copy(update={"pay_terminal": terminal})

    @property
    def endpoint(self) -> str:
        """Where the terminal listens."""
        return f"{LOOPBACK}:{self._line.port}"

    def start(self) -> None:
        """Puts the network cable in."""
        if self._dead:
            self._line.unplug()
        self._dead = False
        self._line.plug()

    def stop(self) -> None:
        """Takes the network cable out."""
        self._line.unplug()

    def state(self) -> dict[str, Any]:
        """Plug, fault, the order that waits, and how many orders were charged."""
        with self._lock:
            waiting = self._waiting()
            return {
                "plugged": self._line.plugged and not self._dead,
                "fault": self._fault or None,
                "next": self._next.value if self._next else None,
                "waiting": {"order": waiting.order, "fen": waiting.fen} if waiting else None,
                "charges": self._charges,
            }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "unplug":
                self.stop()
            case "plug":
                self.start()
            case "ok":
                with self._lock:
                    self._fault, self._next = "", None
                self.start()
            case _ if verb in tuple(_Next):
                with self._lock:
                    self._next = _Next(verb)
                    self._happen()
                if self._dead:
                    self._line.unplug()
            case _:
                with self._lock:
                    self._fault = verb

    def _waiting(self) -> Payment | None:
        return next((each for each in self._orders.values() if not each.state.final), None)

    def _happen(self) -> None:
        """Does to the order that waits what is to happen to it; with the lock."""
        waiting, happens = self._waiting(), self._next
        if waiting is None or happens is None:
            return
        self._next = None
        match happens:
            case _Next.PAY | _Next.DIES_AFTER:
                self._charges += 1
                self._orders[waiting.order] = replace(waiting, state=PaymentState.PAID, qr=None)
            case _Next.DECLINE:
                self._orders[waiting.order] = replace(waiting, state=PaymentState.DECLINED, qr=None)
            case _Next.BANK_WAITS:
                self._orders[waiting.order] = replace(waiting, state=PaymentState.IN_PROGRESS, qr=None)
            case _Next.DIES_BEFORE:
                del self._orders[waiting.order]
        self._dead = happens in (_Next.DIES_AFTER, _Next.DIES_BEFORE)

    def _meet(self, say: Say) -> Hear:
        decoder = Decoder()

        def hear(data: bytes) -> None:
            try:
                for fields in decoder.feed(data):
                    told = self._answer(asked_of(fields))
                    if told is None:
                        self._line.unplug()
                        return
                    say(told[0], after_s=told[1])
            except BadMessage as bad:
                raise ConnectionError from bad

        return hear

    def _answer(self, asked: Request) -> tuple[bytes, float] | None:
        """The bytes of an answer and how long to wait before them; None when the terminal is dead."""
        with self._lock:
            told = self._told(asked)
            if self._dead:
                return None
            fault = self._fault
        data = answer(self._faulty(told, fault))
        match fault:
            case "silent":
                return b"", 0.0
            case "slow":
                return data, _SLOW_S
            case "noise":
                return _NOISE + data, 0.0
            case "double-answer":
                return data + data, 0.0
        return data, 0.0

    @staticmethod
    def _faulty(told: Answer, fault: str) -> Answer:
        match fault, told:
            case "wrong-amount", Answer(payment=Payment() as payment):
                return replace(told, payment=replace(payment, fen=payment.fen + 100))
            case "wrong-order", Answer(payment=Payment() as payment):
                return replace(told, payment=replace(payment, order=f"{payment.order}-0"))
            case "out-of-order", Answer(health=Health()):
                return replace(told, health=Health.OUT_OF_ORDER)
            case "no-bank", Answer(health=Health()):
                return replace(told, health=Health.NO_BANK)
        return told

    def _told(self, asked: Request) -> Answer:
        match asked.do:
            case Do.STATUS:
                return Answer(asked.number, health=Health.READY)
            case Do.PAY if asked.order not in self._orders:
                qr = f"https://pay.example/{asked.order}"
                self._orders[asked.order] = Payment(asked.order, asked.fen, PaymentState.WAITING, qr)
                self._happen()
            case Do.CANCEL:
                known = self._orders.get(asked.order, Payment(asked.order, 0, PaymentState.WAITING))
                if known.state is PaymentState.WAITING:
                    self._orders[asked.order] = replace(known, state=PaymentState.CANCELLED, qr=None)
        unknown = Payment(asked.order, 0, PaymentState.UNKNOWN_ORDER)
        return Answer(asked.number, payment=self._orders.get(asked.order, unknown))
