"""Figures of reading: split and joined lines are no mistakes, wrong and invented characters are, wrong values too."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from bench import ocr as bench
from bench.papers.scores import Errors, Seen, character_errors, distance, plain
from bench.papers.truth import DocumentTruth, Level, LineTruth, PageTruth, Style
from ocr.reading import Kind, Quad
from tests.ocr.boxes import box

SIZE = (1000, 1000)


def page(*lines: tuple[str, Quad, Style]) -> PageTruth:
    told = tuple(LineTruth(text=text, quad=quad, style=style) for text, quad, style in lines)
    return PageTruth(file=0, quad=None, orientation=0, readable=True, lines=told)


def errors(truth: PageTruth, *seen: Seen) -> dict[Style, Errors]:
    into: dict[Style, Errors] = defaultdict(Errors)
    character_errors(truth, SIZE, seen, into)
    return into


ROW = page(("姓　名", box(50, 100, 150, 130), Style.PRINT), ("王丽华", box(200, 100, 300, 130), Style.PRINT))


@pytest.mark.parametrize(
    ("a", "b", "apart"), [("", "", 0), ("abc", "", 3), ("号码", "号碼", 1), ("kitten", "sitting", 3), ("12", "112", 1)]
)
def test_distance_counts_single_changes(a: str, b: str, apart: int) -> None:
    assert distance(a, b) == distance(b, a) == apart


def test_spaces_and_width_are_no_mistakes() -> None:
    assert plain("姓　名：￥１２ 00") == plain("姓名:¥1200")


def test_lines_may_be_joined_or_split() -> None:
    whole = errors(ROW, Seen("姓名王丽华", box(50, 100, 300, 130)))
    split = errors(
        ROW,
        *(Seen(sign, box(x, 101, x + 30, 129)) for sign, x in zip("姓名王丽华", (50, 120, 200, 235, 268), strict=True)),
    )
    assert whole[Style.PRINT] == split[Style.PRINT] == Errors(0, 5)


def test_wrong_missing_and_invented_characters_count() -> None:
    assert errors(ROW, Seen("姓名", box(50, 100, 150, 130)))[Style.PRINT] == Errors(3, 5)
    seen = (Seen("姓名王丽毕", box(50, 100, 300, 130)), Seen("鬼", box(600, 600, 640, 640)))
    assert errors(ROW, *seen)[Style.PRINT] == Errors(2, 5)


def test_seals_are_nobodys_mistake() -> None:
    sealed = page(
        *((line.text, line.quad, line.style) for line in ROW.lines), ("专用章", box(400, 400, 700, 700), Style.SEAL)
    )
    assert errors(sealed, Seen("姓名王丽华", box(50, 100, 300, 130)), Seen("章用", box(450, 500, 550, 540)))[
        Style.PRINT
    ] == Errors(0, 5)


def test_a_turned_page_is_compared_upright() -> None:
    turned = PageTruth(
        file=0,
        quad=None,
        orientation=180,
        readable=True,
        lines=(
            LineTruth(text="上", quad=((950, 950), (900, 950), (900, 900), (950, 900))),
            LineTruth(text="下", quad=((950, 700), (900, 700), (900, 650), (950, 650))),
        ),
    )
    joined: Quad = ((950, 950), (900, 950), (900, 650), (950, 650))
    assert errors(turned, Seen("上下", joined))[Style.PRINT] == Errors(0, 2)


def test_wrong_but_accepted_is_told_apart_from_asked() -> None:
    document = DocumentTruth(
        kind=Kind.LEASE,
        layout="lease",
        level=Level.CLEAN,
        files=("1.png",),
        pages=(ROW,),
        fields={"tenant": "王丽华", "rent": "4500.00", "deposit": "4500.00"},
    )
    tally = bench._Tally()
    tally.document(document, {"tenant": "王丽华", "rent": None, "deposit": "4600.00"})
    figures = bench.Figures()
    tally.into(figures)
    assert (figures.fields, figures.fields_missing, figures.fields_wrong_but_accepted) == (3, 1, 1)
    assert figures.fields_exact == pytest.approx(1 / 3)
    assert figures.wrong_fields == ["1.png:deposit"]


def test_absent_peers_are_told_as_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "PLACE", tmp_path)
    figures = bench._peer("rapidocr", tmp_path, bench.Truth(documents=()), tmp_path)
    assert figures.cer is None and "rapid" in figures.absent
    shown = bench.table({"accurate": bench.Figures(cer=0.002), "rapidocr": figures})
    assert "0.20 %" in shown and "rapidocr: not installed" in shown


def test_figures_for_machines_compare_processor_time() -> None:
    told = bench.as_dict({"accurate": bench.Figures(cpu_s_per_page=1.0), "rapidocr": bench.Figures(cpu_s_per_page=2.5)})
    assert json.loads(json.dumps(told))["speedup"] == {"rapidocr": 2.5}
