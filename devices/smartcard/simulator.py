"""A smart-card reader behind a real pcscd: cards to put in and take out, and a daemon that can be restarted."""

from __future__ import annotations

import contextlib
import threading
import tomllib
from pathlib import Path
from typing import Any, ClassVar, Self

from devices.idcard.cards import CARDS
from devices.settings import DevicesSettings, SmartCardSettings
from devices.simulator import Simulator, Verb, misuse
from devices.smartcard.apdu import Ins
from devices.smartcard.chips import Chip, foreign_card, lengthened, social_security
from devices.smartcard.private_daemon import CannotRun, PrivateDaemon
from devices.smartcard.slot import Pulled, Slot
from devices.smartcard.staff_issue import PUBLIC_FILE, issue

_STAFF = "staff"
_FOREIGN = "foreign"
_SLOW_S = 0.25
_PULLED_AT = 3
"""Which record is the one that is not told any more."""
_GARBAGE = bytes.fromhex("00ff6f3b9e61a7")


class SmartCardSimulator(Simulator):
    """The simulated reader. Where pcscd cannot be run it says so in its state, and there is no reader."""

    device = "smart-card"
    verbs: ClassVar = (
        Verb("put", "puts a card in", "card"),
        Verb("lift", "takes the card out"),
        Verb("pull-mid-read", "takes the card out in the middle of the next reading"),
        Verb("pull-mid-write", "takes the card out when it has written, before it says so"),
        Verb("silent", "the card answers nothing any more"),
        Verb("garbage", "the card answers nonsense"),
        Verb("wrong-length", "records say to be longer than they are"),
        Verb("slow", "the card answers late"),
        Verb("restart-daemon", "ends pcscd and starts it again"),
        Verb("unplug", "takes the reader's plug out"),
        Verb("plug", "puts the reader's plug in"),
        Verb("ok", "heals everything; the card stays"),
    )

    def __init__(self, socket: Path, cards: Path = CARDS) -> None:
        self._link = socket
        people = tomllib.loads(cards.read_text(encoding="utf-8"))
        self._chips: dict[str, Chip] = {
            key: social_security(person, serial)
            for serial, (key, person) in enumerate(people.items(), 1)
            if person["layout"] == "resident"
        }
        self._chips[_FOREIGN] = foreign_card()
        self.daemon = PrivateDaemon()
        self._slot = Slot(self.daemon.insert, self._answer)
        self._stopped = threading.Event()
        self._missing = ""
        self._running = False
        self._plugged = True
        self._card: str | None = None
        self._fault = ""
        self._records = 0

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a reader at a pcscd of our own."""
        reader = settings.smart_card
        if not reader.enabled or not isinstance(reader, SmartCardSettings) or reader.socket is None:
            return None
        return cls(reader.socket, settings.simulators.cards or CARDS)

    @property
    def readers(self) -> tuple[str, str]:
        """The names of the two slots; cards go into the first."""
        return self.daemon.readers

    def start(self) -> None:
        """Starts pcscd, if this machine can."""
        if self._running:
            return
        if self._link.exists() and not self._link.is_symlink():
            raise misuse(f"{self._link} is a real socket. Set [devices.smart_card] socket to a free path.")
        try:
            self.daemon.start()
        except CannotRun as error:
            self._missing = str(error)
            return
        self._stopped.clear()
        self._missing, self._running, self._plugged = "", True, True
        self._link.parent.mkdir(parents=True, exist_ok=True)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(self.daemon.comm)
        if self._card is not None:
            self._slot.put(self._chips[self._card])

    def stop(self) -> None:
        """Ends pcscd and takes the card out."""
        self._stopped.set()
        self._slot.lift()
        if self._running:
            self._running = False
            with contextlib.suppress(FileNotFoundError):
                if self._link.readlink() == self.daemon.comm:
                    self._link.unlink()
        self.daemon.stop()

    def state(self) -> dict[str, Any]:
        """Plug, card by its key, fault, and why there is no reader if there is none."""
        return {
            "plugged": self._running and self._plugged,
            "card": self._card if self._slot.holds or not self._running else None,
            "fault": self._fault or None,
            "missing": self._missing or None,
            "reader": self.readers[0],
            "cards": [*self._chips] + ([] if _STAFF in self._chips else [_STAFF]),
            "staff_card": str(self._link.parent / PUBLIC_FILE),
        }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "put":
                self._put(argument)
            case "lift":
                self._card = None
                self._slot.lift()
            case "restart-daemon":
                self._restart()
            case "unplug" | "plug":
                self._restart(plugged=verb == "plug")
            case "ok":
                self._heal()
            case _:
                self._fault, self._records = verb, 0

    def _put(self, key: str) -> None:
        if key == _STAFF and key not in self._chips:
            self._link.parent.mkdir(parents=True, exist_ok=True)
            self._chips[_STAFF] = issue(self._link.parent)
        if key not in self._chips:
            raise misuse(f"There is no card {key!r}. There are: {', '.join(self.state()['cards'])}.")
        self._card, self._records = key, 0
        if self._running:
            self._slot.put(self._chips[key])

    def _restart(self, *, plugged: bool | None = None) -> None:
        if not self._running:
            raise misuse(self._missing or "The simulated smart-card reader does not run.")
        self._plugged = self._plugged if plugged is None else plugged
        self.daemon.restart(plugged=plugged)

    def _heal(self) -> None:
        was, self._fault = self._fault, ""
        if self._running and not self._plugged:
            self._restart(plugged=True)
        if self._running and self._card is not None and (was == "silent" or not self._slot.holds):
            self._slot.put(self._chips[self._card])

    def _answer(self, chip: Chip, command: bytes) -> bytes | None:
        ins = command[1] if len(command) > 1 else 0
        match self._fault:
            case "silent":
                return None
            case "garbage":
                return _GARBAGE
            case "wrong-length":
                return lengthened(chip.answer(command)) if ins == Ins.READ_RECORD else chip.answer(command)
            case "slow":
                self._stopped.wait(_SLOW_S)
            case "pull-mid-read" if ins == Ins.READ_RECORD:
                self._records += 1
                if self._records >= _PULLED_AT:
                    raise self._pull()
            case "pull-mid-write" if ins == Ins.UPDATE_RECORD:
                chip.answer(command)
                raise self._pull()
        return chip.answer(command)

    def _pull(self) -> Pulled:
        self._fault, self._card = "", None
        return Pulled()
