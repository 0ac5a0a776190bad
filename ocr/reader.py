"""Leads pictures of one document from the first look to a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from ocr.sheets import Sheet


class Reader:
    """Reads papers with one engine; keeps nothing of them."""

    def __init__(self, engine: Engine, upright: Upright) -> None:
        self._engine = engine
        self._upright = upright

    def warm_up(self) -> None:
        """Reads nothing once: the first page then takes no longer than the next."""
        self._engine.warm_up()

    def sheets(self, picture: Frame) -> list[Sheet]:
        """Every page in a picture, laid flat and upright; nothing is read yet."""
        return lay_flat(picture, self._upright, self._engine)

    def page(self, sheet: Sheet, file: int = 0) -> Page:
        """A sheet with its lines; `file` is the number of the file that it came from."""
        return Page(sheet, [] if sheet.blank else lines_of(self._engine, sheet), file)

    def read(
        self, pictures: Iterable[tuple[int, Frame]], kind: Kind | None = None, today: date | None = None
    ) -> Reading:
        """Reads one document. `pictures` are its pages with the number of their file; see `interpret` for the rest."""
        pages = [self.page(sheet, file) for file, picture in pictures for sheet in self.sheets(picture)]
        return interpret(pages, kind, today)


def interpret(pages: Sequence[Page], kind: Kind | None = None, today: date | None = None) -> Reading:
    """What the pages of one document say; `kind` is what is asked for.

    What is expired is told when `today` is given, and when the pages are of another kind than asked for.
    """
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
