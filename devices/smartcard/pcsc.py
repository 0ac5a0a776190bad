"""Drives a contact-card reader through PC/SC, and goes on when the daemon, the reader or the card went away."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from devices.health import Check, SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.settings import SmartCardSettings
from devices.settlement import Settlement
from devices.smartcard import RecordChange, SocialSecurityCard, StaffCard, problems, records, social_security, staff
from devices.smartcard.apdu import Send
from devices.smartcard.conversation import Conversation, TooLate
from devices.smartcard.service import Context, PcscError, has_card, is_gone, lead
from devices.state import Cancel, DeviceProblem, DeviceState
from sync.contract.problem import Problem

T = TypeVar("T")


@dataclass(frozen=True)
class PcscTiming:
    """Windows of time in seconds."""

    look_s: float = 0.08
    """How long one look at the slot waits for a change; a cancel is seen after that."""
    connect_s: float = 4.0
    """How long a card may take to wake up, with what other programs take."""
    answer_s: float = 5.0
    """How long a card may take over one command."""
    patience_s: float = 3.0
    """How long a wait goes on without daemon or reader before it gives up."""
    gone_s: float = 1.0
    """How long after a failed command the slot is watched, to tell a pulled card from a bad one."""


class _Restarted(DeviceProblem):
    """The daemon went away in the middle of a conversation."""

    def __init__(self, problem: DeviceProblem) -> None:
        super().__init__(
            problem.code,
            problem.family,
            resident=problem.resident,
            technician=problem.technician,
            state=problem.state,
        )


class PcscReader:
    """One reader; see `devices.smartcard.SmartCardReader` for what it promises.

    The slot is watched with short calls of SCardGetStatusChange, because pyscard's own monitors die for
    good when pcscd restarts. A card is used in a `Conversation`.
    """

    def __init__(
        self,
        settings: SmartCardSettings,
        timing: PcscTiming | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._timing = timing or PcscTiming()
        self._clock = clock
        self._watch: Context | None = None
        self._reader = ""
        self._known = 0

    def open(self) -> None:
        """Finds the daemon and the reader. Raises DeviceProblem."""
        self._look()

    def close(self) -> None:
        """Lets go of the daemon."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
            watch.close()

    def poll(self) -> DeviceState:
        """Looks whether the reader is still there."""
        self._look()
        return DeviceState.ONLINE

    def present(self) -> bool:
        """Whether a card is there."""
        return has_card(self._look())

    def wait_inserted(self, cancel: Cancel) -> None:
        """Waits until a card is there."""
        self._wait(cancel, there=True)

    def wait_removed(self, cancel: Cancel) -> None:
        """Waits until no card is there."""
        self._wait(cancel, there=False)

    def read_social_security(self, cancel: Cancel) -> SocialSecurityCard:
        """Reads the card that is there."""
        return self._read(social_security.read, cancel)

    def identify_staff(self, cancel: Cancel) -> StaffCard:
        """What the staff card that is there says of itself."""
        return self._read(staff.identify, cancel)

    def prove_staff(self, card: StaffCard, pin: str, challenge: bytes, cancel: Cancel) -> bytes:
        """Shows the PIN and has the card sign; the card forgets the PIN at the end."""
        with self._card(cancel, reset=True) as send:
            return staff.prove(send, card, pin, challenge)

    def write_record(self, change: RecordChange, cancel: Cancel) -> Settlement:
        """Changes a record once and reads it back."""
        entered = False
        try:
            with self._card(cancel) as send:
                entered = True
                return records.write(send, change)
        except Problem as problem:
            if entered:
                raise
            raise problems.not_begun(problem) from problem

    def compare_record(self, change: RecordChange, cancel: Cancel) -> Settlement:
        """What a record says now against what a change wants."""
        with self._card(cancel) as send:
            return records.compare(send, change)

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Daemon, reader and slot; a card that is there is left alone."""
        checks: list[Check] = [checked("reader", self._reader_check)]
        if checks[0].ok:
            checks.append(checked("slot", lambda: "a card is in it" if self.present() else "empty"))
        return SelfTest(tuple(checks))

    def self_test(self, cancel: Cancel) -> SelfTest:
        """As the quick test, and the card if there is one; needs no card and shows nothing of it."""
        found = self.quick_test(cancel)
        if not found.ok or not has_card(self._known):
            return found
        return SelfTest((*found.checks, checked("card", lambda: self._card_check(cancel))))

    def _reader_check(self) -> str:
        self._look()
        return f"{self._reader} at {lead(self._settings.socket)}"

    def _card_check(self, cancel: Cancel) -> str:
        with self._card(cancel) as send:
            send(bytes.fromhex("00A4000C023F00"))
        return "answers"

    def _read(self, read: Callable[[Send], T], cancel: Cancel) -> T:
        """Reads, and reads again from the start when the daemon was restarted meanwhile."""
        try:
            with self._card(cancel) as send:
                return read(send)
        except _Restarted:
            until = self._clock() + self._timing.patience_s
            while not self._there() and self._clock() < until:
                cancel.wait(self._timing.look_s)
        with self._card(cancel) as send:
            return read(send)

    def _there(self) -> bool:
        try:
            return self.present()
        except Problem:
            return False

    @contextlib.contextmanager
    def _card(self, cancel: Cancel, *, reset: bool = False) -> Iterator[Send]:
        """The card that is there, with its errors told as Problems."""
        before = self._look()
        if not has_card(before):
            raise problems.absent_card()
        timing = self._timing
        try:
            with Conversation(
                self._reader, cancel, connect_s=timing.connect_s, answer_s=timing.answer_s, reset=reset
            ) as talk:
                yield talk.transmit
        except TooLate:
            raise problems.silent("a command", timing.answer_s) from None
        except PcscError as error:
            raise self._told(error, before, cancel) from None

    def _told(self, error: PcscError, before: int, cancel: Cancel) -> Problem:
        """What a failed call means, after a look at whether the card is still the same one."""
        if error.held:
            return problems.busy(error.code)
        if error.lost:
            self._forget()
            return _Restarted(problems.no_service(str(lead(self._settings.socket)), error.code))
        if error.pulled or error.no_card:
            return problems.pulled()
        until = self._clock() + self._timing.gone_s
        while self._clock() < until:
            state = self._look(self._timing.look_s)
            if not has_card(state) or _insertions(state) != _insertions(before):
                return problems.pulled()
            cancel.check()
        return problems.unreadable(f"PC/SC says {error.code:#010x}")

    def _wait(self, cancel: Cancel, *, there: bool) -> None:
        lost_since: float | None = None
        while True:
            cancel.check()
            try:
                state = self._look(0.0 if lost_since is not None else self._timing.look_s)
            except Problem:
                now = self._clock()
                lost_since = now if lost_since is None else lost_since
                if now - lost_since >= self._timing.patience_s:
                    raise
                cancel.wait(self._timing.look_s)
                continue
            lost_since = None
            if has_card(state) is there:
                return

    def _look(self, wait_s: float = 0.0) -> int:
        """The state of the slot, at a daemon and a reader that are found anew when they were lost.

        With `wait_s` it waits for a change. Raises DeviceProblem.
        """
        for attempt in range(2):
            try:
                watch = self._watch or self._begin()
                state = watch.card_state(self._reader, self._known if wait_s else 0, wait_s)
            except PcscError as error:
                self._forget()
                if attempt or not (error.lost or error.gone):
                    raise self._missing(error) from None
                continue
            self._known = state
            if not is_gone(state):
                return state
            self._forget()
        raise problems.absent(self._settings.reader, [])

    def _begin(self) -> Context:
        lead(self._settings.socket)
        self._watch = watch = Context()
        there = watch.readers()
        wanted = self._settings.reader
        fitting = [name for name in there if name == wanted] or [name for name in there if wanted in name]
        if not fitting:
            self._forget()
            raise problems.absent(wanted, there)
        self._reader, self._known = fitting[0], 0
        return watch

    def _forget(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()

    def _missing(self, error: PcscError) -> Problem:
        if error.gone:
            return problems.absent(self._settings.reader, [])
        return problems.no_service(str(lead(self._settings.socket)), error.code)


def _insertions(state: int) -> int:
    """How often a card was put in or taken out, as pcsc-lite counts in the upper half of the state."""
    return state >> 16


DRIVER = DriverType(Kind.SMART_CARD, "pcsc", SmartCardSettings, PcscReader)
