"""Cases (办件): where an application stands, and telling its kiosk when it moves."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select, update

from center.centre import Centre
from center.feed import publish
from center.problems import Refusal
from center.schema import case_events, cases
from sync.contract.problem import Family
from sync.contract.records import ChangeKind


class CaseState(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    """受理"""
    SUPPLEMENT = "supplement"
    """补正: something is missing."""
    IN_REVIEW = "in-review"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


FINAL = frozenset({CaseState.APPROVED, CaseState.REFUSED, CaseState.WITHDRAWN})


def move(centre: Centre, number: str, state: CaseState) -> CaseState:
    """Moves a case and tells its kiosk; returns where it stood. Moving it to where it is does nothing.

    Raises:
        Refusal: no such case, or it is closed.
    """
    now = centre.clock()
    with centre.database.write() as connection:
        case = connection.execute(select(cases).where(cases.c.number == number)).one_or_none()
        if case is None:
            raise Refusal(
                404, "case.unknown", Family.EXPECTED, technician="No case of this number: python -m center records."
            )
        before = CaseState(case.state)
        if before is state:
            return before
        if before in FINAL:
            raise Refusal(
                409, "case.closed", Family.EXPECTED, technician=f"The case is {before.value}, and that is final."
            )
        connection.execute(update(cases).where(cases.c.number == number).values(state=state.value, changed_at=now))
        connection.execute(case_events.insert().values(number=number, state=state.value, at=now))
        publish(connection, ChangeKind.CASE, {"number": number, "state": state.value}, now, kiosk=case.kiosk)
    return before
