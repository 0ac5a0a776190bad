"""Paths by which kiosks get known and hand over what they did."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from center import enrolment, feed, intake
from center.api.common import SIGNED, CentreHere, KioskHere, StrictRoute, failures
from center.intake import LooseBatch
from sync.contract.records import BatchReply, ChangePage
from sync.contract.services import Enrolled, Enrolment

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["kiosks"])


@router.post("/enrol", summary="Make a kiosk known", responses=failures(403, 408, 413, 415, 422))
def enrol(centre: CentreHere, request: Enrolment) -> Enrolled:
    """Takes a one-time code (`python -m center enrol-code`) and the kiosk's public key. Not signed.

    The same code with the same key again gets the same answer; with another key it is used up.
    """
    return enrolment.enrol(centre, request)


@router.post("/records", summary="Hand over records", responses=failures(*SIGNED))
def records(centre: CentreHere, kiosk: KioskHere, batch: LooseBatch) -> BatchReply:
    """Takes 1 to 500 records `{id, kind, made_at, body}`; the body may be compressed (`content-encoding: zstd`).

    The signature covers the bytes as sent. Answers once everything is on disk, one result for each record in
    order. A record that is sent again is a `duplicate`, which is as good as `accepted`; `rejected` comes with
    the reason and concerns this record alone. Every accepted record comes back in `/v1/changes`.
    """
    return intake.take_in(centre, kiosk, batch.records)


@router.get("/changes", summary="Read what happened since", responses=failures(*SIGNED))
def changes(
    centre: CentreHere,
    kiosk: KioskHere,
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="the cursor of the page before, or 0")] = 0,
) -> ChangePage:
    """Up to 500 changes for this kiosk or for all; with `more` ask again at once with the new cursor."""
    with centre.database.read() as connection:
        return feed.page_after(connection, kiosk, after)
