"""Leads pictures of one document from the first look to a reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ocr.advice import of_kind, of_pages
from ocr.engine import Engine
from ocr.fields import take
from ocr.files import Frame
from ocr.flatten import lay_flat
from ocr.kinds import tell
from ocr.lines import lines_of
from ocr.orientation import Upright
from ocr.pages import Page
from ocr.reading import Kind, Reading


class Reader:
    """Reads papers with one engine; keeps nothing of them."""

    def __init__(self, engine: Engine, upright: Upright) -> None:
        self._engine = engine
        self._upright = upright

    def read(
        self, pictures: Iterable[tuple[int, Frame]], kind: Kind | None = None, today: date | None = None
    ) -> Reading:
        """Reads one document. `pictures` are its pages with the number of their file; `kind` is what is asked for.

        What is expired is told when `today` is given, and when the pages are of another kind than asked for.
        """
        pages = [
            Page(sheet, [] if sheet.blank else lines_of(self._engine, sheet), file)
            for file, picture in pictures
            for sheet in lay_flat(picture, self._upright, self._engine)
        ]
        told, sure = tell(pages)
        found, confidence = (told, sure) if kind is None else (kind, sure if told is kind else 1 - sure)
        fields, advice = take(found, pages, today)
        advice = [*of_pages(pages), *of_kind(found, told, sure), *advice]
        return Reading(
            kind=found,
            confidence=round(confidence, 4),
            pages=tuple(page.told() for page in pages),
            fields=fields,
            advice=tuple(advice),
        )
