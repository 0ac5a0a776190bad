"""A staff card in memory behind a real host, a finger that follows a script, and services without a centre."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from devices.health import Check, SelfTest, Supply
from devices.host import DeviceHost
from devices.journal import Journal
from devices.kinds import Kind
from devices.smartcard import StaffCard, problems
from devices.state import Cancel, DeviceState
from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import Page
from kiosk.services import Services
from kiosk.technician.logs import LogRing
from kiosk.technician.roster import Roster, Staff, roster_path
from sync.contract.records import RecordKind

PIN = "4711"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


class Slot:
    """What is in the reader; the same for every driver that is opened on it."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.inside = threading.Event()
        self.foreign = False
        self.tries = 3
        self.challenges: list[bytes] = []
        self.opened = 0

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class CardReader:
    """A driver of a smart-card reader."""

    def __init__(self, slot: Slot) -> None:
        self._slot = slot

    def open(self) -> None:
        self._slot.opened += 1

    def close(self) -> None: ...

    def poll(self) -> DeviceState:
        return DeviceState.ONLINE

    def present(self) -> bool:
        return self._slot.inside.is_set()

    def wait_inserted(self, cancel: Cancel) -> None:
        while not self._slot.inside.is_set():
            cancel.wait(0.01)

    def wait_removed(self, cancel: Cancel) -> None:
        while self._slot.inside.is_set():
            cancel.wait(0.01)

    def identify_staff(self, cancel: Cancel) -> StaffCard:
        if self._slot.foreign:
            raise problems.foreign()
        return StaffCard("t-1", self._slot.public)

    def prove_staff(self, card: StaffCard, pin: str, challenge: bytes, cancel: Cancel) -> bytes:
        self._slot.challenges.append(challenge)
        if self._slot.tries == 0:
            raise problems.blocked()
        if pin != PIN:
            self._slot.tries -= 1
            raise problems.PinWrong(self._slot.tries)
        return self._slot.key.sign(challenge, ec.ECDSA(SHA256()))

    def self_test(self, cancel: Cancel) -> SelfTest:
        return SelfTest((Check("reader", True, 1.0),), picture=b"\x89PNG rest")

    def supplies(self) -> tuple[Supply, ...]:
        return ()


class Technician:
    """Answers page after page; a step may also be something that happens instead of a touch."""

    def __init__(self, *steps: Answer | Callable[[Page], Awaitable[Answer | None]]) -> None:
        self._steps = list(steps)
        self.pages: list[Page] = []
        self.shown = asyncio.Event()

    async def show(self, page: Page) -> Answer:
        self.pages.append(page)
        self.shown.set()
        if page.kind in {"StaffWork", "Attract"} or not self._steps:
            await asyncio.Event().wait()
        if page.kind == "StaffDevice" and cast(Any, page).doing is not None:
            await asyncio.Event().wait()
        step = self._steps.pop(0)
        if isinstance(step, Answer):
            return step
        answer = await step(page)
        if answer is None:
            await asyncio.Event().wait()
        assert answer is not None
        return answer

    def update(self, page: Page) -> None:
        self.pages.append(page)

    @property
    def kinds(self) -> list[str]:
        """The pages in order, each once in a row."""
        found: list[str] = []
        for page in self.pages:
            if not found or found[-1] != page.kind:
                found.append(page.kind)
        return found


class Bench:
    """Services as far as technician mode needs them."""

    def __init__(self, state: Path, reader: Callable[[], Any] | None = None) -> None:
        """`reader` makes another driver than the one in memory."""
        self.slot = Slot()
        self.now = NOW
        self.host = DeviceHost()
        self.host.add("smart-card", reader or (lambda: CardReader(self.slot)), Kind.SMART_CARD)
        self.journal = Journal(state / "acts.db", clock=lambda: self.now)
        self.lacking: dict[str, Any] = {}
        """Devices that the settings name and nobody has a driver for."""
        self.records: list[tuple[RecordKind, dict[str, Any]]] = []
        self.state = state
        self.services = cast(
            Services,
            SimpleNamespace(
                devices=dict(self.host.devices),
                host=self.host,
                journal=self.journal,
                store=None,
                logs=LogRing(),
                clock=lambda: self.now,
                kiosk_name="A-03",
                preflights=lambda: (),
                bulletins=lambda: (),
                note=lambda kind, body: self.records.append((kind, body)) or True,
                settings=SimpleNamespace(
                    devices=SimpleNamespace(fitted=lambda: dict(self.lacking)),
                    paths=SimpleNamespace(state=state),
                    sync=SimpleNamespace(centre="http://127.0.0.1:9"),
                ),
            ),
        )

    def register(self, public: bytes | None = None) -> None:
        staff = Staff(id="t-1", name="示例维护员", public_key=(public or self.slot.public).hex())
        Roster().with_staff(staff).save(roster_path(self.state))

    @property
    def audited(self) -> list[tuple[str, str, str | None]]:
        """Action, outcome and device, in order."""
        assert all(kind is RecordKind.AUDIT for kind, _ in self.records)
        return [(body["action"], body["outcome"], body["device"]) for _, body in self.records]


def choose(value: str) -> Answer:
    return Answer(action=Action.CHOOSE, value=value)


def pin(code: str) -> Answer:
    return Answer(action=Action.FILL, values={"code": code})


BACK = Answer(action=Action.BACK)
LEAVE = Answer(action=Action.LEAVE)
