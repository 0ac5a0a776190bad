"""What a step is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum

from kiosk.journeys.conversation import Conversation
from kiosk.services import Services
from kiosk.visit import Visit


class Move(StrEnum):
    """Where the journey goes after a step."""

    DONE = "done"
    BACK = "back"


class Step(ABC):
    """One piece of a journey. Problems that a step cannot turn into an offer are raised."""

    passes_backwards = False
    """Going back passes over this step: it has nothing to change."""

    def __init__(self, services: Services) -> None:
        self.services = services

    @abstractmethod
    async def run(self, visit: Visit, talk: Conversation) -> Move:
        """Talks to the resident until the step is done or they go back.

        Raises:
            VisitEnds: the visit ends here.
            ResidentGone: nobody answers.
            Problem: something is wrong that only the driver can tell.
        """
