"""Proves devices by their own self-tests: what each found, and whether the kiosk is fit for service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from devices.health import Check, SelfTest, SelfTesting
from devices.host import Device
from devices.settings import DevicesSettings
from devices.state import Cancel
from sync.contract.problem import Problem

TEST_S = 20.0
"""A self-test has 15 s; the rest is for what the device was doing before."""


def _self_test(driver: Any, cancel: Cancel) -> SelfTest | None:
    return driver.self_test(cancel) if isinstance(driver, SelfTesting) else None


async def prove(device: Device[Any]) -> SelfTest:
    """The self-test of one device; a device that cannot be tested is a check that is not ok."""
    try:
        found = await device.call(_self_test, timeout_s=TEST_S)
    except Problem as problem:
        return SelfTest((Check("reach", False, 0.0, f"{problem.code}: {problem.technician}"),))
    if found is not None:
        return found
    # A driver from elsewhere without a self-test is as well as its state says.
    state = device.status.state
    return SelfTest((Check("state", not state.lost, 0.0, state.value),))


@dataclass(frozen=True)
class Proven:
    """What a self-test found at one device."""

    device: str
    test: SelfTest
    required: bool

    @property
    def fit(self) -> bool:
        """Whether the kiosk may serve as far as this device goes."""
        return self.test.ok or not self.required


def required(device: Device[Any]) -> bool:
    """Whether the configuration cannot do without the device."""
    return device.section is None or device.section.required


def not_fitted(devices: Mapping[str, Device[Any]], settings: DevicesSettings) -> tuple[Proven, ...]:
    """Devices that the settings name and that are not there, because nobody has a driver for them."""
    missing = {id: section for id, (_, section) in settings.fitted().items() if id not in devices}
    return tuple(
        Proven(
            id,
            SelfTest((Check("driver", False, 0.0, f"there is no driver {section.driver!r}; see [devices]"),)),
            section.required,
        )
        for id, section in missing.items()
    )


async def prove_all(devices: Mapping[str, Device[Any]], tell: Callable[[Proven], None]) -> tuple[Proven, ...]:
    """All self-tests at the same time, each in its device's own thread; `tell` hears of each as it ends."""

    async def one(id: str, device: Device[Any]) -> Proven:
        proven = Proven(id, await prove(device), required(device))
        tell(proven)
        return proven

    return tuple(await asyncio.gather(*(one(id, device) for id, device in devices.items())))
