"""How the machine itself is: network, outbox, disk, memory, clock, temperature, versions."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from devices.host import Device
from devices.state import Cancel
from kiosk.store import Store
from kiosk.technician.software import Versions, versions
from sync.contract.problem import Problem

if TYPE_CHECKING:
    from devices.cabinet import Cabinet

log = logging.getLogger(__name__)

ASK_S = 3.0
_CLOCK_OFF_S = 30.0
"""From here on signatures of requests soon do not pass (the centre allows minutes)."""
_DISK_LOW = 1 << 30
_STARTED = time.monotonic()
_HEALTH = "/v1/health"


@dataclass(frozen=True)
class CentreFacts:
    """What asking the centre just now brought: milliseconds, and by how much our clock is ahead (seconds)."""

    address: str
    reachable: bool
    ms: float | None = None
    clock_ahead_s: float | None = None
    """The answer tells whole seconds: good to a second."""


@dataclass(frozen=True)
class SystemFacts:
    """One look at the machine; bytes, seconds, degrees Celsius. None is what nobody can tell."""

    at: datetime
    centre: CentreFacts
    last_heard: datetime | None
    waiting: int | None
    """Records that the centre has not taken yet."""
    disk_free: int
    disk_total: int
    memory_free: int | None
    memory_total: int | None
    uptime_s: float
    """Since the screen's process was started."""
    temperature_c: float | None
    versions: Versions

    @property
    def clock_wrong(self) -> bool:
        """Whether the clock is so far off that the centre may refuse."""
        return abs(self.centre.clock_ahead_s or 0.0) > _CLOCK_OFF_S

    @property
    def disk_low(self) -> bool:
        """Whether less than 1 GiB is free."""
        return self.disk_free < _DISK_LOW


async def look(
    *,
    centre: str,
    state: Path,
    store: Store | None,
    cabinet: Device[Cabinet] | None,
    clock: Callable[[], datetime],
    transport: httpx.AsyncBaseTransport | None = None,
) -> SystemFacts:
    """Gathers everything at the same time, within a few seconds."""
    asked, temperature, kept, memory = await asyncio.gather(
        ask_centre(centre, clock, transport),
        _temperature(cabinet),
        asyncio.to_thread(_of_store, store),
        asyncio.to_thread(_memory),
    )
    disk = await asyncio.to_thread(lambda: shutil.disk_usage(state if state.exists() else Path()))
    return SystemFacts(
        at=clock(),
        centre=asked,
        last_heard=kept[0],
        waiting=kept[1],
        disk_free=disk.free,
        disk_total=disk.total,
        memory_free=memory.get("MemAvailable"),
        memory_total=memory.get("MemTotal"),
        uptime_s=time.monotonic() - _STARTED,
        temperature_c=temperature,
        versions=await asyncio.to_thread(versions),
    )


async def ask_centre(
    address: str, clock: Callable[[], datetime], transport: httpx.AsyncBaseTransport | None = None
) -> CentreFacts:
    """Knocks at the centre's door; its Date header (RFC 9110, 6.6.1) tells its clock."""
    client = httpx.AsyncClient(base_url=address, trust_env=False, timeout=ASK_S, transport=transport)
    began = time.perf_counter()
    try:
        async with client, asyncio.timeout(ASK_S):
            answer = await client.get(_HEALTH)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
        return CentreFacts(address, reachable=False)
    took = time.perf_counter() - began
    return CentreFacts(
        address,
        reachable=answer.is_success,
        ms=round(took * 1000, 1),
        clock_ahead_s=_ahead(answer.headers.get("date"), clock() - timedelta(seconds=took / 2)),
    )


def _ahead(told: str | None, middle: datetime) -> float | None:
    """How far `middle` is past the second that the centre told."""
    if told is None:
        return None
    try:
        theirs = parsedate_to_datetime(told)
    except ValueError:
        return None
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    off = (middle - theirs).total_seconds()
    return 0.0 if 0 <= off < 1 else round(off, 1)  # a whole second is told for all of it


async def _temperature(cabinet: Device[Cabinet] | None) -> float | None:
    if cabinet is None:
        return None

    def ask(driver: Cabinet, _: Cancel) -> float | None:
        return driver.look().temperature_c

    try:
        return await cabinet.call(ask, timeout_s=ASK_S)
    except Problem as problem:
        log.info("the cabinet does not tell its temperature: %s", problem.code)
        return None


def _of_store(store: Store | None) -> tuple[datetime | None, int | None]:
    if store is None:
        return None, None
    try:
        return store.last_heard(), store.waiting()
    except Problem as problem:
        log.warning("the outbox cannot be read: %s", problem.code)
        return None, None


def _memory() -> dict[str, int]:
    """Bytes by the names of proc(5), /proc/meminfo."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    found: dict[str, int] = {}
    for line in lines:
        name, _, rest = line.partition(":")
        number, _, _ = rest.strip().partition(" ")
        if number.isdigit():
            found[name] = int(number) * 1024
    return found
