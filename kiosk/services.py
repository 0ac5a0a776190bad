"""What a visit works with; whatever is missing is told and gone around, never fatal."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices.console import Console
from devices.health import Supply
from devices.host import Device, DeviceHost
from devices.idcard import IdCardReader
from devices.journal import Journal
from devices.printer import Printer
from devices.printer.settlement import PrintLimits
from kiosk.catalog import Catalog, Item
from kiosk.catalog.calendar import Workdays
from kiosk.certificates import Certificates
from kiosk.identity.attempts import FaceAttempts
from kiosk.identity.company import Company
from kiosk.identity.consent import Consents
from kiosk.identity.gallery import Gallery
from kiosk.papers.client import Papers
from kiosk.preflight import Flight, Seen, check
from kiosk.settings import KioskSettings
from kiosk.store import KEEP_TRACES, Store
from kiosk.technician.logs import LogRing
from kiosk.technician.supplies import SupplyWatch
from kiosk.vision.client import Vision
from sync.client import Centre
from sync.contract.problem import Problem, Words
from sync.contract.records import RecordKind

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

READ_LIMIT_S = 900.0
"""Waiting for a card ends with the idle limit of the screen; this is the last resort."""
VISION_RESTART_S = 8.0
NEAR = timedelta(minutes=1)
"""The uploader hears from the centre every few seconds; after this long nobody counts on it."""


@dataclass
class Services:
    """Everything a journey may ask for. Missing parts are None and listed in `problems`."""

    settings: KioskSettings
    clock: Clock
    catalog: Catalog
    workdays: Workdays
    host: DeviceHost
    console: Console
    reader: Device[IdCardReader]
    printer: Device[Printer]
    devices: dict[str, Device[Any]]
    """All devices that are fitted here, by their ids."""
    vision: Vision
    papers: Papers
    centre: Centre
    store: Store | None
    journal: Journal | None
    """Of prints, receipts, card acts and payments; without it none of them is begun."""
    certificates: Certificates | None
    key: Ed25519PrivateKey = field(repr=False)
    """The device key: signs what residents agreed to."""
    problems: list[Problem] = field(default_factory=list)
    logs: LogRing = field(default_factory=LogRing)
    """The last lines of the log, for technicians."""
    search_words: dict[str, str] = field(default_factory=dict)
    """By item: names, aliases and their sounds, once they are worked out."""
    _kept: set[asyncio.Future[Any]] = field(default_factory=set)
    _tidied: date | None = None

    @property
    def kiosk_name(self) -> str:
        """The kiosk as papers name it."""
        return f"{self.settings.site.zone}-{self.settings.site.number}"

    @property
    def consents(self) -> Consents:
        """Where answers to questions of consent are written down."""
        return Consents(self.key, self.note, self.clock, self.company.mark)

    @cached_property
    def company(self) -> Company:
        """Who is beside the resident, as records know them."""
        return Company(self._owner, self.note, self.clock)

    def _owner(self, number: str) -> str:
        if self.store is None:
            raise ValueError("without a store nobody has a keyed id, and no second person is offered")
        return self.store.owner(number)

    @property
    def face_attempts(self) -> FaceAttempts | None:
        """How often a person's face was refused here; None when nothing can be counted."""
        return FaceAttempts(self.store, self.clock) if self.store else None

    @cached_property
    def gallery(self) -> Gallery | None:
        """Residents who log in by face; None when nothing can be kept."""
        return Gallery(self.store, self.settings.face_login, self.consents, self.clock) if self.store else None

    @property
    def print_limits(self) -> PrintLimits:
        """How patient a print is."""
        printer = self.settings.devices.printer
        return PrintLimits(total_s=printer.job_timeout_s, media_s=printer.media_wait_s, find_s=printer.find_s)

    def keep(self, work: asyncio.Future[Any]) -> None:
        """Holds on to work in the background until it is done or the kiosk closes."""
        self._kept.add(work)
        work.add_done_callback(self._kept.discard)

    def new_number(self) -> str:
        """A number for an application (受理编号); never used twice."""
        return f"SL{self.clock():%Y%m%d}-{secrets.token_hex(4).upper()}"

    def preflight(self, item: Item) -> Flight:
        """Whether an item can be finished here now, and on which devices that hangs."""
        seen = {id: Seen(device.status.state, device.supplies) for id, device in self.devices.items()}
        seal = self.certificates is not None and self.journal is not None
        return check(item, seen, store=self.store is not None, seal=seal, enrolled=self._anybody_enrolled())

    def _anybody_enrolled(self) -> bool:
        """Whether login by face can take the place of a card here."""
        try:
            return self.gallery is not None and self.gallery.has(self.vision.pack)
        except Problem as problem:
            log.warning("cannot tell who is enrolled: %s", problem.technician)
            return False

    def preflights(self) -> tuple[Flight, ...]:
        """The same for every item."""
        return tuple(self.preflight(item) for item in self.catalog.items.values())

    def obstacle(self, item: Item) -> Words | None:
        """Why an item cannot be finished here now, in a few words for its tile; None when it can."""
        return self.preflight(item).reason

    def watch_supplies(self) -> None:
        """Has staff told, once each time, when something is about to be used up; items stay possible."""

        def order(device: str, supply: Supply) -> bool:
            left = "low" if supply.percent is None else f"{supply.percent} % left"
            return self.work_order("-", "supply-low", f"{device}: {supply.name} is {left}. Bring some.")

        watch = SupplyWatch(self.settings.paths.state / "supplies-told.json", order)
        for device in self.devices.values():
            watch.look(device.id, device.supplies)
        self.host.listen(lambda event: watch.look(event.device, event.supplies))

    def notice(self) -> Words | None:
        """One sentence for home about this kiosk, when there is something to say."""
        return self.problems[0].resident if self.problems else None

    def bulletins(self) -> tuple[Words, ...]:
        """What the centre wants to be read on the attract page."""
        try:
            return tuple(self.store.bulletins()) if self.store else ()
        except Problem as problem:
            log.warning("no bulletins: %s", problem.technician)
            return ()

    async def vision_back(self) -> bool:
        """Waits until the vision process is there again; False when it stays away."""
        try:
            async with asyncio.timeout(VISION_RESTART_S):
                while not self.vision.available:  # noqa: ASYNC110  it tells its state, not its changes
                    await asyncio.sleep(0.05)
        except TimeoutError:
            return False
        return True

    def note(self, kind: RecordKind, body: dict[str, Any]) -> bool:
        """Writes a record for the centre into the outbox, marked where a second person was in the visit.

        Returns:
            Whether it is written.
        """
        if self.store is None:
            return False
        if kind is not RecordKind.COMPANION and not body.get("companion"):
            body = {**body, **self.company.marked(str(body.get("visit", "")))}
        try:
            self.store.record(kind, body)
        except Problem as problem:
            log.warning("a %s record is not written: %s", kind.value, problem.technician)
            return False
        return True

    def work_order(self, visit: str, reason: str, detail: str, order: str | None = None) -> bool:
        """Asks staff to act; returns whether that is written down."""
        return self.note(RecordKind.WORK_ORDER, {"visit": visit, "reason": reason, "order": order, "detail": detail})

    def call_person(self, visit: str) -> bool:
        """Calls a member of staff to this kiosk; False when nobody can be expected to hear of it soon."""
        written = self.work_order(visit, "help", f"a resident asks for a person at kiosk {self.kiosk_name}")
        return written and self._centre_near()

    def _centre_near(self) -> bool:
        """Whether the centre answered a moment ago, so that what is written now is there at once."""
        try:
            heard = self.store.last_heard() if self.store else None
        except Problem:
            return False
        return heard is not None and self.clock() - heard < NEAR

    def report(self, visit: str, problem: Problem) -> None:
        """Tells technicians of a problem that ended a visit."""
        log.warning("visit %s ended by %s (%s): %s", visit, problem.code, problem.family, problem.technician)
        self.work_order(visit, problem.code, problem.technician)

    async def purge(self, visit: str, erased: list[str], face_checks: Sequence[dict[str, Any]] = ()) -> None:
        """The end of a visit: overwrite what can be overwritten, and record that it happened.

        `face_checks` are recorded with it: how each went, see FaceVerdict.record.
        """
        await asyncio.gather(self.vision.forget(), self.papers.forget())
        gc.collect()
        body = {"visit": visit, "at": self.clock().isoformat(), "erased": erased, "face_checks": list(face_checks)}
        self.note(RecordKind.PURGE, body)
        self.company.leaves(visit)
        self.tidy()
        try:
            if self.store and not self.store.wipe():
                log.warning("what was deleted may still stand in the database's log until the next visit ends")
        except Problem as problem:
            log.warning("what was deleted is not wiped: %s", problem.technician)

    def tidy(self) -> None:
        """Once a day: forgets drafts and faces nobody came back for, also on a kiosk that is never restarted."""
        now = self.clock()
        if self.store is None or self._tidied == now.date():
            return
        try:
            self.store.forget_old(now)
            if self.gallery:
                self.gallery.tidy(now)
            if self.journal:
                self.journal.forget(now - KEEP_TRACES)
        except Problem as problem:
            log.warning("what is old is not forgotten yet: %s", problem.technician)
        else:
            self._tidied = now.date()

    async def close(self) -> None:
        """Stops devices and vision; the database is closed last."""
        for work in list(self._kept):
            work.cancel()
        await asyncio.gather(*self._kept, return_exceptions=True)
        self.logs.remove()
        await self.console.stop()
        await self.host.close()
        await asyncio.gather(self.vision.stop(), self.papers.stop())
        await self.centre.close()
        if self.store:
            self.store.close()
        if self.journal:
            self.journal.close()
