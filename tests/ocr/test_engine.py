"""Engines that read: PaddleOCR over onnxruntime with the weights of set-up, RapidOCR where somebody installed it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from bench.papers.canvas import Draft
from bench.papers.fonts import Case, Role
from ocr.assembly import open_reader
from ocr.engine import Engine
from ocr.files import Frame
from ocr.lines import lines_of
from ocr.paddle import PaddleEngine
from ocr.rapid import PLACE, RapidEngine
from ocr.settings import OcrSettings, PaperSettings
from ocr.sheets import Sheet
from sync.contract.problem import Problem

ASSETS = Path(".assets")
WORDS = ("公民身份号码110100198604120028", "房屋租赁合同", "月租金为人民币4500.00元（大写：肆仟伍佰元整）")


def page(size: float, ink: tuple[int, int, int] = (20, 20, 20)) -> Frame:
    """WORDS on A4 at 200 dpi, `size` millimetres high."""
    draft = Draft(Random(1), Case(ASSETS), 200)
    paper = draft.paper(210, 297)
    for number, text in enumerate(WORDS):
        paper.write(20, 40 + 30 * number, text, draft.pen(Role.SONG, size=size, ink=ink))
    return np.asarray(paper.image, np.uint8)[..., ::-1]


def read(engine: Engine, picture: Frame) -> list[str]:
    sheet = Sheet(picture, np.eye(3), None, 0, 0.0, blank=False)
    return [line.text.replace("(", "（").replace(")", "）").replace(":", "：") for line in lines_of(engine, sheet)]


@pytest.fixture(scope="module")
def fast() -> PaddleEngine:
    engine = PaddleEngine("fast", ASSETS / "ocr")
    engine.warm_up()
    return engine


@pytest.mark.parametrize("size", [6.0, 2.4])
def test_large_and_small_print_is_read(fast: PaddleEngine, size: float) -> None:
    assert read(fast, page(size)) == list(WORDS)


def test_an_empty_page_says_nothing(fast: PaddleEngine) -> None:
    assert read(fast, np.full((1000, 700, 3), 250, np.uint8)) == []


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        PaddleEngine("accurate", tmp_path)
    assert problem.value.code == "ocr.weights" and "kiosk.assets" in problem.value.technician


def test_an_engine_that_is_not_installed_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        RapidEngine(tmp_path)
    assert problem.value.code == "ocr.engine" and "setup rapid" in problem.value.technician


def test_the_configuration_chooses_the_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ocr.rapid.RapidEngine.__init__.__defaults__", (tmp_path,))
    with pytest.raises(Problem, match=r"ocr\.engine"):
        open_reader(PaperSettings(ocr=OcrSettings(engine="rapid")))


@pytest.mark.skipif(not (PLACE / "rapidocr").is_dir(), reason="RapidOCR is not installed")
def test_rapid_reads_the_same() -> None:
    assert read(RapidEngine(), page(4.0)) == list(WORDS)
