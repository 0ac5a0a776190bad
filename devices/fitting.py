"""Gives the host the devices that the settings name, each with its driver; one that is missing stops nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import Any

from devices.host import Device, DeviceHost
from devices.kinds import DeviceSection, Kind, installed, opener
from devices.settings import DevicesSettings
from devices.state import DeviceProblem, DeviceState
from devices.wires import look
from sync.contract.problem import SERVICED, Family

log = logging.getLogger(__name__)


def fit(
    host: DeviceHost, settings: DevicesSettings, only: Collection[str] | None = None, *, others_after_s: float = 0.0
) -> dict[str, Device[Any]]:
    """Adds every enabled device under its id, or those of `only`; returns at once.

    Drivers are loaded in the threads of their devices. One that cannot be loaded is a permanent problem of its
    device, which is looked at again like a cable.

    Args:
        others_after_s: when devices are opened that the kiosk does not require, unless somebody wants them earlier.
    """
    fitted: dict[str, Device[Any]] = {}
    for id, (kind, section) in settings.fitted().items():
        if only is not None and id not in only:
            continue
        if not installed(kind, section.driver):
            log.warning("%s: there is no driver %r for a %s here; the device is left out", id, section.driver, kind)
            continue
        fitted[id] = host.add(
            id,
            _opener(id, kind, section),
            kind,
            section=section,
            look=look(section.where),
            first_s=0.0 if section.required else others_after_s,
        )
    return fitted


def lacking(host: DeviceHost, id: str, kind: Kind) -> Device[Any]:
    """A device that this kiosk has not, for those who speak to it all the same: it is absent and says why."""

    def refuse() -> Any:
        raise DeviceProblem(
            "device.lacking",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"{id}: this kiosk has none. Set [devices.{id.replace('-', '_')}] enabled = true when it has.",
            state=DeviceState.ABSENT,
        )

    return host.add(id, refuse, kind)


def _opener(id: str, kind: Kind, section: DeviceSection) -> Callable[[], Any]:
    fresh = opener(kind, section)

    def load() -> Any:
        try:
            return fresh()
        except (ImportError, LookupError) as error:
            raise DeviceProblem(
                "device.driver",
                Family.PERMANENT,
                resident=SERVICED,
                technician=f"{id}: its driver {section.driver!r} cannot be loaded ({error}). "
                "Install what it needs: `make setup`, or the package that brings the driver.",
                state=DeviceState.HARDWARE_ERROR,
            ) from error

    return load
