"""Drives the board of a cabinet over Modbus RTU on a serial line."""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import termios
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pymodbus.client import ModbusSerialClient
from pymodbus.exceptions import ConnectionException, ModbusException

from devices.cabinet import CabinetState, Light, problems
from devices.cabinet.registers import COILS, DISCRETE_INPUTS, INPUT_REGISTERS, BadValues, state_of
from devices.health import SelfTest, Supply, checked
from devices.kinds import DriverType, Kind
from devices.settings import CabinetSettings
from devices.state import Cancel, DeviceState
from sync.contract.problem import Problem

logging.getLogger("pymodbus").setLevel(logging.CRITICAL)  # it logs every lost frame; the host logs a lost device once
_SHOW_S = 0.4
"""How long each light is on in a self-test."""


@dataclass(frozen=True)
class CabinetTiming:
    """Windows of time in seconds, and how often to try."""

    answer_s: float = 0.3
    attempts: int = 3
    """How often a question without a whole answer is asked."""


class ModbusCabinet:
    """One board; see `devices.cabinet.Cabinet` for what it promises."""

    def __init__(self, settings: CabinetSettings, timing: CabinetTiming | None = None) -> None:
        self._settings = settings
        self._timing = timing or CabinetTiming()
        self._client: ModbusSerialClient | None = None
        self._heard = False
        """Whether the last question was answered."""

    def open(self) -> None:
        """Opens the port, looks at the cabinet and switches all lights off. Raises Problem."""
        port = self._settings.port
        if os.path.exists(port) and not os.access(port, os.R_OK | os.W_OK):  # noqa: PTH110  a pair of questions
            raise problems.forbidden(port)
        client = ModbusSerialClient(
            port, baudrate=self._settings.baud, timeout=self._timing.answer_s, retries=self._timing.attempts - 1
        )
        if not client.connect():
            raise problems.absent(port, "cannot be opened")
        self._client = client
        self.look()
        self._dark()

    def close(self) -> None:
        """Switches all lights off, if the board answers, and lets go of the port."""
        if self._client is not None and self._heard:
            with contextlib.suppress(Problem):
                self._dark()
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(OSError, termios.error):
                client.close()  # type: ignore[no-untyped-call]  # of pymodbus

    def poll(self) -> DeviceState:
        """Looks at the cabinet. Raises DeviceProblem when somebody must do something about it."""
        state = self.look()
        if state.temperature_c >= self._settings.too_hot_c:
            raise problems.too_hot(state.temperature_c, self._settings.too_hot_c)
        if state.door_open:
            raise problems.door_open()
        if state.on_battery:
            raise problems.on_battery(state.battery_percent)
        return DeviceState.ONLINE

    def look(self) -> CabinetState:
        """How the cabinet is now."""
        unit = self._settings.unit
        bits = self._ask(
            "discrete inputs", lambda client: client.read_discrete_inputs(0, count=DISCRETE_INPUTS, device_id=unit)
        ).bits
        registers = self._ask(
            "input registers", lambda client: client.read_input_registers(0, count=INPUT_REGISTERS, device_id=unit)
        ).registers
        try:
            return state_of(list(bits), list(registers))
        except BadValues as bad:
            raise problems.nonsense(self._settings.port, str(bad)) from None

    def light(self, light: Light, on: bool) -> None:
        """Switches a light."""
        unit = self._settings.unit
        self._ask(f"light {light}", lambda client: client.write_coil(COILS[light], on, device_id=unit))

    def supplies(self) -> tuple[Supply, ...]:
        """The battery."""
        state = self.look()
        return (Supply("battery", state.battery_percent, low=False),)

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Looks at the cabinet."""

        def state() -> str:
            seen = self.look()
            power = "battery" if seen.on_battery else "mains"
            return f"{seen.temperature_c:g} °C inside, on {power}, battery {seen.battery_percent} %"

        def well() -> str:
            self.poll()
            return "door closed, on mains, cool enough"

        answers = checked("answers", state)
        return SelfTest((answers, checked("cabinet", well)) if answers.ok else (answers,))

    def self_test(self, cancel: Cancel) -> SelfTest:
        """As the quick test, and shows each light for a moment."""

        def lights() -> str:
            for light in Light:
                self.light(light, True)
                try:
                    cancel.wait(_SHOW_S)
                finally:
                    self.light(light, False)
            return f"{', '.join(Light)}: each was on for {_SHOW_S:g} s"

        found = self.quick_test(cancel)
        if not found.checks[0].ok:
            return found
        return SelfTest((*found.checks, checked("lights", lights)))

    def _dark(self) -> None:
        unit, all_off = self._settings.unit, [False] * len(COILS)
        self._ask("its lights", lambda client: client.write_coils(0, all_off, device_id=unit))

    def _ask(self, what: str, ask: Callable[[ModbusSerialClient], Any]) -> Any:
        """An answer whose checksum is right, from the unit that was asked."""
        port, client = self._settings.port, self._client
        if client is None:
            raise problems.absent(port, "was closed")
        self._heard = False
        try:
            answer = ask(client)
        except ConnectionException as error:
            raise problems.absent(port, "was unplugged") from error
        except (ModbusException, struct.error, IndexError, ValueError) as error:  # what hostile bytes make of pymodbus
            raise problems.silent(port, self._settings.unit, self._timing.attempts) from error
        except (OSError, TypeError, AttributeError, termios.error) as error:  # closed from another thread
            raise problems.absent(port, "was unplugged") from error
        self._heard = True
        if answer.isError():
            raise problems.refused(port, what, answer.exception_code)
        return answer


DRIVER = DriverType(Kind.CABINET, "modbus", CabinetSettings, ModbusCabinet)
