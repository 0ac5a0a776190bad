"""What the reviewer of a case gets (预审材料包): pages, fields with where they come from, checks, and what is missing.

It travels as ordinary records: the case names the digest of its packet, and the packet those of its pages. Each of them
comes in pieces, so that none is lost, sent twice or larger than a record may be.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from sync.contract.problem import Words
from sync.contract.records import Wire

PIECE_BYTES = 40_000
"""Of a picture, in one record."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Box = tuple[Share, Share, Share, Share]
"""Left, top, right and bottom, as shares of the page."""


class Origin(StrEnum):
    """Where a value comes from."""

    CARD = "card"
    PAPER = "paper"
    RESIDENT = "resident"
    """Filled in by the resident."""
    REVIEW = "review"
    """To be taken from the paper by the reviewer: it was not read, or the resident says that it is wrong."""


class PacketLine(Wire):
    """One line of a page, for its text layer."""

    text: str = Field(repr=False)
    box: Box


class PacketPage(Wire):
    """One flat page."""

    paper: str
    """Id of the material."""
    name: Words
    sha256: Digest
    """Of its JPEG."""
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    turned: int
    """Degrees clockwise by which it lay."""
    remarks: tuple[Words, ...] = ()
    lines: tuple[PacketLine, ...] = Field(default=(), repr=False)


class PacketField(Wire):
    """One field of the form."""

    name: str
    label: Words
    value: str = Field(repr=False)
    origin: Origin
    corrected: bool = False
    """The resident changed what was read."""
    read: str | None = Field(default=None, repr=False)
    """What was read, where it was corrected or is to be reviewed."""
    confidence: Share | None = None
    page: int | None = None
    """Index among the pages."""
    box: Box | None = None
    checks: dict[str, bool] = Field(default_factory=dict)


class PacketCheck(Wire):
    """A check between papers, or with the card."""

    code: str
    papers: tuple[str, ...]
    passed: bool
    words: Words
    """What it means when it fails."""


class PacketMissing(Wire):
    """A paper that is brought later (容缺)."""

    paper: str
    name: Words


class Packet(Wire):
    """Everything the kiosk knows of the papers of one case."""

    number: str
    item: str
    title: Words
    pages: tuple[PacketPage, ...] = ()
    fields: tuple[PacketField, ...] = ()
    checks: tuple[PacketCheck, ...] = ()
    missing: tuple[PacketMissing, ...] = ()


class Piece(Wire):
    """A part of something that belongs to a case."""

    number: str
    """Of the case."""
    sha256: Digest
    """Of the whole."""
    part: Annotated[int, Field(ge=0)]
    of: Annotated[int, Field(ge=1, le=1000)]
    data: str = Field(repr=False, max_length=2 * PIECE_BYTES)
    """Base64."""


def digest(data: bytes) -> str:
    """Names something by what it is."""
    return hashlib.sha256(data).hexdigest()


def pieces(number: str, data: bytes) -> Iterator[Piece]:
    """Something that belongs to the case `number`, in order."""
    count = max(1, -(-len(data) // PIECE_BYTES))
    for part in range(count):
        cut = data[part * PIECE_BYTES : (part + 1) * PIECE_BYTES]
        yield Piece(number=number, sha256=digest(data), part=part, of=count, data=base64.b64encode(cut).decode())


def joined(parts: Iterable[str], sha256: str) -> bytes | None:
    """The whole from the data of its pieces in order; None when it is not what its digest says."""
    try:
        data = b"".join(base64.b64decode(part, validate=True) for part in parts)
    except ValueError:
        return None
    return data if digest(data) == sha256 else None
