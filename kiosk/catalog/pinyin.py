"""How Chinese words sound in pinyin, and how those sounds are matched against what somebody typed.

The dictionary costs a few hundred milliseconds at import, so it is imported when first needed.
"""

from __future__ import annotations

import re
from functools import cached_property

HAN = re.compile(r"[\u3400-\u9fff]+")


def syllables(text: str) -> tuple[str, ...]:
    """One toneless syllable for every Chinese character; any other character stands for itself."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  the dictionary must not slow down the first frame

    sounds: list[str] = []
    at = 0
    for run in HAN.finditer(text):
        sounds.extend(text[at : run.start()])
        sounds.extend(lazy_pinyin(run.group()))
        at = run.end()
    sounds.extend(text[at:])
    return tuple(sounds)


def blurred(letters: str) -> str:
    """Pinyin as many people from the south type it: zh/z, ch/c, sh/s and ng/n are the same."""
    for said, heard in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        letters = letters.replace(said, heard)
    return letters


class Sound:
    """A word as it sounds, ready to be matched."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.syllables = syllables(text)
        self.letters = "".join(self.syllables)
        self._known = frozenset(self.letters) | frozenset(text)

    @cached_property
    def initials(self) -> str:
        """The first letter of every syllable."""
        return "".join(sound[0] for sound in self.syllables)

    @cached_property
    def blurred(self) -> str:
        """The letters with the usual confusions taken out."""
        return blurred(self.letters)

    def fit(self, typed: str) -> float:
        """How well `typed` (characters, whole syllables, first letters or any mixture) runs along the word.

        1 for the whole word, 0.9 for its beginning, 0.75 from inside, 0 for not at all.
        """
        if not self._known.issuperset(typed):
            return 0.0
        if end := self._run(typed, 0):
            return 1.0 if end == len(self.syllables) else 0.9
        if len(typed) >= 3 and any(self._run(typed, start) for start in range(1, len(self.syllables))):
            return 0.75
        return 0.0

    def _run(self, typed: str, at: int) -> int:
        """The syllable after the last one used up by `typed` from syllable `at` on; 0 when it does not fit."""
        if not typed:
            return at
        if at == len(self.syllables):
            return 0
        if typed[0] == self.text[at]:
            return self._run(typed[1:], at + 1)
        sound = self.syllables[at]
        for length in range(_common(typed, sound), 0, -1):
            if end := self._run(typed[length:], at + 1):
                return end
        return 0

    def slips(self, typed: str, most: int) -> int | None:
        """How many letters are wrong, missing or too many in `typed` as a beginning of this word, up to `most`.

        `typed` is blurred already. None when there are more.
        """
        if len(set(typed) - set(self.blurred)) > most:
            return None
        row = list(range(len(typed) + 1))
        best = most + 1
        for length, letter in enumerate(self.blurred[: len(typed) + most], start=1):
            above, row = row, [length]
            for place, other in enumerate(typed, start=1):
                row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != other)))
            if min(row) > most:
                break
            best = min(best, row[-1])
        return best if best <= most else None


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
