"""What an accepted record sets going: a case, a certificate on file, a call back, work for somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import singledispatch

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from center.audit import Event, note
from center.authorities import check_use
from center.cases import CaseState
from center.centre import BEIJING
from center.faces import take_consent
from center.intake.bodies import (
    ApplicationBody,
    AttachmentBody,
    Body,
    CertificateBody,
    CompanionBody,
    ConsentBody,
    RatingBody,
    WayClosedBody,
    WorkOrderBody,
)
from center.problems import Refusal
from center.schema import (
    assistances,
    attachment_pieces,
    callbacks,
    case_events,
    cases,
    certificates,
    ratings,
    records,
    work_orders,
)
from sync.contract.companion import Role

_BAD_FROM_BELOW = 2
_CALL_BACK_WITHIN = timedelta(days=1)


class Conflict(Exception):  # noqa: N818  it becomes the reason of a rejected record
    """The record contradicts one that was accepted before."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@singledispatch
def _apply(body: Body, connection: Connection, kiosk: str, record: str, now: datetime) -> None:
    """Purge and audit: to be kept, nothing more."""


def act(connection: Connection, kiosk: str, record: str, body: Body, now: datetime) -> None:
    """Does what follows from a new record, in its transaction.

    Raises:
        Conflict: a number or a rating is taken already, or an agent acted without authority.
    """
    try:
        _apply(body, connection, kiosk, record, now)
    except IntegrityError:
        raise Conflict(_TAKEN[type(body)]) from None


@_apply.register
def _open_case(body: ApplicationBody, connection: Connection, kiosk: str, record: str, now: datetime) -> None:
    _by_authority(body, connection, record)
    state = CaseState.RECEIVED.value
    connection.execute(
        cases.insert().values(
            number=body.number, kiosk=kiosk, item=body.item, record=record, state=state, changed_at=now
        )
    )
    connection.execute(case_events.insert().values(number=body.number, state=state, at=now))


def _by_authority(body: ApplicationBody, connection: Connection, record: str) -> None:
    """What an agent handed in counts only by an authority that was in force when they did."""
    companion = body.companion
    if companion is None or companion.role is not Role.AGENT:
        return
    made_at = connection.execute(select(records.c.made_at).where(records.c.id == record)).scalar_one()
    resident = str(body.values.get("number", ""))
    try:
        check_use(
            connection,
            companion.authority,
            agent=None,
            resident=resident,
            item=body.item,
            at=datetime.fromisoformat(made_at),
        )
    except Refusal:
        raise Conflict("no authority in force for this resident and item") from None


@_apply.register
def _keep_piece(body: AttachmentBody, connection: Connection, kiosk: str, _: str, __: datetime) -> None:
    owner = connection.execute(select(cases.c.kiosk).where(cases.c.number == body.number)).scalar()
    if owner != kiosk:
        raise Conflict("no case of this number came from this kiosk")
    connection.execute(
        attachment_pieces.insert().values(
            number=body.number, sha256=body.sha256, part=body.part, of=body.of, data=body.data
        )
    )


@_apply.register
def _remember_help(body: CompanionBody, connection: Connection, kiosk: str, record: str, _: datetime) -> None:
    """Once a visit, whatever is sent again: what is credited for it is credited once."""
    connection.execute(
        assistances.insert().values(
            record=record,
            kiosk=kiosk,
            visit=body.visit,
            role=body.role.value,
            helper=body.helper,
            authority=body.authority,
            item=body.item,
            begun=body.begun,
            ended=body.ended,
            outcome=body.outcome,
        )
    )


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


@_apply.register
def _remember_closing(body: WayClosedBody, connection: Connection, kiosk: str, record: str, now: datetime) -> None:
    until = body.until.isoformat() if body.until else "unknown"
    note(connection, Event.WAY_CLOSED, now, kiosk=kiosk, visit=body.visit, detail=f"{body.way} until {until}")


@_apply.register
def _answer_of_consent(body: ConsentBody, connection: Connection, kiosk: str, record: str, now: datetime) -> None:
    try:
        take_consent(connection, kiosk, record, body.signed, now)
    except Refusal as refusal:
        raise Conflict(refusal.technician) from None


_TAKEN: dict[type[Body], str] = {
    ApplicationBody: "the application number is taken",
    AttachmentBody: "this piece is here already",
    CertificateBody: "the certificate number is taken",
    ConsentBody: "the consent is on file already",
    CompanionBody: "the help in this visit is on file already",
    RatingBody: "this item of this visit was rated already",
    WorkOrderBody: "the work order is known",
}
