"""The real `scanimage` with the real sane-airscan in front of our simulated scanner, for one test each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.scanner.simulator import ScannerSimulator


def _needed() -> None:
    if shutil.which("scanimage") is None and not os.environ.get("CI"):
        pytest.skip("scanimage is not installed: install the packages sane-utils and sane-airscan")


@pytest.fixture(params=["feeder", "feeder and glass"])
def airscan(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ScannerSimulator]:
    """A simulated scanner that SANE knows as its only device, without looking for others."""
    _needed()
    simulator = ScannerSimulator(0, "/eSCL", glass="glass" in request.param)
    simulator.start()
    (tmp_path / "dll.conf").write_text("airscan\n")
    (tmp_path / "airscan.conf").write_text(
        f'[devices]\n"Kiosk" = {simulator.url}\n[options]\ndiscovery = disable\nws-discovery = off\n'
    )
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    yield simulator
    simulator.stop()


@pytest.fixture
def sane_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """SANE with nothing but its own test device; the folder of its configuration."""
    _needed()
    (tmp_path / "dll.conf").write_text("test\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    return tmp_path
