"""The [center] table of config.toml."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from sync.contract.settings import Section, Settings


class CenterSection(Section):
    """The central backend on this machine."""

    host: str = "127.0.0.1"
    """Address it listens on; anything but loopback needs TLS in front."""
    port: int = 8701
    """TCP port."""
    state: Path = Path("var/center")
    """Database and keys of the centre."""
    demo_residents: bool = True
    """Clearly fictitious residents, for development and tests."""


class CenterSettings(Settings):
    """config.toml as the centre sees it."""

    foreign: ClassVar = frozenset({"site", "paths", "devices", "vision", "sync", "idle", "pace", "ui"})

    center: CenterSection = CenterSection()
