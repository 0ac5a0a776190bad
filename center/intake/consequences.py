"""What an accepted record sets going: a case, a certificate on file, a call back, work for somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import singledispatch

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from center.cases import CaseState
from center.intake.bodies import ApplicationBody, Body, CertificateBody, RatingBody, WorkOrderBody
from center.schema import callbacks, case_events, cases, certificates, ratings, work_orders
from center.social_insurance import BEIJING

_BAD_FROM_BELOW = 2
_CALL_BACK_WITHIN = timedelta(days=1)


class Conflict(Exception):  # noqa: N818  it becomes the reason of a rejected record
    """The record contradicts one that was accepted before."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@singledispatch
def _apply(body: Body, connection: Connection, kiosk: str, record: str, now: datetime) -> None:
    """Consent and purge: to be kept, nothing more."""


def act(connection: Connection, kiosk: str, record: str, body: Body, now: datetime) -> None:
    """Does what follows from a new record, in its transaction.

    Raises:
        Conflict: a number or a rating is taken already.
    """
    try:
        _apply(body, connection, kiosk, record, now)
    except IntegrityError:
        raise Conflict(_TAKEN[type(body)]) from None


@_apply.register
def _open_case(body: ApplicationBody, connection: Connection, kiosk: str, record: str, now: datetime) -> None:
    state = CaseState.RECEIVED.value
    connection.execute(
        cases.insert().values(
            number=body.number, kiosk=kiosk, item=body.item, record=record, state=state, changed_at=now
        )
    )
    connection.execute(case_events.insert().values(number=body.number, state=state, at=now))


@_apply.register
def _file_certificate(body: CertificateBody, connection: Connection, kiosk: str, record: str, _: datetime) -> None:
    connection.execute(
        certificates.insert().values(
            number=body.number,
            kiosk=kiosk,
            item=body.item,
            sha256=body.sha256,
            issued_at=body.issued_at.isoformat(),
            record=record,
        )
    )


@_apply.register
def _rate(body: RatingBody, connection: Connection, kiosk: str, record: str, now: datetime) -> None:
    connection.execute(
        ratings.insert().values(
            record=record,
            kiosk=kiosk,
            visit=body.visit,
            item=body.item,
            level=body.level,
            comment=body.comment or "",
        )
    )
    if body.level <= _BAD_FROM_BELOW:
        due = (now.astimezone(BEIJING) + _CALL_BACK_WITHIN).date().isoformat()
        connection.execute(callbacks.insert().values(record=record, due=due, state="open"))


@_apply.register
def _order_work(body: WorkOrderBody, connection: Connection, kiosk: str, record: str, _: datetime) -> None:
    connection.execute(
        work_orders.insert().values(
            record=record, kiosk=kiosk, reason=body.reason, print_order=body.order, detail=body.detail, state="open"
        )
    )


_TAKEN: dict[type[Body], str] = {
    ApplicationBody: "the application number is taken",
    CertificateBody: "the certificate number is taken",
    RatingBody: "this item of this visit was rated already",
    WorkOrderBody: "the work order is known",
}
