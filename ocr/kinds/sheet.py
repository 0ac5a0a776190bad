"""The words of each kind with their weights, as words.toml beside this module lists them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz

from ocr.reading import Kind

ABSENT = -10.0
"""The score of what it cannot be."""
_FUZZY_FROM = 4
"""Characters; shorter words with one character wrong are other words."""
_WRONG = 1
"""Characters that may be wrong in a word of _FUZZY_FROM, and one more for each four after them."""


class Sheet(BaseModel):
    """What speaks for one kind, and against it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: dict[str, float]
    """Weight by word, or by words that are alternatives: `出租方|出租人`."""
    never: tuple[str, ...] = ()
    """Each takes as much away as it needs to be enough."""
    enough: float = Field(default=3.5, gt=0)
    """From which sum on it is one."""
    most: int = Field(default=1_000_000, gt=0)
    """Characters; a paper with more is none."""

    def weigh(self, text: str) -> float:
        """The sum of what a text says for and against it."""
        gained = sum(weight for word, weight in self.words.items() if says(text, word))
        return gained - self.enough * sum(says(text, word) for word in self.never)


def says(text: str, words: str) -> bool:
    """Whether one of the alternatives stands in a text, perhaps with a wrong character."""
    return any(_says(text, word) for word in words.split("|"))


def _says(text: str, word: str) -> bool:
    if word in text:
        return True
    if len(word) < _FUZZY_FROM:
        return False
    wrong = _WRONG + (len(word) - _FUZZY_FROM) // 4
    least = 100 * (1 - wrong / len(word)) - 1e-6
    return fuzz.partial_ratio(word, text, score_cutoff=least) > 0


@cache
def sheets() -> dict[Kind, Sheet]:
    """All of them."""
    file = resources.files("ocr.kinds").joinpath("words.toml")
    return {Kind(kind): Sheet.model_validate(sheet) for kind, sheet in tomllib.loads(file.read_text("utf-8")).items()}
