"""Amounts: figures and 大写 have to agree where both stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.fields.rows import Span
from ocr.fields.spots import Spot
from ocr.fields.types import Told
from ocr.values.money import agreed, capital, figures

_CLAUSE = re.compile(r"[。;]|第[一二三四五六七八九十]+条|\n[^\n]{0,12}[:]")
_UNSIGNED = 0.8
"""How sure an amount without sign, unit and 大写 is: its first figure may be a misread ¥."""
_ALONE = 0.97


def amount(places: Sequence[Spot], capitals: Sequence[Spot]) -> list[tuple[Told, float]]:
    """What each place says, together with the 大写 beside it or behind a label of its own; with its quality."""
    elsewhere = {value for spot in capitals if (value := capital(spot.span.text)) is not None}
    if len(elsewhere) > 1:
        return []
    found = []
    for spot in places:
        part = _clause(spot.span)
        told = figures(_before_capital(part).text) or figures(part.text)
        said = capital(part.text)
        apart = next(iter(elsewhere), None)
        if said is not None and apart is not None and said != apart:
            found.append((Told(None, 1.0, part, {"capital": False}), spot.quality))
            continue
        said = apart if said is None else said
        if told is None and said is None:
            continue
        agreement, agree = agreed(told, said)
        checks = {} if agree is None else {"capital": agree}
        sure = 1.0 if agree else _ALONE if told is None or told.marked else _UNSIGNED
        found.append((Told(agreement, sure, part.without_spaces(), checks, proven=bool(agree)), spot.quality))
    if not found and elsewhere:
        spot = capitals[0]
        found.append((Told(f"{elsewhere.pop():.2f}", _ALONE, spot.span.without_spaces()), spot.quality))
    return found


def _clause(span: Span) -> Span:
    """Up to the end of its sentence."""
    match = _CLAUSE.search(span.text)
    return span.part(0, match.start()) if match else span


def _before_capital(span: Span) -> Span:
    """What stands before 大写 in brackets: figures come first."""
    match = re.search(r"\(?大写", span.text)
    return span.part(0, match.start()) if match and match.start() > 2 else span
