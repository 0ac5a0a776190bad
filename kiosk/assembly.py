"""Puts the services of a kiosk together at start, around whatever is broken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from devices.console import Console
from devices.fitting import fit, lacking
from devices.host import DeviceHost
from devices.journal import Journal
from devices.kinds import Kind
from devices.settling import settle_all
from kiosk.catalog import keywords, load
from kiosk.catalog.calendar import Workdays
from kiosk.certificates import Certificates
from kiosk.clock import now
from kiosk.papers.client import Papers
from kiosk.services import Clock, Services
from kiosk.settings import KioskSettings
from kiosk.store import Store
from kiosk.technician.logs import LogRing
from kiosk.vision.client import Vision
from sync.client import Centre
from sync.contract.problem import Problem
from sync.identity import KioskIdentity

log = logging.getLogger(__name__)

T = TypeVar("T")

OTHERS_AFTER_S = 3.0
"""When devices are opened that no visit begins with: the first page has the machine for itself."""


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
    at = settings.devices.host
    journal = attempt(lambda: Journal(at.journal))
    logs = LogRing().install()
    host = DeviceHost(stats=at.stats, low_percent=at.low_percent)
    devices = fit(host, settings.devices, others_after_s=OTHERS_AFTER_S)
    services = Services(
        settings=settings,
        clock=clock,
        catalog=catalog,
        workdays=workdays,
        host=host,
        console=Console(host, at.console),
        reader=devices.get("id-reader") or lacking(host, "id-reader", Kind.ID_READER),
        printer=devices.get("printer") or lacking(host, "printer", Kind.PRINTER),
        devices=devices,
        vision=Vision(
            settings.vision, settings.devices.camera, settings.paths.assets, infrared=settings.devices.ir_camera
        ),
        papers=Papers(settings.ocr, settings.paths.assets),
        centre=Centre(settings.sync, identity),
        store=attempt(lambda: Store.open(state, queue_limit=settings.sync.queue_limit)),
        journal=journal,
        certificates=attempt(lambda: Certificates.open(state)),
        key=identity.key,
        problems=problems,
        logs=logs,
    )
    services.watch_supplies()
    for broken in services.catalog.broken:
        log.error("catalogue: %s: %s", broken.file, broken.reason)
    await _open_console(services)
    _take_over_prints(services)
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
    await services.papers.start()


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


async def _open_console(services: Services) -> None:
    """Lets the command line ask; a kiosk that cannot be asked serves all the same."""
    try:
        await services.console.start()
    except Problem as problem:
        log.warning("%s: %s", problem.code, problem.technician)


def _take_over_prints(services: Services) -> None:
    """What an older version knew of prints goes into the journal of the machine, before anything is settled."""
    if services.store is not None and services.journal is not None:
        try:
            services.store.hand_over_prints(services.journal)
        except Problem as problem:
            log.error("%s: %s", problem.code, problem.technician)  # noqa: TRY400  the text says it all
            services.problems.append(problem)


async def _settle(services: Services) -> None:
    """Asks the devices what became of the acts that a crash cut short."""
    journal = services.journal
    if journal is None:
        return
    try:
        await settle_all(services.devices, journal)
        if unknown := journal.unknown():
            log.warning("nobody can tell what became of %d acts; a person must look into them", len(unknown))
    except Problem as problem:
        log.error("%s: %s", problem.code, problem.technician)  # noqa: TRY400  the text says it all
