"""The [center] table of config.toml."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from sync.contract.settings import Section, Settings


class FacesSection(Section):
    """When staff are told of the number of stored faces, over all kiosks."""

    warn_at: int = 50_000
    """From so many on the filing is prepared."""
    filing_at: int = 100_000
    """The legal threshold: 30 working days to file from the day it is reached."""


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
    faces: FacesSection = FacesSection()


class CenterSettings(Settings):
    """config.toml as the centre sees it."""

    foreign: ClassVar = frozenset(
        {"site", "paths", "devices", "vision", "face_login", "sync", "idle", "pace", "ocr", "ui"}
    )

    center: CenterSection = CenterSection()
