"""The [ocr] table of config.toml, and what reading papers needs of the others."""

from __future__ import annotations

from typing import ClassVar, Literal

from sync.contract.settings import Section, Settings
from sync.settings import PathSection

Profile = Literal["accurate", "fast"]
"""PP-OCRv6 small, or tiny: a third of the time, a few more wrong characters."""


class OcrSettings(Section):
    """Reading papers."""

    engine: Literal["paddle", "rapid"] = "paddle"
    """`paddle` is PaddleOCR; `rapid` is RapidOCR, which `make setup` does not bring."""
    profile: Profile = "accurate"
    """`fast` takes a third of the time and gets a few more characters wrong."""


class PaperSettings(Settings):
    """config.toml as `python -m ocr` sees it."""

    foreign: ClassVar = frozenset({"site", "devices", "vision", "face_login", "sync", "idle", "pace", "ui", "center"})

    paths: PathSection = PathSection()
    ocr: OcrSettings = OcrSettings()
