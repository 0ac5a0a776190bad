"""How well scores tell one person from another: error rates, and what they may claim on so many pairs.

A score is a cosine; a pair is accepted when its score reaches the threshold. Terms of ISO/IEC 19795-1: FAR is the
share of impostor pairs that are accepted, FRR that of genuine pairs that are refused, TAR = 1 - FRR.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Equal:
    """Where FAR and FRR meet: `rate` 0 to 1, at `threshold`."""

    rate: float
    threshold: float


@dataclass(frozen=True)
class Accepted:
    """TAR, 0 to 1, at the lowest threshold with no more than `far` of the impostors accepted.

    `supported` is False with fewer than 1/FAR impostor pairs: then not one of them may pass, and the true FAR at that
    threshold may well be higher than the one that is asked for.
    """

    far: float
    tar: float
    threshold: float
    supported: bool


@dataclass(frozen=True)
class Rates:
    """What one threshold does, each 0 to 1; None where there are no such pairs."""

    far: float | None
    frr: float | None
    accuracy: float | None
    """Share of all pairs that are judged rightly."""


def roc(genuine: ArrayLike, impostor: ArrayLike) -> tuple[Scores, Scores, Scores]:
    """Thresholds in rising order with FAR and FRR at each: every score once, and one above them all.

    Raises:
        ValueError: there are no genuine or no impostor pairs, or a score is not finite.
    """
    same, other = _sorted(genuine), _sorted(impostor)
    if not len(same) or not len(other):
        raise ValueError("a curve takes genuine and impostor pairs")
    scores = np.unique(np.concatenate([same, other]))
    thresholds = np.append(scores, np.nextafter(scores[-1], np.inf))
    far = 1.0 - np.searchsorted(other, thresholds, side="left") / len(other)
    frr = np.searchsorted(same, thresholds, side="left") / len(same)
    return thresholds, far, frr


def equal_error(genuine: ArrayLike, impostor: ArrayLike) -> Equal | None:
    """The equal error rate, between two thresholds on the straight line; None when one side has no pairs."""
    same, other = _sorted(genuine), _sorted(impostor)
    if not len(same) or not len(other):
        return None
    thresholds, far, frr = roc(same, other)
    # At the lowest threshold FAR is 1 and FRR 0, above the last score it is the other way round: they do cross.
    above = int(np.argmax(frr >= far))
    below = above - 1
    ahead, behind = frr[above] - far[above], far[below] - frr[below]
    part = behind / (ahead + behind)
    if ahead == 0.0:
        # They stay equal over a gap between impostors and genuine pairs: its middle is the fairest threshold.
        last = above + int(np.count_nonzero((frr == frr[above]) & (far == far[above]))) - 1
        # Acceptance changes just above the threshold before.
        middle = (thresholds[above - 1] + thresholds[last]) / 2
        return Equal(float(frr[above]), float(middle))
    rate = frr[below] + part * (frr[above] - frr[below])
    return Equal(float(rate), float(thresholds[below] + part * (thresholds[above] - thresholds[below])))


def accepted_at(genuine: ArrayLike, impostor: ArrayLike, far: float) -> Accepted | None:
    """TAR at a FAR; None when one side has no pairs.

    Raises:
        ValueError: `far` is not between 0 and 1.
    """
    if not 0.0 < far < 1.0:
        raise ValueError("a FAR is between 0 and 1")
    same, other = _sorted(genuine), _sorted(impostor)
    if not len(same) or not len(other):
        return None
    # A FAR of 0.1 of 10 pairs is one pair, whatever a float makes of the product.
    allowed = int(np.floor(far * len(other) * (1 + 1e-9)))
    threshold = float(np.nextafter(other[len(other) - allowed - 1], np.inf))
    # Equal scores pass or fail together: the threshold is above all that must fail.
    tar = 1.0 - float(np.searchsorted(same, threshold, side="left")) / len(same)
    return Accepted(far, tar, threshold, supported=allowed >= 1)


def rates_at(genuine: ArrayLike, impostor: ArrayLike, threshold: float) -> Rates:
    """FAR, FRR and accuracy at a threshold."""
    same, other = _sorted(genuine), _sorted(impostor)
    refused = int(np.searchsorted(same, threshold, side="left"))
    passed = len(other) - int(np.searchsorted(other, threshold, side="left"))
    pairs = len(same) + len(other)
    return Rates(
        far=passed / len(other) if len(other) else None,
        frr=refused / len(same) if len(same) else None,
        accuracy=1.0 - (refused + passed) / pairs if pairs else None,
    )


def _sorted(scores: ArrayLike) -> Scores:
    values = np.sort(np.asarray(scores, np.float64).ravel())
    if len(values) and not np.isfinite(values).all():
        raise ValueError("a score is not a finite number")
    return values
