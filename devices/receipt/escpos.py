"""Drives a receipt printer over ESC/POS: asks in real time how it is, and believes a receipt only by its marker.

python-escpos composes what is printed (see ticket.py). The wire is driven here, because the library reads no
answers apart from one status byte and knows no limits.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from devices.health import Check, SelfTest, Supply, checked
from devices.kinds import DriverType, Kind
from devices.receipt import Receipt, ReceiptPrinterStatus, problems
from devices.receipt.escpos_wire import Ask, Condition, Decoder, Marker, StatusByte, ask, condition, is_marker
from devices.receipt.line import Line, connect
from devices.receipt.ticket import Typesetter
from devices.settings import ReceiptPrinterSettings
from devices.settlement import Settlement
from devices.state import Cancel, DeviceProblem, DeviceState

_LOOK_S = 0.05
_REMEMBERED = 64
TEST_MARKER = b"Self"
TEST_RECEIPT = Receipt("测试小票", ("小票打印机自检 Self-test", "中文、English、0123456789", "￥ 3.50　㐂䶮"), "TEST")


@dataclass(frozen=True)
class EscposTiming:
    """Windows of time in seconds, and how often to try."""

    reply_s: float = 1.0
    """How long the answer to a question may take."""
    attempts: int = 2
    """How often a question is asked before the printer counts as silent."""
    send_s: float = 20.0
    """How long the wire may take nothing while a receipt is handed over."""
    marker_s: float = 8.0
    """How long the marker of a receipt may take from a printer that nothing keeps from printing."""
    wait_s: float = 60.0
    """How long a printer that wants paper or a person in the middle of a receipt is waited for."""
    late_s: float = 1.5
    """How long the marker of an earlier receipt is listened for."""
    look_every_s: float = 0.5
    """How often a printer at work is asked how it is."""


class EscposPrinter:
    """One printer; see `devices.receipt.ReceiptPrinter` for what it promises."""

    def __init__(
        self,
        settings: ReceiptPrinterSettings,
        timing: EscposTiming | None = None,
        clock: Callable[[], float] = time.monotonic,
        wire: Callable[[ReceiptPrinterSettings], Line] = connect,
    ) -> None:
        self._settings = settings
        self._timing = timing or EscposTiming()
        self._clock = clock
        self._wire = wire
        self._line: Line | None = None
        self._decoder = Decoder()
        self._statuses: list[int] = []
        self._reached: deque[bytes] = deque(maxlen=_REMEMBERED)
        self._typesetter: Typesetter | None = None
        self._condition = Condition()

    def open(self) -> None:
        """Opens the wire and asks the printer how it is. Raises DeviceProblem when nobody answers."""
        try:
            self._typesetter = Typesetter(self._settings.columns, self._settings.profile)
        except LookupError:
            raise problems.misconfigured(
                f"profile {self._settings.profile!r} is unknown to python-escpos; `default` fits most printers"
            ) from None
        self._line = self._wire(self._settings)
        self.status()

    def close(self) -> None:
        """Lets go of the wire."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def poll(self) -> DeviceState:
        """How the printer is, as a state; raises its problem."""
        now = self.status()
        if now.problem is not None:
            raise now.problem
        return now.state

    def status(self) -> ReceiptPrinterStatus:
        """Asks the printer how it is."""
        problem = self._look()
        state = problem.state if problem else DeviceState.ONLINE
        return ReceiptPrinterStatus(state, problem, self._condition.near_end)

    def supplies(self) -> tuple[Supply, ...]:
        """The roll; the printer only knows whether it is near its end."""
        self._look()
        return (Supply("paper", None, self._condition.near_end or self._condition.paper_end),)

    def print(self, receipt: Receipt, marker: bytes, cancel: Cancel) -> Settlement:
        """Prints a receipt; see the contract."""
        try:
            problem = self._look()
        except DeviceProblem as lost:
            raise problems.not_begun(lost) from lost
        if problem is not None:
            raise problems.not_begun(problem)
        assert self._typesetter is not None
        data = self._typesetter.compose(receipt, marker)
        while marker in self._reached:  # of an earlier receipt with the same marker: no proof of this one
            self._reached.remove(marker)
        cancel.check()
        if not self._send(data, cancel):
            return Settlement.UNKNOWN
        return self._follow(marker, cancel)

    def reached(self, marker: bytes, cancel: Cancel) -> Settlement:
        """Listens for the late answer to a marker; see the contract."""
        until = self._clock() + self._timing.late_s
        while True:
            self._listen(_LOOK_S)
            if marker in self._reached:
                return Settlement.DONE
            if self._clock() >= until:
                return Settlement.UNKNOWN
            cancel.check()

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Answers, cover, paper and cutter."""
        answers = checked("answers", self._answers)
        return SelfTest((answers, *self._conditions()) if answers.ok else (answers,))

    def self_test(self, cancel: Cancel) -> SelfTest:
        """As the quick test; when all is well, prints a small ticket and waits for its marker."""
        found = self.quick_test(cancel)
        if not found.ok:
            return found
        return SelfTest((*found.checks, checked("prints", lambda: self._prints(cancel))))

    def _answers(self) -> str:
        self._look()
        return self._settings.where

    def _conditions(self) -> list[Check]:
        now, port = self._condition, self._settings.port
        paper = "near its end" if now.near_end else "in"
        seen = {
            "cover": Condition(cover_open=now.cover_open),
            "paper": Condition(paper_end=now.paper_end),
            "cutter": Condition(cutter_error=now.cutter_error),
            "ready": Condition(offline=now.offline, broken=now.broken, recovering=now.recovering),
        }
        told = {"cover": "closed", "paper": paper, "cutter": "works", "ready": "nothing keeps it from printing"}

        def look(name: str) -> str:
            problem = problems.explain(port, seen[name])
            if problem is not None:
                raise problem
            return told[name]

        return [checked(name, lambda name=name: look(name)) for name in seen]  # type: ignore[misc]

    def _prints(self, cancel: Cancel) -> str:
        if self.print(TEST_RECEIPT, TEST_MARKER, cancel) is not Settlement.DONE:
            raise problems.unknown("self-test", "no answer to GS ( H")
        return "a test ticket, and the printer confirmed its end"

    def _look(self) -> DeviceProblem | None:
        """What keeps the printer from printing. Raises DeviceProblem when it does not answer."""
        answers = {}
        for each in Ask:
            answer = self._asked(each)
            if answer is None:
                raise problems.silent(self._settings.port, self._timing.reply_s * self._timing.attempts)
            answers[each] = answer
        self._condition = condition(answers)
        return problems.explain(self._settings.port, self._condition)

    def _asked(self, what: Ask) -> int | None:
        for _ in range(self._timing.attempts):
            self._listen(0.0)
            self._statuses.clear()
            self._open_line().write(ask(what), self._timing.reply_s)
            until = self._clock() + self._timing.reply_s
            while not self._statuses and self._clock() < until:
                self._listen(_LOOK_S)
            if self._statuses:
                return self._statuses[-1]
        return None

    def _send(self, data: bytes, cancel: Cancel) -> bool:
        """Hands a receipt over; False when the wire takes no more for too long in its middle.

        Raises a NotBegun when nothing was taken.
        """
        sent, moved = 0, self._clock()
        while sent < len(data):
            if sent:
                cancel.check()
            try:
                taken = self._open_line().write(data[sent:], _LOOK_S)
            except DeviceProblem as lost:
                if sent:
                    raise
                raise problems.not_begun(lost) from lost
            self._listen(0.0)
            if taken:
                sent, moved = sent + taken, self._clock()
            elif self._clock() - moved > self._timing.send_s:
                if not sent:
                    raise problems.not_begun(problems.silent(self._settings.port, self._timing.send_s))
                return False
        return True

    def _follow(self, marker: bytes, cancel: Cancel) -> Settlement:
        """Waits for the marker; a printer that wants something is waited for longer."""
        ready = waiting = asked = self._clock()
        while marker not in self._reached:
            cancel.check()
            self._listen(_LOOK_S)
            now = self._clock()
            if now - asked >= self._timing.look_every_s:
                kept = self._kept()
                asked = self._clock()
                if kept:
                    ready = asked
                else:
                    waiting = asked
            if now - ready > self._timing.marker_s or now - waiting > self._timing.wait_s:
                return Settlement.UNKNOWN
        return Settlement.DONE

    def _kept(self) -> bool:
        """Whether the printer itself says that something keeps it from going on; silence says nothing."""
        try:
            return self._look() is not None
        except DeviceProblem as problem:
            if problem.state is DeviceState.OFFLINE:
                return False
            raise

    def _listen(self, wait_s: float) -> None:
        """Takes in what the printer says."""
        data = self._open_line().read(wait_s)
        for found in self._decoder.feed(data):
            match found:
                case StatusByte():
                    self._statuses.append(found.value)
                case Marker() if is_marker(found.id):
                    self._reached.append(found.id)

    def _open_line(self) -> Line:
        if self._line is None:
            raise problems.absent(self._settings.port, "was closed")
        return self._line


DRIVER = DriverType(Kind.RECEIPT_PRINTER, "escpos", ReceiptPrinterSettings, EscposPrinter)
