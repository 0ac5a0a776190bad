"""How the centre says no: a problem with an HTTP status, told in the shape all kiosks read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from sync.contract.problem import SERVICED, Family, Problem, Words

LATER = Words(
    zh="系统繁忙，请稍后再试，或到窗口办理。", en="The service is busy. Please try again later or go to a counter."
)

_STATUS_OF_FAMILY = {Family.EXPECTED: 409, Family.TEMPORARY: 503, Family.PERMANENT: 500}


class Refusal(Problem):
    """A problem with the status it is answered with; without own words residents get the usual ones."""

    def __init__(
        self, status: int, code: str, family: Family, *, technician: str, resident: Words | None = None
    ) -> None:
        told = resident or (LATER if family is Family.TEMPORARY else SERVICED)
        super().__init__(code, family, resident=told, technician=technician)
        self.status = status


class Told(BaseModel):
    """What went wrong."""

    model_config = ConfigDict(frozen=True)

    family: Family
    code: str
    """Dotted and stable."""
    resident: str
    """In plain Chinese, to show as it is."""
    technician: str
    """In English, says what to do; never holds personal data."""


class ErrorReply(BaseModel):
    """The body of every answer from 400 up."""

    model_config = ConfigDict(frozen=True)

    error: Told


def status_of(problem: Problem) -> int:
    """The HTTP status a problem is answered with."""
    return problem.status if isinstance(problem, Refusal) else _STATUS_OF_FAMILY[problem.family]


def reply_body(problem: Problem) -> dict[str, Any]:
    """The JSON of an answer from 400 up."""
    return {"error": problem.as_dict()}


def malformed(errors: Sequence[Any]) -> Refusal:
    """422 that names the fields at fault and never repeats what was in them."""
    return Refusal(
        422,
        "request.malformed",
        Family.PERMANENT,
        technician=f"The request is not of the contract: {faults(errors)}. See /openapi.json.",
    )


def faults(errors: Sequence[Any]) -> str:
    """Where and why pydantic refused something, without the refused values."""
    return "; ".join(f"{_place(fault)}: {fault['type']}" for fault in errors[:5])


def _place(fault: Any) -> str:
    # The last part of an unknown key's place was chosen by the sender, so it may hold anything.
    parts = fault["loc"][:-1] if fault["type"] == "extra_forbidden" else fault["loc"]
    return ".".join(str(part)[:40] for part in parts) or "request"


def unexpected() -> Refusal:
    """500: a fault of the centre's own."""
    return Refusal(
        500,
        "centre.fault",
        Family.TEMPORARY,
        technician="A fault in the centre. Its log has the place; tell the maker.",
    )


def no_such_page(status: int) -> Refusal:
    """The path or method does not exist."""
    return Refusal(
        status, "request.unknown", Family.PERMANENT, technician="No such path or method here. See /openapi.json."
    )
