"""How well a reading agrees with the truth: characters, fields, kind, place and turn of pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.papers.truth import LineTruth, PageTruth, Style
from ocr.reading import Quad

_MET = 0.35
"""From which share of the smaller one two places on a page belong together."""
_SAME_ROW = 0.6
"""How far apart the middles of two lines of one row may be, in heights of the taller one."""
_SIDE = 1000.0


@dataclass
class Errors:
    """Characters that are wrong among those that were written."""

    wrong: int = 0
    written: int = 0

    def add(self, wrong: int, written: int) -> None:
        """Counts one piece of text."""
        self.wrong += wrong
        self.written += written

    @property
    def rate(self) -> float | None:
        """0 is perfect; None when nothing was written."""
        return self.wrong / self.written if self.written else None


@dataclass(frozen=True)
class Seen:
    """One line as a subject read it, in pixels of the picture."""

    text: str
    quad: Quad


@dataclass
class _Group:
    """Lines of truth and reading that share a place: one may be split or joined in the other."""

    truth: list[int] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)


def plain(text: str) -> str:
    """Without spaces, full-width signs narrow: neither is a reading mistake."""
    told = unicodedata.normalize("NFKC", text).replace("￥", "¥")
    return "".join(sign for sign in told if not sign.isspace())


def distance(a: str, b: str) -> int:
    """Characters to insert, drop or replace (Levenshtein)."""
    row = np.arange(len(b) + 1)
    other = np.array([ord(sign) for sign in b], np.int32)
    for count, sign in enumerate(a, 1):
        change = np.minimum(row[1:] + 1, row[:-1] + (other != ord(sign)))
        best = np.concatenate(([count], change))
        # An insertion may follow any earlier place: the running minimum of best - index gives it in one sweep.
        row = np.minimum.accumulate(best - np.arange(len(b) + 1)) + np.arange(len(b) + 1)
    return int(row[-1])


def character_errors(
    page: PageTruth, size: tuple[int, int], seen: Sequence[Seen], into: dict[Style, Errors]
) -> list[tuple[str, str]]:
    """Adds the errors of a page, by the style of what was written; returns what was wrong as (truth, read).

    `size` is that of the picture, width and height. What is read where nothing stands counts as wrong print;
    seals, and what is read in them alone, do not count.
    """
    move = _upright(page, size)
    boxes = [_box(line.quad, move) for line in page.lines]
    places = [_box(line.quad, move) for line in seen]
    texts = list(page.lines)
    wrong = []
    for group in _groups(texts, boxes, places):
        mine = [at for at in group.truth if texts[at].style is not Style.SEAL]
        read = plain("".join(seen[at].text for at in _in_order(group.seen, places)))
        if not mine:
            if not group.truth:
                into[Style.PRINT].add(len(read), 0)
                wrong.append(("", read))
            continue
        written = plain("".join(texts[at].text for at in _in_order(mine, boxes)))
        styles = {texts[at].style for at in mine}
        style = next((each for each in (Style.HAND, Style.VERTICAL) if each in styles), Style.PRINT)
        errors = distance(written, read)
        into[style].add(errors, len(written))
        if errors:
            wrong.append((written, read))
    return wrong


def overlap(a: Quad, b: Quad) -> float:
    """Intersection over union of two convex quadrangles."""
    one, two = np.array(a, np.float32), np.array(b, np.float32)
    shared = float(cv2.intersectConvexConvex(one, two)[0])
    whole = cv2.contourArea(one) + cv2.contourArea(two) - shared
    return shared / whole if whole > 0 else 0.0


def whole_picture(size: tuple[int, int], turned: int) -> Quad:
    """The corners of a picture, from the top left of what is written on its page."""
    width, height = float(size[0]), float(size[1])
    corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
    first = turned // 90
    a, b, c, d = corners[first:] + corners[:first]
    return a, b, c, d


def _upright(page: PageTruth, size: tuple[int, int]) -> NDArray[np.float64]:
    quad = page.quad or whole_picture(size, page.orientation)
    target = np.array([(0, 0), (_SIDE, 0), (_SIDE, _SIDE), (0, _SIDE)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(np.array(quad, np.float32), target), np.float64)


def _box(quad: Quad, move: NDArray[np.float64]) -> NDArray[np.float64]:
    points = cv2.perspectiveTransform(np.array([quad], np.float64), move)[0]
    return np.concatenate([points.min(0), points.max(0)])


def _groups(
    texts: Sequence[LineTruth], boxes: Sequence[NDArray[np.float64]], places: Sequence[NDArray[np.float64]]
) -> list[_Group]:
    """Connected by overlap. A seal lies over other lines, so it only takes what meets nothing else."""
    owner: dict[int, _Group] = {}
    groups = []
    for at in range(len(boxes)):
        owner[at] = _Group(truth=[at])
        groups.append(owner[at])
    for number, place in enumerate(places):
        met = [at for at, box in enumerate(boxes) if _shares(box, place)]
        met = [at for at in met if texts[at].style is not Style.SEAL] or met
        if not met:
            groups.append(_Group(seen=[number]))
            continue
        joined = owner[met[0]]
        for at in met[1:]:
            if owner[at] is not joined:
                gone = owner[at]
                joined.truth += gone.truth
                joined.seen += gone.seen
                groups.remove(gone)
                for each in gone.truth:
                    owner[each] = joined
        joined.seen.append(number)
    return groups


def _shares(a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return False
    tall = min(a[3] - a[1], b[3] - b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return bool(height > 0.45 * tall and width * height > _MET * smaller)


def _in_order(lines: Sequence[int], boxes: Sequence[NDArray[np.float64]]) -> list[int]:
    """Rows from the top, each from the left."""
    rows: list[list[int]] = []
    for at in sorted(lines, key=lambda each: boxes[each][1] + boxes[each][3]):
        box = boxes[at]
        last = boxes[rows[-1][0]] if rows else None
        if last is not None and _apart(box, last) < _SAME_ROW * max(box[3] - box[1], last[3] - last[1]):
            rows[-1].append(at)
        else:
            rows.append([at])
    return [at for row in rows for at in sorted(row, key=lambda each: boxes[each][0])]


def _apart(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return abs(float(a[1] + a[3] - b[1] - b[3])) / 2
