"""The kiosk's window without a screen, once for a module of tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest
import qasync

from tests.ui.rig import Kiosk
from ui.window import WindowPlan, open_front


@pytest.fixture(scope="module")
def window(qapp: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """One engine for all tests of a module."""
    loop = qasync.QEventLoop(qapp)
    plan = WindowPlan(assets=Path(tmp_path_factory.mktemp("assets")), zone="A", number="03")
    kiosk = Kiosk(open_front(plan), loop)
    kiosk.shell.hurry(0)
    kiosk.until(lambda: kiosk.hand.ready("action_next"))
    yield kiosk
    kiosk.close()
    loop.close()


@pytest.fixture
def kiosk(window: Kiosk) -> Iterator[Kiosk]:
    """The window as a resident finds it."""
    window.style()
    window.resize(1080, 1920)
    yield window
    window.shell.count(0, warning=False)
