"""Weighs the good frames of a face check: when is it this person, when is it not, when is it nobody alive."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean, median

from kiosk.vision.protocol import FaceVerdict
from kiosk.vision.reference import NOBODY

DECISIVE_S = 2.0
"""Long enough to look up and blink; whoever has not come close to the threshold by then is somebody else."""
PATIENT_S = 6.0
"""When frames contradict each other, no longer than this: every further try helps a fraud more than a resident."""
LIVELY = 6
"""So many frames at most say together whether somebody is alive: a single one neither refuses nor helps."""
FEW = 8
"""No refusal on fewer good frames."""


@dataclass(frozen=True)
class Sample:
    """One good frame: cosine against the reference, probability of a live face."""

    score: float
    live: float
    who: int = 0
    """Which of the references it is; `NOBODY` when that is not clear."""


@dataclass(frozen=True)
class Thresholds:
    """From which score on two faces count as one person, and a face as alive."""

    match: float
    live: float
    search: float = 0.5
    """1:N: cosine of the best."""
    margin: float = 0.05
    """1:N: how far the second must be behind."""


class Judge:
    """Takes samples in the order they were seen and ends with one verdict.

    Accepts when `frames` good frames in a row agree that it is this person, and those of the row are alive in the
    mean of the last `LIVELY`. Refuses early when
    not one of at least `FEW` frames came up to a threshold, and later when they do not agree.
    """

    def __init__(self, frames: int, match: float, live: float) -> None:
        self._needed = frames
        self._match = match
        self._live = live
        self._samples: list[Sample] = []
        self._run = 0
        self._first_at: float | None = None

    @property
    def progress(self) -> float:
        """How much of the agreement is there, 0 to 1."""
        return min(1.0, self._run / self._needed)

    def add(self, sample: Sample, at: float) -> FaceVerdict | None:
        """One more good frame, seen at monotonic second `at`; the verdict when this settles it."""
        self._samples.append(sample)
        self._first_at = at if self._first_at is None else self._first_at
        good = sample.score >= self._match and sample.who != NOBODY
        same = len(self._samples) < 2 or self._samples[-2].who == sample.who
        self._run = (self._run + 1 if same else 1) if good else 0
        row = self._samples[-min(self._run, max(self._needed, LIVELY)) :] if self._run >= self._needed else []
        if row and mean(one.live for one in row) >= self._live:
            return self._verdict(row, match=True, live=True)
        waited = at - self._first_at
        enough = len(self._samples) >= max(FEW, self._needed)
        if enough and waited >= DECISIVE_S and self._hopeless():
            return self.conclude()
        if enough and waited >= PATIENT_S:
            return self.conclude()
        return None

    def interrupt(self) -> None:
        """The face went out of view: who comes back may be somebody else, so agreement begins anew."""
        self._run = 0

    def conclude(self) -> FaceVerdict | None:
        """What the frames so far come to when no agreement was reached; None when there are too few."""
        if len(self._samples) < self._needed:
            return None
        match = median(sample.score for sample in self._samples) >= self._match
        live = median(sample.live for sample in self._samples) >= self._live
        # Matching and alive, yet never in a row: that is not a person who stands still before a camera.
        return self._verdict(self._samples, match=match, live=live and not match)

    def _hopeless(self) -> bool:
        return (
            max(sample.score for sample in self._samples) < self._match
            or max(sample.live for sample in self._samples) < self._live
        )

    def _verdict(self, samples: list[Sample], *, match: bool, live: bool) -> FaceVerdict:
        return FaceVerdict(
            match=match,
            live=live,
            score=max(sample.score for sample in samples),
            live_score=median(sample.live for sample in samples),
            threshold=self._match,
            frames=len(self._samples),
            who=samples[-1].who,
        )
