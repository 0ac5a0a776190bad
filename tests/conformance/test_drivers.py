"""Every driver against the suite: over its simulator, or over the hardware that NZZ_CONFORM names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance.rig import Fitting, Rig, hardware, simulated
from tests.conformance.suite import CHECKS, Check

FITTED: dict[str, Fitting] = hardware() or simulated()


@pytest.fixture(params=sorted(FITTED))
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with FITTED[request.param]() as rig:
        yield rig


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_driver_keeps_the_contract(rig: Rig, check: Check) -> None:
    check(rig)
