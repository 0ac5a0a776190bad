"""The other end of every wire: simulated devices with live faults, for development, tests and scenarios."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from devices.cabinet.simulator import CabinetSimulator
from devices.codes.simulator import CodeReaderSimulator
from devices.idcard.simulator import ReaderSimulator
from devices.pay.simulator import PayTerminalSimulator
from devices.printer.simulator import PrinterSimulator
from devices.receipt.simulator import ReceiptSimulator
from devices.scanner.simulator import ScannerSimulator
from devices.settings import DevicesSettings
from devices.simulator import Simulator, Verb, misuse
from devices.simulators.camera import CameraSimulator, InfraredSimulator
from devices.simulators.control import ControlServer, send
from devices.simulators.document_camera import TableSimulator
from devices.simulators.link import CENTRE, LinkSimulator
from devices.smartcard.simulator import SmartCardSimulator
from devices.speaker.simulator import SpeakerSimulator

__all__ = ["CENTRE", "Simulators", "Verb", "send", "verbs"]

_KINDS: tuple[type[Simulator], ...] = (
    ReaderSimulator,
    SmartCardSimulator,
    PrinterSimulator,
    ReceiptSimulator,
    CameraSimulator,
    InfraredSimulator,
    ScannerSimulator,
    TableSimulator,
    CodeReaderSimulator,
    SpeakerSimulator,
    PayTerminalSimulator,
    CabinetSimulator,
    LinkSimulator,
)
T = TypeVar("T", bound=Simulator)


def verbs() -> dict[str, tuple[Verb, ...]]:
    """What can be done to each simulated device."""
    return {kind.device: kind.verbs for kind in _KINDS}


class Simulators:
    """All simulated devices of one kiosk, in threads of this process.

    With port 0 in the settings every simulator takes a free one; `devices` are the settings that lead there.
    """

    def __init__(self) -> None:
        self._running: list[Simulator] = []
        self._control: ControlServer | None = None
        self._settings = DevicesSettings()

    async def start(self, settings: DevicesSettings, assets: Path, *, centre: tuple[str, int] = CENTRE) -> None:
        """Plugs everything in; portraits are in `assets`/people, scenes in `assets`/scenes.

        Raises:
            Problem: `simulator.verb`, a port is taken; `simulator.running`, others listen at the control socket.
        """
        self._settings = settings
        control = ControlServer(settings.simulators.control, self.apply)
        try:
            control.start()
            self._control = control
            for kind in _KINDS:
                simulator = kind.fitted(settings, assets)
                if simulator is not None:
                    self._running.append(simulator)
                    simulator.start()
            self.find(LinkSimulator).lead_to(centre)
            self._place_cameras()
        except OSError as error:
            await self.stop()
            raise misuse(
                f"A simulator cannot take its port: {error}. Stop what listens there, or set another."
            ) from error
        except BaseException:
            await self.stop()
            raise

    def _place_cameras(self) -> None:
        """The infrared camera looks where the other one looks."""
        cameras = [each for each in self._running if isinstance(each, CameraSimulator)]
        for infrared in self._running:
            if isinstance(infrared, InfraredSimulator) and cameras:
                infrared.stand_beside(cameras[0])

    async def stop(self) -> None:
        """Pulls everything out; no thread stays."""
        running, self._running = self._running, []
        control, self._control = self._control, None
        stopping = [simulator.stop for simulator in running] + ([control.stop] if control else [])
        for stop in stopping:
            stop()
            await asyncio.sleep(0)

    def find(self, kind: type[T]) -> T:
        """The running simulator of a class. Raises Problem `simulator.verb` when there is none."""
        for simulator in self._running:
            if isinstance(simulator, kind):
                return simulator
        raise misuse(f"There is no simulated {kind.device}.")

    @property
    def devices(self) -> DevicesSettings:
        """The settings with the addresses where the simulators really are."""
        settings = self._settings
        for simulator in self._running:
            settings = simulator.lead(settings)
        return settings

    @property
    def centre(self) -> str:
        """Where the kiosk finds the centre through the simulated cable."""
        return self.find(LinkSimulator).address

    def apply(self, device: str, verb: str, arguments: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Does a verb and returns the state after it; an empty device returns everybody's. Raises Problem."""
        by_name = {simulator.device: simulator for simulator in self._running}
        if not device:
            return {name: simulator.state() for name, simulator in by_name.items()}
        if device not in by_name:
            raise misuse(f"There is no simulated {device!r}. There are: {', '.join(by_name)}.")
        return by_name[device].apply(verb, arguments)
