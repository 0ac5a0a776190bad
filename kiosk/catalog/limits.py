"""Time limits of an item (办理时限) and the flow of processing steps that must keep them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from kiosk.catalog.form import Id, Part, Text
from sync.contract.problem import Words

WORKDAY_MINUTES = 480
"""Eight hours, to compare limits in different units."""


class Limit(Part):
    """How long something may take, in exactly one unit."""

    workdays: Annotated[int, Field(ge=0)] | None = None
    """工作日; 0 is the day of the application itself, which is not counted (民法典 201)."""
    days: Annotated[int, Field(ge=1)] | None = None
    """Calendar days (日), as some regulations count."""
    minutes: Annotated[int, Field(ge=1)] | None = None
    """For what is done on the spot (当场办结)."""

    @model_validator(mode="after")
    def _in_one_unit(self) -> Self:
        if [self.workdays, self.days, self.minutes].count(None) != 2:
            raise ValueError("a limit is given as exactly one of: workdays, days, minutes")
        return self

    @property
    def effort(self) -> int:
        """The limit as minutes of working time; calendar days count five in seven, rounded down."""
        if self.workdays is not None:
            return self.workdays * WORKDAY_MINUTES
        if self.days is not None:
            return self.days * 5 // 7 * WORKDAY_MINUTES
        return self.minutes or 0

    @property
    def words(self) -> Words:
        """`3 个工作日`, `15 日`, `3 分钟` or `当天`."""
        if self.workdays == 0:
            return Words(zh="当天", en="the same day")
        if self.workdays is not None:
            return Words(zh=f"{self.workdays} 个工作日", en=_counted(self.workdays, "working day"))
        if self.days is not None:
            return Words(zh=f"{self.days} 日", en=_counted(self.days, "calendar day"))
        return Words(zh=f"{self.minutes} 分钟", en=_counted(self.minutes or 0, "minute"))


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


class Limits(Part):
    """What the law allows (法定时限) and what the centre promises (承诺时限)."""

    legal: Limit | None = None
    """None where no source is known to us; then it is among the unverified facts."""
    promised: Limit

    @property
    def words(self) -> Words:
        """The promise as the guide says it."""
        limit = self.promised.words
        if self.promised.minutes is not None:
            return Words(zh=f"当场办结，约 {limit.zh}", en=f"Done on the spot, about {limit.en}")
        if self.promised.workdays == 0:
            return Words(zh="当天办结", en="Done the same day")
        return Words(zh=f"{limit.zh}内办结", en=f"Done within {limit.en}")


class FlowStep(Part):
    """One processing step behind the kiosk: who does it, how long it may take, what it waits for."""

    id: Id
    name: Text
    department: Text
    limit: Limit
    after: tuple[Id, ...] | None = None
    """Steps that must be done before; None is the step above, () is none, so departments work in parallel."""


def longest_path(flow: tuple[FlowStep, ...]) -> int:
    """The working time of the whole flow in minutes: parallel steps count once, by the slowest.

    Every `after` must name earlier steps, which `Item` has checked.
    """
    ends: dict[str, int] = {}
    above: tuple[str, ...] = ()
    for step in flow:
        waits = above if step.after is None else step.after
        ends[step.id] = max((ends[id] for id in waits), default=0) + step.limit.effort
        above = (step.id,)
    return max(ends.values(), default=0)
