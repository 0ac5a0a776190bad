"""The slot for contact cards as residents use it: a card comes, is read, stays, and is taken out again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from devices.host import Device
from devices.smartcard import SmartCardReader, SocialSecurityCard
from devices.state import Cancel
from kiosk.services import Services
from sync.contract.problem import Family, Problem, Words

log = logging.getLogger(__name__)

SLICE_S = 5.0
"""So long one wait keeps the reader; in between others may test or restart it."""
READ_S = 25.0
LOOK_S = 5.0
AGAIN_S = 0.5
LOST_S = 10.0
"""How long a reader that went away may take to come back while a card is waited for to be taken out."""

_STAFF = Words(
    zh="这是工作人员的工作卡，不能用来办理业务。请取出，换成您本人的社会保障卡。",
    en="This is a staff card; it cannot be used here. Please take it out and insert your own social-security card.",
)


async def next_card(services: Services, *, after: bool) -> SocialSecurityCard:
    """Waits for a card and reads it.

    Args:
        after: the card that is in the slot was read already, and the next one counts after it is gone.

    Raises:
        Problem: of the reader (see SmartCardReader), and expected `slot.staff-card`.
    """
    reader = _reader(services)
    if after:
        await _until(reader, lambda driver, cancel: driver.wait_removed(cancel))
    await _until(reader, lambda driver, cancel: driver.wait_inserted(cancel))
    try:
        return await reader.call(lambda driver, cancel: driver.read_social_security(cancel), timeout_s=READ_S)
    except Problem as problem:
        if problem.code == "smartcard.foreign" and await _is_staff(reader):
            raise _staff_card() from None
        raise


async def slot_emptied(services: Services) -> None:
    """Waits until no card is in the slot; a reader that stays away cannot tell, and is not waited for."""
    reader, now = _reader(services), asyncio.get_running_loop().time
    lost_at: float | None = None
    while True:
        asked_at = now()
        try:
            await _until(reader, lambda driver, cancel: driver.wait_removed(cancel))
        except Problem as problem:
            if lost_at is None or now() - asked_at > LOST_S:  # it was there in between
                lost_at = now()
            if now() - lost_at >= LOST_S:
                log.warning("cannot tell whether the card was taken out: %s", problem.code)
                return
            await asyncio.sleep(AGAIN_S)
        else:
            return


async def slot_holds_card(services: Services) -> bool:
    """Whether a card is in the slot; a reader that cannot tell counts as no."""
    try:
        return await _reader(services).call(lambda driver, _: driver.present(), timeout_s=LOOK_S)
    except Problem as problem:
        log.warning("cannot tell whether a card is left in the slot: %s", problem.code)
        return False


async def slot_changed(services: Services, card: SocialSecurityCard) -> bool:
    """Whether another person's card is in the slot than `card`; none, or one that cannot be read, is no change."""
    reader = _reader(services)
    try:
        if not await reader.call(lambda driver, _: driver.present(), timeout_s=LOOK_S):
            return False
        found = await reader.call(lambda driver, cancel: driver.read_social_security(cancel), timeout_s=LOOK_S)
    except Problem as problem:
        log.info("cannot tell whether the card in the slot was changed: %s", problem.code)
        return False
    return found.number != card.number


def _reader(services: Services) -> Device[SmartCardReader]:
    return services.devices["smart-card"]


async def _until(reader: Device[SmartCardReader], wait: Callable[[SmartCardReader, Cancel], None]) -> None:
    while True:
        try:
            async with asyncio.timeout(SLICE_S):
                await reader.call(wait, timeout_s=2 * SLICE_S)
        except TimeoutError:
            continue
        return


async def _is_staff(reader: Device[SmartCardReader]) -> bool:
    """What a card says it is; nothing is proved by that, and nothing opened."""
    try:
        await reader.call(lambda driver, cancel: driver.identify_staff(cancel), timeout_s=LOOK_S)
    except Problem:
        return False
    return True


def _staff_card() -> Problem:
    return Problem(
        "slot.staff-card",
        Family.EXPECTED,
        resident=_STAFF,
        technician="A staff card was put in where a resident's is asked for. It opens technician mode from home.",
    )
