"""A thousand random faults in a row over every simulated device, while residents use them all.

More, or others: `NZZ_TEST_FAULTS=5000 NZZ_TEST_SEED=7 pytest tests/faults/test_storm.py`.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from storm import Gremlin, Residents

from devices.fitting import fit
from devices.host import Device, DeviceHost, HostLimits
from devices.journal import Journal
from devices.pay.simulator import PayTerminalSimulator
from devices.settings import DevicesSettings
from devices.settlement import Settlement
from devices.settling import settle_all
from devices.simulators import Simulators

FAULTS = int(os.environ.get("NZZ_TEST_FAULTS", "1000"))
SEED = os.environ.get("NZZ_TEST_SEED", "1")
PACE_S = 0.03
WELL_S = 20.0
"""How long the devices may take to be well again by themselves."""
GONE_S = 5.0
"""How long threads that were left behind may take to end."""
LIMITS = HostLimits(poll_every_s=0.3, reopen_first_s=0.1, reopen_longest_s=1.0, grace_s=0.5)


def descriptors() -> int:
    gc.collect()
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def well(devices: dict[str, Device[object]]) -> dict[str, str]:
    """Waits until every device is well; returns those that are not, with their problems."""
    end = time.monotonic() + WELL_S
    while True:
        sick = {id: str(each.status) for id, each in devices.items() if each.status.problem or each.status.state.lost}
        if not sick or time.monotonic() > end:
            return sick
        await asyncio.sleep(0.1)


async def same_as(before: int, count: Callable[[], int]) -> int:
    """What is counted, once it is no more than before, or when the limit is over."""
    end = time.monotonic() + GONE_S
    while (now := count()) > before and time.monotonic() < end:  # noqa: ASYNC110  threads tell nobody that they end
        await asyncio.sleep(0.1)
    return now


@pytest.mark.scenario
@pytest.mark.timeout(120 + FAULTS / 5)
async def test_a_thousand_faults_leave_every_device_well_and_nothing_done_twice(tmp_path: Path) -> None:
    threads, files = threading.active_count(), descriptors()
    settings = DevicesSettings.simulated_in(tmp_path / "run")
    simulators, host = Simulators(), DeviceHost(LIMITS)
    await simulators.start(settings, Path(".assets"))
    journal = Journal(settings.host.journal)
    try:
        devices = fit(host, simulators.devices)
        assert await well(devices) == {}, "before the storm"
        residents, gremlin = Residents(devices, journal), Gremlin(simulators, SEED)
        async with residents.around():
            for _ in range(FAULTS):
                await gremlin.fault()
                await asyncio.sleep(PACE_S)
        await gremlin.heal()

        assert await well(devices) == {}, "after the storm"
        await settle_all(devices, journal)
        assert journal.unsettled() == []
        papers(residents, journal, settings.simulators.paper)
        payments(residents, journal, simulators.find(PayTerminalSimulator))
        assert min(residents.uses[id] for id in ("id-reader", "printer", "receipt-printer", "pay-terminal")) > 0
    finally:
        await host.close()
        journal.close()
        await simulators.stop()
    await asyncio.get_running_loop().shutdown_default_executor()
    assert await same_as(threads, threading.active_count) <= threads, [each.name for each in threading.enumerate()]
    assert await same_as(files, descriptors) <= files


def fates(journal: Journal, residents: Residents, letter: str) -> dict[str, str]:
    """What the journal says became of the orders of one kind; it agrees with what the residents were told."""
    known = {order: journal.find(order) for order in residents.begun if order.startswith(letter)}
    fates = {order: act.state for order, act in known.items() if act is not None}
    listed = {act.order for act in journal.unknown()}
    assert {order for order, fate in fates.items() if fate == "unknown"} <= listed
    told = {order: each.value for order, each in residents.told.items() if order.startswith(letter)}
    doubted = {order for order, each in told.items() if each != fates[order]}
    assert all(told[order] == Settlement.UNKNOWN for order in doubted), "only what was unknown may be known better"
    return fates


def papers(residents: Residents, journal: Journal, paper: Path) -> None:
    """Every sheet and every ticket came out at most once, and only where the journal allows for it."""
    sheets = Counter(residents.sheets[hashlib.sha256(file.read_bytes()).hexdigest()] for file in paper.glob("*.pdf"))
    tickets = Counter(
        order for file in paper.rglob("*.txt") for order in re.findall(r"R\d{5}", file.read_text(encoding="utf-8"))
    )
    for letter, out in (("P", sheets), ("R", tickets)):
        assert set(out.values()) <= {1}, "printed twice"
        known = fates(journal, residents, letter)
        assert {order for order, fate in known.items() if fate == "done"} <= set(out), "said to be printed"
        assert not {order for order, fate in known.items() if fate == "not-done"} & set(out), "said not to be printed"


def payments(residents: Residents, journal: Journal, terminal: PayTerminalSimulator) -> None:
    """Every charge is known as paid, or is listed for a person to look into."""
    known = Counter(fates(journal, residents, "M").values())
    charges = int(terminal.state()["charges"])
    assert known["done"] <= charges <= known["done"] + known["unknown"]
