"""Finds the labels of a form in the rows of a paper: spaced, misread by a character, with remarks in brackets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from ocr.fields.rows import GAP, Row, Sign

_BEFORE = re.compile(r"(?:^|[\s:;,.()、/|_*\-\[\]【】★●])$")
_HEAD = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+[条项]|[一二三四五六七八九十\d]+[、.]|\([一二三四五六七八九十\d]+\))$"
)
_REMARK = re.compile(r"[ \t]{0,2}\(([^()]{1,8})\)")
_COLON = re.compile(r"[ \t]{0,2}[:;]")
_SIGNING = re.compile("[签章]")
_WIDEST = 4.0
"""Heights that may lie between two characters of one spaced label."""
_FUZZY_FROM = 4
"""Characters from which a label may have one that is misread; twice as many, two."""
_COLON_QUALITY, _CELL_QUALITY, _START_QUALITY, _WITHIN_QUALITY = 1.0, 1.0, 0.98, 0.96
_MISREAD_QUALITY = 0.95


@dataclass(frozen=True, repr=False)
class Anchor:
    """A label where it stands."""

    label: str
    row: int
    start: int
    end: int
    """Behind its colon and remark."""
    quality: float
    signing: bool = False
    """It asks for a signature."""
    glued: bool = False
    """What follows follows at once, as in a sentence."""
    first: Sign | None = None
    last: Sign | None = None


def anchors_of(rows: Sequence[Row], labels: Iterable[str]) -> list[Anchor]:
    """Every label of every row, in reading order; of two at one place the longer one."""
    wanted = sorted(set(labels), key=lambda each: -len(each))
    found = []
    for number, row in enumerate(rows):
        if row.pieces[0].upright:
            continue
        taken: list[Anchor] = []
        for label in wanted:
            taken += [each for each in _exact(number, row, label) if not _meets(each, taken)]
        for label in wanted:
            taken += [each for each in _misread(number, row, label) if not _meets(each, taken)]
        found += sorted(taken, key=lambda each: each.start)
    return found


@cache
def _pattern(label: str) -> re.Pattern[str]:
    return re.compile(r"[ \t\-一·.]{0,3}".join(re.escape(sign) for sign in label))


def _exact(number: int, row: Row, label: str) -> Iterable[Anchor]:
    text = row.span.text
    within = label.startswith("~")
    for match in _pattern(label.removeprefix("~")).finditer(text):
        if not (within or _stands_alone(text, match.start(), row.span.signs)):
            continue
        if _is_wide(row.span.signs[match.start() : match.end()]):
            continue
        yield _anchor(number, row, label, match.span(), 1.0)


def _stands_alone(text: str, start: int, signs: Sequence[Sign]) -> bool:
    head = text[:start]
    return bool(signs[start].begins or _BEFORE.search(head) or _HEAD.match(head.split(GAP)[-1].strip()))


def _misread(number: int, row: Row, label: str) -> Iterable[Anchor]:
    """At the beginning of a piece, one character in four may be wrong."""
    plain = label.removeprefix("~")
    if len(plain) < _FUZZY_FROM:
        return
    text, allowed = row.span.text, 1 if len(plain) < 2 * _FUZZY_FROM else 2
    for start, sign in enumerate(row.span.signs):
        if not sign.begins:
            continue
        piece = text[start : start + len(plain)]
        if len(piece) == len(plain) and 0 < Levenshtein.distance(piece, plain, score_cutoff=allowed) <= allowed:
            yield _anchor(number, row, label, (start, start + len(plain)), _MISREAD_QUALITY)


def _anchor(number: int, row: Row, label: str, place: tuple[int, int], quality: float) -> Anchor:
    start, end = place
    text, signs = row.span.text, row.span.signs
    close, signing, glued = end, False, False
    if remark := _REMARK.match(text, close):
        close, signing = remark.end(), bool(_SIGNING.search(remark[1]))
    if colon := _COLON.match(text, close):
        close = colon.end()
        quality *= _COLON_QUALITY
    elif (
        close == len(text)
        or text[close] == GAP
        or (text[close] == " " and signs[close].at >= len(signs[close].piece.text))
    ):
        quality *= _CELL_QUALITY
    else:
        glued = text[close] != " " and close == end
        quality *= _START_QUALITY if signs[start].begins else _WITHIN_QUALITY
    return Anchor(label, number, start, close, quality, signing, glued, signs[start], signs[close - 1])


def _meets(anchor: Anchor, others: Iterable[Anchor]) -> bool:
    return any(anchor.start < other.end and other.start < anchor.end for other in others)


def _is_wide(signs: Sequence[Sign]) -> bool:
    """Whether pieces of what looks like a label stand too far apart."""
    pieces = list(dict.fromkeys(sign.piece for sign in signs))
    return any(b.left - a.right > _WIDEST * a.height for a, b in itertools.pairwise(pieces))
