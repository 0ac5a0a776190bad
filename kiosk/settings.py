"""All tables of config.toml that a kiosk reads."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from devices.settings import DevicesSettings
from sync.contract.settings import Section, Settings
from sync.settings import SyncSettings


class SiteSettings(Section):
    """Which kiosk this is, as residents read it in the header."""

    zone: str = "A"
    """The hall's zone, a letter."""
    number: str = "03"
    """The number on the machine."""


class PathSettings(Section):
    """Where things are kept; relative to the folder the kiosk is started in."""

    state: Path = Path("var")
    """Database, keys and logs."""
    assets: Path = Path(".assets")
    """Weights and icons that set-up fetched."""


class VisionSettings(Section):
    """Face comparison and liveness."""

    pack: str = "packaged"
    """`packaged`, or a folder of licensed insightface models."""
    match_threshold: float = 0.42
    """Cosine; measured: one false accept in 6,099 impostor pairs."""
    live_threshold: float = 0.6
    """0 to 1; below it a face is taken for a picture."""
    frames: int = 3
    """Good frames that must agree."""
    limit_s: float = 20.0
    """How long one face check may take."""


class IdleSettings(Section):
    """When a visit that nobody answers ends (seconds)."""

    limit_s: float = 60.0
    """Without a touch, the warning included."""
    warning_s: float = 20.0
    """WCAG 2.2.1: at least 20 s to answer."""


class PaceSettings(Section):
    """A stated human pace, to turn machine time into attended time (seconds)."""

    read: float
    """Reading one page."""
    tap: float
    """Finding and touching one button."""
    digit: float
    """Typing one digit."""
    card: float
    """Getting the card out and on the reader, or lifting it."""
    face: float
    """Looking into the camera."""
    paper: float
    """Taking the papers."""


class PacesSettings(Section):
    """The paces of the scenarios."""

    adult: PaceSettings = PaceSettings(read=4.0, tap=1.5, digit=0.8, card=6.0, face=3.0, paper=4.0)
    senior: PaceSettings = PaceSettings(read=12.0, tap=4.0, digit=2.5, card=15.0, face=6.0, paper=10.0)


class UiSettings(Section):
    """The window."""

    width: int = 1080
    """Pixels."""
    height: int = 1920
    """Pixels."""
    fullscreen: bool = False
    """For the field: no border, no pointer."""
    dock: bool = True
    """The development dock beside the window: play the resident and the gremlin."""
    backend: Literal["software", "hardware"] = "software"
    """Without a graphics card `software` is the quicker one."""


class KioskSettings(Settings):
    """config.toml as a kiosk sees it."""

    foreign: ClassVar = frozenset({"center"})

    site: SiteSettings = SiteSettings()
    paths: PathSettings = PathSettings()
    devices: DevicesSettings = DevicesSettings()
    vision: VisionSettings = VisionSettings()
    sync: SyncSettings = SyncSettings()
    idle: IdleSettings = IdleSettings()
    pace: PacesSettings = PacesSettings()
    ui: UiSettings = UiSettings()
