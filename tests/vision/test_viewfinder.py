"""Every frame is shown and the newest is judged; a decision is about frames of just now."""

from __future__ import annotations

import queue
import threading

import numpy as np
import pytest

from devices.camera import Frame, absent, frozen
from kiosk.vision.best import BestFrame
from kiosk.vision.face import Found
from kiosk.vision.guidance import Box
from kiosk.vision.ring import FrameRing
from kiosk.vision.viewfinder import Viewfinder
from sync.contract.problem import Problem

LIMIT_S = 10.0


class Hand:
    """A camera whose frames are handed to it one by one; None is a frame that does not come."""

    def __init__(self) -> None:
        self.given: queue.Queue[Frame | Problem] = queue.Queue()
        self.arrived = 0.0
        self.closed = threading.Event()

    def open(self) -> None:
        """Nothing to open."""

    def read(self, timeout_s: float = 1.0) -> Frame:
        """The next one."""
        try:
            got = self.given.get(timeout=timeout_s)
        except queue.Empty:
            raise frozen("hand", timeout_s) from None
        if isinstance(got, Problem):
            raise got
        self.arrived += 1.0
        return got

    def close(self) -> None:
        """Remembered."""
        self.closed.set()


def picture(value: int) -> Frame:
    """A grey frame that is darker on the left."""
    frame = np.full((48, 64, 3), value, np.uint8)
    frame[:, :32] //= 2
    return frame


def test_frames_that_nobody_reads_are_shown_and_overwritten() -> None:
    ring, hand = FrameRing.create(), Hand()
    finder = Viewfinder(hand, ring)
    finder.open()
    try:
        frames = [picture(value) for value in (40, 80, 120)]
        for frame in frames:
            hand.given.put(frame)
        # The third was shown when it is the newest.
        for _ in range(int(LIMIT_S / 0.01)):
            shown = ring.latest()
            if shown is not None and shown.seq == len(frames):
                break
            threading.Event().wait(0.01)
        assert shown is not None
        assert (shown.width, shown.height, shown.seq) == (640, 480, 3)
        left, right = shown.bgra[0], shown.bgra[639 * 4]
        assert (left, right) == (120, 60)  # mirrored, as residents know themselves
        newest = finder.read(LIMIT_S)
        assert newest is frames[2]
        assert finder.arrived == 3.0
        assert [int(frame.max()) for frame in frames] == [0, 0, 120]
    finally:
        finder.close()
        ring.close()
    assert hand.closed.is_set()


def test_a_frame_that_was_not_read_is_gone_after_close() -> None:
    ring, hand = FrameRing.create(), Hand()
    finder = Viewfinder(hand, ring)
    finder.open()
    frame = picture(200)
    hand.given.put(frame)
    for _ in range(int(LIMIT_S / 0.01)):
        if ring.latest() is not None:
            break
        threading.Event().wait(0.01)
    finder.close()
    assert frame.max() == 0
    ring.close()


@pytest.mark.parametrize("problem", [absent("hand", "went away"), None])
def test_what_ails_the_camera_is_told(problem: Problem | None) -> None:
    ring, hand = FrameRing.create(), Hand()
    finder = Viewfinder(hand, ring)
    finder.open()
    try:
        if problem is not None:
            hand.given.put(problem)
        with pytest.raises(Problem) as told:
            finder.read(LIMIT_S)
        assert told.value.code == ("camera.absent" if problem else "camera.frozen")
        if problem is None:
            hand.given.put(picture(9))
            assert _patient(finder).max() == 9
    finally:
        finder.close()
        ring.close()


def _patient(finder: Viewfinder) -> Frame:
    """A camera that stood still may say so once more."""
    while True:
        try:
            return finder.read(LIMIT_S)
        except Problem as problem:
            assert problem.code == "camera.frozen"


FACE = Found(Box(0, 0, 10, 10), np.zeros((5, 2), np.float32))


def test_the_best_frame_of_the_end_of_a_moment_is_taken() -> None:
    best = BestFrame(0.15, 0.07)
    values = {0.0: 9.0, 0.05: 8.0, 0.1: 3.0, 0.15: 2.0}
    kept = [best.offer(picture(int(100 * at)), FACE, value, 1.0 + at) for at, value in values.items()]
    assert kept[:3] == [None, None, None]
    assert kept[3] is not None
    assert kept[3].arrived == pytest.approx(1.1)
    assert kept[3].frame.max() == 10
    # The next frame begins a moment of its own.
    assert best.offer(picture(1), FACE, 1.0, 1.2) is None
