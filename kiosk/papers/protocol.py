"""What the kiosk and its papers process say to each other, as kiosk.child.wire carries it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from kiosk.child.wire import HIDDEN, Message, Trouble, spell
from ocr.reading import Kind, Share
from ocr.reading import Reading as DocumentReading
from ocr.settings import OcrSettings
from sync.contract.problem import Problem

LARGEST = 96 << 20
"""No message is longer: a picture of 40 MB in base64, or the pages of one document."""

Corner = tuple[float, float]


class ReadLine(Message):
    """One line of a page."""

    text: str = Field(repr=False)
    score: Share
    corners: tuple[Corner, Corner, Corner, Corner] = Field(repr=False)
    """Pixels of the flat page, clockwise from the top left of what is written."""


class ReadPage(Message):
    """One page, flat and upright, with what is written on it: everything that is needed to understand it again."""

    jpeg: bytes = Field(repr=False)
    width: int
    """Pixels, of the JPEG and of the corners of its lines."""
    height: int
    orientation: int
    """Degrees by which it was turned clockwise: 0, 90, 180, 270."""
    blur: Share
    blank: bool
    faults: tuple[str, ...] = ()
    """Codes of ocr.condition.Fault."""
    kind: Kind
    """What it looks like by itself."""
    sure: Share
    lines: tuple[ReadLine, ...] = Field(default=(), repr=False)

    @property
    def text(self) -> str:
        """Everything that stands on it, a line a line."""
        return "\n".join(line.text for line in self.lines)


class SetUp(Message):
    """Kiosk → papers, first: load and warm the models. Answered by Ready, or Failed with ask 0."""

    kind: Literal["set-up"] = "set-up"
    ocr: OcrSettings
    assets: Path


class Read(Message):
    """Kiosk → papers: find and read the pages of a file. Answered by PagesRead or Failed."""

    kind: Literal["read"] = "read"
    ask: int
    file: bytes = Field(repr=False)
    known: tuple[str, ...] = Field(default=(), repr=False)
    """Texts of pages that are there already: they are not taken a second time."""


class Interpret(Message):
    """Kiosk → papers: understand the pages of one document. Answered by Understood or Failed."""

    kind: Literal["interpret"] = "interpret"
    ask: int
    wanted: Kind
    pages: tuple[ReadPage, ...] = Field(repr=False)
    today: date


class Ready(Message):
    """Papers → kiosk: the models are warm."""

    kind: Literal["ready"] = "ready"


class PagesRead(Message):
    """Papers → kiosk: the pages of a file, from top to bottom."""

    kind: Literal["pages-read"] = "pages-read"
    ask: int
    pages: tuple[ReadPage, ...] = Field(repr=False)
    repeated: int = 0
    """Pages that were known already."""


class Understood(Message):
    """Papers → kiosk: what a document says; quads are in pixels of its flat pages."""

    kind: Literal["understood"] = "understood"
    ask: int
    reading: DocumentReading = Field(repr=False)


class Failed(Trouble):
    """Papers → kiosk: a Problem. `ask` is 0 when it concerns the process as a whole."""

    kind: Literal["failed"] = "failed"
    ask: int = 0

    @classmethod
    def of(cls, problem: Problem, ask: int = 0) -> Failed:
        """A Problem made fit for the wire."""
        return cls(ask=ask, **spell(problem))


Request = SetUp | Read | Interpret
Reply = Ready | PagesRead | Understood | Failed

REQUESTS: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")], config=HIDDEN)
REPLIES: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")], config=HIDDEN)
