"""Tables for a terminal, in which a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

GAP = "  "


def width(text: str) -> int:
    """Columns that a text takes (Unicode annex 11; what combines takes none)."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def padded(text: str, columns: int) -> str:
    """The text, filled up with blanks."""
    return text + " " * max(0, columns - width(text))


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows under their heads; a cell with nothing in it is a dash."""
    cells = [list(head), *([_cell(each) for each in row] for row in rows)]
    columns = [max(width(row[place]) for row in cells) for place in range(len(head))]
    return "\n".join(
        GAP.join(padded(cell, size) for cell, size in zip(row, columns, strict=True)).rstrip() for row in cells
    )


def facts(pairs: Sequence[tuple[str, object]]) -> str:
    """Names and values below each other."""
    longest = max((width(name) for name, _ in pairs), default=0)
    return "\n".join(f"{padded(name, longest)}{GAP}{_cell(value)}" for name, value in pairs)


def _cell(value: object) -> str:
    match value:
        case None | "":
            return "-"
        case True:
            return "yes"
        case False:
            return "no"
        case list() | tuple():
            return ", ".join(map(str, value)) or "-"
        case float():
            return f"{value:g}"
    return " ".join(str(value).split())
