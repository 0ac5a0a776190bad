"""What the host of the devices costs, how soon it notices, and the real wires it is measured against."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import cups
from bench.sheets import pdf
from devices.host import Cancel, Device, DeviceHost, HostLimits
from devices.idcard.samv import SamvReader
from devices.idcard.samv_frames import Command, compose, request
from devices.idcard.simulator import ReaderSimulator
from devices.journal import Journal
from devices.printer import Printer
from devices.printer.ipp import IppPrinter
from devices.printer.progress import PrintLimits
from devices.printer.settlement import print_once
from devices.printer.simulator import PrinterSimulator
from devices.settings import IppSettings, SamvSettings
from devices.state import DeviceState, DeviceStatus
from devices.wires import look

LIMIT_S = 30.0
BAUD = 115200
BITS_A_BYTE = 10
READ_BYTES = sum(len(request(each)) for each in (Command.FIND, Command.SELECT, Command.READ)) + sum(
    len(compose(bytes(3 + data))) for data in (4, 8, 4 + 256 + 1024)
)
"""What goes over the wire for one card, both ways, after it was put down."""


@dataclass(frozen=True)
class Row:
    """One figure; `claim` is what it must not exceed, in the same unit."""

    name: str
    median: float | None
    p99: float | None
    unit: str
    claim: float | None = None
    note: str = ""


def measure(runs: int, assets: Path) -> list[Row]:
    """All figures; `runs` scales how often each is taken."""
    return asyncio.run(_measure(runs, assets))


def table(rows: list[Row]) -> str:
    """The figures for people."""
    lines = [f"{'':44}{'median':>12}{'p99':>12}{'promised':>12}"]
    for row in rows:
        cells = [f"{value:.3g} {row.unit}" if value is not None else "–" for value in (row.median, row.p99, row.claim)]
        lines.append(
            f"{row.name:44}" + "".join(f"{cell:>12}" for cell in cells) + (f"  {row.note}" if row.note else "")
        )
    return "\n".join(lines)


async def _measure(runs: int, assets: Path) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="nzz-bench-") as folder:
        return [
            *await _dispatch(400 * runs),
            await _news(100 * runs),
            *await _replug(runs, Path(folder), assets),
            *await _card(2 * runs, Path(folder), assets),
            *await _print(runs, Path(folder)),
        ]


class _Still:
    """A driver that is always well, and flips its state when told to."""

    def __init__(self) -> None:
        self.state = DeviceState.ONLINE

    def open(self) -> None: ...
    def close(self) -> None: ...

    def poll(self) -> DeviceState:
        return self.state

    def flip(self, cancel: Cancel) -> None:
        self.state = DeviceState.BUSY if self.state is DeviceState.ONLINE else DeviceState.ONLINE

    def nothing(self, cancel: Cancel) -> None: ...


async def _dispatch(times: int) -> list[Row]:
    """A command that does nothing, beside the same through asyncio.to_thread."""
    host = DeviceHost()
    device = host.add("still", _Still)
    await device.call(_Still.nothing, timeout_s=LIMIT_S)
    own, plain = [], []
    for _ in range(times):
        began = time.perf_counter()
        await device.call(_Still.nothing, timeout_s=LIMIT_S)
        own.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        await asyncio.to_thread(lambda: None)
        plain.append(1000 * (time.perf_counter() - began))
    await host.close()
    return [_row("a command that does nothing", own, "ms", 1.0), _row("  beside asyncio.to_thread", plain, "ms")]


async def _news(times: int) -> Row:
    """From the moment a driver answers with another state to the listener in the event loop."""
    host = DeviceHost(HostLimits(poll_every_s=0.004))
    answered: list[float] = []

    class Timed(_Still):
        def poll(self) -> DeviceState:
            answered.append(time.perf_counter())
            return super().poll()

    device = host.add("still", Timed)
    await _until(device, lambda status: status.state is DeviceState.ONLINE)
    took = []
    for _ in range(times):
        news: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        stop = host.listen(lambda _, news=news: news.set_result(time.perf_counter() - answered[-1]))  # type: ignore[misc]
        await device.call(Timed.flip, timeout_s=LIMIT_S)
        took.append(1000 * await asyncio.wait_for(news, LIMIT_S))
        stop()
    await host.close()
    return _row("state change to listener", took, "ms", 50.0)


async def _replug(times: int, folder: Path, assets: Path) -> list[Row]:
    """A reader's plug, put back at once and after the budget of quick attempts is spent; the shipped limits."""
    simulator, settings = _reader(folder, assets)
    soon = await _replugged(times, simulator, settings, HostLimits())
    # The same patience, reached in a second instead of a minute.
    late = await _replugged(times, simulator, settings, HostLimits(reopen_first_s=0.05, quick_attempts=5), spent=True)
    simulator.stop()
    return [_row("replug to online", soon, "s", 3.0), _row("  after a long absence", late, "s", 3.0)]


async def _replugged(
    times: int, simulator: ReaderSimulator, settings: SamvSettings, limits: HostLimits, *, spent: bool = False
) -> list[float]:
    attempts = threading.Semaphore(0)

    def make() -> SamvReader:
        attempts.release()
        return SamvReader(settings)

    host = DeviceHost(limits)
    reader = host.add("id-reader", make, look=look(settings.where))
    took = []
    for _ in range(times):
        await _until(reader, lambda status: status.state is DeviceState.ONLINE)
        simulator.apply("unplug")
        await _until(reader, lambda status: status.state.lost)
        while attempts.acquire(blocking=False):
            pass
        for _ in range(limits.quick_attempts if spent else 1):
            await asyncio.to_thread(attempts.acquire, timeout=LIMIT_S)
        began = time.perf_counter()
        simulator.apply("plug")
        await _until(reader, lambda status: status.state is DeviceState.ONLINE)
        took.append(time.perf_counter() - began)
    await host.close()
    return took


async def _card(times: int, folder: Path, assets: Path) -> list[Row]:
    """A card put down at any moment of the search for it, until its record is in hand."""
    simulator, settings = _reader(folder, assets)
    host = DeviceHost()
    reader = host.add("id-reader", lambda: SamvReader(settings), look=look(settings.where))
    await _until(reader, lambda status: status.state is DeviceState.ONLINE)
    moments = random.Random(1)
    took = []
    for _ in range(times):
        reading = asyncio.ensure_future(reader.call(lambda each, cancel: each.read_card(cancel), timeout_s=LIMIT_S))
        await asyncio.sleep(moments.uniform(0.3, 0.6))
        began = time.perf_counter()
        simulator.apply("put", {"card": "wang"})
        await reading
        took.append(1000 * (time.perf_counter() - began))
        simulator.apply("lift")
    await host.close()
    simulator.stop()
    wire = 1000 * READ_BYTES * BITS_A_BYTE / BAUD
    ratios = [each / wire for each in took]
    return [
        _row("card presented to record in hand", took, "ms"),
        Row("  time on the wire", wire, None, "ms", note=f"{READ_BYTES} bytes at {BAUD} Bd, both ways"),
        _row("  ratio", ratios, "×", 1.2),
    ]


async def _print(times: int, folder: Path) -> list[Row]:
    """A certificate's way to the settled order, beside `lp` through CUPS to the same printer."""
    simulator = PrinterSimulator(0, "/ipp/print", folder / "paper")
    simulator.start()
    try:
        direct = await _printed(times, simulator, folder)
        rows = [_row("certificate printed and settled, IPP", direct, "s")]
        missing = cups.missing()
        if missing:
            return [*rows, Row("  through lp and CUPS", None, None, "s", note=missing)]
        through = await asyncio.to_thread(cups.printed, times, simulator, folder / "cups", pdf())
        return [*rows, _row("  through lp and CUPS", through, "s")]
    finally:
        simulator.stop()


async def _printed(times: int, simulator: PrinterSimulator, folder: Path) -> list[float]:
    host, journal = DeviceHost(), Journal(folder / "acts.db")
    printer: Device[Printer] = host.add("printer", lambda: IppPrinter(IppSettings(uri=simulator.uri)))
    await _until(printer, lambda status: status.state is DeviceState.ONLINE)
    took = []
    for number in range(times):
        began = time.perf_counter()
        outcome = await print_once(
            printer, journal, f"BENCH-{number}", pdf(), 1, progress=lambda _: None, limits=PrintLimits()
        )
        took.append(time.perf_counter() - began)
        assert outcome.problem is None, outcome
    await host.close()
    journal.close()
    return took


def _reader(folder: Path, assets: Path) -> tuple[ReaderSimulator, SamvSettings]:
    settings = SamvSettings(port=str(folder / "id-reader"), baud=BAUD)
    simulator = ReaderSimulator(settings, assets / "people")
    simulator.start()
    return simulator, settings


async def _until(device: Device[Any], fits: Callable[[DeviceStatus], bool]) -> None:
    news = asyncio.Event()
    stop = device.listen(lambda _: news.set())
    async with asyncio.timeout(LIMIT_S):
        while not fits(device.status):
            await news.wait()
            news.clear()
    stop()


def _row(name: str, samples: list[float], unit: str, claim: float | None = None) -> Row:
    highest = statistics.quantiles(samples, n=100, method="inclusive")[98] if len(samples) > 1 else samples[0]
    return Row(name, statistics.median(samples), highest, unit, claim)
