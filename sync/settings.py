"""The [sync] table of config.toml, and what the uploader reads of the others."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from sync.contract.settings import Section, Settings


class SyncSettings(Section):
    """Where the centre is and how hard to try."""

    centre: str = "http://127.0.0.1:8700"
    """Its address; as shipped the simulated cable to it."""
    query_timeout_s: float = 6.0
    """How long a resident waits for an answer of the centre."""
    upload_timeout_s: float = 30.0
    """How long one batch may take."""
    upload_every_s: float = 2.0
    """How often the outbox is looked at."""
    pull_every_s: float = 5.0
    """How often the centre is asked for changes."""
    retry_first_s: float = 1.0
    """Pause after the first failure; it doubles from there."""
    retry_longest_s: float = 60.0
    """It never grows beyond this."""
    queue_limit: int = 100_000
    """Records that may wait; beyond it nothing new is accepted, and the technician is told."""


class SiteSection(Section):
    """Which kiosk this is; the centre files the enrolment under it."""

    zone: str = "A"
    number: str = "03"


class PathSection(Section):
    """Where the kiosk keeps its things."""

    state: Path = Path("var")
    assets: Path = Path(".assets")


class UploaderSettings(Settings):
    """config.toml as `python -m sync` sees it."""

    foreign: ClassVar = frozenset({"devices", "vision", "face_login", "idle", "pace", "ocr", "ui", "center"})

    site: SiteSection = SiteSection()
    paths: PathSection = PathSection()
    sync: SyncSettings = SyncSettings()
