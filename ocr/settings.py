"""The [ocr] table of config.toml, and what reading papers needs of the others."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

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
    threads: Annotated[int, Field(ge=1, le=8)] = 2
    """Processor cores one page may take: a second one saves a quarter of the waiting and costs more in all."""


class PaperSettings(Settings):
    """config.toml as `python -m ocr` sees it."""

    foreign: ClassVar = frozenset({"site", "devices", "vision", "face_login", "sync", "idle", "pace", "ui", "center"})

    paths: PathSection = PathSection()
    ocr: OcrSettings = OcrSettings()
