"""What all paths share: the centre, the kiosk at the door, strict JSON, and how failures are documented."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json

from center.centre import Centre
from center.problems import ErrorReply


def _centre(request: Request) -> Centre:
    centre: Centre = request.app.state.centre
    return centre


def _kiosk(request: Request) -> str:
    kiosk: str = request.state.kiosk
    return kiosk


CentreHere = Annotated[Centre, Depends(_centre)]
KioskHere = Annotated[str, Depends(_kiosk)]
"""The kiosk whose signature the door has checked."""


class _StrictRequest(Request):
    """JSON as RFC 8259 has it: no NaN, no lone surrogates, no bottomless nesting."""

    async def json(self) -> Any:
        try:
            return from_json(await self.body(), allow_inf_nan=False)
        except ValueError:
            raise json.JSONDecodeError("no JSON", "", 0) from None


class StrictRoute(APIRoute):
    """A path whose body is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, on a strict request."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(_StrictRequest(request.scope, request.receive))

        return strict


_MEANING = {
    400: "The envelope or the compression cannot be read.",
    401: "No signature, an unknown kiosk, or a signature that does not fit.",
    403: "Known, but not allowed: the kiosk is blocked, the code is wrong, or the assurance is too low.",
    404: "Nobody or nothing of this name.",
    408: "The body took too long.",
    409: "Played again, too old to tell, or too often.",
    413: "The body is too large, packed or unpacked.",
    415: "A compression other than zstd.",
    422: "Not a message of the contract.",
    500: "A fault in the centre.",
    503: "Too busy; try again.",
}


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's `responses` for these statuses; 500 and 503 are always possible."""
    return {status: {"model": ErrorReply, "description": _MEANING[status]} for status in (*statuses, 500, 503)}


SIGNED = (400, 401, 403, 408, 409, 413, 415, 422)
"""What can become of any signed request."""
