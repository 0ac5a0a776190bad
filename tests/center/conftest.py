"""A fresh centre with a clock that stands still, and kiosks enrolled at it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from signed_kiosk import SignedKiosk, TestClock, over_asgi

from center.centre import Centre


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture(scope="session")
def new_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder as the first start leaves it, made once: migrating for every test takes longer than the tests."""
    state = tmp_path_factory.mktemp("new") / "center"
    Centre.open(state, demo_residents=True).close()
    return state


@pytest.fixture
def centre(tmp_path: Path, clock: TestClock, new_state: Path) -> Iterator[Centre]:
    shutil.copytree(new_state, tmp_path / "center")
    opened = Centre.open(tmp_path / "center", demo_residents=True, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
async def http(centre: Centre) -> AsyncIterator[httpx.AsyncClient]:
    async with over_asgi(centre) as client:
        yield client


@pytest.fixture
async def kiosk(http: httpx.AsyncClient, centre: Centre, clock: TestClock) -> SignedKiosk:
    return await SignedKiosk(http, clock, "A-03").enrol(centre)


@pytest.fixture
async def neighbour(http: httpx.AsyncClient, centre: Centre, clock: TestClock) -> SignedKiosk:
    return await SignedKiosk(http, clock, "A-04").enrol(centre)
