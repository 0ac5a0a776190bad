"""Pictures of a folder as papers for the simulated scanner and the simulated document camera."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from devices.scanner import pages, tabletop
from devices.scanner.escl import EsclScanner
from devices.scanner.papers import Papers
from devices.scanner.simulator import ScannerSimulator
from devices.settings import DevicesSettings, EsclSettings
from devices.simulators.document_camera import TableSimulator
from devices.state import Cancel
from sync.contract.problem import Problem

CARD = (1011, 638)
"""Pixels of an ID-1 card at 300 dpi."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A card and a sheet that say how fine they are, and a photograph that does not."""
    Image.new("RGB", CARD, (180, 210, 230)).save(tmp_path / "card.png", dpi=(300, 300))
    Image.new("RGB", (1654, 2339), "white").save(tmp_path / "lease.jpg", dpi=(200, 200))
    Image.new("RGB", (1200, 1600), "white").save(tmp_path / "photograph.jpg", dpi=(72, 72))
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path


def test_the_pictures_of_a_folder_are_names_beside_the_drawn_sheets(folder: Path) -> None:
    assert set(Papers(folder).names()) == {*pages.NAMES, "card", "lease", "photograph"}
    assert Papers().names() == pages.NAMES
    with pytest.raises(Problem, match="notes"):
        Papers(folder).find("notes")


def test_a_paper_is_as_large_as_its_file_says_or_fits_on_a4(folder: Path) -> None:
    papers = Papers(folder)
    assert papers.find("card").size_mm() == pytest.approx((85.6, 54.0), abs=0.1)
    assert papers.find("lease").size_mm() == pytest.approx((210, 297), abs=0.2)
    assert papers.find("photograph").size_mm() == pytest.approx((203.2, 270.9), abs=0.2)


def test_a_new_picture_under_an_old_name_is_seen(folder: Path) -> None:
    papers = Papers(folder)
    before = papers.find("card").draw().size
    Image.new("RGB", (400, 300)).save(folder / "card.png")
    assert (before, papers.find("card").draw().size) == (CARD, (400, 300))


@pytest.mark.parametrize(("name", "dpi", "width"), [("card", 300, 1011), ("lease", 200, 1654), ("card", 150, 506)])
def test_the_scanner_scans_a_picture_no_finer_than_it_is(folder: Path, name: str, dpi: int, width: int) -> None:
    simulator = ScannerSimulator(0, "/eSCL", Papers(folder))
    simulator.start()
    scanner = EsclScanner(EsclSettings(url=simulator.url, dpi=150 if dpi == 150 else 300))
    try:
        scanner.open()
        simulator.apply("put", {"page": name})
        page = scanner.scan(Cancel())
    finally:
        scanner.close()
        simulator.stop()
    assert (page.width_px, page.dpi) == (width, dpi)


def test_a_card_looks_like_a_card_on_the_table(folder: Path) -> None:
    papers = Papers(folder)
    areas = [
        cv2.contourArea(np.array(tabletop.lying(papers.find(name)), np.float32)) for name in ("card", "application")
    ]
    assert areas[0] / areas[1] == pytest.approx(85.6 * 54 / (210 * 297), rel=0.1)


def test_the_table_is_drawn_as_fine_as_the_settings_ask(folder: Path) -> None:
    settings = DevicesSettings()
    settings = settings.model_copy(
        update={"simulators": settings.simulators.model_copy(update={"papers": folder, "document_camera_port": 0})}
    )
    simulator = TableSimulator.fitted(settings, folder)
    assert simulator is not None
    simulator.apply("put", {"page": "lease"})
    assert simulator.state()["page"] == "lease"
    simulator.start()
    try:
        picture = next(simulator.frames())
    finally:
        simulator.stop()
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == (3264, 2448)


def test_a_page_upside_down_is_the_page_turned(folder: Path) -> None:
    letter = Papers().find("letter")
    corners = np.array(tabletop.lying(letter), np.float32)
    square = np.array([[0, 0], [420, 0], [420, 594], [0, 594]], np.float32)
    way = cv2.getPerspectiveTransform(corners, square)
    seen = (
        cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
        for jpeg in (tabletop.sheet(letter), tabletop.upside(letter))
    )
    well, turned = (cv2.GaussianBlur(cv2.warpPerspective(each, way, (420, 594)), (0, 0), 3) for each in seen)
    well, turned = well[20:-20, 20:-20], turned[20:-20, 20:-20]
    assert np.corrcoef(well.ravel(), turned[::-1, ::-1].ravel())[0, 1] > 0.9
    assert np.corrcoef(well.ravel(), turned.ravel())[0, 1] < 0.8
