"""A decision tells which frame led to it, so that its age can be measured from outside."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from devices.simulators.camera import CameraSimulator
from kiosk.vision.client import FaceProgress, Vision
from tests.vision.looking import look


@pytest.mark.asyncio(loop_scope="module")
async def test_every_decision_names_a_frame_of_this_check(
    vision: Vision, camera: CameraSimulator, portrait: Callable[[str], bytes]
) -> None:
    camera.apply("show", {"scene": "wang"})
    told: list[tuple[FaceProgress, float]] = []
    began = time.monotonic()
    seen = await look(vision, portrait("wang"), lambda progress: told.append((progress, time.monotonic())))
    assert seen.verdict is not None
    assert began < seen.verdict.seen_at <= time.monotonic()
    steps = [(progress, heard) for progress, heard in told if progress.progress > 0]
    assert len(steps) >= 2
    assert all(began < progress.seen_at <= heard for progress, heard in steps)
    frames = [progress.seen_at for progress, _ in steps]
    assert len(set(frames)) > 1
