"""Papers that reading is measured on: fictitious, the same by the same seed, with a truth that lies where it says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

from bench.papers.canvas import Draft
from bench.papers.fonts import Case
from bench.papers.layouts import LAYOUTS
from bench.papers.maker import Maker, write
from bench.papers.people import bank_number, citizen_number, credit_code
from bench.papers.scores import overlap, whole_picture
from bench.papers.seals import stamp
from bench.papers.truth import Level, Style, load
from bench.papers.words import capital, plain_date
from ocr.reading import Kind

ASSETS = Path(".assets")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.fixture(scope="module")
def maker() -> Maker:
    return Maker(5, ASSETS)


def test_every_kind_has_papers() -> None:
    assert set(LAYOUTS) == set(Kind)


def test_numbers_keep_their_checksums_and_belong_to_nobody() -> None:
    random = Random(1)
    for _ in range(200):
        number = citizen_number(random, date(1980, 5, 1), male=True)
        rest = sum(int(sign) * weight for sign, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11
        assert number[17] == "10X98765432"[rest]
        assert number[2:6] in {"0100", "0300"} and int(number[16]) % 2
        signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        code = credit_code(random)
        assert sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17])) % 31 == (
            -signs.index(code[17]) % 31
        )
        card = [int(sign) for sign in reversed(bank_number(random))]
        assert sum(v if not at % 2 else sum(divmod(2 * v, 10)) for at, v in enumerate(card)) % 10 == 0


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("4500.00", "肆仟伍佰元整"),
        ("10050.36", "壹万零伍拾元叁角陆分"),
        ("100000.05", "壹拾万元零伍分"),
        ("20003000.10", "贰仟万叁仟元壹角整"),
    ],
)
def test_amounts_are_said_in_capitals(amount: str, said: str) -> None:
    assert capital(Decimal(amount)) == said


def test_dates_are_said_in_characters() -> None:
    assert plain_date(date(2026, 12, 30)) == "二〇二六年十二月三十日"


def test_the_same_seed_makes_the_same_papers(maker: Maker) -> None:
    again, other = Maker(5, ASSETS), Maker(6, ASSETS)
    first = maker.make(3)
    assert again.make(3) == first
    assert other.make(3).truth.fields != first.truth.fields


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PHOTO])
def test_what_the_truth_says_is_ink_where_it_says(maker: Maker, kind: Kind) -> None:
    made = maker.make(11, kind, Level.CLEAN)
    assert made.truth.kind is kind and len(made.pictures) == len(made.truth.files)
    for page in made.truth.pages:
        picture = cv2.imdecode(np.frombuffer(made.pictures[page.file], np.uint8), cv2.IMREAD_GRAYSCALE)
        for line in page.lines:
            if line.style is Style.SEAL:
                continue
            (left, top), (right, bottom) = (
                np.array(line.quad).min(0).astype(int),
                np.array(line.quad).max(0).astype(int),
            )
            assert np.ptp(picture[top : bottom + 1, left : right + 1].astype(int)) > 60, line.text


@pytest.mark.parametrize("level", list(Level))
def test_pages_lie_where_the_truth_says_at_every_level(maker: Maker, level: Level) -> None:
    made = maker.make(4, Kind.INVOICE, level)
    (page,) = made.truth.pages
    picture = cv2.imdecode(np.frombuffer(made.pictures[0], np.uint8), cv2.IMREAD_COLOR)
    corners = np.array(page.quad or whole_picture((picture.shape[1], picture.shape[0]), page.orientation))
    target = np.array([(0, 0), (216, 0), (216, 140), (0, 140)], np.float32)
    move = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    (number,) = [line for line in page.lines if line.text == made.truth.fields["invoice_number"]]
    x, y = cv2.perspectiveTransform(np.array([number.quad], np.float64), move)[0].mean(0)
    assert x > 160 and y < 25  # at the top right of the upright page, however it was turned


def test_a_seal_leaves_black_writing_dark() -> None:
    random = Random(2)
    draft = Draft(random, Case(ASSETS), 150)
    paper = draft.paper(60, 60, (255, 255, 255))
    paper.fill(10, 28, 40, 4, (10, 10, 10))
    stamp(draft, paper, 30, 30, "样本单位专用章", 40)
    colours = np.asarray(paper.image, int)
    assert (colours[..., 0] - colours[..., 1] > 60).any()
    assert colours[paper.pixels(29) : paper.pixels(31), paper.pixels(12) : paper.pixels(48)].max() < 40


def test_a_folder_tells_its_truth(tmp_path: Path, maker: Maker) -> None:
    told = write(tmp_path, maker, 5, [1, 2], how={"level": Level.SCAN})
    assert load(tmp_path) == told
    assert all((tmp_path / name).is_file() for document in told.documents for name in document.files)


def test_overlap_of_quads() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    half = ((5.0, 0.0), (15.0, 0.0), (15.0, 10.0), (5.0, 10.0))
    assert overlap(square, square) == pytest.approx(1)
    assert overlap(square, half) == pytest.approx(1 / 3)
