"""The lines of a sheet in the order in which people read them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.engine import Corners, Engine, TextLine
from ocr.files import Frame
from ocr.ink import around, stamped, touches, without
from ocr.sheets import Sheet
from ocr.strips import joined

_SAME_ROW = 0.5
"""How far apart the middles of two lines of one row may be, in heights of the writing."""
_SURE = 0.97
"""From which score on a line under a stamp is not read again."""


_EDGE = 8.0
"""Pixels; what comes nearer to the edge of a part may be cut off."""
_LEAST = 0.5
"""Score under which there is no writing but a pattern, a stroke or half a stamp."""
_LEAST_SHORT = 0.7
"""The same for one or two characters: anything looks like those."""


def lines_of(engine: Engine, sheet: Sheet) -> list[TextLine]:
    """Finds and reads every line, also under red stamps: rows from the top, each from the left."""
    red = stamped(sheet.picture)
    if red is None:
        found = [_line(engine, sheet.picture, corners) for corners in engine.find(sheet.picture)]
        return in_order([line for line in found if _is_writing(line)])
    cleaned = without(sheet.picture, red)
    found = []
    for corners in joined(joined([], _under_stamps(engine, cleaned, red)), engine.find(sheet.picture)):
        line = _line(engine, sheet.picture, corners)
        if touches(red, corners) and line.score < _SURE:
            line = max(line, _line(engine, cleaned, corners), key=lambda each: each.score)
        if _is_writing(line):
            found.append(line)
    cleaned.fill(0)
    return in_order(found)


def in_order(lines: list[TextLine]) -> list[TextLine]:
    """Rows from the top, each from the left."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=_middle):
        if rows and _middle(line) - _middle(rows[-1][0]) < _SAME_ROW * min(line.height, rows[-1][0].height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: float(each.corners[:, 0].min()))]


def _under_stamps(engine: Engine, cleaned: Frame, red: NDArray[np.uint8]) -> list[Corners]:
    """Lines near stamps that are wholly within what is looked at."""
    found = []
    for left, top, right, bottom in around(red):
        part = cleaned[top:bottom, left:right]
        limit = np.array((right - left, bottom - top), np.float32) - _EDGE
        whole = [each for each in engine.find(part) if each.min() > _EDGE and (each.max(0) < limit).all()]
        found += [corners + np.array((left, top), np.float32) for corners in whole]
    return found


def _line(engine: Engine, picture: Frame, corners: Corners) -> TextLine:
    text, score = engine.read(picture, corners)
    return TextLine(text.strip(), score, corners)


def _is_writing(line: TextLine) -> bool:
    return bool(line.text) and line.score >= (_LEAST if len(line.text) > 2 else _LEAST_SHORT)


def _middle(line: TextLine) -> float:
    return float(line.corners[:, 1].mean())
