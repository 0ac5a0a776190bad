"""The paths that need no signature: is it well, and what can it do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from center.api.common import CentreHere, failures
from center.api.page import page
from center.schema import kiosks

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The centre answers and its file can be read."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ok"]
    time: datetime
    """The centre's clock, UTC."""


@router.get("/v1/health", summary="Is the centre well", responses=failures())
def health(centre: CentreHere) -> Health:
    """Reads its database; needs no signature."""
    with centre.database.read() as connection:
        connection.execute(select(kiosks.c.name).limit(1)).all()
    return Health(status="ok", time=centre.clock())


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """The interface as one page that loads nothing from elsewhere."""
    return HTMLResponse(page(request.app.openapi()))
