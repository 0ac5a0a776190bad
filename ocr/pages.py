"""A sheet with what is written on it."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.engine import TextLine
from ocr.reading import Line, PageReading
from ocr.sheets import Sheet


@dataclass(frozen=True, repr=False)
class Page:
    """One page that was read."""

    sheet: Sheet
    lines: list[TextLine]
    file: int
    """Which of the files that were given."""

    def told(self) -> PageReading:
        """As part of a reading."""
        return PageReading(
            file=self.file,
            quad=self.sheet.quad,
            orientation=self.sheet.orientation,
            blur=round(self.sheet.blur, 3),
            blank=self.sheet.blank,
            lines=tuple(
                Line(text=line.text, score=round(line.score, 4), quad=self.sheet.outside(line.corners))
                for line in self.lines
            ),
        )
