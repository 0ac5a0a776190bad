"""docs/configuration.md tells what the code reads, and config.toml is read by everybody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from center.settings import CenterSettings
from kiosk.settings import KioskSettings
from sync.contract.settings import load
from sync.settings import UploaderSettings

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_current() -> None:
    command = [sys.executable, ROOT / "docs/configuration.py"]
    made = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    page = (ROOT / "docs/configuration.md").read_bytes()
    assert page == made.stdout, "run `make docs` and commit the page"


def test_every_key_has_a_meaning() -> None:
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.endswith("|  |")] == []


def test_the_shipped_file_is_read_by_every_process() -> None:
    file = ROOT / "config.toml"
    assert load(KioskSettings, file).paths.state == Path("var")
    assert load(CenterSettings, file).center.port == 8701
    assert load(UploaderSettings, file).sync.centre.startswith("http://127.0.0.1:")
