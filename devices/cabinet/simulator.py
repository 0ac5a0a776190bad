"""The board of a cabinet at the other end of a PTY: a Modbus RTU unit whose door, power and warmth can be set."""

from __future__ import annotations

import struct
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Self

from devices.cabinet import CabinetState, Light
from devices.cabinet.registers import COILS, registers_of
from devices.cabinet.rtu_frames import Decoder, Function, Question, frame, packed_bits, packed_registers
from devices.pty_line import PtyLine
from devices.settings import CabinetSettings, DevicesSettings
from devices.simulator import Simulator, Verb, number, one_of

_WELL = CabinetState(door_open=False, on_battery=False, battery_percent=100, temperature_c=31.5)
_ILLEGAL_FUNCTION = b"\x01"
_ILLEGAL_ADDRESS = b"\x02"
_NOISE = bytes.fromhex("55ff00aa")


class CabinetSimulator(Simulator):
    """The simulated board; its state shows the lights."""

    device = "cabinet"
    verbs: ClassVar = (
        Verb("door", "opens or closes the door", "open|closed"),
        Verb("battery", "takes the mains away; the battery has so many percent", "percent"),
        Verb("mains", "brings the mains back"),
        Verb("temperature", "makes it so warm inside, in degrees Celsius", "celsius"),
        Verb("noise", "garbles answers; so many, or until ok", "[answers]"),
        Verb("silent", "answers nothing any more"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "heals everything: door closed, mains, cool"),
    )

    def __init__(self, settings: CabinetSettings) -> None:
        self._unit = settings.unit
        self._lock = threading.Lock()
        self._cabinet = _WELL
        self._lights = dict.fromkeys(Light, False)
        self._fault = ""
        self._fault_left = -1
        self._decoder = Decoder()
        self._line = PtyLine(Path(settings.port), self._hear, self._decoder.pause, baud=settings.baud)

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        """Stands in for a board at a port that is no device."""
        cabinet = settings.cabinet
        return None if not cabinet.enabled or cabinet.port.startswith("/dev/") else cls(cabinet)

    def start(self) -> None:
        """Puts the plug in."""
        self._line.plug()

    def stop(self) -> None:
        """Takes the plug out."""
        self._line.unplug()

    def state(self) -> dict[str, Any]:
        """Plug, fault, what the sensors tell, and which lights are on."""
        with self._lock:
            return {
                "plugged": self._line.plugged,
                "fault": self._fault or None,
                "door": "open" if self._cabinet.door_open else "closed",
                "power": "battery" if self._cabinet.on_battery else "mains",
                "battery": self._cabinet.battery_percent,
                "temperature": self._cabinet.temperature_c,
                "lights": [light.value for light, on in self._lights.items() if on],
            }

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "door":
                self._become(door_open=one_of(argument, ("open", "closed")) == "open")
            case "battery":
                self._become(on_battery=True, battery_percent=round(number(argument, 0, 100)))
            case "mains":
                self._become(on_battery=False)
            case "temperature":
                self._become(temperature_c=round(number(argument, -3276, 3276), 1))
            case "unplug":
                self.stop()
            case "plug":
                self.start()
            case "ok":
                with self._lock:
                    self._cabinet, self._fault = _WELL, ""
                self.start()
            case _:
                with self._lock:
                    self._fault, self._fault_left = verb, round(number(argument, 1, 1000)) if argument else -1

    def _become(self, **changes: Any) -> None:
        with self._lock:
            self._cabinet = replace(self._cabinet, **changes)

    def _hear(self, data: bytes) -> None:
        for question in self._decoder.feed(data):
            if question.unit == self._unit:
                with self._lock:
                    answer = self._garbled(self._answer(question))
                self._line.send(answer)

    def _garbled(self, answer: bytes) -> bytes:
        fault = self._fault
        if self._fault_left > 0:
            self._fault_left -= 1
            if self._fault_left == 0:
                self._fault = ""
        match fault:
            case "silent":
                return b""
            case "noise":
                return answer[:-1] + bytes([answer[-1] ^ 0xFF]) + _NOISE
        return answer

    def _answer(self, asked: Question) -> bytes:
        inputs, registers = registers_of(self._cabinet)
        coils = [self._lights[light] for light in COILS]
        end = asked.first + asked.count
        data = b""
        match asked.function:
            case Function.READ_COILS if end <= len(coils):
                data = packed_bits(coils[asked.first : end])
            case Function.READ_INPUTS if end <= len(inputs):
                data = packed_bits(inputs[asked.first : end])
            case Function.READ_REGISTERS if end <= len(registers):
                data = packed_registers(registers[asked.first : end])
            case Function.WRITE_COIL if end <= len(coils):
                self._switch(asked)
                data = struct.pack(">HH", asked.first, 0xFF00 if asked.coils[0] else 0)
            case Function.WRITE_COILS if end <= len(coils):
                self._switch(asked)
                data = struct.pack(">HH", asked.first, asked.count)
            case function:
                exception = _ILLEGAL_FUNCTION if function is Function.READ_HOLDING else _ILLEGAL_ADDRESS
                return frame(self._unit, function | 0x80, exception)
        return frame(self._unit, asked.function, data)

    def _switch(self, asked: Question) -> None:
        for light, address in COILS.items():
            if asked.first <= address < asked.first + asked.count:
                self._lights[light] = asked.coils[address - asked.first]
