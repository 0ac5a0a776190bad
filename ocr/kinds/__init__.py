"""Which kind of document pages are, by the words that such documents carry and others do not.

Each kind has a sheet of words with weights (`words.toml`). What is found is summed up; a paper on which no kind finds
`enough` is of another kind. A word may be read a little wrong; the longer it is, the more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ocr.kinds.portrait import shows_a_portrait
from ocr.kinds.sheet import ABSENT, Sheet, sheets
from ocr.pages import Page
from ocr.reading import Kind
from ocr.values.numbers import bank_card, citizen_number
from ocr.values.text import compact

_PROVEN_NUMBER = 2.5
"""What a number is worth that proves itself: nothing else looks like it."""
_CARD_SHAPE = 1.5
"""What the shape of a card is worth for those that say little else."""
_CARD = range(150, 169)
"""Width by height of ISO 7810 ID-1, in hundredths, as it is found."""
_WORDLESS, _NO_WORD = 12, 2
"""So few characters in lines so short are no text: hair and seams of a portrait look like them."""


def tell(pages: Sequence[Page]) -> tuple[Kind, float]:
    """The likeliest kind and how sure that is, 0 to 1."""
    lines = [compact(line.text) for page in pages for line in page.lines]
    text = "\n".join(lines)
    if sum(map(len, lines)) <= _WORDLESS and all(len(line) <= _NO_WORD for line in lines):
        portrait = any(shows_a_portrait(page.sheet.picture) for page in pages if not page.sheet.blank)
        return (Kind.PHOTO, 0.9) if portrait else (Kind.OTHER, 0.5)
    scores = {kind: _score(kind, sheet, text) for kind, sheet in sheets().items()}
    if len(pages) == 1 and _is_card(pages[0]):
        scores[Kind.BANK_CARD] += _CARD_SHAPE
    if scores[Kind.ID_FRONT] >= sheets()[Kind.ID_FRONT].enough:
        del scores[Kind.ID_BACK]  # both sides: what is asked for stands on the front
    best = max(scores, key=lambda kind: scores[kind])
    short = sheets()[best].enough - scores[best]
    if short > 0:
        return Kind.OTHER, 1 / (1 + math.exp(-short))
    rivals = sum(math.exp(score - scores[best]) for kind, score in scores.items() if kind is not best)
    return best, 1 / (1 + rivals + math.exp(short))


def _is_card(page: Page) -> bool:
    height, width = page.sheet.picture.shape[:2]
    return round(100 * width / height) in _CARD


def _score(kind: Kind, sheet: Sheet, text: str) -> float:
    if len(text) > sheet.most:
        return ABSENT
    score = sheet.weigh(text)
    match kind:
        case Kind.BANK_CARD if bank_card(text).value:
            score += _PROVEN_NUMBER
        case Kind.ID_FRONT if citizen_number(text).value:
            score += _PROVEN_NUMBER
    return score
