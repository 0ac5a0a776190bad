"""The window opens before anything heavy is imported, and what is missing is said plainly."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QSize

from kiosk.journeys import pages, technician_pages
from kiosk.journeys.pages import Page
from tests.ui.rig import Kiosk
from ui.i18n import FOLDER
from ui.icons import IconProvider
from ui.samples import SAMPLES
from ui.window import QML, WindowPlan, peek


def test_the_first_frame_imports_nothing_heavy() -> None:
    code = (
        "import sys, ui.window as w; w.open_front(w.WindowPlan());"
        "print([m for m in ('asyncio',"
        "'pydantic','httpx','sqlalchemy','pypinyin','qasync','numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_of_qt_is_the_one_that_keeps_none_alive() -> None:
    assert PySide6.__version__ == "6.11.3"


def test_calls_without_a_result_do_not_leak_references_to_none(kiosk: Kiosk) -> None:
    before = sys.getrefcount(None)
    for _ in range(500):
        kiosk.front.application.processEvents()
    assert abs(sys.getrefcount(None) - before) < 100


def test_every_page_of_a_visit_has_its_file_and_its_sample() -> None:
    told = {**vars(pages), **vars(technician_pages)}
    kinds = {name for name, each in told.items() if isinstance(each, type) and issubclass(each, Page)}
    kinds -= {"Page", "StaffPage"}
    files = {path.stem for path in (QML / "NanZhou" / "Kiosk" / "pages").glob("*.qml")}
    assert files == kinds
    assert {page.kind for page in SAMPLES.values()} == kinds


def test_the_window_is_planned_from_the_file_and_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[ui]\nwidth = 540\nfullscreen = true\n[site]\nzone = "B"\n', encoding="utf-8")
    monkeypatch.setenv("NZZ_UI__HEIGHT", "960")
    plan = peek(config)
    assert (plan.width, plan.height, plan.fullscreen, plan.zone) == (540, 960, True, "B")
    assert peek(tmp_path / "none.toml") == WindowPlan()
    config.write_text('[ui]\nwidth = "wide"\n', encoding="utf-8")
    assert peek(config) == WindowPlan(), "the strict reader tells it after the first frame"


def test_a_missing_icon_is_a_placeholder_and_one_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    provider = IconProvider(tmp_path)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            image = provider.requestImage("house/b5392b", QSize(), QSize(48, 48))
    assert image.width() == 48
    assert any(image.pixelColor(x, 24).alpha() for x in range(48)), "something is drawn"
    assert [record.message for record in caplog.records if "house" in record.message] != []
    assert len(caplog.records) == 1
    assert "python -m kiosk.assets" in caplog.text


def test_an_icon_takes_its_colour(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor"><rect width="99" height="99"/></svg>',
        encoding="utf-8",
    )
    image = IconProvider(tmp_path).requestImage("dot/b5392b", QSize(), QSize(48, 48))
    assert image.pixelColor(24, 24).name() == "#b5392b"


def test_every_sentence_is_translated() -> None:
    text = (FOLDER / "en.ts").read_text(encoding="utf-8")
    assert 'type="unfinished"' not in text
    sources = set(re.findall(r"<source>([^<]*)</source>", text))
    written = {
        sentence
        for path in QML.joinpath("NanZhou", "Kiosk").rglob("*.qml")
        for sentence in re.findall(r'qsTr\("([^"]*)"\)', path.read_text(encoding="utf-8"))
    }
    assert written == sources, "run `python -m ui.i18n --collect` and translate"


def test_the_qml_has_nothing_to_complain_about() -> None:
    done = subprocess.run([sys.executable, "-m", "ui.lint"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
