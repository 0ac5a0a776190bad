"""Grids and pairs of label and value, as forms use them."""

from __future__ import annotations

from collections.abc import Sequence

from bench.papers.canvas import BLACK, Colour, Paper, Pen

Cell = tuple[str, Pen]


def grid(
    paper: Paper,
    left: float,
    top: float,
    widths: Sequence[float],
    height: float,
    rows: Sequence[Sequence[Cell]],
    *,
    ink: Colour = BLACK,
    lined: bool = True,
    middle: bool = False,
) -> float:
    """A table; the last cell of a short row reaches to the right edge. Returns where it ends."""
    right, y = left + sum(widths), top
    for row in rows:
        x, lowest = left, y + height
        edges = []
        for number, (text, pen) in enumerate(row):
            last = number == len(row) - 1
            width = right - x if last else widths[number]
            if middle and paper.measure(text, pen) < width - 2:
                paper.centred(y + (height - pen.size) / 2 - 0.4, text, pen, x, x + width)
            else:
                fits = paper.measure(text, pen) < width - 2.4
                first = y + ((height - pen.size) / 2 if fits else 1.2) - 0.4
                lowest = max(lowest, paper.paragraph(x + 1.2, first, width - 2.4, text, pen, 1.35) + 0.8)
            edges.append(x)
            x += width
        if lined:
            for edge in (*edges, right):
                paper.rule(edge, y, edge, lowest, ink)
            paper.rule(left, y, right, y, ink)
            paper.rule(left, lowest, right, lowest, ink)
        y = lowest
    return y


def pairs(
    paper: Paper,
    rows: Sequence[tuple[str, str]],
    label: Pen,
    value: Pen,
    place: tuple[float, float],
    step: float,
    width: float,
    *,
    mark: str = "：",
    underlined: bool = False,
    above: bool = False,
) -> float:
    """Label and value in rows, or the label above its value. Returns where they end."""
    x, y = place
    stop = x + max(paper.measure(name + mark, label) for name, _ in rows) + 1
    for name, content in rows:
        paper.write(x, y, name + mark, label)
        if above:
            end = paper.paragraph(x, y + label.size * 1.5, width, content, value, 1.4)
            y = max(y + step * 1.4, end + 1.5)
            continue
        end = paper.paragraph(stop, y - (value.size - label.size) / 2, width - (stop - x), content, value, 1.4)
        if underlined:
            paper.rule(stop, y + label.size * 1.4, x + width, y + label.size * 1.4, width=0.15)
        y = max(y + step, end)
    return y
