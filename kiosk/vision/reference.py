"""Whom a face is compared with: the one portrait of a card, or everybody who enrolled on this kiosk."""

from __future__ import annotations

import mmap
import os
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.vision.shared import SharedTemplates

Embedding = NDArray[np.float32]
"""Numbers that stand for a face, of length one; how many depends on the pack."""

TEMPLATE_TYPE = "<f2"
"""How one number of a template is written: half precision, little-endian; cosines differ by less than 0.001."""
NOBODY = -1


@dataclass(frozen=True)
class Likeness:
    """How alike one face is: cosine of the best, and which one that is, `NOBODY` when it is not clear."""

    score: float
    who: int


class Reference(Protocol):
    """One or many to compare with. It is overwritten when the check is over."""

    threshold: float
    """Cosine from which on it is this person."""

    def compare(self, embedding: Embedding) -> Likeness:
        """The likeness of one face."""

    def wipe(self) -> None:
        """Overwrites what it holds."""


class PortraitReference:
    """1:1: the portrait of a card."""

    def __init__(self, portrait: Embedding, threshold: float) -> None:
        self._portrait = portrait
        self.threshold = threshold

    def compare(self, embedding: Embedding) -> Likeness:
        """See Reference.compare."""
        return Likeness(float(np.dot(embedding, self._portrait)), 0)

    def wipe(self) -> None:
        """See Reference.wipe."""
        self._portrait.fill(0)


class GalleryReference:
    """1:N: templates as rows; somebody is clear when they are well before the second, or alone."""

    def __init__(self, templates: Embedding, threshold: float, margin: float) -> None:
        self._templates = templates
        self.threshold = threshold
        self._margin = margin

    def compare(self, embedding: Embedding) -> Likeness:
        """See Reference.compare."""
        if not len(self._templates):
            return Likeness(-1.0, NOBODY)
        scores = self._templates @ embedding
        best = int(scores.argmax())
        score = float(scores[best])
        scores[best] = -1.0
        clear = score - float(scores.max()) >= self._margin
        return Likeness(score, best if clear else NOBODY)

    def wipe(self) -> None:
        """See Reference.wipe."""
        self._templates.fill(0)


def take(shared: SharedTemplates, people: int, size: int) -> Embedding:
    """A copy of the first `people` templates of `size` bytes as rows; the shared memory is wiped.

    Raises:
        ValueError: there are fewer.
    """
    if os.fstat(shared.fd).st_size < people * size:
        raise ValueError(f"fewer than {people} templates of {size} bytes")
    if not people:
        return np.zeros((0, 0), np.float32)
    with mmap.mmap(shared.fd, people * size) as memory:
        written = np.frombuffer(memory, TEMPLATE_TYPE).reshape(people, -1)
        rows = written.astype(np.float32)
        del written  # the memory cannot be closed while somebody looks at it
    shared.wipe()
    return rows
