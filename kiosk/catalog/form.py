"""The form of an item: its fields, where each value comes from, and what is wrong with an answer."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from stdnum.luhn import is_valid as is_luhn

from sync.contract.problem import Words


def _only_two_languages(value: Any) -> Any:
    if isinstance(value, dict) and (strangers := sorted(value.keys() - {"zh", "en"})):
        raise ValueError(f"unknown key {strangers[0]!r}; allowed here: en, zh")
    return value


def _said_in_both(words: Words) -> Words:
    for language, text in (("zh", words.zh), ("en", words.en)):
        if not text or text != text.strip():
            raise ValueError(f"{language} is empty or has blanks around it")
    return words


Text = Annotated[Words, BeforeValidator(_only_two_languages), AfterValidator(_said_in_both)]
"""A sentence for residents as an item file writes it: zh and en, neither of them empty."""

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
"""A code of ours: lower case, words joined by hyphens."""


class Part(BaseModel):
    """A piece of an item file: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FormFieldKind(StrEnum):
    """How a field is filled in; the same values as the pages use."""

    GIVEN = "given"
    """Known already; shown, not typed."""
    DIGITS = "digits"
    CHOICE = "choice"
    TEXT = "text"
    """Read from a paper; the resident says whether it is right, nobody types it here."""


class FormSource(StrEnum):
    """Where the value of a field comes from."""

    ASKED = "asked"
    CARD_NAME = "card.name"
    CARD_NUMBER = "card.number"
    CARD_SEX = "card.sex"
    CARD_BIRTH = "card.birth"
    CARD_ADDRESS = "card.address"
    PAPER = "paper"
    """A paper that was laid down, see FormField.paper."""

    @property
    def card(self) -> bool:
        """Whether the ID card says it."""
        return self.value.startswith("card.")


class PaperField(Part):
    """A field of a paper: the id of the material, and the name of the field as its kind has it."""

    material: Id
    field: str


class Choice(Part):
    """One answer of several. `refused` says why the item cannot go on with this one."""

    value: Id
    label: Text
    refused: Text | None = None


class FormField(Part):
    """One field: asked for, or given by the card."""

    name: Id
    label: Text
    kind: FormFieldKind
    source: FormSource = Field(alias="from")
    paper: PaperField | None = None
    """Which field of which paper, with from = 'paper'."""
    required: bool = True
    length: Annotated[int, Field(ge=0, le=40)] = 0
    """Digits expected; 0 where there is nothing to count."""
    shortest: Annotated[int, Field(ge=0, le=40)] = 0
    """Fewest digits, where fewer than `length` will do; 0: exactly `length`."""
    luhn: bool = False
    """The last digit is a check digit (ISO/IEC 7812-1), as on bank cards."""
    pattern: str = ""
    """A regular expression the whole value must match; empty for none."""
    choices: tuple[Choice, ...] = ()
    hint: Text | None = None

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        return pattern

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind is FormFieldKind.GIVEN) != self.source.card:
            raise ValueError("a given field comes from the card (from = 'card.…'), every other is 'asked' or 'paper'")
        if (self.source is FormSource.PAPER) != (self.paper is not None):
            raise ValueError("a field from a paper says from which (paper), every other does not")
        if self.kind is FormFieldKind.TEXT and self.source is not FormSource.PAPER:
            raise ValueError("a text is read from a paper: nobody types one here")
        if (self.kind is FormFieldKind.CHOICE) != (len(self.choices) >= 2):
            raise ValueError("a choice has two choices or more, every other kind has none")
        if (self.kind is FormFieldKind.DIGITS) != (self.length > 0):
            raise ValueError("digits say how many (length), every other kind does not")
        if self.shortest > self.length:
            raise ValueError("shortest is more than length")
        values = [choice.value for choice in self.choices]
        if len(values) != len(set(values)):
            raise ValueError("two choices have the same value")
        return self

    def problem(self, value: str) -> Words | None:
        """What is wrong with an answer, in words for the resident; None when it will do."""
        if self.kind is FormFieldKind.GIVEN:
            return None
        if not value:
            return (
                Words(zh=f"请填写“{self.label.zh}”。", en=f"Please fill in: {self.label.en}.")
                if self.required
                else None
            )
        if self.kind is FormFieldKind.CHOICE:
            chosen = next((choice for choice in self.choices if choice.value == value), None)
            return (
                chosen.refused
                if chosen
                else Words(zh="请从列出的选项中选一项。", en="Please choose one of the answers.")
            )
        return self._digits_problem(value) if self.kind is FormFieldKind.DIGITS else None

    def _digits_problem(self, value: str) -> Words | None:
        shortest = self.shortest or self.length
        if not (value.isascii() and value.isdigit()) or not shortest <= len(value) <= self.length:
            count = str(self.length) if shortest == self.length else f"{shortest}–{self.length}"
            return Words(zh=f"应为 {count} 位数字，请检查。", en=f"{count} digits are needed. Please check.")
        if (self.pattern and not re.fullmatch(self.pattern, value)) or (self.luhn and not is_luhn(value)):
            return Words(
                zh=f"“{self.label.zh}”好像不对，请检查。", en=f"{self.label.en} does not look right. Please check."
            )
        return None
