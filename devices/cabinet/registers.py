"""What stands where in the board of the cabinet (Modbus Application Protocol 1.1b3), and which values can be."""

from __future__ import annotations

from devices.cabinet import CabinetState, Light

DISCRETE_INPUTS = 2
"""0: the door is open. 1: the mains are away, the battery feeds the kiosk."""
INPUT_REGISTERS = 2
"""0: charge of the battery in percent. 1: temperature inside in 0.1 °C, signed."""
COILS: dict[Light, int] = {Light.CARD: 0, Light.PAPER: 1, Light.SCANNER: 2, Light.RECEIPT: 3}
_COLDEST_C = -50.0
_HOTTEST_C = 150.0
_SIGN = 0x8000


class BadValues(Exception):  # noqa: N818  what they are
    """Values that no cabinet has; it says which."""


def state_of(bits: list[bool], registers: list[int]) -> CabinetState:
    """The state in inputs and registers. Raises BadValues."""
    if len(bits) < DISCRETE_INPUTS or len(registers) != INPUT_REGISTERS:
        raise BadValues(f"{len(bits)} inputs and {len(registers)} registers")
    percent, raw = registers
    if not 0 <= percent <= 100:
        raise BadValues(f"a battery of {percent} %")
    celsius = ((raw ^ _SIGN) - _SIGN) / 10
    if not 0 <= raw <= 0xFFFF or not _COLDEST_C <= celsius <= _HOTTEST_C:
        raise BadValues(f"a temperature of {celsius:g} °C; its sensor is broken or not connected")
    return CabinetState(bool(bits[0]), bool(bits[1]), percent, celsius)


def registers_of(state: CabinetState) -> tuple[list[bool], list[int]]:
    """The other way round."""
    return [state.door_open, state.on_battery], [state.battery_percent, round(state.temperature_c * 10) & 0xFFFF]
