"""What a technician does once they are in: looks at every device, tests it, restarts it, settles, reports."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any, NoReturn, Protocol

from devices.health import SelfTest
from devices.host import Device
from devices.printer.settlement import print_once
from devices.settlement import KnownAct, Settlement
from kiosk.journeys import technician_views as views
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.screen import Screen
from kiosk.journeys.technician_pages import (
    Fact,
    StaffActs,
    StaffAsk,
    StaffLogs,
    StaffPage,
    StaffReport,
    StaffSupplies,
    StaffSystem,
    StaffWork,
)
from kiosk.services import Services
from kiosk.technician import facts, proving, report
from kiosk.technician.proving import Proven
from kiosk.technician.roster import Staff
from kiosk.technician.words import device_face
from sync.contract.problem import Problem, Words

log = logging.getLogger(__name__)

REFRESH_S = 2.0
"""How often a page looks at numbers that nobody announces."""
RESTART_S = 15.0
LINES = 100
"""Of the log on one page."""
_TESTING = Words(zh="正在自检，请看设备…", en="Self-test under way, watch the device…")
_RESTARTING = Words(zh="正在重启这个设备…", en="Restarting this device…")
_LOOKING = Words(zh="正在查看系统…", en="Looking at the system…")
_RESTARTED = Words(zh="所有设备已经重启。", en="All devices were restarted.")
_PRINTED = Words(zh="已经打印，请到出纸口取走。", en="Printed. Take it from the tray.")
_NOT_PRINTED = Words(
    zh="没有打印出来，报告已保存在本机。", en="It was not printed. The report is kept on this machine."
)


Drawn = StaffPage | Callable[[], StaffPage]
"""A page, or what draws it anew."""


class StaffLeaves(Exception):  # noqa: N818  it is what happened, not a fault
    """The member of staff is done."""


class Notes(Protocol):
    """Where everything is written down."""

    def note(self, action: str, outcome: str, device: str | None = None) -> None:
        """One thing that was done or tried."""


class Rounds:
    """The pages of one member of staff, from the overview and back to it."""

    def __init__(self, services: Services, screen: Screen, staff: Staff, audit: Notes) -> None:
        self._services = services
        self._screen = screen
        self._staff = staff
        self._audit = audit
        self._tests: dict[str, SelfTest] = {}

    @property
    def _devices(self) -> dict[str, Device[Any]]:
        return self._services.devices

    async def walk(self) -> NoReturn:
        """Until the technician leaves.

        Raises:
            StaffLeaves: by the footer. ResidentGone: nobody touched the screen.
        """
        notice: Words | None = None
        while True:

            def page(notice: Words | None = notice) -> StaffPage:
                return views.overview(self._staff.name, self._devices, len(self._unknown()), notice)

            answer = await self._show(page)
            notice = None
            what, _, which = answer.value.partition(":")
            match what:
                case "device" if which in self._devices:
                    await self._device(self._devices[which])
                case "supplies":
                    await self._supplies()
                case "logs":
                    await self._logs()
                case "system":
                    await self._system()
                case "acts":
                    await self._acts()
                case "report":
                    await self._report()
                case "restart-all":
                    notice = await self._restart_all()

    async def _device(self, device: Device[Any]) -> None:
        doing: Words | None = None

        def page() -> StaffPage:
            return views.device_page(self._staff.name, device, self._tests.get(device.id), doing)

        while True:
            answer = await self._show(page)
            if answer.action is Action.BACK:
                return
            if answer.value == "test":
                doing = _TESTING
                test = await self._stand(page, proving.prove(device))
                self._tests[device.id] = test
                self._audit.note("test", "passed" if test.ok else "failed", device.id)
            elif answer.value == "restart":
                doing = _RESTARTING
                await self._stand(page, self._restart(device))
            doing = None

    async def _restart(self, device: Device[Any]) -> None:
        try:
            async with asyncio.timeout(RESTART_S):
                await device.restart()
        except (Problem, TimeoutError) as error:
            log.warning("%s: not restarted: %s", device.id, getattr(error, "code", "too slow"))
            self._audit.note("restart", "failed", device.id)
        else:
            self._tests.pop(device.id, None)
            self._audit.note("restart", "done", device.id)

    async def _restart_all(self) -> Words | None:
        question = Words(zh="重启所有设备？", en="Restart all devices?")
        detail = Words(
            zh="设备会断开几秒钟，然后自动接上。屏幕和程序不重启。",
            en="They are away for a few seconds and come back by themselves. The screen keeps running.",
        )
        if not await self._sure(question, detail):
            return None
        work = StaffWork(staff=self._staff.name, doing=_RESTARTING, total=len(self._devices))
        every = asyncio.gather(*(self._restart(device) for device in self._devices.values()))
        await self._stand(work, _all(every))
        return _RESTARTED

    async def _supplies(self) -> None:
        await self._until_back(
            lambda: StaffSupplies(staff=self._staff.name, gauges=views.gauges(self._devices), can_go_back=True)
        )

    async def _logs(self) -> None:
        device, level = "", "INFO"
        ring = self._services.logs
        while True:

            def page(device: str = device, level: str = level) -> StaffPage:
                lines = ring.lines(device=device or None, level=logging.getLevelNamesMapping()[level])[:LINES]
                return StaffLogs(
                    staff=self._staff.name,
                    lines=views.log_rows(lines),
                    devices=tuple((id, device_face(id).name) for id in ring.devices(list(self._devices))),
                    device=device,
                    level=level,
                    can_go_back=True,
                )

            answer = await self._show(page)
            if answer.action is Action.BACK:
                return
            what, _, which = answer.value.partition(":")
            if what == "device" and (not which or which in self._devices):
                device = which
            elif what == "level" and which in {"INFO", "WARNING", "ERROR"}:
                level = which

    async def _system(self) -> None:
        while True:
            waiting = StaffWork(staff=self._staff.name, doing=_LOOKING)
            found = await self._stand(waiting, self._look())
            page = StaffSystem(staff=self._staff.name, facts=views.system_facts(found), can_go_back=True)
            if (await self._show(page)).action is Action.BACK:
                return

    async def _look(self) -> facts.SystemFacts:
        services = self._services
        return await facts.look(
            centre=services.settings.sync.centre,
            state=services.settings.paths.state,
            store=services.store,
            cabinet=self._devices.get("cabinet"),
            clock=services.clock,
        )

    async def _acts(self) -> None:
        while True:
            acts = self._unknown()
            page = StaffActs(staff=self._staff.name, acts=views.act_rows(acts), can_go_back=True)
            answer = await self._show(page)
            if answer.action is Action.BACK:
                return
            verdict, _, order = answer.value.partition(":")
            chosen = next((act for act in acts if act.order == order), None)
            if chosen is not None and verdict in {"done", "not-done"}:
                await self._settle(chosen, Settlement(verdict))

    async def _settle(self, act: KnownAct, settlement: Settlement) -> None:
        journal = self._services.journal
        done = settlement is Settlement.DONE
        question = (
            Words(zh="确认：这一单已经做成？", en="Sure that it was done?")
            if done
            else Words(zh="确认：这一单没有做成？", en="Sure that it was not done?")
        )
        detail = Words(
            zh=f"{act.order}。请先看过设备和出口。确认后不再列出，以您的工号记录。",
            en=f"{act.order}. Look at the device and its tray first. Your decision is recorded under your number.",
        )
        if journal is None or not await self._sure(question, detail):
            return
        try:
            journal.settle(act.order, settlement, act.units if done else 0)
        except Problem as problem:
            log.warning("an act is not settled: %s", problem.technician)
            self._audit.note(f"settle {act.order}", "failed", act.device)
        else:
            self._audit.note(f"settle {act.order}", settlement.value, act.device)

    def _unknown(self) -> list[KnownAct]:
        journal = self._services.journal
        try:
            return journal.unknown() if journal is not None else []
        except Problem as problem:
            log.warning("the journal of acts cannot be read: %s", problem.technician)
            return []

    async def _report(self) -> None:
        """Tests everything, writes the report, and prints it when that is wanted."""
        proven: list[Fact] = []

        def page() -> StaffPage:
            return StaffWork(staff=self._staff.name, doing=_TESTING, done=tuple(proven), total=len(self._devices))

        def tell(one: Proven) -> None:
            self._tests[one.device] = one.test
            proven.append(_row(one))
            self._screen.update(page())

        tests = await self._stand(page, proving.prove_all(self._devices, tell))
        tests += proving.not_fitted(self._devices, self._services.settings.devices)
        made = report.assembled(
            report.Occasion(self._services.kiosk_name, self._staff.id, self._services.clock()),
            tests,
            self._devices,
            system=await self._look(),
            acts=self._unknown(),
            flights=self._services.preflights(),
        )
        pdf = await asyncio.to_thread(report.typeset, made)
        saved = await asyncio.to_thread(
            report.save, pdf, self._services.settings.paths.state / "reports", made.occasion.at
        )
        self._audit.note("report", "ready" if made.ready else "not-ready")
        shown = StaffReport(
            staff=self._staff.name,
            ready=made.ready,
            verdict=_fit(ready=made.ready),
            rows=tuple(_row(one) for one in tests),
            saved=saved.name,
            can_go_back=True,
        )
        while (await self._show(shown)).action is not Action.BACK:
            busy = shown.model_copy(update={"printing": True, "printed": None})
            printed = await self._stand(busy, self._print(pdf))
            shown = shown.model_copy(update={"printed": _PRINTED if printed else _NOT_PRINTED})

    async def _print(self, pdf: bytes) -> bool:
        services, order = self._services, f"report-{secrets.token_hex(6)}"
        if services.journal is None:
            return False
        try:
            outcome = await print_once(
                services.printer,
                services.journal,
                order,
                pdf,
                await asyncio.to_thread(report.pages, pdf),
                progress=lambda _: None,
                limits=services.print_limits,
            )
        except Problem as problem:
            log.warning("the report is not printed: %s", problem.technician)
            self._audit.note("print-report", "failed", "printer")
            return False
        self._audit.note("print-report", outcome.settlement.value, "printer")
        return outcome.settlement is Settlement.DONE

    # ---- showing

    async def _sure(self, question: Words, detail: Words) -> bool:
        page = StaffAsk(staff=self._staff.name, question=question, detail=detail, can_go_back=True)
        answer = await self._show(page)
        return answer.action is Action.CHOOSE and answer.value == "yes"

    async def _until_back(self, page: Drawn) -> None:
        while (await self._show(page)).action is not Action.BACK:
            log.debug("there is nothing else to touch on this page")

    async def _show(self, page: Drawn) -> Answer:
        """Shows a page that keeps up with its devices until it is answered."""
        while True:
            async with self._alive(page) as standing:
                answer = await self._screen.show(standing)
            if answer.action is Action.LEAVE:
                raise StaffLeaves
            if answer.action is not Action.HELP:
                return answer

    async def _stand(self, page: Drawn, work: Any) -> Any:
        """Shows a page while the machine works; what is touched meanwhile waits, leaving too."""
        job = asyncio.ensure_future(work)
        leaving = False
        try:
            while not job.done():
                async with self._alive(page) as standing:
                    shown = asyncio.ensure_future(self._screen.show(standing))
                    try:
                        await asyncio.wait({job, shown}, return_when=asyncio.FIRST_COMPLETED)
                        leaving = leaving or (shown.done() and shown.result().action is Action.LEAVE)
                    finally:
                        shown.cancel()
                        await asyncio.gather(shown, return_exceptions=True)
            if leaving:
                raise StaffLeaves
            return job.result()
        finally:
            job.cancel()
            await asyncio.gather(job, return_exceptions=True)

    @contextlib.asynccontextmanager
    async def _alive(self, page: Drawn) -> AsyncIterator[StaffPage]:
        """A page that is drawn anew whenever what it tells has changed."""
        drawn = page if isinstance(page, StaffPage) else page()

        def redraw() -> None:
            nonlocal drawn
            fresh = page if isinstance(page, StaffPage) else page()
            if fresh != drawn:
                drawn = fresh
                self._screen.update(drawn)

        async def look() -> None:
            while True:
                await asyncio.sleep(REFRESH_S)
                redraw()

        stop = self._services.host.listen(lambda _: redraw())
        looking = asyncio.ensure_future(look())
        try:
            yield drawn
        finally:
            stop()
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)


def _row(one: Proven) -> Fact:
    failed = [check.name for check in one.test.checks if not check.ok]
    value: Words | str = ", ".join(failed)[:80] if failed else Words(zh="通过", en="Passed")
    return Fact(name=device_face(one.device).name, value=value, ok=one.test.ok)


def _fit(*, ready: bool) -> Words:
    if ready:
        return Words(zh="可以投入使用", en="Fit for service")
    return Words(zh="不可投入使用", en="Not fit for service")


async def _all(every: asyncio.Future[Any]) -> None:
    await every
