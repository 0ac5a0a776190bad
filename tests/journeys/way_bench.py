"""Services as far as the ways in need them: a real store, a centre and a camera that follow a script."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from devices.host import DeviceHost
from devices.idcard import Sex
from devices.kinds import Kind
from devices.smartcard import SocialSecurityCard, StaffCard, problems
from devices.state import Cancel, DeviceState
from kiosk.identity import Holder, Identity, Source
from kiosk.identity.attempts import FaceAttempts
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.conversation import Conversation
from kiosk.journeys.pages import FaceHint, Page
from kiosk.services import Services
from kiosk.store import Store
from kiosk.vision.client import FaceProgress, FaceVerdict
from kiosk.visit import Visit
from sync.contract.problem import Problem
from sync.contract.records import RecordKind
from sync.contract.services import Assurance, CheckResult, CodeSent, PassHolder, PassRedeemed

WANG = "110100198604120028"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BACK, NEXT, LEAVE, RETRY, REFUSE = (
    Answer(action=action) for action in (Action.BACK, Action.NEXT, Action.LEAVE, Action.RETRY, Action.REFUSE)
)
WRONG = CheckResult(passed=False, attempts_left=4)
RIGHT = CheckResult(passed=True, attempts_left=5)


def choose(value: str) -> Answer:
    return Answer(action=Action.CHOOSE, value=value)


def digits(code: str = "000000") -> Answer:
    return Answer(action=Action.FILL, values={"code": code})


def locked(until: datetime = NOW + timedelta(minutes=5)) -> CheckResult:
    return CheckResult(passed=False, attempts_left=0, locked_until=until)


class Script:
    """A screen that answers from a list; None waits for ever, a function happens instead of a touch."""

    def __init__(self, *answers: Answer | Callable[[], None] | None) -> None:
        self._answers = deque(answers)
        self.shown: list[Page] = []
        self.updates: list[Page] = []

    async def show(self, page: Page) -> Answer:
        self.shown.append(page)
        if page.kind == "Wait":
            await asyncio.Event().wait()
        answer = self._answers.popleft() if self._answers else None
        if isinstance(answer, Answer):
            return answer
        if answer is not None:
            answer()
        await asyncio.Event().wait()
        raise AssertionError

    def update(self, page: Page) -> None:
        self.updates.append(page)

    @property
    def kinds(self) -> list[str]:
        return [page.kind for page in self.shown if page.kind != "Wait"]

    def last(self) -> Any:
        """The newest page that is more than a wait."""
        return next(page for page in reversed(self.shown) if page.kind != "Wait")


class ScriptedCentre:
    """Answers from lists and remembers what it was asked."""

    def __init__(self, *results: CheckResult, passes: dict[str, PassHolder] | None = None) -> None:
        self._results = deque(results)
        self._passes = passes or {}
        self.compared: list[str] = []
        self.sent = 0
        self.redeemed: list[tuple[str, str | None]] = []

    async def check_pin(self, number: str, pin: str) -> CheckResult:
        self.compared.append(pin)
        return self._results.popleft()

    check_code = check_pin

    async def send_code(self, number: str) -> CodeSent:
        self.sent += 1
        return CodeSent(phone_masked=f"138******0{self.sent}", valid_until=NOW + timedelta(minutes=5))

    async def redeem_pass(self, token: str, visit: str, number: str | None = None) -> PassRedeemed:
        self.redeemed.append((token, number))
        return PassRedeemed(holder=self._passes.get(token))


class ScriptedVision:
    """Every look is the next of a list: a verdict, or what keeps it from one."""

    available = True

    def __init__(self, *looks: FaceVerdict | Problem) -> None:
        self._looks = deque(looks)
        self.looked = 0

    async def check(self, portrait: bytes) -> AsyncIterator[FaceProgress | FaceVerdict]:
        self.looked += 1
        yield FaceProgress(hint=FaceHint.CLOSER)
        look = self._looks.popleft() if len(self._looks) > 1 else self._looks[0]
        if isinstance(look, Problem):
            raise look
        yield look


def verdict(*, match: bool = True, live: bool = True) -> FaceVerdict:
    return FaceVerdict(match=match, live=live, score=0.5, live_score=0.9, threshold=0.4, frames=5)


class SlotDriver:
    """A smart-card reader in memory; `cards` are what is put in, one after the other is taken out."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._card: Any = None
        self.reads = 0

    def put(self, card: SocialSecurityCard | StaffCard | Problem | None) -> None:
        with self._changed:
            self._card = card
            self._changed.notify_all()

    def open(self) -> None: ...

    def close(self) -> None: ...

    def poll(self) -> DeviceState:
        return DeviceState.ONLINE

    def present(self) -> bool:
        return self._card is not None

    def wait_inserted(self, cancel: Cancel) -> None:
        while not self.present():
            cancel.wait(0.01)

    def wait_removed(self, cancel: Cancel) -> None:
        while self.present():
            cancel.wait(0.01)

    def read_social_security(self, cancel: Cancel) -> SocialSecurityCard:
        self.reads += 1
        match self._card:
            case SocialSecurityCard() as card:
                return card
            case Problem() as problem:
                if problem.code == "smartcard.pulled":
                    self._card = None
                raise problem
        raise problems.foreign()

    def identify_staff(self, cancel: Cancel) -> StaffCard:
        if isinstance(self._card, StaffCard):
            return self._card
        raise problems.foreign()


class CodeDriver:
    """A code reader that tells what is in `codes`, once it was asked."""

    def __init__(self) -> None:
        self.codes: deque[str | Problem] = deque()

    def open(self) -> None: ...

    def close(self) -> None: ...

    def poll(self) -> DeviceState:
        return DeviceState.ONLINE

    def read_code(self, cancel: Cancel) -> str:
        while not self.codes:
            cancel.wait(0.01)
        code = self.codes.popleft()
        if isinstance(code, Problem):
            raise code
        return code


class Bench:
    """One kiosk; `visit` and `talk` are of one resident."""

    def __init__(self, state: Path, screen: Script, centre: Any = None, vision: Any = None) -> None:
        self.now = NOW
        self.screen = screen
        self.records: list[tuple[RecordKind, dict[str, Any]]] = []
        self.orders: list[str] = []
        self.slot, self.codes = SlotDriver(), CodeDriver()
        self.host = DeviceHost()
        self.host.add("smart-card", lambda: self.slot, Kind.SMART_CARD)
        self.host.add("code-reader", lambda: self.codes, Kind.CODE_READER)
        self.store = Store.open(state, clock=lambda: self.now)
        self.attempts = FaceAttempts(self.store, lambda: self.now)
        self.consent: object | None = object()
        self.services = cast(
            Services,
            SimpleNamespace(
                devices=dict(self.host.devices),
                centre=centre,
                vision=vision,
                store=self.store,
                clock=lambda: self.now,
                kiosk_name="A-03",
                face_attempts=self.attempts,
                consents=SimpleNamespace(answer=lambda *_, **__: self.consent),
                note=self._note,
                work_order=self._order,
            ),
        )
        self.visit = Visit(began_at=NOW)
        self.talk = Conversation(screen, self.visit, self.services)

    async def close(self) -> None:
        await self.host.close()
        self.store.close()

    def _note(self, kind: RecordKind, body: dict[str, Any]) -> bool:
        self.records.append((kind, body))
        return True

    def _order(self, visit: str, reason: str, detail: str) -> bool:
        assert reason == "hand-over" and visit == self.visit.id
        self.orders.append(detail)
        return True


def identity(number: str = WANG, birth: date = date(1986, 4, 12), portrait: bytes | None = b"portrait") -> Identity:
    holder = Holder(Source.ID_CARD, "王丽华", number, birth, Sex.FEMALE, portrait=portrait)
    return Identity(holder, Assurance.CARD)


def social_security_card(number: str = WANG, expires: date = date(2030, 1, 1)) -> SocialSecurityCard:
    return SocialSecurityCard(
        card_code="11",
        card_class="3",
        version="3.00",
        issuer="91560000",
        issued=date(2020, 1, 1),
        expires=expires,
        card_number="A1234567X",
        number=number,
        name="王丽华",
        sex=Sex.FEMALE,
        ethnic_group="01",
        birthplace="110100",
        birth=date(1986, 4, 12),
    )
