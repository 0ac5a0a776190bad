"""A camera simulator with the scenes, a vision process, and assets that must be there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from devices.settings import CameraSettings
from devices.simulators.camera import CameraSimulator
from kiosk.assets import cast
from kiosk.assets.manifest import load_manifest, missing
from kiosk.settings import VisionSettings
from kiosk.vision.client import Vision

ASSETS = Path(__file__).parents[2] / ".assets"


@pytest.fixture(scope="session")
def assets() -> Path:
    """The folder of fetched assets; without it these tests fail rather than pass unseen."""
    package = load_manifest().by_target["face"]
    lacking = missing(package, ASSETS) + cast.missing(ASSETS)
    if lacking:
        pytest.fail(f"{len(lacking)} assets are missing ({lacking[0]}, …). Run: python -m kiosk.assets", pytrace=False)
    return ASSETS


@pytest.fixture(scope="module")
def camera(assets: Path) -> Iterator[CameraSimulator]:
    """A network camera on a free port."""
    simulator = CameraSimulator(0, "/camera.mjpeg", assets / "scenes")
    simulator.start()
    yield simulator
    simulator.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vision(assets: Path, camera: CameraSimulator) -> AsyncIterator[Vision]:
    """A vision process with warm models before that camera."""
    client = Vision(VisionSettings(limit_s=5.0, challenge=False), CameraSettings(source=camera.address), assets)
    await client.start()
    assert client.problem is None
    yield client
    await client.stop()


@pytest.fixture(scope="session")
def portrait(assets: Path) -> Callable[[str], bytes]:
    """The card portrait of somebody by their key."""
    return lambda key: (assets / "people" / f"{key}.webp").read_bytes()
