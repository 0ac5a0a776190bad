"""Drives a second-generation ID-card reader over its serial SAM_V protocol (GA 450)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from devices.health import Check, SelfTest, checked
from devices.idcard import HkMacauTaiwan, IdCard, Resident, problems
from devices.idcard.layouts import parse
from devices.idcard.portrait import cut_out
from devices.idcard.samv_answers import CARD_FAILED, REFUSED, Parts, new_address, parts, sam_id
from devices.idcard.samv_frames import SET_BAUD, Command, Reply, Status
from devices.idcard.samv_line import SamvLine, SamvTiming
from devices.kinds import DriverType, Kind
from devices.settings import SamvSettings
from devices.state import Cancel, DeviceProblem, DeviceState
from sync.contract.problem import Problem

__all__ = ["DRIVER", "SamvReader", "SamvTiming"]

log = logging.getLogger(__name__)

_SELECTS = 8
"""How often a card that is found and cannot be selected is tried: it may still be on its way down."""
_READS = 3
"""How often a card that is selected and cannot be read is tried."""
_READINGS = 4
"""How often a card is read on a doubtful line until two readings agree."""
_ROUNDS = 10
"""How many status questions the self-test times."""


class SamvReader:
    """One reader on one port; see `devices.idcard.IdCardReader` for what it promises.

    After a read most readers answer FIND with 80 until the card is lifted. Whether it still lies there is
    asked with NEW ADDRESS: 90 and 91 mean present, 31 to 47 gone. That, and that READ may be asked again
    after a damaged answer, is assumed from public programs and not from a standard; a reader that says 91
    without a card is found out by a READ that fails, and not believed from then on.
    """

    def __init__(
        self,
        settings: SamvSettings,
        timing: SamvTiming | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._timing = timing or SamvTiming()
        self._clock = clock
        self._line = SamvLine(settings.port, self._timing, clock)
        self._reads_fingerprints = settings.fingerprint
        self._tells_presence: bool | None = None

    def there(self) -> bool:
        """Whether the port exists; nothing is opened and nothing asked."""
        return self._line.there()

    def open(self) -> None:
        """Opens the port and asks the reader how it is; one that is silent is looked for at other speeds.

        Raises Problem `idcard.absent`, `idcard.forbidden`, `idcard.silent` and those of `poll`.
        """
        self._line.open(self._settings.baud)
        try:
            self.poll()
        except DeviceProblem as problem:
            if problem.code not in ("idcard.silent", "idcard.checksum") or not self._found_at_other_speed():
                raise

    def close(self) -> None:
        """Lets go of the port. From any thread, in any state."""
        self._line.close()

    def poll(self) -> DeviceState:
        """Asks for the self-test's result. Raises DeviceProblem."""
        self._agreed(Command.STATUS, self._line.ask(Command.STATUS, Cancel()))
        return DeviceState.ONLINE

    def present(self) -> bool:
        """Whether a card is there, read or not."""
        cancel = Cancel()
        return self._find(cancel) or self._still_there(cancel)

    def wait_lifted(self, cancel: Cancel) -> None:
        """Waits until no card is there."""
        while self._find(cancel) or self._still_there(cancel):
            cancel.wait(self._timing.find_every_s)

    def read_card(self, cancel: Cancel) -> IdCard:
        """Waits for a card and reads it. Raises the Problems of the contract."""
        look_at = self._clock() + self._timing.put_again_s
        while not self._find(cancel):
            if self._clock() >= look_at:
                if self._still_there(cancel):
                    raise problems.put_again()
                look_at = self._clock() + self._timing.put_again_s
            cancel.wait(self._timing.find_every_s)
        return self._read(cancel)

    def read_new(self, cancel: Cancel) -> IdCard | None:
        """Reads a card only if one was put down since the last read. Raises the Problems of the contract."""
        return self._read(cancel) if self._find(cancel) else None

    def sam_id(self, cancel: Cancel) -> str:
        """The number of the reader's security module, for people; see `samv_answers.sam_id`."""
        return sam_id(self._agreed(Command.SAM_ID, self._line.ask(Command.SAM_ID, cancel)).data)

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Whether the port is there and the reader well; asks nothing that a card would notice."""
        return SelfTest((checked("port", self._see_port), checked("status", lambda: self._see_status(cancel))))

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Port, status, security module, antenna, and how quickly the reader answers; with or without a card."""
        quick = self.quick_test(cancel).checks
        return SelfTest(
            (
                *quick,
                checked("security module", lambda: f"{self.sam_id(cancel)} (decoding not verified)"),
                checked("antenna", lambda: "a card is on it" if self._find(cancel) else "no card that was not read"),
                self._see_timing(cancel),
            )
        )

    def _see_port(self) -> str:
        if not self.there():
            raise problems.absent(self._settings.port, "is not there")
        return self._settings.port

    def _see_status(self, cancel: Cancel) -> str:
        self._agreed(Command.STATUS, self._line.ask(Command.STATUS, cancel))
        return f"well, at {self._settings.baud} Bd"

    def _see_timing(self, cancel: Cancel) -> Check:
        took: list[float] = []

        def time_it() -> str:
            for _ in range(_ROUNDS):
                started = self._clock()
                self._line.ask(Command.STATUS, cancel)
                took.append((self._clock() - started) * 1000)
            return f"status answered in {median(took):.1f} ms, at most {max(took):.1f} ms"

        return checked("timing", time_it)

    def _found_at_other_speed(self) -> bool:
        """Finds a reader that was left at another speed and sets it to the configured one."""
        wanted, cancel = self._settings.baud, Cancel()
        for baud in SET_BAUD:
            if baud == wanted or not self._answers_at(baud, cancel):
                continue
            # Its answer comes at the old or at the new speed, nobody says which: what counts is that it answers after.
            self._try(SET_BAUD[wanted], cancel)
            if self._answers_at(wanted, cancel):
                log.warning("ID-card reader at %s: was at %d Bd, set to %d", self._settings.port, baud, wanted)
                return True
            self._line.change_speed(baud)
            if self._answers_at(baud, cancel):
                log.warning("ID-card reader at %s: stays at %d Bd", self._settings.port, baud)
                return True
        return False

    def _answers_at(self, baud: int, cancel: Cancel) -> bool:
        self._line.change_speed(baud)
        return self._try(Command.STATUS, cancel) is not None

    def _try(self, command: Command, cancel: Cancel) -> Reply | None:
        """Asks once with a short limit; None when no answer came. Raises only `idcard.absent`."""
        try:
            return self._line.ask(command, cancel, limit_s=self._timing.probe_s, attempts=1)
        except DeviceProblem as problem:
            if problem.state is DeviceState.ABSENT:
                raise
            return None

    def _read(self, cancel: Cancel) -> IdCard:
        """Selects and reads the card that was found; one that is found again is tried again."""
        selects = reads = 0
        while True:
            status = self._select(cancel)
            selects += 1
            if status == Status.OK:
                done = self._read_selected(cancel)
                if isinstance(done, IdCard):
                    return done
                status, reads = done, reads + 1
            if selects == _SELECTS or reads == _READS:
                raise problems.unreadable(status)
            if not self._found_again(cancel):
                # Some readers do not find a card again that they once could not read.
                raise problems.unreadable(status) if self._still_there(cancel) else problems.lifted()

    def _select(self, cancel: Cancel) -> int:
        return self._agreed(Command.SELECT, self._line.ask(Command.SELECT, cancel)).status

    def _found_again(self, cancel: Cancel) -> bool:
        gone_at = self._clock() + self._timing.gone_s
        while self._clock() < gone_at:
            cancel.wait(self._timing.find_every_s)
            if self._find(cancel):
                return True
        return False

    def _read_selected(self, cancel: Cancel) -> IdCard | int:
        """The card, or the status of a reader that cannot read it."""
        found = self._ask_record(cancel)
        if isinstance(found, int):
            return found
        found = self._agreed_record(found, cancel)
        card = parse(found.text, None)
        return replace(
            card,
            portrait=cut_out(found.portrait, self._settings.portrait_decoder, cancel),
            portrait_on_card=len(found.portrait) if found.portrait.strip(b"\0") else 0,
            fingerprint=found.fingerprint or None,
            new_address=self._new_address(card, cancel),
        )

    def _agreed_record(self, found: Parts, cancel: Cancel) -> Parts:
        """What is believed of a record: the checksum misses two flipped bits in one column.

        One that cannot be right is asked for once more; one from a line that was just seen to do damage until
        two readings agree. A reader that does not read twice is believed once. Raises Problem `idcard.record`.
        """
        try:
            parse(found.text, None)
        except Problem:
            again = self._ask_record(cancel)
            if isinstance(again, int):
                raise
            return again
        readings = [found]
        while self._line.doubtful and len(readings) < _READINGS:
            again = self._ask_record(cancel)
            if isinstance(again, int) or again in readings:
                return found if isinstance(again, int) else again
            readings.append(again)
        if len(readings) > 1:
            raise problems.bad_record("its readings differ")
        return found

    def _ask_record(self, cancel: Cancel) -> Parts | int:
        """The parts of the card; with fingerprints where they are wanted and the reader knows of them."""
        if self._reads_fingerprints:
            answer = self._line.ask(Command.READ_FINGERPRINT, cancel)
            if answer.status in REFUSED:
                self._reads_fingerprints = False
            elif answer.status == Status.OK:
                return _parts(answer)
        answer = self._agreed(Command.READ, self._line.ask(Command.READ, cancel))
        return _parts(answer) if answer.status == Status.OK else answer.status

    def _new_address(self, card: IdCard, cancel: Cancel) -> str | None:
        """The later address of a card that has addresses. The card is read: nothing that happens now takes it away."""
        if not self._settings.new_address or not isinstance(card, Resident | HkMacauTaiwan):
            return None
        try:
            answer = self._line.ask(Command.NEW_ADDRESS, cancel, limit_s=self._timing.extra_s, attempts=1)
        except DeviceProblem as problem:
            log.info("ID-card reader: no new address (%s)", problem.code)
            return None
        return new_address(answer.data) if answer.status == Status.OK else None

    def _find(self, cancel: Cancel) -> bool:
        return self._agreed(Command.FIND, self._line.ask(Command.FIND, cancel)).status == Status.FOUND

    def _still_there(self, cancel: Cancel) -> bool:
        """Whether a card lies there that FIND does not tell of any more."""
        if self._tells_presence is False:
            return False
        status = self._line.ask(Command.NEW_ADDRESS, cancel).status
        if status in REFUSED or status == Status.SELF_TEST:
            self._tells_presence = False
            return False
        if status in CARD_FAILED:
            self._tells_presence = True
            return False
        if self._tells_presence is None and self._line.ask(Command.READ, cancel).status != Status.OK:
            self._tells_presence = False
            return False
        return True

    def _agreed(self, command: Command, answer: Reply) -> Reply:
        """The answer, unless the reader is broken or does not do what it is asked."""
        if answer.status == Status.SELF_TEST or (command is Command.STATUS and answer.status in REFUSED):
            raise problems.self_test(self._settings.port, answer.status)
        if answer.status in REFUSED:
            raise problems.refused(self._settings.port, command, answer.status)
        return answer


def _parts(answer: Reply) -> Parts:
    found = parts(answer.data)
    assert found is not None, "the line lets no other answer through"
    return found


DRIVER = DriverType(Kind.ID_READER, "samv", SamvSettings, SamvReader)
