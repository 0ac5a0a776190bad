"""The cabinet's contract: door, power, temperature, and lights that show where to put the card or take the paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.state import DeviceState


class Light(StrEnum):
    """A light beside one of the kiosk's openings."""

    CARD = "card"
    PAPER = "paper"
    SCANNER = "scanner"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class CabinetState:
    """How the cabinet is."""

    door_open: bool
    on_battery: bool
    """Whether the mains are away."""
    battery_percent: int
    temperature_c: float
    """Degrees Celsius inside."""


class Cabinet(Protocol):
    """The board inside the cabinet; called in the device's thread."""

    def open(self) -> None: ...

    def close(self) -> None:
        """Lets go, and switches all lights off."""

    def poll(self) -> DeviceState: ...

    def look(self) -> CabinetState:
        """How the cabinet is now.

        Raises Problem: temporary `cabinet.absent`, `cabinet.silent`, `cabinet.nonsense` (values that cannot be).
        """

    def light(self, light: Light, on: bool) -> None:
        """Switches a light. Raises Problem like `look`, and `cabinet.refused` when the board has no such light."""
