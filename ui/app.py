"""The kiosk's process: its window, its services, and one visit after the other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import qasync

from devices.watchdog.pulse import heard_by
from kiosk.journeys.answers import ResidentGone
from kiosk.journeys.pages import Attract, Trouble, Wait
from kiosk.settings import KioskSettings
from sync.contract.problem import Problem, Words
from sync.contract.supervision import Pulse, supervised
from ui.shell import QmlScreen
from ui.window import Front, WindowPlan, open_front

if TYPE_CHECKING:
    from kiosk.journeys.driver import Driver
    from kiosk.services import Services

log = logging.getLogger(__name__)

_STARTING = Words(zh="机器正在启动，马上就好", en="The kiosk is starting, one moment")
_TRY_AGAIN = Words(zh="请使用旁边的自助机，或到人工窗口办理。", en="Please use the next kiosk, or go to a counter.")


def main(settings: KioskSettings) -> int:
    """Opens the window and serves visits until it is closed."""
    return run(open_front(plan(settings)), settings)


def plan(settings: KioskSettings) -> WindowPlan:
    """How the window opens by its settings."""
    return WindowPlan(
        width=settings.ui.width,
        height=settings.ui.height,
        fullscreen=settings.ui.fullscreen,
        backend=settings.ui.backend,
        fit=True,
        assets=settings.paths.assets,
        zone=settings.site.zone,
        number=settings.site.number,
    )


def run(front: Front, settings: KioskSettings) -> int:
    """Serves visits on a window that is open; returns 0 when it was closed, 1 when the kiosk broke."""
    front.check_fonts()
    front.application.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(front.application)
    asyncio.set_event_loop(loop)
    with loop:
        try:
            loop.run_until_complete(_live(front, settings))
        except Exception:
            # Whoever supervises this process starts it again; drafts are in the store.
            log.exception("the kiosk broke and ends")
            return 1
        finally:
            front.close()
    return 0


async def _live(front: Front, settings: KioskSettings) -> None:
    """Until the window is closed or the process is asked to end."""
    closed = asyncio.Event()
    front.window.visibleChanged.connect(lambda visible: None if visible else closed.set())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: closed.set())
    async with supervised({"visits": lambda: not serving.done()}) as pulse:
        serving = asyncio.ensure_future(_serve(front, settings, pulse))
        closing = asyncio.ensure_future(closed.wait())
        await asyncio.wait({serving, closing}, return_when=asyncio.FIRST_COMPLETED)
    closing.cancel()
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


async def _serve(front: Front, settings: KioskSettings, pulse: Pulse | None = None) -> None:
    screen = QmlScreen(front.shell, settings.idle)
    if settings.ui.dock:
        from ui.dock import open_dock  # noqa: PLC0415  developers only

        open_dock(front, settings.devices.simulators.control)
    greeting = asyncio.ensure_future(_greet(screen))
    try:
        assemble, driver = await asyncio.to_thread(_load)
        services = await _assembled(assemble(settings), greeting)
        while isinstance(services, Problem):
            await _tell(services, screen)
            services = await _assembled(assemble(settings), greeting)
    finally:
        await _end(greeting)
    front.preview.feed(services.vision.latest_frame)
    if pulse is not None and "watchdog" in services.devices:
        pulse.also(heard_by(services.devices["watchdog"]))
    try:
        await driver(services, screen).serve()
    finally:
        await services.close()


def _load() -> tuple[Callable[[KioskSettings], Awaitable[Services]], type[Driver]]:
    """Imports what visits need, while the attract page is up and moving."""
    from kiosk.assembly import assemble  # noqa: PLC0415  seconds of imports, after the first frame
    from kiosk.journeys.driver import Driver  # noqa: PLC0415

    return assemble, Driver


async def _assembled(work: Awaitable[Services], greeting: asyncio.Future[None]) -> Services | Problem:
    """The services, or why there are none; then nobody is greeted any more."""
    try:
        return await work
    except Problem as problem:
        log.error("%s: %s", problem.code, problem.technician)  # noqa: TRY400  it is told, not traced
        await _end(greeting)
        return problem


async def _tell(problem: Problem, screen: QmlScreen) -> None:
    """Says that this kiosk cannot serve, until somebody tries again or the idle limit has passed."""
    page = Trouble(family=problem.family, happened=problem.resident, advice=_TRY_AGAIN, retry=True)
    with contextlib.suppress(ResidentGone):
        await screen.show(page)


async def _greet(screen: QmlScreen) -> None:
    """The attract page from the first frame on; who touches it early is asked for a moment."""
    while True:
        await screen.show(Attract())
        await screen.show(Wait(doing=_STARTING))


async def _end(task: asyncio.Future[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
