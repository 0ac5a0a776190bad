"""Where the value of a label stands: behind it, in the next cell, over several lines, below, or in the sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.fields.labels import Anchor
from ocr.fields.rows import BREAK, GAP, Piece, Row, Sign, Span

_ALIGNED = 1.5
"""How far lines of one value may begin apart, in heights."""
_INDENTED = 7.0
"""The same for lines of a value that begins in one line with its label, whose spaces are lost."""
_NEXT_LINE = 0.95
"""How much room may be between lines of one value, in heights."""
_BELOW = 3.0
"""How far below its label a value may begin, in heights."""
_BESIDE = 40.0
_RAGGED = 3.5
"""How far short of the others a line may end that goes on below, in heights."""
_MOST_LINES = 6
_LONGEST_FLOW = 160
_ABOVE_SHARE = 0.4
"""From which share of labels without anything behind them on, values stand below their labels."""


@dataclass(frozen=True, repr=False)
class Spot:
    """A place where a value may stand, the likeliest first."""

    span: Span
    quality: float


class Finder:
    """Looks around labels."""

    def __init__(self, rows: Sequence[Row], anchors: Sequence[Anchor]) -> None:
        self._rows = rows
        self._by_row: dict[int, list[Anchor]] = defaultdict(list)
        for anchor in anchors:
            self._by_row[anchor.row].append(anchor)
        self._row_of = {piece: number for number, row in enumerate(rows) for piece in row.pieces}
        empty = [anchor for anchor in anchors if not self._behind(anchor).signs and not self._beside(anchor)]
        self._stacked = len(empty) >= max(2, _ABOVE_SHARE * len(anchors))

    def spots(self, anchor: Anchor, *, lines: bool, flows: bool, proven: bool) -> list[Spot]:
        """Where the value of `anchor` may be. `lines`: it may take several; `flows`: it may run on in a text;
        `proven`: its type leaves no doubt, so it may be sought below although values do not stand there."""
        behind = self._behind(anchor)
        if flows:
            flowing = self._flow(anchor, behind)
            if flowing.text.strip():
                return [Spot(flowing, anchor.quality)]
        if behind.text.strip():
            return [Spot(self._whole(anchor, behind) if lines else behind, anchor.quality)]
        if beside := self._beside(anchor):
            span = _joined([self._upto(piece) for piece in beside])
            return [Spot(self._whole(anchor, span) if lines else span, 0.99 * anchor.quality)]
        if (self._stacked or proven) and (below := self._below(anchor)):
            span = self._upto(below)
            return [
                Spot(self._whole(anchor, span) if lines else span, (0.98 if self._stacked else 0.95) * anchor.quality)
            ]
        return []

    def _behind(self, anchor: Anchor) -> Span:
        """The rest of its row before the next label."""
        row = self._rows[anchor.row]
        ends = [other.start for other in self._by_row[anchor.row] if other.start >= anchor.end]
        return row.span.part(anchor.end, min(ends, default=None)).stripped()

    def _upto(self, piece: Piece) -> Span:
        """A piece and what follows it in its row, before the next label."""
        number = self._row_of[piece]
        signs = self._rows[number].span.signs
        start = next(at for at, sign in enumerate(signs) if sign.piece is piece and sign.at == 0)
        ends = [other.start for other in self._by_row[number] if other.start >= start]
        return self._rows[number].span.part(start, min(ends, default=None)).stripped()

    def _beside(self, anchor: Anchor) -> list[Piece]:
        """Lines right of a label that stand at its height but in no row with it: its cell has several lines."""
        assert anchor.last is not None
        own = anchor.last.piece
        found = [
            piece
            for piece in self._free(own.page)
            if _overlaps(piece, own) and piece.left > own.right - 0.3 * own.height
        ]
        found = [piece for piece in found if piece.left - own.right < _BESIDE * own.height]
        barred = [
            other.first.left
            for number, others in self._by_row.items()
            for other in others
            if other.first is not None and other.first.piece.page == own.page and number != anchor.row
            if _overlaps(other.first.piece, own) and other.first.left > own.right
        ]
        barred += [
            other.first.left
            for other in self._by_row[anchor.row]
            if other.first is not None and other.start >= anchor.end
        ]
        found = [piece for piece in found if piece.left < min(barred, default=float("inf"))]
        if not found:
            return []
        left = min(piece.left for piece in found)
        return sorted((each for each in found if each.left - left < 2 * own.height), key=lambda each: each.middle)

    def _below(self, anchor: Anchor) -> Piece | None:
        """The nearest line under a label."""
        assert anchor.first is not None
        assert anchor.last is not None
        own, left = anchor.first.piece, anchor.first.left
        right = anchor.last.piece.right if anchor.last.at >= len(anchor.last.piece.text) - 1 else own.right
        under = [
            piece
            for piece in self._free(own.page)
            if piece.middle > own.middle and piece.top - own.bottom < _BELOW * own.height
            if piece.left < right and piece.right > left and piece.left > left - 2 * own.height
            if not self._labelled(piece)
        ]
        return min(under, key=lambda each: each.middle, default=None)

    def _whole(self, anchor: Anchor, span: Span) -> Span:
        """A value with its further lines under it, and over it where its label stands at half its height."""
        assert anchor.first is not None
        if not span.without_spaces().signs:
            return span
        span = _first_cell(span)
        first = span.without_spaces().signs[0]
        height, label = first.piece.height, anchor.first.piece
        reach = (first.left - _ALIGNED * height, first.left + _ALIGNED * height)
        if anchor.last is not None and first.piece is anchor.last.piece:  # where the value begins is a guess
            reach = (anchor.first.left + height, first.left + _INDENTED * height)
        blocks = [span]
        last = span.pieces[-1]
        full = max(piece.right for piece in span.pieces)
        while len(blocks) < _MOST_LINES and (piece := self._neighbour(last, reach, height, down=True)):
            if last.right < full - _RAGGED * height or piece.right > last.right + _RAGGED * height:
                break
            blocks.append(_first_cell(self._upto(piece)))
            last, full = piece, max(full, piece.right)
        upper = span.pieces[0]
        while len(blocks) < _MOST_LINES and (piece := self._neighbour(upper, reach, height, down=False)):
            lines_below = len(blocks) - 1
            distance = abs(piece.middle - label.middle)
            if not (distance < 0.95 * height or (lines_below and distance < 0.7 * height * (lines_below + 1))):
                break
            blocks.insert(0, _first_cell(self._upto(piece)))
            upper = piece
        return _joined(_unbroken(blocks, _RAGGED * height))

    def _neighbour(self, piece: Piece, reach: tuple[float, float], height: float, *, down: bool) -> Piece | None:
        """The next line of a block: near, aligned, as high, and no label before it in its row."""
        for other in self._free(piece.page):
            room = other.top - piece.bottom if down else piece.top - other.bottom
            beyond = (other.middle - piece.middle) * (1 if down else -1) > 0.5 * height
            alike = 0.55 < other.height / height < 1.8
            if beyond and room < _NEXT_LINE * height and reach[0] < other.left < reach[1] and alike:
                return None if self._labelled(other) else other
        return None

    def _free(self, page: int) -> Iterable[Piece]:
        """Lines of a page that do not begin with a label."""
        for number, row in enumerate(self._rows):
            if row.page != page or row.pieces[0].upright:
                continue
            heads = {anchor.first.piece for anchor in self._by_row[number] if anchor.first and anchor.first.begins}
            yield from (piece for piece in row.pieces if piece not in heads)

    def _labelled(self, piece: Piece) -> bool:
        """Whether a label stands before a line in its row, near enough to be its own."""
        number = self._row_of[piece]
        before = [each for each in self._by_row[number] if each.first is not None and each.first.left < piece.left]
        if not before:
            return False
        nearest = before[-1]
        assert nearest.last is not None
        own = self._behind(nearest)
        return any(piece is each for each in own.pieces)

    def _flow(self, anchor: Anchor, behind: Span) -> Span:
        """What follows in the text, up to the next row that begins with a label."""
        signs = list(behind.signs)
        ends = [other.start for other in self._by_row[anchor.row] if other.start >= anchor.end]
        if ends:
            return Span(tuple(signs))
        page = self._rows[anchor.row].page
        for number in range(anchor.row + 1, len(self._rows)):
            row = self._rows[number]
            starts = [other.start for other in self._by_row[number]]
            if row.page != page or len(signs) > _LONGEST_FLOW or (starts and starts[0] < 4):
                break
            if signs:
                signs.append(Sign(BREAK, signs[-1].piece, len(signs[-1].piece.text)))
            signs += row.span.signs[: min(starts, default=None)]
            if starts:
                break
        return Span(tuple(signs))


def _overlaps(a: Piece, b: Piece) -> bool:
    """Whether two lines share some of their height."""
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.1 * min(a.height, b.height)


def _unbroken(blocks: Sequence[Span], ragged: float) -> Sequence[Span]:
    """Lines up to the first that ends short of the others: what stands below it is something else."""
    ends = [max(piece.right for piece in block.pieces) for block in blocks]
    short = [number for number, end in enumerate(ends) if end < max(ends) - ragged]
    return blocks[: short[0] + 1] if short else blocks


def _first_cell(span: Span) -> Span:
    """Up to the next column, line by line."""
    kept: list[Sign] = []
    passed = False
    for sign in span.signs:
        passed = (passed or sign.char == GAP) and sign.char != BREAK
        if not passed:
            kept.append(sign)
    return Span(tuple(kept))


def _joined(blocks: Sequence[Span]) -> Span:
    signs: list[Sign] = []
    for block in blocks:
        if signs and block.signs:
            signs.append(Sign(BREAK, signs[-1].piece, len(signs[-1].piece.text)))
        signs += block.signs
    return Span(tuple(signs))
