"""A service item (事项): everything guide, journey and linter know of it, as its TOML file says.

Elements after GB/T 39554.1-2020: code, name, conditions, materials, steps, limits, fee, advice.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, field_validator

from kiosk.catalog.form import FormField, Id, Part, Text
from kiosk.catalog.limits import FlowStep, Limits
from kiosk.catalog.terms import (
    Delivery,
    DeviceKind,
    MaterialForm,
    MaterialSource,
    Necessity,
    PolicyMode,
    StepName,
    Zone,
)
from sync.contract.problem import Words
from sync.contract.services import Assurance

LABEL = Words(
    zh="示例，以北京市政务服务网为准",
    en="An example. The Beijing government service website is authoritative.",
)
"""Stands on every guide: the items show how the centre works and are no legal advice."""


class Condition(Part):
    """Who may apply (受理条件). The numbers let the kiosk tell at once, before anything is typed."""

    text: Text
    min_age: Annotated[int, Field(ge=1, le=120)] | None = None
    """Full years (周岁)."""
    months_lived: Annotated[int, Field(ge=1)] | None = None
    """Months of residence in the city."""


class Material(Part):
    """One paper or its electronic stand-in (材料)."""

    id: Id
    name: Text
    necessity: Necessity
    form: MaterialForm
    copies: Annotated[int, Field(ge=0, le=20)]
    """Sheets to hand over; 0 when it is only shown or read."""
    source: MaterialSource
    share_exempt: bool = False
    """Need not be brought, because the kiosk or another department has it (数据共享免提交)."""
    ocr: Id | None = None
    """Kind of document for recognition, where it is scanned."""
    licence: str | None = None
    """Type of electronic licence that stands in for it (电子证照类型)."""
    note: Text | None = None


class Policy(Part):
    """What happens when a material is missing. Data, so that a change of rule is no change of code."""

    mode: PolicyMode = PolicyMode.PLAIN
    core_materials: tuple[Id, ...] = ()
    """Materials without which nothing starts."""
    supplement_days: Annotated[int, Field(ge=0)] = 0
    """Calendar days to bring the rest."""
    result_before_supplement: bool = False


class Fee(Part):
    """What it costs (收费), in yuan; 0 is free."""

    yuan: Annotated[Decimal, Field(ge=0, decimal_places=2)] = Decimal(0)
    note: Text | None = None

    @property
    def words(self) -> Words:
        """`免费` or the amount, with the note."""
        amount = Words(zh=f"{self.yuan} 元", en=f"CNY {self.yuan}") if self.yuan else Words(zh="免费", en="Free")
        if self.note is None:
            return amount
        return Words(zh=f"{amount.zh}（{self.note.zh}）", en=f"{amount.en} ({self.note.en})")


class Question(Part):
    """A common question with its answer (常见问题)."""

    question: Text
    answer: Text


class Unverified(Part):
    """A fact of the file that comes from general knowledge: its key, and what is to be checked."""

    key: str
    note: str


class Item(Part):
    """One service item. A new item is one file, no code."""

    code: Id
    intent: str
    """Id of the item in the labelled questions that the lobby robot learns from."""
    name: Text
    short: Text
    note: Text
    """One line under the name on a tile."""
    aliases: Annotated[tuple[str, ...], Field(min_length=1)]
    """What residents call it, for search and speech."""
    zone: Zone
    department: Text
    icon: str
    """Lucide name."""
    label: Text = LABEL
    assurance: Assurance
    steps: Annotated[tuple[StepName, ...], Field(min_length=1)]
    devices: tuple[DeviceKind, ...]
    delivery: Annotated[tuple[Delivery, ...], Field(min_length=1)]
    basis: tuple[str, ...] = ()
    """Law and standards behind the guide (设定依据)."""
    as_of: date
    """The day the facts of the guide are from."""
    valid_from: date | None = None
    valid_until: date | None = None
    """Last day on which the item is offered."""
    next_items: tuple[Id, ...] = ()
    delegable: bool = False
    """An agent with a written authority may do it for a resident who is not here (代办)."""

    conditions: tuple[Condition, ...]
    materials: Annotated[tuple[Material, ...], Field(min_length=1)]
    form: tuple[FormField, ...] = ()
    limits: Limits
    flow: Annotated[tuple[FlowStep, ...], Field(min_length=1)]
    fee: Fee = Fee()
    policy: Policy = Policy()
    faq: tuple[Question, ...] = ()
    unverified: tuple[Unverified, ...] = ()

    @field_validator("aliases")
    @classmethod
    def _aliases_differ(cls, aliases: tuple[str, ...]) -> tuple[str, ...]:
        _differ("alias", aliases)
        return aliases

    @field_validator("steps")
    @classmethod
    def _steps_differ(cls, steps: tuple[StepName, ...]) -> tuple[StepName, ...]:
        _differ("step", steps)
        return steps

    @field_validator("materials")
    @classmethod
    def _materials_differ(cls, materials: tuple[Material, ...]) -> tuple[Material, ...]:
        _differ("material", [material.id for material in materials])
        return materials

    @field_validator("form")
    @classmethod
    def _fields_differ(cls, form: tuple[FormField, ...]) -> tuple[FormField, ...]:
        _differ("field", [field.name for field in form])
        return form

    @field_validator("flow")
    @classmethod
    def _flow_goes_forward(cls, flow: tuple[FlowStep, ...]) -> tuple[FlowStep, ...]:
        _differ("processing step", [step.id for step in flow])
        known: set[str] = set()
        for step in flow:
            if strangers := sorted(set(step.after or ()) - known):
                raise ValueError(f"{step.id} waits for {strangers[0]!r}, which is no step above it")
            known.add(step.id)
        return flow

    def unmet(self, birth: date, on: date) -> tuple[Condition, ...]:
        """Conditions that somebody born on `birth` surely does not meet on the day `on`."""
        age = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
        return tuple(condition for condition in self.conditions if condition.min_age and age < condition.min_age)


def _differ(what: str, names: list[str] | tuple[str, ...]) -> None:
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise ValueError(f"two of {what} {str(twice[0])!r}")
