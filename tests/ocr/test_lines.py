"""Lines of a sheet: small print is looked at closely, stamps hide nothing, patterns are no writing."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from ocr.engine import Corners, TextLine
from ocr.files import Frame
from ocr.ink import around, stamped, touches, without
from ocr.lines import in_order, lines_of
from ocr.looks import FIRST_SIDE, LARGEST_LOOK, look
from ocr.sheets import Sheet
from ocr.strips import LONGEST, cut, joined, pieces
from tests.ocr.boxes import box


def corners(left: float, top: float, right: float, bottom: float) -> Corners:
    return np.array(box(left, top, right, bottom), np.float32)


def paper(height: int = 400, width: int = 600) -> Frame:
    return np.full((height, width, 3), 250, np.uint8)


def sheet(picture: Frame) -> Sheet:
    return Sheet(picture, np.eye(3), None, 0, 0.0, blank=False)


@dataclass
class Detector:
    """Finds dark boxes that are at least `least` pixels high in what it is shown."""

    least: float
    shown: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, picture: Frame) -> list[Corners]:
        self.shown.append(picture.shape[:2])
        dark = (picture.min(2) < 120).astype(np.uint8)
        boxes = (cv2.boundingRect(each) for each in cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0])
        return [corners(x, y, x + w, y + h) for x, y, w, h in boxes if h >= self.least]


def printed(height: int, width: int, line: int, count: int) -> Frame:
    page = paper(height, width)
    for number in range(count):
        top = 40 + number * (height - 80) // count
        page[top : top + line, 100 : width - 100] = 20
    return page


def test_large_print_is_looked_at_once() -> None:
    detector = Detector(4)
    assert len(look(detector, printed(2000, 1500, 60, 10))) == 10
    assert detector.shown == [(FIRST_SIDE, 720)]


def test_small_print_is_looked_at_closely_in_bounded_bands() -> None:
    detector = Detector(4)
    found = look(detector, printed(4000, 3000, 24, 50))
    assert len(found) == 50
    assert max(high * wide for high, wide in detector.shown) <= 1.1 * LARGEST_LOOK
    assert len(detector.shown) > 2
    tops = sorted(float(each[:, 1].min()) for each in found)
    assert tops[0] == pytest.approx(40, abs=3) and len(np.unique(np.round(tops))) == 50


def test_what_only_the_first_look_sees_stays() -> None:
    page = printed(4000, 3000, 24, 50)
    page[1500:2700, 500:900] = 20  # higher than a band: cut off in every closer look
    found = look(Detector(4), page)
    assert any(float(np.ptp(each[:, 1])) > 1000 for each in found)


def test_the_same_line_is_kept_once_and_a_stamp_swallows_none() -> None:
    line, shifted, around = corners(10, 10, 200, 30), corners(12, 11, 190, 31), corners(0, 0, 210, 190)
    assert len(joined([line], [shifted])) == 1
    assert len(joined([], [around, line])) == 2


def test_an_overlong_line_is_cut_where_nothing_is_written() -> None:
    strip = np.full((30, 3000, 3), 255, np.uint8)
    for left in range(0, 3000, 30):
        strip[5:25, left + 3 : left + 27] = np.arange(24)[None, :, None] % 2 * 200
    parts = pieces(strip)
    assert len(parts) == 3 and sum(part.shape[1] for part in parts) == 3000
    assert all(part.shape[1] <= (LONGEST + 3) * 30 for part in parts)
    assert all(part[:, 0].min() == 255 for part in parts[1:])
    assert len(pieces(strip[:, :900])) == 1


def test_a_line_is_cut_with_a_margin_and_one_from_top_to_bottom_lies() -> None:
    page = paper()
    page[100:120, 50:250] = 0
    strip = cut(page, corners(50, 100, 250, 120), 0.2)
    assert strip.shape[:2] == (28, 214) and strip[0].min() > 200 and strip[14, 100].max() < 60
    assert cut(page, corners(10, 10, 40, 200)).shape[0] < 60


def test_red_over_black_is_taken_off() -> None:
    page = paper()
    page[190:210, 100:300] = (20, 20, 20)
    cv2.circle(page, (200, 200), 60, (60, 50, 210), 8)
    page[190:210, 100:300] = np.minimum(page[190:210, 100:300], 40)
    mask = stamped(page)
    assert mask is not None and touches(mask, corners(100, 130, 300, 270))
    assert not touches(mask, corners(400, 10, 500, 40))
    cleaned = without(page, mask)
    assert cleaned[140, 200].min() > 180 and cleaned[200, 150].max() < 60
    ((left, top, right, bottom),) = around(mask)
    assert left < 60 and right > 340 and 100 < top < 140 and 260 < bottom < 310
    assert stamped(paper()) is None


@dataclass
class Engine:
    """Reads what it is told, by the left edge of a line; under a stamp it only reads what is clean."""

    says: dict[int, tuple[str, float]]
    hidden: int = -1

    def find(self, picture: Frame) -> list[Corners]:
        return [corners(left, 50, left + 80, 70) for left in self.says]

    def read(self, picture: Frame, where: Corners) -> tuple[str, float]:
        left = int(where[0, 0])
        part = picture[50:70, left : left + 80].astype(int)
        if left == self.hidden and np.ptp(part, 2).max() > 50:
            return "章", 0.6
        return self.says[left]


def test_a_line_under_a_stamp_is_read_without_it() -> None:
    page = paper()
    page[55:65, 310:370] = (40, 40, 210)
    engine = Engine({100: ("北京", 0.99), 300: ("示例区", 0.9)}, hidden=300)
    assert [line.text for line in lines_of(engine, sheet(page))] == ["北京", "示例区"]


def test_what_is_hardly_read_is_no_writing() -> None:
    engine = Engine({10: ("王丽华", 0.6), 110: ("口", 0.6), 210: ("壹贰叁", 0.3), 310: ("男", 0.95), 410: ("", 0.9)})
    assert [line.text for line in lines_of(engine, sheet(paper()))] == ["王丽华", "男"]


def test_rows_go_from_the_top_and_each_from_the_left() -> None:
    lines = [
        TextLine(text, 1.0, corners(left, top, left + 50, top + 20))
        for text, left, top in (("d", 300, 64), ("b", 200, 22), ("a", 10, 20), ("c", 10, 60))
    ]
    assert "".join(line.text for line in in_order(lines)) == "abcd"
