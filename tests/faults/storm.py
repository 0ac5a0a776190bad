"""A thousand things that go wrong at the devices of one kiosk, while residents use all of them."""

from __future__ import annotations

import asyncio
import hashlib
import io
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pypdfium2

from devices.host import Device
from devices.journal import Journal
from devices.pay.settlement import pay_once
from devices.printer.progress import PrintLimits
from devices.printer.settlement import print_once
from devices.receipt import Receipt
from devices.receipt.settlement import print_receipt_once
from devices.settlement import Settlement
from devices.simulator import Verb
from devices.simulators import Simulators, verbs
from sync.contract.problem import Problem

LIMITS = PrintLimits(
    total_s=3.0, media_s=1.0, reach_s=0.5, find_s=1.0, cancel_s=1.0, missing_s=0.2, poll_s=0.05, call_s=3.0
)
REST_S = 0.02
"""Between two residents at one device."""


def sheet(number: int) -> bytes:
    """A PDF that no other order has: its page is a little wider."""
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(595 + number / 100, 842)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


ARGUMENTS: Mapping[str, Sequence[object]] = {
    "answers": range(1, 6),
    "times": range(1, 4),
    "seconds": range(1, 4),
    "question": ("find 81 2", "select 81 3", "read 41 1", "read 66 2", "status 60 2", "address 21 1"),
    "what": ("date", "surrogate", "check-digit", "ethnic-group", "control", "kind", "portrait-zeros", "portrait-ones"),
    "address": ("北京市示例区南中轴路99号",),
    "bytes": (0, 512, 1024),
    "baud": (115200, 9600),
    "page": ("application", "proof", "letter", "blank"),
    "text": ("A001", "https://example.org/取号"),
    "percent": range(5, 100),
    "celsius": (-5, 21, 49, 80),
}
"""What verbs take, by the names of their arguments; what there is of cards and scenes is in the states."""


class Gremlin:
    """Does random verbs at random simulators: each as often as any other, in an order that its seed decides."""

    def __init__(self, simulators: Simulators, seed: str) -> None:
        self._simulators = simulators
        self._random = random.Random(seed)
        self._bag: list[tuple[str, Verb]] = []

    async def fault(self) -> None:
        """One thing goes wrong, or right again."""
        states: Mapping[str, Any] = await asyncio.to_thread(self._simulators.apply, "", "")
        if not self._bag:
            self._bag = [(device, verb) for device in sorted(states) for verb in verbs()[device]]
            self._random.shuffle(self._bag)
        device, verb = self._bag.pop()
        arguments = {"argument": given} if (given := self._argument(verb, states[device])) else {}
        await asyncio.to_thread(self._simulators.apply, device, verb.name, arguments)

    async def heal(self) -> None:
        """Everything is well again."""
        for device in sorted(await asyncio.to_thread(self._simulators.apply, "", "")):
            await asyncio.to_thread(self._simulators.apply, device, "ok")

    def _argument(self, verb: Verb, state: Mapping[str, Any]) -> str:
        name = verb.argument.strip("[]")
        if not name or (verb.argument.startswith("[") and self._random.random() < 0.3):
            return ""
        if "|" in name:
            return self._random.choice(name.split("|"))
        choices = state.get(f"{name}s") or ARGUMENTS.get(name) or (name,)
        return str(self._random.choice(choices))


class Residents:
    """Somebody at every device, one after the other, and what each was told became of their paper and money."""

    def __init__(self, devices: Mapping[str, Device[Any]], journal: Journal) -> None:
        self._devices = devices
        self._journal = journal
        self._next = 0
        self.sheets: dict[str, str] = {}
        """Orders by the digest of their sheet."""
        self.begun: list[str] = []
        self.told: dict[str, Settlement] = {}
        self.uses: Counter[str] = Counter()
        """How often somebody was served."""
        self.refusals: Counter[str] = Counter()

    @asynccontextmanager
    async def around(self) -> AsyncIterator[None]:
        """Residents come as long as the block lasts."""
        everybody = {
            "id-reader": self._plain("id-reader", lambda reader, cancel: reader.read_new(cancel), 3.0),
            "smart-card": self._plain("smart-card", lambda reader, cancel: reader.read_social_security(cancel), 2.0),
            "scanner": self._plain("scanner", lambda scanner, cancel: scanner.scan(cancel), 4.0),
            "code-reader": self._plain("code-reader", lambda reader, cancel: reader.read_code(cancel), 0.3),
            "cabinet": self._plain("cabinet", lambda cabinet, _: cabinet.look(), 2.0),
            "printer": self._print,
            "receipt-printer": self._receipt,
            "pay-terminal": self._pay,
        }
        queue = [
            asyncio.ensure_future(self._one_after_the_other(id, serve))
            for id, serve in everybody.items()
            if id in self._devices
        ]
        try:
            yield
        finally:
            for each in queue:
                each.cancel()
            await asyncio.gather(*queue, return_exceptions=True)

    async def _one_after_the_other(self, id: str, serve: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await serve()
                self.uses[id] += 1
            except Problem as problem:
                self.refusals[problem.code] += 1
            await asyncio.sleep(REST_S)

    def _plain(self, id: str, command: Callable[[Any, Any], Any], limit_s: float) -> Callable[[], Awaitable[None]]:
        async def serve() -> None:
            await self._devices[id].call(command, timeout_s=limit_s)

        return serve

    def _order(self, letter: str) -> str:
        self._next += 1
        self.begun.append(f"{letter}{self._next:05d}")
        return self.begun[-1]

    async def _print(self) -> None:
        order = self._order("P")
        document = sheet(self._next)
        self.sheets[hashlib.sha256(document).hexdigest()] = order
        outcome = await print_once(
            self._devices["printer"], self._journal, order, document, 1, progress=lambda _: None, limits=LIMITS
        )
        self.told[order] = outcome.settlement

    async def _receipt(self) -> None:
        order = self._order("R")
        receipt = Receipt(title="取号单", lines=(order, "请在大厅等候"))
        printer = self._devices["receipt-printer"]
        outcome = await print_receipt_once(printer, self._journal, order, receipt, timeout_s=3.0)
        self.told[order] = outcome.settlement

    async def _pay(self) -> None:
        order = self._order("M")
        outcome = await pay_once(self._devices["pay-terminal"], self._journal, order, 1200, timeout_s=3.0)
        self.told[order] = outcome.settlement
