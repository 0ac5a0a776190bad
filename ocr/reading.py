"""What reading papers comes to: pages, their lines, the kind of document and its fields."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners in pixels of the picture as it came in (turned as its EXIF says), clockwise from the one at the top left of
what is written."""


class Kind(StrEnum):
    """Kinds of documents that residents bring."""

    ID_FRONT = "id-card-front"
    """居民身份证, the side with the portrait."""
    ID_BACK = "id-card-back"
    """居民身份证, the side with the emblem."""
    HOUSEHOLD = "household-register"
    """户口簿."""
    MARRIAGE = "marriage-certificate"
    """结婚证."""
    BIRTH = "birth-certificate"
    """出生医学证明."""
    LEASE = "lease"
    """租房合同."""
    PROPERTY = "property-certificate"
    """不动产权证."""
    SOCIAL_SECURITY = "social-security-card"
    """社会保障卡."""
    BANK_CARD = "bank-card"
    """银行卡."""
    HEALTH = "health-certificate"
    """健康证."""
    LICENCE = "business-licence"
    """营业执照."""
    FUND = "fund-withdrawal"
    """住房公积金提取申请."""
    INVOICE = "invoice"
    """发票."""
    PHOTO = "photo"
    """One-inch portrait (一寸照)."""
    OTHER = "other"


class Frozen(BaseModel):
    """A part of a reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(Frozen):
    """One line of text."""

    text: str = Field(repr=False)
    score: Share
    quad: Quad


class PageReading(Frozen):
    """One page: a picture may show several, a file may hold several."""

    file: int = 0
    """Which of the files that were given."""
    quad: Quad | None
    """Where the page lies in its picture; None when it fills the picture."""
    orientation: int
    """Degrees by which the page was turned clockwise in the picture: 0, 90, 180, 270."""
    blur: Share
    """0 is sharp; from 0.6 on much cannot be read."""
    blank: bool
    lines: tuple[Line, ...] = ()


class FieldReading(Frozen):
    """One field: a value that passed its checks, or None: it must be asked."""

    value: str | None = Field(repr=False)
    confidence: Share
    page: int
    """Index among the pages."""
    quad: Quad | None
    checks: dict[str, bool] = Field(default_factory=dict)
    """Name of each check that was made, and whether it passed."""


class Advice(Frozen):
    """Something that the resident can do about it."""

    code: str
    zh: str
    en: str
    page: int | None = None


class Reading(Frozen):
    """Everything that was read of some papers."""

    kind: Kind
    confidence: Share
    pages: tuple[PageReading, ...]
    fields: dict[str, FieldReading] = Field(default_factory=dict)
    advice: tuple[Advice, ...] = ()
