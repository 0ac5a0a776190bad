"""Lines of a flat page as rows of signs, each of which knows where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

import numpy as np

from ocr.engine import Corners, TextLine
from ocr.pages import Page
from ocr.reading import Quad
from ocr.values.text import plain

_SAME_ROW = 0.5
"""How far apart the ends of two neighbours in a row may be, in heights of the lower one."""
_COLUMN = 1.2
"""From which gap on, in heights, two lines stand in different columns."""
_LAPPED = 1.0
"""How far the frames of neighbours may lap over each other, in heights."""
_UPRIGHT = 1.5
"""From which height, in widths, a line runs from top to bottom."""
_NARROW, _SPACE = 0.55, 0.35
"""Widths of signs in widths of a Chinese character."""
GAP, BREAK = "\t", "\n"
"""Between columns of a row, and between rows."""


@dataclass(frozen=True, eq=False, repr=False)
class Piece:
    """One line as the engine found it."""

    text: str
    score: float
    corners: Corners
    page: int
    edges: tuple[float, ...]
    """Where each sign begins and the last one ends, 0 to 1."""

    @cached_property
    def left(self) -> float:
        """In pixels of the sheet, as the others."""
        return float(self.corners[(0, 3), 0].mean())

    @cached_property
    def right(self) -> float:
        """Its end."""
        return float(self.corners[(1, 2), 0].mean())

    @cached_property
    def top(self) -> float:
        """Its upper side."""
        return float(self.corners[(0, 1), 1].mean())

    @cached_property
    def bottom(self) -> float:
        """Its lower side."""
        return float(self.corners[(2, 3), 1].mean())

    @cached_property
    def middle(self) -> float:
        """Half way down."""
        return float(self.corners[:, 1].mean())

    @cached_property
    def height(self) -> float:
        """Of its writing."""
        return max(1.0, float(np.hypot(*(self.corners[3] - self.corners[0]))))

    @cached_property
    def starts(self) -> float:
        """Half way down its first sign."""
        return float(self.corners[(0, 3), 1].mean())

    @cached_property
    def ends(self) -> float:
        """Half way down its last sign."""
        return float(self.corners[(1, 2), 1].mean())

    @cached_property
    def upright(self) -> bool:
        """Whether it runs from top to bottom."""
        return len(self.text) > 1 and self.height > _UPRIGHT * (self.right - self.left)

    def part(self, start: int, end: int) -> Corners:
        """The corners of some of its signs."""
        a, b = self.edges[start], self.edges[end]
        top, low = self.corners[1] - self.corners[0], self.corners[2] - self.corners[3]
        return np.array(
            [
                self.corners[0] + a * top,
                self.corners[0] + b * top,
                self.corners[3] + b * low,
                self.corners[3] + a * low,
            ],
            np.float32,
        )


@dataclass(frozen=True, repr=False)
class Sign:
    """One character of a row."""

    char: str
    piece: Piece
    at: int
    """Its place in the piece; the end of it for what stands between pieces."""

    @property
    def left(self) -> float:
        """Where it begins, in pixels of the sheet."""
        piece = self.piece
        return piece.left + piece.edges[self.at] * (piece.right - piece.left)

    @property
    def begins(self) -> bool:
        """Whether its piece begins with it."""
        return self.at == 0


@dataclass(frozen=True, repr=False)
class Span:
    """Some text with the places that it stands in."""

    signs: tuple[Sign, ...] = ()

    @property
    def text(self) -> str:
        """Its signs; GAP and BREAK stand between columns and rows."""
        return "".join(sign.char for sign in self.signs)

    @property
    def pieces(self) -> list[Piece]:
        """The lines that it is taken from, in order."""
        return list(dict.fromkeys(sign.piece for sign in self.signs if sign.char not in (GAP, BREAK, " ")))

    @property
    def score(self) -> float:
        """The lowest of its lines."""
        return min((piece.score for piece in self.pieces), default=0.0)

    @property
    def alone(self) -> bool:
        """Whether nothing else stands in its lines."""
        return len(self.without_spaces().signs) >= sum(len(piece.text.replace(" ", "")) for piece in self.pieces)

    @property
    def lost(self) -> float:
        """How many signs of its worst line may be wrong, by the engine's score: that is a mean over signs."""
        return max((len(piece.text) * (1 - piece.score) for piece in self.pieces), default=0.0)

    def part(self, start: int, end: int | None = None) -> Span:
        """Some of it."""
        return Span(self.signs[start:end])

    def stripped(self) -> Span:
        """Without what stands between at its ends."""
        text = self.text
        return Span(self.signs[len(text) - len(text.lstrip()) : len(text.rstrip())])

    def without_spaces(self) -> Span:
        """The same without what stands between."""
        return Span(tuple(sign for sign in self.signs if not sign.char.isspace()))

    def place(self) -> Corners | None:
        """Around all of it, in pixels of its sheet; None when it is empty."""
        parts = []
        for piece in self.pieces:
            own = [sign.at for sign in self.signs if sign.piece is piece and sign.at < len(piece.text)]
            parts.append(piece.part(min(own), max(own) + 1))
        if len(parts) < 2:
            return parts[0] if parts else None
        points = np.concatenate(parts)
        (left, top), (right, bottom) = points.min(0), points.max(0)
        return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


@dataclass(frozen=True, repr=False)
class Row:
    """Lines that stand side by side."""

    page: int
    span: Span
    pieces: tuple[Piece, ...]

    @property
    def middle(self) -> float:
        """Half way down."""
        return sum(piece.middle for piece in self.pieces) / len(self.pieces)


@dataclass(frozen=True, repr=False)
class Text:
    """All rows of a document."""

    pages: tuple[Page, ...]
    rows: tuple[Row, ...] = field(default=())

    def clearness(self, page: int) -> float:
        """How surely a page was read as a whole: the engine's middle score of its lines, 0 to 1."""
        scores = [line.score for line in self.pages[page].lines if len(line.text) > 1]
        return median(scores) if scores else 0.0

    def outside(self, span: Span) -> tuple[int, Quad | None]:
        """Page of a span, and its corners in the picture."""
        if not span.signs:
            return 0, None
        page = span.signs[0].piece.page
        place = Span(tuple(sign for sign in span.signs if sign.piece.page == page)).place()
        return page, None if place is None else self.pages[page].sheet.outside(place)


def rows_of(pages: Sequence[Page]) -> Text:
    """Every row of every page, from the top."""
    rows = []
    for number, page in enumerate(pages):
        pieces = [piece for line in page.lines if (piece := _piece(line, number)).text]
        rows += [_row(number, group) for group in _grouped(pieces)]
    return Text(tuple(pages), tuple(rows))


def _piece(line: TextLine, page: int) -> Piece:
    text = plain(line.text)
    widths = [_SPACE if sign == " " else _NARROW if sign.isascii() else 1.0 for sign in text]
    whole, edges = sum(widths) or 1.0, [0.0]
    for width in widths:
        edges.append(min(1.0, edges[-1] + width / whole))
    return Piece(text, line.score, line.corners, page, tuple(edges))


def _grouped(pieces: list[Piece]) -> list[list[Piece]]:
    """Each piece goes on the row whose end lies at the height where the piece begins."""
    groups: list[list[Piece]] = [[piece] for piece in pieces if piece.upright]
    lying: list[list[Piece]] = []
    for piece in sorted((piece for piece in pieces if not piece.upright), key=lambda each: each.left):
        near = [group for group in lying if _follows(piece, group[-1])]
        if near:
            min(near, key=lambda group: abs(_expected(group[-1], piece.left) - piece.starts)).append(piece)
        else:
            lying.append([piece])
    return sorted(groups + lying, key=lambda group: sum(piece.middle for piece in group) / len(group))


def _read_twice(before: Piece, piece: Piece) -> bool:
    """Whether the last sign of a line is the first of the next one: their frames lap over each other there."""
    lapped = before.right - piece.left
    return len(before.text) > 1 and before.text[-1] == piece.text[0] and lapped > 0.4 * min(before.height, piece.height)


def _follows(piece: Piece, last: Piece) -> bool:
    low = min(piece.height, last.height)
    if (
        piece.left < last.right - _LAPPED * low
        or piece.left < last.left + low
        or max(piece.height, last.height) > 2.6 * low
    ):
        return False
    return abs(_expected(last, piece.left) - piece.starts) < _SAME_ROW * low


def _expected(last: Piece, x: float) -> float:
    """How far down a row would be at `x`; only longish lines tell a slope."""
    width = last.right - last.left
    slope = (last.ends - last.starts) / width if width > 4 * last.height else 0.0
    return last.ends + max(-0.05, min(0.05, slope)) * (x - last.right)


def _row(page: int, pieces: Sequence[Piece]) -> Row:
    signs: list[Sign] = []
    for piece in pieces:
        if signs:
            before = signs[-1].piece
            if _read_twice(before, piece):
                signs.pop()
            wide = piece.left - before.right > _COLUMN * min(before.height, piece.height)
            signs.append(Sign(GAP if wide else " ", before, len(before.text)))
        signs += [Sign(sign, piece, at) for at, sign in enumerate(piece.text)]
    return Row(page, Span(tuple(signs)), tuple(pieces))
