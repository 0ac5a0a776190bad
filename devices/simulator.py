"""What all simulated devices have: a name, verbs that change them while they run, and a state to look at."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sync.contract.problem import Family, Problem, Words

if TYPE_CHECKING:
    from devices.settings import DevicesSettings

LOOPBACK = "127.0.0.1"
"""Simulators stand in for devices of this machine only."""
_TOLD = Words(zh="模拟设备不认识这条指令。", en="The simulated device does not know this instruction.")


@dataclass(frozen=True)
class Verb:
    """Something that can be done to a simulated device. `argument` is its name, in [] when it may be left out."""

    name: str
    does: str
    argument: str = ""


def misuse(technician: str) -> Problem:
    """Somebody asked a simulator for what it cannot do."""
    return Problem("simulator.verb", Family.PERMANENT, resident=_TOLD, technician=technician)


def one_of(argument: str, known: Collection[str]) -> str:
    """The argument of a verb, when it is known. Raises Problem `simulator.verb`."""
    if argument not in known:
        raise misuse(f"There is no {argument!r} here. There are: {', '.join(filter(None, known))}.")
    return argument


def number(argument: str, least: float, most: float) -> float:
    """The argument of a verb as a number. Raises Problem `simulator.verb`."""
    try:
        value = float(argument)
    except ValueError:
        value = most + 1
    if not least <= value <= most:
        raise misuse(f"{argument!r} is no number from {least:g} to {most:g}.")
    return value


class Simulator(ABC):
    """One simulated device, running in threads of its own between `start` and `stop`."""

    device: ClassVar[str]
    verbs: ClassVar[tuple[Verb, ...]]

    @classmethod
    @abstractmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """The simulator for the device of these settings; None when there is none, or it is a real one."""

    def lead(self, settings: DevicesSettings) -> DevicesSettings:
        """The settings with the address where the started simulator really is."""
        return settings

    @abstractmethod
    def start(self) -> None:
        """Begins to answer on its wire. Raises OSError or Problem when it cannot."""

    @abstractmethod
    def stop(self) -> None:
        """Ends, with all of its threads."""

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """What can be seen from outside, in plain JSON."""

    @abstractmethod
    def _do(self, verb: str, argument: str) -> None:
        """Does a verb that is known to exist."""

    def apply(self, verb: str, arguments: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Does a verb and returns the state after it. Raises Problem `simulator.verb`."""
        known = {each.name: each for each in self.verbs}
        given = dict(arguments or {})
        if verb not in known:
            raise misuse(f"{self.device} does not know {verb!r}. It knows: {', '.join(known)}.")
        name = known[verb].argument
        if len(given) > bool(name) or not set(given) <= {"argument", name.strip("[]")}:
            raise misuse(f"{self.device} {verb}: takes {name or 'no argument'}, not {', '.join(given)}.")
        argument = next(iter(given.values()), "")
        if not argument and name and not name.startswith("["):
            raise misuse(f"{self.device} {verb}: needs {name}.")
        self._do(verb, argument)
        return self.state()
