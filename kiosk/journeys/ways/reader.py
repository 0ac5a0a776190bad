"""The ID reader as residents use it: a card is put down, read, stays, and is lifted again."""

from __future__ import annotations

import asyncio
import logging

from devices.idcard import IdCard
from devices.state import DeviceProblem, DeviceState
from kiosk.services import READ_LIMIT_S, Services
from sync.contract.problem import Problem

log = logging.getLogger(__name__)

LOST_S = 10.0
"""How long a reader that went away may take to come back while a card is waited for to be lifted."""
BACK_S = 3.0
"""How long a reader that is not there may take to come back before the resident is told."""
AGAIN_S = 0.5


async def read_card(services: Services) -> IdCard:
    """Waits for a card and reads it; a plug that is out for a moment is waited for."""
    now = asyncio.get_running_loop().time
    gone_at: float | None = None
    while True:
        asked_at = now()
        try:
            return await services.reader.call(lambda reader, cancel: reader.read_card(cancel), timeout_s=READ_LIMIT_S)
        except DeviceProblem as problem:
            if gone_at is None or now() - asked_at > BACK_S:  # it was there in between
                gone_at = now()
            if problem.state is not DeviceState.ABSENT or now() - gone_at >= BACK_S:
                raise
            await asyncio.sleep(AGAIN_S)


async def read_sometime(services: Services) -> IdCard:
    """The same with a reader that does not work: tries again and again, should somebody plug it in."""
    while True:
        try:
            return await read_card(services)
        except Problem as problem:
            log.info("the card reader still does not work: %s", problem.code)
            await asyncio.sleep(BACK_S)


async def card_lifted(services: Services) -> None:
    """Waits until no card is on the reader; a reader that stays away cannot tell, and is not waited for."""
    now = asyncio.get_running_loop().time
    lost_at: float | None = None
    while True:
        asked_at = now()
        try:
            await services.reader.call(lambda reader, cancel: reader.wait_lifted(cancel), timeout_s=READ_LIMIT_S)
        except Problem as problem:
            if lost_at is None or now() - asked_at > LOST_S:  # it was there in between
                lost_at = now()
            if now() - lost_at >= LOST_S:
                log.warning("cannot tell whether the card was lifted: %s", problem.code)
                return
            await asyncio.sleep(AGAIN_S)
        else:
            return


async def card_changed(services: Services, *known: str) -> bool:
    """Whether a card of none of these numbers was put down since the last one was read."""
    try:
        new = await services.reader.call(lambda reader, cancel: reader.read_new(cancel), timeout_s=5.0)
    except Problem as problem:
        log.info("cannot tell whether the card was changed: %s", problem.code)
        return False
    return new is not None and new.number not in known


async def card_present(services: Services) -> bool:
    """Whether a card lies on the reader; a reader that cannot tell counts as no."""
    try:
        return await services.reader.call(lambda reader, _: reader.present(), timeout_s=3.0)
    except Problem as problem:
        log.warning("cannot tell whether a card is left: %s", problem.code)
        return False
