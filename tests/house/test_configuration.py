"""docs/configuration.md tells what the code reads, and config.toml is read by everybody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from center.settings import CenterSettings
from kiosk.settings import KioskSettings
from sync.contract.settings import load
from sync.settings import UploaderSettings

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_current() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "docs/configuration.py"], capture_output=True, check=True, text=True
    ).stdout
    assert (ROOT / "docs/configuration.md").read_text(encoding="utf-8") == made, "run `make docs` and commit the page"


def test_the_shipped_file_is_read_by_every_process() -> None:
    file = ROOT / "config.toml"
    assert load(KioskSettings, file).paths.state == Path("var")
    assert load(CenterSettings, file).center.port == 8701
    assert load(UploaderSettings, file).sync.centre.startswith("http://127.0.0.1:")
