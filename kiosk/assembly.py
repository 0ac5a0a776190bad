"""Puts the services of a kiosk together at start, around whatever is broken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from devices.host import DeviceHost
from devices.kinds import Kind, opener
from devices.printer.settlement import settle_unsettled
from kiosk.catalog import keywords, load
from kiosk.catalog.calendar import Workdays
from kiosk.certificates import Certificates
from kiosk.clock import now
from kiosk.services import Clock, Services
from kiosk.settings import KioskSettings
from kiosk.store import Store
from kiosk.vision.client import Vision
from sync.client import Centre
from sync.contract.problem import Problem
from sync.identity import KioskIdentity

log = logging.getLogger(__name__)

T = TypeVar("T")


async def assemble(settings: KioskSettings, *, clock: Clock = now, wait_vision: bool = False) -> Services:
    """Starts devices and vision, opens store and keys, settles what a crash left open.

    Args:
        wait_vision: return only when the face models are warm; a screen that is up need not wait.

    Raises:
        Problem: the device key, the catalogue or the calendar is unusable; nothing else is fatal.
    """
    problems: list[Problem] = []

    def attempt(make: Callable[[], T]) -> T | None:
        try:
            return make()
        except Problem as problem:
            log.error("%s: %s", problem.code, problem.technician)  # noqa: TRY400  the text says it all
            problems.append(problem)
            return None

    state = settings.paths.state
    state.mkdir(parents=True, exist_ok=True)
    # What may raise comes before the first thread: whoever tries again must find the devices free.
    identity, catalog, workdays = KioskIdentity.load_or_create(state), load(), Workdays.load()
    host = DeviceHost()
    services = Services(
        settings=settings,
        clock=clock,
        catalog=catalog,
        workdays=workdays,
        host=host,
        reader=host.add("id-reader", opener(Kind.ID_READER, settings.devices.id_reader)),
        printer=host.add("printer", opener(Kind.PRINTER, settings.devices.printer)),
        vision=Vision(settings.vision, settings.devices.camera, settings.paths.assets),
        centre=Centre(settings.sync, identity),
        store=attempt(lambda: Store.open(state, queue_limit=settings.sync.queue_limit)),
        certificates=attempt(lambda: Certificates.open(state)),
        problems=problems,
    )
    for broken in services.catalog.broken:
        log.error("catalogue: %s: %s", broken.file, broken.reason)
    services.tidy()
    if wait_vision:
        await asyncio.gather(services.vision.start(), _warm(services), _settle(services))
    else:
        services.keep(asyncio.ensure_future(_warm_up(services)))
    return services


async def _warm_up(services: Services) -> None:
    """What the first visit needs last is warmed last: a screen that is up belongs to its residents."""
    await _settle(services)
    await services.vision.start()
    await _warm(services)


async def _warm(services: Services) -> None:
    """Loads what the first search and the first certificate would otherwise wait for."""
    items = services.catalog.items
    services.search_words = await asyncio.to_thread(lambda: {code: keywords(item) for code, item in items.items()})
    if services.certificates is None:
        return
    try:
        await asyncio.to_thread(services.certificates.warm)
    except Problem as problem:
        log.error("%s: %s", problem.code, problem.technician)  # noqa: TRY400  the text says it all
        services.problems.append(problem)
        services.certificates = None


async def _settle(services: Services) -> None:
    """Asks the printer what became of the prints that a crash cut short."""
    if services.store is None or not services.store.journal.unsettled():
        return
    for outcome in await settle_unsettled(services.printer, services.store.journal):
        log.info("a print from before the restart is settled: %s", outcome.settlement.value)
