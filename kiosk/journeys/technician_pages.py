"""The pages of technician mode: what each says and which touches it understands. No resident sees them."""

from __future__ import annotations

from typing import ClassVar

from kiosk.journeys.answers import Action
from kiosk.journeys.pages import Data, Page
from sync.contract.problem import Words


class StaffPage(Page):
    """What all pages of technician mode have."""

    staff: str
    """Who is in; the footer offers no call for staff."""


class StaffPin(StaffPage):
    """The PIN of the card that is in the reader. FILL carries `code`."""

    actions: ClassVar = frozenset({Action.FILL, Action.BACK})
    least: int = 4
    most: int = 8
    """Digits."""
    problem: Words | None = None


class StaffRefused(StaffPage):
    """Nobody comes in with this card now. NEXT goes back to the residents."""

    reason: Words


class Gauge(Data):
    """A supply as a bar; `percent` is None when the device only knows low or not."""

    device: Words
    name: Words
    percent: int | None
    low: bool


class DeviceCard(Data):
    """One device at a glance."""

    id: str
    name: Words
    icon: str
    state: Words
    state_icon: str
    mood: str
    """good, working, warning or bad."""
    since: str
    """Local time."""
    note: Words | None = None
    """What to do, when something is to be done."""


class Fact(Data):
    """A named value, and whether it is well."""

    name: Words
    value: Words | str
    ok: bool = True


class StaffOverview(StaffPage):
    """Every device. CHOOSE: `device:<id>`, `supplies`, `logs`, `system`, `acts`, `report`, `restart-all`."""

    actions: ClassVar = frozenset({Action.CHOOSE})
    verdict: Words
    well: bool
    devices: tuple[DeviceCard, ...] = ()
    unknown: int = 0
    """Acts that somebody must look into."""
    notice: Words | None = None


class CheckRow(Data):
    """One thing that a self-test tried."""

    name: str
    ok: bool
    ms: float
    detail: str = ""


class StaffDevice(StaffPage):
    """One device. CHOOSE: `test` or `restart`."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.BACK})
    device: DeviceCard
    problem: str = ""
    """For the technician, as the driver tells it."""
    facts: tuple[Fact, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    doing: Words | None = None
    """What is under way; nothing else can be begun meanwhile."""
    verdict: Words | None = None
    passed: bool = False
    checks: tuple[CheckRow, ...] = ()
    picture: str = ""
    """What the device saw or made, as a data: address."""


class StaffSupplies(StaffPage):
    """What is left of everything that is used up."""

    actions: ClassVar = frozenset({Action.BACK})
    gauges: tuple[Gauge, ...] = ()


class LogRow(Data):
    """One line of the log."""

    at: str
    level: str
    text: str


class StaffLogs(StaffPage):
    """The log, newest first. CHOOSE: `device:<id>`, `device:` for all, `level:<name>`."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.BACK})
    lines: tuple[LogRow, ...] = ()
    devices: tuple[tuple[str, Words], ...] = ()
    device: str = ""
    level: str = "INFO"


class StaffSystem(StaffPage):
    """The machine itself. CHOOSE `again` looks once more."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.BACK})
    facts: tuple[Fact, ...] = ()


class ActRow(Data):
    """An act of which nobody knows what became of it."""

    order: str
    what: Words
    device: Words
    begun: str


class StaffActs(StaffPage):
    """Unsettled acts. CHOOSE: `done:<order>` or `not-done:<order>`, after somebody looked."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.BACK})
    acts: tuple[ActRow, ...] = ()


class StaffReport(StaffPage):
    """The readiness report. CHOOSE: `print`."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.BACK})
    ready: bool
    verdict: Words
    rows: tuple[Fact, ...] = ()
    saved: str = ""
    printed: Words | None = None
    printing: bool = False


class StaffAsk(StaffPage):
    """Asks before something that cannot be taken back. CHOOSE `yes`."""

    actions: ClassVar = frozenset({Action.CHOOSE, Action.BACK})
    question: Words
    detail: Words


class StaffWork(StaffPage):
    """Something takes a while: how far it is."""

    actions: ClassVar = frozenset()
    doing: Words
    done: tuple[Fact, ...] = ()
    total: int = 0
