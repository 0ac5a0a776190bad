"""The reviewer's page of one case, opened by a pass that stands in its address and is good for a short while."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from center.api.common import CentreHere
from center.problems import Refusal
from center.review import case_of, packet_of
from center.review.paper import pdf
from center.review.screen import page
from sync.contract.problem import Family

router = APIRouter(prefix="/review", include_in_schema=False)
_PRIVATE = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-content-type-options": "nosniff"}
_POLICY = {"content-security-policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"}


@router.get("/{token}")
def review(token: str, centre: CentreHere) -> HTMLResponse:
    """The page."""
    packet = packet_of(centre, case_of(centre, token)).packet
    return HTMLResponse(page(packet, f"/review/{token}"), headers=_PRIVATE | _POLICY)


@router.get("/{token}/packet.pdf")
def paper(token: str, centre: CentreHere) -> Response:
    """The same on paper, with searchable text."""
    return Response(pdf(packet_of(centre, case_of(centre, token))), media_type="application/pdf", headers=_PRIVATE)


@router.get("/{token}/page-{number}.jpg")
def picture(token: str, number: int, centre: CentreHere) -> Response:
    """One page."""
    pictures = packet_of(centre, case_of(centre, token)).pictures
    if not 0 <= number < len(pictures):
        raise Refusal(404, "packet.no-page", Family.EXPECTED, technician="The packet has no such page.")
    return Response(pictures[number], media_type="image/jpeg", headers=_PRIVATE)
