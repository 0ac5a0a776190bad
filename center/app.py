"""The centre as an ASGI application."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from center import housekeeping
from center.api import health, kiosks, residents, review
from center.centre import Centre
from center.door import Door
from center.log import line, place
from center.problems import Refusal, malformed, no_such_page, reply_body, status_of, unexpected
from sync.contract.problem import Family, Problem

_log = logging.getLogger(__name__)
_EVERY_S = 3600.0

_DESCRIPTION = """Reference centre of 南中轴综合服务中心: kiosks enrol, hand over records, ask and read the change feed.

Every request but enrolment and health is signed with the kiosk's Ed25519 key in the headers x-nzz-kiosk,
x-nzz-nonce, x-nzz-time and x-nzz-signature (sync/contract/signing.py). Every answer from 400 up is
{"error": {"family", "code", "resident", "technician"}}."""


def create_app(centre: Centre) -> FastAPI:
    """The application on an open centre; who opened the centre closes it."""
    app = FastAPI(
        title="南中轴 centre",
        version="1",
        description=_DESCRIPTION,
        # FastAPI's own pages load scripts from elsewhere; /docs here does not.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.centre = centre
    for part in (kiosks, residents, health, review):
        app.include_router(part.router)
    app.add_exception_handler(Problem, _tell)
    app.add_exception_handler(RequestValidationError, _tell_malformed)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(OperationalError, _tell_database)
    app.add_middleware(Door, centre=centre)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    keeper = asyncio.create_task(_keep_house(app.state.centre))
    yield
    keeper.cancel()
    with suppress(asyncio.CancelledError):
        await keeper


async def _keep_house(centre: Centre) -> None:
    while True:
        await to_thread.run_sync(housekeeping.tidy, centre)
        await asyncio.sleep(_EVERY_S)


def _reply(problem: Problem) -> Response:
    content = json.dumps(reply_body(problem), ensure_ascii=False)
    return Response(content, status_of(problem), media_type="application/json")


async def _tell(_: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    _log.info(line("refused", code=error.code))
    return _reply(error)


async def _tell_malformed(_: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return _reply(malformed(error.errors()))


async def _tell_http(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code in {404, 405}:
        return _reply(no_such_page(error.status_code))
    return _reply(malformed([])) if error.status_code < 500 else _reply(unexpected())


async def _tell_database(_: Request, error: Exception) -> Response:
    _log.error(line("database", where=place(error)))
    return _reply(
        Refusal(
            503,
            "centre.database",
            Family.TEMPORARY,
            technician="The database cannot be used at the moment: look for a full disk or a long write.",
        )
    )
