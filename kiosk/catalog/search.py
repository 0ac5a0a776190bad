"""Finds items by what residents type or say: words, nicknames, pinyin, first letters, small slips.

Words are matched at once. Sounds need the pinyin dictionary: `Index.warm` works them out in a thread
of their own, so that neither the first frame nor a search by words waits for it; only a search that
words cannot answer does, once.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kiosk.catalog.item import Item
from kiosk.catalog.pinyin import HAN, Sound, blurred, syllables

LONGEST_QUERY = 60
_GOOD_ENOUGH = 0.3
_NAME, _ALIAS, _ASIDE = 1.0, 0.97, 0.6
_COMMON = re.compile("办理|查询|打印|申请|申领|怎么|如何")
"""Words that every item could have in its name."""


@dataclass(frozen=True)
class Hit:
    """An item that fits, how well (0 to 1), and the word of it that did."""

    item: Item
    score: float
    matched: str


@dataclass(frozen=True)
class _Key:
    """One word of an item as search compares it."""

    item: Item
    said: str
    plain: str
    weight: float
    pairs: frozenset[str]

    def fit(self, query: str, pairs: frozenset[str]) -> float:
        """How well the words themselves fit, 0 to 1."""
        if query == self.plain:
            return 1.0
        han = HAN.match(query) is not None
        if self.weight == _ASIDE:
            return 0.85 if len(query) >= (2 if han else 4) and query in self.plain else 0.0
        if self.plain.startswith(query) and (han or len(query) >= 2):
            return 0.92
        if query in self.plain and (han or len(query) >= 4):
            return 0.85
        return self._fit_loosely(query, pairs)

    def _fit_loosely(self, query: str, pairs: frozenset[str]) -> float:
        """A whole sentence around the word, or a query that has only parts of it."""
        if len(self.plain) >= (2 if HAN.match(self.plain) else 5) and self.plain in query:
            return 0.8 + 0.1 * len(self.plain) / len(query)
        if len(query) >= 3 and HAN.match(query) and _scattered(query, self.plain):
            return 0.65
        shared = len(pairs & self.pairs)
        share = shared / max(1, min(len(pairs), len(self.pairs)))
        return 0.65 * share if shared >= 2 and share >= 0.5 else 0.0


class Index:
    """All searchable words of some items."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._keys = [key for item in items for key in _keys(item)]
        self._sounds: list[Sound] | None = None

    def search(self, text: str, limit: int = 8) -> list[Hit]:
        """Items that fit `text`, best first; nothing fits: an empty list.

        Scores are 1 for the very name, less for an alias, a part, a sound, a slip; at least 0.3.
        """
        query = _plain(text)[:LONGEST_QUERY]
        if not query:
            return []
        pairs = _pairs(query)
        scores = [key.weight * key.fit(query, pairs) for key in self._keys]
        if not (HAN.fullmatch(query) and _any_fits(scores)):
            scores = [max(pair) for pair in zip(scores, self._by_sound(query), strict=True)]
        if not _any_fits(scores):
            scores = self._by_slip(query)
        best: dict[str, Hit] = {}
        for key, score in zip(self._keys, scores, strict=True):
            known = best.get(key.item.code)
            if score >= _GOOD_ENOUGH and (known is None or score > known.score):
                best[key.item.code] = Hit(key.item, round(score, 3), key.said)
        return sorted(best.values(), key=lambda hit: -hit.score)[:limit]

    def _by_sound(self, query: str) -> list[float]:
        return [
            0.9 * key.weight * sound.fit(query) if key.weight != _ASIDE and HAN.search(key.plain) else 0.0
            for key, sound in zip(self._keys, self._heard(), strict=True)
        ]

    def _by_slip(self, query: str) -> list[float]:
        """For what fits nothing as it is: other characters of the same sound, and one or two wrong letters."""
        letters = blurred("".join(syllables(query)))
        if len(letters) < 4:
            return [0.0] * len(self._keys)
        most = 1 if len(letters) < 8 else 2
        found = (
            None if key.weight == _ASIDE else sound.slips(letters, most)
            for key, sound in zip(self._keys, self._heard(), strict=True)
        )
        return [
            0.0 if slips is None else key.weight * (0.7 - 0.1 * slips)
            for key, slips in zip(self._keys, found, strict=True)
        ]

    def _heard(self) -> list[Sound]:
        if self._sounds is None:
            self._sounds = [Sound(key.plain) for key in self._keys]
        return self._sounds


def keywords(item: Item) -> str:
    """Everything a plain "contains" search matches: names, aliases, pinyin, first letters, in lower case.

    Imports the pinyin dictionary when nobody has yet.
    """
    words: dict[str, None] = {}
    for key in _keys(item):
        if key.weight == _ASIDE:
            continue
        words[key.said.lower()] = None
        if HAN.search(key.plain):
            sound = Sound(key.plain)
            words[sound.letters] = None
            words[sound.initials] = None
    return " ".join(words)


def _keys(item: Item) -> list[_Key]:
    names = (item.name.zh, item.name.en, item.short.zh, item.short.en)
    asides = [item.department.zh, item.department.en, item.note.zh, item.note.en]
    for question in item.faq:
        asides += [question.question.zh, question.question.en]
    weighted = [(_NAME, names), (_ALIAS, item.aliases), (_ASIDE, tuple(asides))]
    return [
        _Key(item, said, plain, weight, _pairs(plain))
        for weight, said_by in weighted
        for said in dict.fromkeys(said_by)
        if (plain := _plain(said))
    ]


def _any_fits(scores: list[float]) -> bool:
    return max(scores, default=0.0) >= _GOOD_ENOUGH


def _plain(text: str) -> str:
    """Letters, digits and characters only, in lower case and half width."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring Chinese characters that tell items apart; Latin letters have too few to do so."""
    telling = _COMMON.sub(" ", text)
    return frozenset(run[at : at + 2] for run in HAN.findall(telling) for at in range(len(run) - 1))


def _scattered(query: str, plain: str) -> bool:
    """Whether all characters of `query` stand in `plain` in the same order: 老年证 in 老年优待证."""
    letters = iter(plain)
    return all(letter in letters for letter in query)
