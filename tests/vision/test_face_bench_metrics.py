"""Error rates of scores whose answer is known by counting."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.vision.metrics import accepted_at, equal_error, rates_at, roc


def test_scores_apart_have_no_error_and_a_threshold_between() -> None:
    equal = equal_error([0.8, 0.9], [0.1, 0.2])
    assert equal is not None
    assert equal.rate == 0.0
    assert 0.2 < equal.threshold <= 0.8


def test_one_of_four_on_each_side_is_a_quarter() -> None:
    equal = equal_error([0.3, 0.7, 0.8, 0.9], [0.1, 0.2, 0.25, 0.75])
    assert equal is not None
    assert equal.rate == pytest.approx(0.25)


def test_scores_the_wrong_way_round_are_all_wrong() -> None:
    equal = equal_error([0.1, 0.2], [0.8, 0.9])
    assert equal is not None
    assert equal.rate == pytest.approx(1.0)


def test_equal_scores_everywhere_are_a_coin() -> None:
    equal = equal_error([0.5] * 7, [0.5] * 3)
    assert equal is not None
    assert equal.rate == pytest.approx(0.5)


@pytest.mark.parametrize(("genuine", "impostor"), [([], [0.1]), ([0.1], []), ([], [])])
def test_one_side_alone_has_no_rate(genuine: list[float], impostor: list[float]) -> None:
    assert equal_error(genuine, impostor) is None
    assert accepted_at(genuine, impostor, 0.01) is None
    with pytest.raises(ValueError, match="genuine and impostor"):
        roc(genuine, impostor)


def test_tar_at_a_far_lets_exactly_so_many_impostors_pass() -> None:
    impostor = np.arange(1000) / 1000
    at = accepted_at([0.985, 0.995, 1.0, 0.5], impostor, 0.01)
    assert at is not None
    assert at.supported
    assert int((impostor >= at.threshold).sum()) == 10
    assert at.tar == pytest.approx(0.5)


def test_impostors_with_the_same_score_fail_together() -> None:
    at = accepted_at([0.9, 0.95], [0.9] * 5 + [0.1] * 95, 0.02)
    assert at is not None
    assert at.threshold > 0.9
    assert at.tar == pytest.approx(0.5)


def test_too_few_impostors_support_no_claim_and_none_of_them_passes() -> None:
    at = accepted_at([0.5, 0.9], [0.1, 0.6], 0.001)
    assert at is not None
    assert not at.supported
    assert at.threshold > 0.6
    assert at.tar == pytest.approx(0.5)


def test_a_threshold_accepts_what_reaches_it() -> None:
    rates = rates_at([0.42, 0.41], [0.42, 0.1, 0.2, 0.3], 0.42)
    assert rates.far == pytest.approx(0.25)
    assert rates.frr == pytest.approx(0.5)
    assert rates.accuracy == pytest.approx(4 / 6)
    assert rates_at([0.5], [], 0.4).far is None


def test_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        equal_error([float("nan")], [0.1])
    with pytest.raises(ValueError, match="between 0 and 1"):
        accepted_at([0.5], [0.1], 0.0)
