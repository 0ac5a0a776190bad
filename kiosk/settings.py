"""All tables of config.toml that a kiosk reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from devices.settings import DevicesSettings
from ocr.settings import OcrSettings
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
    challenge: bool = True
    """Ask for a turn of the head; without it a good photograph may pass."""


class FaceLoginSettings(Section):
    """Residents who enrolled here and are known without a card."""

    keep_days: Annotated[int, Field(ge=1, le=365)] = 365
    """A face that nobody logs in with for so long is erased; residents agree to a year at most."""
    warn_at: int = 50_000
    """From so many stored faces on staff are told to prepare the filing."""
    filing_at: int = 100_000
    """The legal threshold (人脸信息备案); the centre counts over all kiosks."""


class IdleSettings(Section):
    """When a visit that nobody answers ends (seconds)."""

    limit_s: float = 60.0
    """Without a touch, the warning included."""
    warning_s: float = 20.0
    """WCAG 2.2.1: at least 20 s to answer."""


class PaceSettings(Section):
    """A stated human pace, to turn machine time into attended time (seconds)."""

    read: float = 4.0
    """Reading one page."""
    tap: float = 1.5
    """Finding and touching one button."""
    digit: float = 0.8
    """Typing one digit."""
    card: float = 6.0
    """Getting the card out and on the reader, or lifting it."""
    face: float = 3.0
    """Looking into the camera."""
    paper: float = 4.0
    """Taking the papers."""


class SeniorPaceSettings(PaceSettings):
    """The pace of a person of 72 who sees a kiosk for the first time (seconds)."""

    read: float = 12.0
    tap: float = 4.0
    digit: float = 2.5
    card: float = 15.0
    face: float = 6.0
    paper: float = 10.0


class PacesSettings(Section):
    """The paces of the scenarios."""

    adult: PaceSettings = PaceSettings()
    senior: SeniorPaceSettings = SeniorPaceSettings()


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
    face_login: FaceLoginSettings = FaceLoginSettings()
    ocr: OcrSettings = OcrSettings()
    sync: SyncSettings = SyncSettings()
    idle: IdleSettings = IdleSettings()
    pace: PacesSettings = PacesSettings()
    ui: UiSettings = UiSettings()
