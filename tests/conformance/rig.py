"""What the suite holds a driver by: how one is made, and how its plug is pulled at the other end of the wire."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from devices import simulators
from devices.kinds import DeviceSection, DriverType, Kind, find
from devices.settings import DevicesSettings
from devices.simulator import Simulator

HARDWARE = "NZZ_CONFORM"
"""Names hardware instead of simulators: `KIND:DRIVER:KEY=VALUE,KEY=VALUE`, several with spaces between them."""


@dataclass(frozen=True)
class Rig:
    """One driver and the other end of its wire; for hardware there is nobody to do verbs."""

    driver: DriverType[Any]
    section: DeviceSection
    simulator: Simulator | None = None

    def make(self) -> Any:
        """A fresh driver, not opened."""
        return self.driver.make(self.section)

    @contextlib.contextmanager
    def opened(self) -> Iterator[Any]:
        """A driver that is open."""
        driver = self.make()
        try:
            driver.open()
            yield driver
        finally:
            driver.close()

    def do(self, verb: str, argument: str = "") -> None:
        """Does a verb at the simulator."""
        assert self.simulator is not None
        if verb not in {each.name for each in self.simulator.verbs}:
            verb = {"unplug": "offline", "plug": "ok"}[verb]  # a printer on the network has no plug of ours
        self.simulator.apply(verb, {"argument": argument} if argument else None)


Fitting = Callable[[], AbstractContextManager[Rig]]


def simulated() -> dict[str, Fitting]:
    """A rig for every device that has a simulator, by `KIND:DRIVER:ID`."""
    found: dict[str, Fitting] = {}
    known = {simulator.device: simulator for simulator in simulators._KINDS}
    for id, (kind, section) in DevicesSettings.simulated_in(Path("nowhere")).fitted().items():
        simulator = known.get(id)
        if simulator is not None:
            found[f"{kind}:{section.driver}:{id}"] = lambda id=id, simulator=simulator: _plugged_in(id, simulator)
    return found


def hardware() -> dict[str, Fitting]:
    """A rig for every device that the environment names."""
    return {named: lambda named=named: _named(named) for named in os.environ.get(HARDWARE, "").split()}


def section_of(named: str) -> tuple[DriverType[Any], DeviceSection]:
    """Driver and options of `KIND:DRIVER:KEY=VALUE,…`. Raises ValueError or LookupError."""
    kind, name, options = named.split(":", 2)
    driver = find(Kind(kind), name)
    return driver, driver.options.model_validate(
        {"driver": name, **dict(pair.split("=", 1) for pair in options.split(",") if pair)}
    )


@contextlib.contextmanager
def _named(named: str) -> Iterator[Rig]:
    yield Rig(*section_of(named))


def _paint(scene: Path) -> None:
    """Pictures that a simulated camera can show."""
    scene.mkdir(parents=True)
    for number in range(3):
        dots = np.random.default_rng(number).integers(60, 200, (72, 96, 3)).astype(np.uint8)
        cv2.imwrite(str(scene / f"{number}.jpg"), cv2.resize(dots, (960, 720)))


@contextlib.contextmanager
def _plugged_in(id: str, type_: type[Simulator]) -> Iterator[Rig]:
    folder = Path(tempfile.mkdtemp(prefix="nzz-"))  # short: paths of sockets have 108 bytes
    settings = DevicesSettings.simulated_in(folder)
    simulator = type_.fitted(settings, folder)
    assert simulator is not None, f"no simulator for {id}"
    _paint(folder / "scenes" / "nobody")
    try:
        simulator.start()
        kind, section = simulator.lead(settings).fitted()[id]
        yield Rig(find(kind, section.driver), section, simulator)
    finally:
        simulator.stop()
        shutil.rmtree(folder, ignore_errors=True)
