"""Whether a staff card is in the smart-card reader: waits for one to come, and notices when it goes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from devices.host import Device
from devices.state import Cancel
from sync.contract.problem import Problem

if TYPE_CHECKING:
    from devices.smartcard import SmartCardReader, StaffCard

log = logging.getLogger(__name__)

SLICE_S = 5.0
"""So long one wait keeps the reader; in between others may test or restart it."""
AGAIN_S = 2.0
"""Between two tries at a reader that is not there."""
LOOK_EVERY_S = 0.25
LOOK_S = 25.0
"""A look waits behind the reader's own self-test."""
UNSEEN_S = 8.0
"""How long a reader that cannot tell is believed: long enough to restart it."""


async def staff_card(reader: Device[SmartCardReader] | None, *, stays: bool = False) -> StaffCard:
    """Waits for a staff card; other cards are let be until they are taken out. Waits for ever without a reader.

    Args:
        stays: the card in the reader was served already; the next one counts after it is gone.
    """
    if reader is None:
        await asyncio.Event().wait()
    assert reader is not None
    if stays:
        await _taken_out(reader)
    while True:
        try:
            if await _within_slice(reader, lambda driver, cancel: driver.wait_inserted(cancel)):
                return await reader.call(lambda driver, cancel: driver.identify_staff(cancel), timeout_s=LOOK_S)
        except Problem as problem:
            if problem.code == "smartcard.foreign":
                await _taken_out(reader)
            else:
                await asyncio.sleep(AGAIN_S)


async def _taken_out(reader: Device[SmartCardReader]) -> None:
    """Until no card is in the reader."""
    while True:
        try:
            if await _within_slice(reader, lambda driver, cancel: driver.wait_removed(cancel)):
                return
        except Problem:
            await asyncio.sleep(AGAIN_S)


async def _within_slice(reader: Device[SmartCardReader], wait: Callable[[SmartCardReader, Cancel], None]) -> bool:
    """Whether it came true within one slice."""
    try:
        async with asyncio.timeout(SLICE_S):
            await reader.call(wait, timeout_s=2 * SLICE_S)
    except TimeoutError:
        return False
    return True


async def card_gone(reader: Device[SmartCardReader], card: StaffCard) -> str:
    """Waits until this card is no longer in the reader; returns why: `card-pulled`, `other-card`, `reader-lost`."""
    now = asyncio.get_running_loop().time
    unseen: float | None = None
    while True:
        try:
            if not await reader.call(lambda driver, _: driver.present(), timeout_s=LOOK_S):
                return "card-pulled"
            if unseen is not None:
                # It may be another card that stands there after a gap.
                again = await reader.call(lambda driver, cancel: driver.identify_staff(cancel), timeout_s=LOOK_S)
                if again != card:
                    return "other-card"
                unseen = None
        except Problem as problem:
            if problem.code in {"smartcard.foreign", "smartcard.absent-card", "smartcard.pulled"}:
                return "card-pulled"
            unseen = unseen if unseen is not None else now()
            if now() - unseen > UNSEEN_S:
                log.warning("technician mode ends: the card cannot be seen any more (%s)", problem.code)
                return "reader-lost"
        await asyncio.sleep(LOOK_EVERY_S)
