"""What each kind of document says and how: read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from ocr.reading import Kind


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldForm(_Part):
    """One field."""

    name: str
    type: str
    """One of ocr.fields.types.TYPES."""
    labels: tuple[str, ...] = ()
    """Wordings before the value; one that begins with ~ may stand within a sentence."""
    capital: tuple[str, ...] = ()
    """Labels of the same amount in 大写."""
    part: str | None = None
    """Belongs to the nearest heading of this part: a second person, the buyer."""
    nth: int | None = None
    """Takes that one of several equal labels, in reading order, from 1."""
    marked: bool = False
    """Only labels with a colon, a remark or room behind them count: the words also stand in sentences."""
    flows: bool = False
    """The value may run on over the next rows of a text."""
    anywhere: bool = False
    """Also sought where no label is, by its form alone."""
    pattern: str | None = None
    """What it looks like, for types that want one."""
    required: bool = True
    """Told as to be asked when it is not found."""


class Agreement(_Part):
    """A check between fields."""

    check: str
    """One of ocr.fields.agree.CHECKS."""
    fields: tuple[str, ...]


class PartForm(_Part):
    """A part of a paper that repeats labels of another: one of two people, the buyer."""

    name: str
    labels: tuple[str, ...]
    marked: bool = False
    """As of a field."""


class Form(_Part):
    """One kind of document."""

    field: tuple[FieldForm, ...]
    part: tuple[PartForm, ...] = ()
    agree: tuple[Agreement, ...] = ()
    others: tuple[str, ...] = Field(default=())
    """Labels of what is not wanted: values end before them."""


@cache
def form_of(kind: Kind) -> Form | None:
    """The form of a kind; None for kinds without fields."""
    file = resources.files("ocr.fields").joinpath(f"{kind.value}.toml")
    if not file.is_file():
        return None
    return Form.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
