"""What stands on a paper and where: the truth that readings are compared with, as truth.json holds it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ocr.reading import Kind, Quad

FILE = "truth.json"


class Style(StrEnum):
    """How a line was put on the paper."""

    PRINT = "print"
    HAND = "hand"
    """In a face that looks written by hand."""
    VERTICAL = "vertical"
    """From top to bottom."""
    SEAL = "seal"
    """Bent along a stamp; nobody is expected to read it."""


class Level(StrEnum):
    """What happened to the paper on its way here."""

    CLEAN = "clean"
    SCAN = "scan"
    """Skew, noise, a fold, grey paper."""
    PHOTO = "photo"
    """On a desk: perspective, shadow, uneven light."""
    HARD = "hard"
    """Blur, glare, strong perspective, low light, turned, JPEG 40."""


class Frozen(BaseModel):
    """A part of the truth."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LineTruth(Frozen):
    """One line as it was written; a reader may split it or join it with its neighbour."""

    text: str
    quad: Quad
    style: Style = Style.PRINT


class PageTruth(Frozen):
    """One page in a picture."""

    file: int
    """Which of the document's files."""
    quad: Quad | None
    """Corners clockwise from the top left of what is written; None when the page fills the picture."""
    orientation: int
    """Degrees by which it was turned clockwise."""
    readable: bool
    """A person with good eyes reads all of it."""
    lines: tuple[LineTruth, ...]


class DocumentTruth(Frozen):
    """One document: its files in order, their pages, its fields."""

    kind: Kind
    layout: str
    level: Level
    files: tuple[str, ...]
    """Names in the folder of truth.json."""
    pages: tuple[PageTruth, ...]
    fields: dict[str, str] = Field(default_factory=dict)
    """Value by name: dates as 2026-03-31, amounts as 4500.00, numbers without spaces."""


class Truth(Frozen):
    """Everything in a folder."""

    seed: int | None = None
    fonts: tuple[str, ...] = ()
    """Families that were there to be drawn from: the same seed and fonts make the same pictures."""
    documents: tuple[DocumentTruth, ...]


def load(folder: Path) -> Truth:
    """Reads truth.json of a folder; raises pydantic's ValidationError or OSError."""
    return Truth.model_validate_json((folder / FILE).read_text(encoding="utf-8"))


def save(truth: Truth, folder: Path) -> None:
    """Writes truth.json into a folder."""
    (folder / FILE).write_text(truth.model_dump_json(indent=1) + "\n", encoding="utf-8")
