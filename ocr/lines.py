"""The lines of a sheet in the order in which people read them."""

from __future__ import annotations

from ocr.engine import Engine, TextLine
from ocr.sheets import Sheet

_SAME_ROW = 0.5
"""How far apart the middles of two lines of one row may be, in heights of the writing."""


def lines_of(engine: Engine, sheet: Sheet) -> list[TextLine]:
    """Finds and reads every line: rows from the top, each from the left."""
    found = []
    for corners in engine.find(sheet.picture):
        text, score = engine.read(sheet.picture, corners)
        if text.strip():
            found.append(TextLine(text.strip(), score, corners))
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


def _middle(line: TextLine) -> float:
    return float(line.corners[:, 1].mean())
