"""The kinds of devices a kiosk has, and how a driver of a kind is found by its name.

Drivers that come with the kiosk are listed here by name, so that nothing is imported that is not used.
Any other driver is a module of an installed package, registered under the entry point group
`nanzhongzhou.devices` as `KIND.NAME`; the entry point leads to a `DriverType`.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from devices.state import Driver
from sync.contract.settings import Section

GROUP = "nanzhongzhou.devices"


class Kind(StrEnum):
    """What a device is for; all drivers of a kind keep the same contract."""

    ID_READER = "id-reader"
    SMART_CARD = "smart-card"
    CAMERA = "camera"
    SCANNER = "scanner"
    """Flat-bed or feeder, and the document camera."""
    PRINTER = "printer"
    RECEIPT_PRINTER = "receipt-printer"
    CODE_READER = "code-reader"
    SPEAKER = "speaker"
    PAY_TERMINAL = "pay-terminal"
    CABINET = "cabinet"
    WATCHDOG = "watchdog"


class DeviceSection(Section):
    """What every device's table has."""

    driver: str
    """Which driver speaks to it."""
    enabled: bool = True
    """Whether this kiosk has one."""
    required: bool = True
    """Whether the kiosk is unfit for service without it."""

    address: ClassVar[str] = ""
    """Name of the key that says where the device is."""

    @property
    def where(self) -> str:
        """Where the device is, for people."""
        return str(getattr(self, self.address)) if self.address else ""


S = TypeVar("S", bound=DeviceSection)


@dataclass(frozen=True)
class DriverType(Generic[S]):
    """A driver as it is registered: the options of its table, and how a fresh one is made (not opened yet)."""

    kind: Kind
    name: str
    options: type[S]
    make: Callable[[S], Driver]


_BUILT_IN: dict[Kind, dict[str, str]] = {
    Kind.ID_READER: {"samv": "devices.idcard.samv"},
    Kind.SMART_CARD: {"pcsc": "devices.smartcard.pcsc"},
    Kind.CAMERA: {"opencv": "devices.camera.probe"},
    Kind.SCANNER: {
        "sane": "devices.scanner.sane",
        "escl": "devices.scanner.escl",
        "camera": "devices.scanner.camera",
    },
    Kind.PRINTER: {"ipp": "devices.printer.ipp", "cups": "devices.printer.cups"},
    Kind.RECEIPT_PRINTER: {"escpos": "devices.receipt.escpos"},
    Kind.CODE_READER: {"serial": "devices.codes.serial_line", "hid": "devices.codes.hid"},
    Kind.SPEAKER: {"pyttsx3": "devices.speaker.tts"},
    Kind.PAY_TERMINAL: {"tcp": "devices.pay.tcp"},
    Kind.CABINET: {"modbus": "devices.cabinet.modbus"},
    Kind.WATCHDOG: {"systemd": "devices.watchdog.systemd", "device": "devices.watchdog.device"},
}
"""Modules with a `DRIVER`; their options are in devices.settings, which imports none of them."""


def names(kind: Kind) -> list[str]:
    """The drivers of a kind that are installed here."""
    return sorted({*_BUILT_IN[kind], *(name for found, name in _installed() if found == kind)})


def installed(kind: Kind, name: str) -> bool:
    """Whether there is such a driver, without loading it."""
    module = _BUILT_IN[kind].get(name)
    if module is None:
        return (kind, name) in _installed()
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # not even its package
        return False


def find(kind: Kind, name: str) -> DriverType[Any]:
    """The driver of a kind by its name. Raises LookupError when there is none, or when it is no `DriverType`."""
    module = _BUILT_IN[kind].get(name)
    if module is not None:
        found = importlib.import_module(module).DRIVER
    else:
        point = _installed().get((kind, name))
        if point is None:
            raise LookupError(f"there is no driver {name!r} for a {kind}; there are: {', '.join(names(kind))}")
        try:
            found = point.load()
        except Exception as error:  # whatever a foreign module throws while it is imported
            raise LookupError(f"driver {name!r} for a {kind} cannot be loaded: {type(error).__name__}") from error
    if not isinstance(found, DriverType) or (found.kind, found.name) != (kind, name):
        raise LookupError(f"driver {name!r} for a {kind}: what is registered is no DriverType of that name and kind")
    return found


def opener(kind: Kind, section: DeviceSection) -> Callable[[], Any]:
    """What the host calls for a fresh driver of a section; the driver's module is loaded with the first."""
    return lambda: find(kind, section.driver).make(section)


@cache
def _installed() -> dict[tuple[str, str], EntryPoint]:
    found = {}
    for point in entry_points(group=GROUP):
        kind, _, name = point.name.partition(".")
        found[kind, name] = point
    return found


@dataclass(frozen=True)
class Slot:
    """Annotates a device's table: its keys are those of the driver that the table names."""

    kind: Kind
    known: tuple[type[DeviceSection], ...]
    """Options of the drivers that come with the kiosk, by the default of their `driver`; the first is the default."""

    def choose(self, table: Any) -> type[DeviceSection]:
        """The options that a table is read with. Raises LookupError when its driver is unknown."""
        first = self.known[0]
        wanted = table.get("driver") if isinstance(table, dict) else None
        name = first.model_fields["driver"].default if wanted is None else str(wanted)
        for options in self.known:
            if options.model_fields["driver"].default == name:
                return options
        return find(self.kind, name).options

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Reads a table with the options that it chooses."""
        return core_schema.no_info_before_validator_function(
            self._read,
            handler(source),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda section, info: section.model_dump(mode=info.mode), info_arg=True
            ),
        )

    def _read(self, table: Any) -> Any:
        if not isinstance(table, dict):
            return table
        try:
            options = self.choose(table)
        except LookupError as error:
            raise PydanticCustomError("driver", "{what}", {"what": str(error)}) from None
        return options.model_validate(table)
