"""Every decoder against a few hundred hostile messages; `make fuzz` feeds each ten million bytes."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.hostile import LONGEST, mutated
from tests.fuzz.table import WIRES, load

SLOWEST_S = 1.0
"""Computing time of one message of at most 4 KiB."""


@pytest.fixture(params=WIRES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_good_messages_and_their_mutations_only_do_what_is_declared(name: str) -> None:
    wire, dice = load(name), random.Random(name)
    seeds = wire.seeds()
    for seed in seeds:
        wire.attempt(seed)
    for _ in range(300):
        data = mutated(dice.choice(seeds), dice)
        started = time.thread_time()
        wire.attempt(data)
        assert time.thread_time() - started < SLOWEST_S, f"{len(data)} bytes took too long"


def test_arbitrary_bytes_only_do_what_is_declared(name: str) -> None:
    wire = load(name)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=600))
    def attempt(data: bytes) -> None:
        wire.attempt(data)

    attempt()


def test_the_longest_repetitions_cost_no_more_than_they_may(name: str) -> None:
    wire = load(name)
    for seed in wire.seeds():
        piece = seed[:7] or b"\0"
        started = time.thread_time()
        wire.attempt((piece * LONGEST)[:LONGEST])
        assert time.thread_time() - started < SLOWEST_S
