"""config.toml as the command line of the devices sees it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict

from devices.settings import DevicesSettings
from sync.contract.settings import Section, Settings


class PathsPart(Section):
    """The part of [paths] that matters here."""

    model_config = ConfigDict(extra="ignore")

    assets: Path = Path(".assets")


class CenterPart(Section):
    """The part of [center] that matters here: where the cable leads."""

    model_config = ConfigDict(extra="ignore")

    host: str = "127.0.0.1"
    port: int = 8701


class MachineSettings(Settings):
    """The devices of this machine, and what their simulators need besides."""

    foreign: ClassVar = frozenset({"site", "vision", "sync", "idle", "pace", "ui"})

    paths: PathsPart = PathsPart()
    devices: DevicesSettings = DevicesSettings()
    center: CenterPart = CenterPart()
