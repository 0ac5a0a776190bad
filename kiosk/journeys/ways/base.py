"""What a way is: to say who one is, or to prove it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from devices.state import DeviceState
from kiosk.identity import Identity
from kiosk.journeys.conversation import Conversation
from kiosk.services import Services
from kiosk.visit import Visit
from sync.contract.problem import Words
from sync.contract.services import Proof

WINDOW = "window"
COUNTER = ((WINDOW, Words(zh="去窗口办理", en="Go to a counter")),)
"""The choice that is always there."""
OTHER = (("other", Words(zh="换一种方式", en="Another way")), *COUNTER)
_CITIZEN = re.compile(r"\d{17}[\dX]")
_USABLE = frozenset({DeviceState.STARTING, DeviceState.ONLINE, DeviceState.BUSY})


def fitted(services: Services, device: str) -> bool:
    """Whether a device is there and works."""
    found = services.devices.get(device)
    return found is not None and found.status.state in _USABLE


def is_citizen(number: str) -> bool:
    """Whether it is a citizen number (GB 11643) by its form: the centre knows people by no other."""
    return _CITIZEN.fullmatch(number) is not None


class Entry(ABC):
    """A way to say who one is, offered beside the ID card."""

    name: ClassVar[str]
    """As `PresentCard.others` lists it."""

    def __init__(self, services: Services) -> None:
        self.services = services

    @abstractmethod
    def offered(self, visit: Visit) -> bool:
        """Whether it can be used here and now."""

    @abstractmethod
    async def enter(self, visit: Visit, talk: Conversation) -> Identity | None:
        """Who it is, or None when the resident goes back and the ways are offered again.

        Raises:
            VisitEnds, ResidentGone: like a step.
            Problem: something is wrong that only the driver can tell.
        """


@dataclass(frozen=True)
class Attempt:
    """How it went: the proof, or what to tell before another way is offered."""

    proof: Proof | None = None
    reason: Words | None = None


class Check(ABC):
    """A way to prove that one is who one says."""

    name: ClassVar[str]
    """As `ChooseWay.ways` lists it."""

    def __init__(self, services: Services) -> None:
        self.services = services

    @abstractmethod
    def offered(self, visit: Visit, identity: Identity) -> bool:
        """Whether it can be used here, now and by this person."""

    @abstractmethod
    async def prove(self, visit: Visit, identity: Identity, talk: Conversation) -> Attempt:
        """The proof, or why there is none.

        Raises:
            VisitEnds, ResidentGone: like a step.
            Problem: the way itself is out of order (the centre is away); another way is offered.
        """
