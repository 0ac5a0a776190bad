"""A real pcscd with vpcd's virtual reader for one test: out of sight of the machine, and gone after it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.settings import SmartCardSettings
from devices.smartcard.pcsc import PcscReader, PcscTiming
from devices.smartcard.private_daemon import missing
from devices.smartcard.simulator import SmartCardSimulator
from devices.smartcard.slot import Slot

TIMING = PcscTiming(connect_s=1.0, answer_s=0.6, patience_s=2.0)


@pytest.fixture
def cards(tmp_path: Path) -> Iterator[SmartCardSimulator]:
    """The simulated reader at a pcscd of its own."""
    lack = missing()
    if lack and not os.environ.get("CI"):
        pytest.skip(lack)
    simulator = SmartCardSimulator(tmp_path / "pcscd.comm")
    simulator.start()
    try:
        assert simulator.state()["missing"] is None
        yield simulator
    finally:
        simulator.stop()


@pytest.fixture
def second_slot(cards: SmartCardSimulator) -> Iterator[Slot]:
    """The second slot of the same reader; its card answers what a chip answers."""
    slot = Slot(lambda: cards.daemon.insert(1), lambda chip, command: chip.answer(command))
    yield slot
    slot.lift()


@pytest.fixture
def settings(tmp_path: Path) -> SmartCardSettings:
    return SmartCardSettings(socket=tmp_path / "pcscd.comm")


@pytest.fixture
def reader(cards: SmartCardSimulator, settings: SmartCardSettings) -> Iterator[PcscReader]:
    """The driver, opened."""
    reader = PcscReader(settings, TIMING)
    reader.open()
    yield reader
    reader.close()


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    """A conversation that was left behind ends when its card is gone."""
    yield
    for thread in threading.enumerate():
        if thread.name == "smart-card":
            thread.join(3.0)
            assert not thread.is_alive()
