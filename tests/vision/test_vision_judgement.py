"""When frames make a verdict, and how shared pictures behave: no camera needed."""

from __future__ import annotations

from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from looking import is_blank
from pydantic import ValidationError

from kiosk.child.budget import RestartBudget
from kiosk.child.wire import encode, length
from kiosk.settings import VisionSettings
from kiosk.vision.judge import DECISIVE_S, FEW, LIVELY, PATIENT_S, Judge, Sample
from kiosk.vision.protocol import (
    LARGEST,
    REPLIES,
    REQUESTS,
    Check,
    Compare,
    FaceVerdict,
    Failed,
)
from kiosk.vision.ring import SLOTS, FrameRing
from sync.contract.problem import Family, Problem, Words

GOOD = Sample(0.6, 0.9)
OTHER = Sample(0.1, 0.9)
PAPER = Sample(0.6, 0.1)


def new_judge() -> Judge:
    return Judge(3, match=0.42, live=0.6)


def judge_all(samples: list[Sample], every_s: float = 0.15) -> tuple[Judge, FaceVerdict | None, float]:
    judge = new_judge()
    for number, sample in enumerate(samples):
        if (verdict := judge.add(sample, number * every_s)) is not None:
            return judge, verdict, number * every_s
    return judge, None, len(samples) * every_s


def test_three_good_frames_in_a_row_are_enough() -> None:
    _, verdict, _ = judge_all([GOOD, Sample(0.5, 0.7), GOOD])
    assert verdict == FaceVerdict(match=True, live=True, score=0.6, live_score=0.9, threshold=0.42, frames=3)


def test_one_bad_frame_begins_the_agreement_anew() -> None:
    assert judge_all([GOOD, GOOD, OTHER, GOOD, GOOD])[1] is None
    verdict = judge_all([GOOD, GOOD, OTHER, GOOD, GOOD, GOOD])[1]
    assert verdict is not None and verdict.match


def test_whoever_leaves_the_view_begins_anew() -> None:
    judge = new_judge()
    assert judge.add(GOOD, 0) is None
    assert judge.add(GOOD, 0.15) is None
    judge.interrupt()
    assert judge.progress == 0
    assert judge.add(GOOD, 0.3) is None


def test_somebody_else_is_refused_as_soon_as_it_is_clear() -> None:
    _, verdict, after = judge_all([OTHER] * 100)
    assert verdict is not None
    assert (verdict.match, verdict.live, verdict.score) == (False, True, 0.1)
    assert DECISIVE_S <= after < DECISIVE_S + 0.2


def test_a_slow_camera_still_gives_enough_frames_before_a_refusal() -> None:
    _, verdict, _ = judge_all([OTHER] * 100, every_s=1.0)
    assert verdict is not None
    assert verdict.frames == FEW


def test_a_photo_of_the_right_person_is_refused_as_not_alive() -> None:
    _, verdict, _ = judge_all([PAPER] * 100)
    assert verdict is not None
    assert (verdict.match, verdict.live) == (True, False)


def test_frames_that_contradict_each_other_end_in_a_refusal() -> None:
    _, verdict, after = judge_all([GOOD, GOOD, OTHER] * 40)
    assert verdict is not None
    assert not (verdict.match and verdict.live)
    assert PATIENT_S <= after < PATIENT_S + 0.2


def test_too_few_frames_are_no_verdict() -> None:
    judge, _, _ = judge_all([GOOD, GOOD])
    assert judge.conclude() is None


@given(st.lists(st.builds(Sample, st.floats(-1, 1), st.floats(0, 1)), max_size=80))
def test_nobody_is_accepted_without_three_frames_in_a_row_that_are_alive_together(samples: list[Sample]) -> None:
    judge, verdict, _ = judge_all(samples)
    verdict = verdict or judge.conclude()
    if verdict is not None and verdict.match and verdict.live:
        seen = samples[: verdict.frames]
        assert len(seen) >= 3
        assert all(sample.score >= 0.42 for sample in seen[-3:])
        assert any(mean(sample.live for sample in seen[-row:]) >= 0.6 for row in range(3, LIVELY + 1))


def picture(value: int, width: int = 640, height: int = 480) -> memoryview:
    return memoryview(bytes([value]) * (width * height * 4))


def test_the_ring_gives_the_newest_picture() -> None:
    ring = FrameRing.create()
    assert ring.latest() is None
    for value in range(1, SLOTS + 3):
        ring.write(640, 480, picture(value))
    ring.write(4, 2, memoryview(bytes(range(32))))
    frame = ring.latest()
    assert frame is not None
    assert (frame.seq, frame.width, frame.height, frame.bgra) == (SLOTS + 3, 4, 2, bytes(range(32)))
    assert ring.latest(after=SLOTS + 3) is None and ring.latest(after=SLOTS + 2) == frame
    ring.close()


def test_a_wiped_ring_holds_only_zeros_and_counts_on() -> None:
    ring = FrameRing.create()
    ring.write(640, 480, picture(7))
    assert not is_blank(ring)
    ring.wipe()
    assert is_blank(ring)
    assert ring.latest() is None
    ring.write(640, 480, picture(8))
    frame = ring.latest()
    assert frame is not None and frame.seq == 2
    ring.close()


def test_a_picture_that_does_not_fit_is_refused() -> None:
    ring = FrameRing.create()
    with pytest.raises(ValueError, match="no 640×480 preview"):
        ring.write(640, 480, picture(1, 320, 240))
    with pytest.raises(ValueError, match="no 960×720 preview"):
        ring.write(960, 720, picture(1, 960, 720))
    ring.close()


def test_restarts_grow_rarer_and_end() -> None:
    budget = RestartBudget(starts=5, within_s=100, first_s=1, longest_s=3)
    assert [budget.died(at) for at in (0, 10, 20, 30, 40)] == [0.0, 1, 2, 3, None]
    assert budget.died(50) == 0.0, "whole again after the rest"
    assert budget.died(500) == 0.0, "long ago is forgiven"


def test_messages_survive_the_wire_and_hide_the_portrait() -> None:
    data = bytes(range(256))
    message = encode(Check(check=3, task=Compare(portrait=data)))
    assert length(message[:4], LARGEST) == len(message) - 4
    back = REQUESTS.validate_json(message[4:])
    assert isinstance(back, Check) and back.task == Compare(portrait=data)
    assert "portrait" not in repr(back)
    with pytest.raises(ValidationError) as caught:
        REQUESTS.validate_json(b'{"kind": "check", "check": "SECRET"}')
    assert "SECRET" not in str(caught.value)


def test_a_problem_survives_the_wire() -> None:
    problem = Problem("face.many", Family.EXPECTED, resident=Words(zh="一", en="1"), technician="why")
    back = REPLIES.validate_json(encode(Failed.of(problem, 4))[4:])
    assert isinstance(back, Failed) and back.check == 4
    assert back.problem().as_dict() == problem.as_dict()


@pytest.mark.parametrize("size", [0, LARGEST + 1])
def test_no_message_of_an_absurd_length_is_awaited(size: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        length(size.to_bytes(4, "big"), LARGEST)


def test_the_defaults_need_three_frames() -> None:
    assert VisionSettings().frames == 3
