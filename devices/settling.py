"""After a crash: finds out what became of every act that was under way, by the means of its kind. Does nothing anew."""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, cast

from devices.host import Device
from devices.settlement import Act, ActJournal, KnownAct, Settlement
from sync.contract.problem import Problem

log = logging.getLogger(__name__)

Settle = Callable[[Device[Any], ActJournal], Awaitable[Sequence[object]]]
_KINDS: dict[Act, tuple[str, str]] = {
    Act.PRINT: ("devices.printer.settlement", "settle_unsettled"),
    Act.RECEIPT: ("devices.receipt.settlement", "settle"),
    Act.PAYMENT: ("devices.pay.settlement", "settle"),
}
"""Who settles what; loaded only when there is something to settle.

A card that was being written went with its holder, and the journal holds only a digest of what was to be written:
its act is unknown until the same order is asked for again, with the card.
"""


async def settle_all(devices: Mapping[str, Device[Any]], journal: ActJournal) -> None:
    """Settles every act that the journal has open, each device by itself; what nobody can tell becomes unknown.

    A device that is away delays no other.
    """
    left = sorted(journal.unsettled(), key=_where)
    if left:
        log.info("%d acts from before the restart are settled", len(left))
    groups = [(act, device, list(each)) for (act, device), each in groupby(left, _where)]
    await asyncio.gather(*(_settle(act, devices.get(device), each, journal) for act, device, each in groups))


async def _settle(act: Act, device: Device[Any] | None, left: Sequence[KnownAct], journal: ActJournal) -> None:
    settle = _means(act)
    if device is not None and settle is not None:
        try:
            await settle(device, journal)
        except Problem as problem:
            log.warning("%s: what was under way cannot be settled: %s", device.id, problem.technician)
    for known in left:
        now = journal.find(known.order)
        if now is not None and now.state in ("queued", "sent"):
            settlement = Settlement.NOT_DONE if now.state == "queued" else Settlement.UNKNOWN
            journal.settle(known.order, settlement, now.done_units)
            log.warning("order %s at %s: %s; nobody can be asked", known.order, known.device, settlement.value)


def _means(act: Act) -> Settle | None:
    if act not in _KINDS:
        return None
    module, name = _KINDS[act]
    return cast(Settle, getattr(importlib.import_module(module), name))


def _where(act: KnownAct) -> tuple[Act, str]:
    return act.act, act.device
