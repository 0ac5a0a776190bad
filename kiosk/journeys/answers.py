"""What a resident can do on a page."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Action(StrEnum):
    """One touch. A page lists those it understands; LEAVE and HELP are understood everywhere."""

    NEXT = "next"
    BACK = "back"
    CHOOSE = "choose"
    """Took one of several: `value` says which."""
    FILL = "fill"
    """Filled fields in: `values` by field name."""
    REFUSE = "refuse"
    RETRY = "retry"
    LEAVE = "leave"
    """Ends the visit."""
    HELP = "help"
    """Calls a person."""


class Answer(BaseModel):
    """What came back from a page."""

    model_config = ConfigDict(frozen=True)

    action: Action
    value: str = ""
    values: dict[str, str] = {}


class ResidentGone(Exception):  # noqa: N818  it is what happened, not a fault
    """Nobody answered before the idle limit, the warning included."""
