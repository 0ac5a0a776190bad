"""The vision process dies, hangs or cannot start: the kiosk goes on, and no picture outlives its owner."""

from __future__ import annotations

import asyncio
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from looking import look

from devices.settings import CameraSettings
from devices.simulators.camera import CameraSimulator
from kiosk.child.budget import RestartBudget
from kiosk.journeys.pages import FaceHint
from kiosk.settings import VisionSettings
from kiosk.vision import client as client_module
from kiosk.vision.client import FaceProgress, Vision
from sync.contract.problem import Family, Problem

Portrait = Callable[[str], bytes]
PROJECT = Path(__file__).parents[2]

_KIOSK = """
import asyncio, sys
from pathlib import Path
from devices.settings import CameraSettings
from kiosk.settings import VisionSettings
from kiosk.vision.client import Vision

async def main(assets):
    camera = CameraSettings(source=str(assets / "scenes/two-people"))
    vision = Vision(VisionSettings(limit_s=60, challenge=False), camera, assets)
    await vision.start()
    async for event in vision.check((assets / "people/wang.webp").read_bytes()):
        if event.hint.value == "many-faces":
            print(vision.pid, flush=True)

asyncio.run(main(Path(sys.argv[1])))
"""


def has_ended(pid_fd: int, limit_s: float) -> bool:
    """Waits for the end of a process by its pid file descriptor."""
    return bool(select.select([pid_fd], [], [], limit_s)[0])


def preview_inodes(pid: int) -> set[str]:
    """The shared pictures that a process has mapped."""
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
    return {line.split()[4] for line in maps if "memfd:nzz-preview" in line}


def holders(inodes: set[str]) -> list[int]:
    """Processes that still have any of these pictures."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if preview_inodes(int(folder.name)) & inodes:
                found.append(int(folder.name))
        except OSError:
            continue
    return found


async def test_killed_in_the_middle_it_is_told_and_the_next_check_works(
    assets: Path, camera: CameraSimulator, portrait: Portrait, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kiosk.vision")
    camera.apply("show", {"scene": "two-people"})
    vision = Vision(VisionSettings(limit_s=20.0, challenge=False), CameraSettings(source=camera.address), assets)
    await vision.start()
    first = vision.pid
    assert first is not None

    def kill(progress: FaceProgress) -> None:
        if progress.hint is FaceHint.MANY_FACES:
            os.kill(first, signal.SIGKILL)

    with pytest.raises(Problem) as caught:
        await look(vision, portrait("wang"), kill)
    assert (caught.value.code, caught.value.family) == ("vision.lost", Family.TEMPORARY)
    assert not vision.available
    assert vision.latest_frame() is None, "the pictures of the dead process are overwritten"

    camera.apply("show", {"scene": "wang"})
    seen = await look(vision, portrait("wang"))
    assert seen.hints[0] is FaceHint.ONE_MOMENT
    assert seen.verdict is not None and seen.verdict.match and seen.verdict.live
    assert vision.available and vision.pid not in (None, first)
    assert [record.message[:11] for record in caplog.records if record.levelno >= logging.WARNING] == ["vision.lost"]
    await vision.stop()


async def test_a_process_that_hangs_is_replaced(
    assets: Path, camera: CameraSimulator, portrait: Portrait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "SILENCE_S", 1.0)
    camera.apply("show", {"scene": "nobody"})
    vision = Vision(VisionSettings(limit_s=20.0, challenge=False), CameraSettings(source=camera.address), assets)
    await vision.start()
    first = vision.pid
    assert first is not None
    pid_fd = os.pidfd_open(first)
    with pytest.raises(Problem) as caught:
        await look(vision, portrait("wang"), lambda _: os.kill(first, signal.SIGSTOP))
    assert caught.value.code == "vision.lost"
    assert await asyncio.to_thread(has_ended, pid_fd, 3.0), "killed, not waited for"
    os.close(pid_fd)
    await vision.stop()
    assert (vision.available, vision.pid, vision.latest_frame()) == (False, None, None)


async def test_when_the_kiosk_is_killed_vision_ends_and_its_pictures_are_gone(assets: Path) -> None:
    kiosk = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _KIOSK, str(assets), cwd=PROJECT, stdout=subprocess.PIPE
    )
    assert kiosk.stdout is not None
    child = int(await asyncio.wait_for(kiosk.stdout.readline(), 20))
    pid_fd = os.pidfd_open(child)
    inodes = preview_inodes(child)
    assert inodes and child in holders(inodes) and kiosk.pid in holders(inodes)
    kiosk.kill()
    await kiosk.wait()
    assert await asyncio.to_thread(has_ended, pid_fd, 5.0)
    os.close(pid_fd)
    assert holders(inodes) == []


async def test_without_weights_the_kiosk_goes_on_and_is_told_what_to_run(
    assets: Path, tmp_path: Path, portrait: Portrait
) -> None:
    shutil.copytree(assets / "face", tmp_path / "face")
    (tmp_path / "face" / "fr_liveness.onnx").unlink()
    vision = Vision(VisionSettings(), CameraSettings(), tmp_path)
    await vision.start()
    assert not vision.available
    problem = vision.problem
    assert problem is not None
    assert (problem.code, problem.family) == ("vision.weights", Family.PERMANENT)
    assert "fr_liveness.onnx" in problem.technician and "python -m kiosk.assets" in problem.technician
    with pytest.raises(Problem) as caught:
        await look(vision, portrait("wang"))
    assert caught.value.code == "vision.weights"
    await vision.forget()
    await vision.stop()


async def test_a_process_that_dies_again_and_again_gets_a_rest(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    vision = Vision(VisionSettings(), CameraSettings(), assets, budget=RestartBudget(starts=2, first_s=0.0))
    await asyncio.wait_for(vision.start(), 10)
    assert vision.problem is not None
    assert vision.problem.code == "vision.worn-out"
    await vision.stop()


async def test_a_machine_that_cannot_start_a_process_is_told(
    assets: Path, monkeypatch: pytest.MonkeyPatch, portrait: Portrait
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    vision = Vision(VisionSettings(), CameraSettings(), assets, budget=RestartBudget(starts=1))
    await asyncio.wait_for(vision.start(), 5)
    with pytest.raises(Problem) as caught:
        await look(vision, portrait("wang"))
    assert caught.value.code == "vision.worn-out"
    await vision.stop()


def test_the_screens_side_never_loads_opencv_or_models() -> None:
    code = (
        "import sys, kiosk.vision.client; "
        "print(*sorted({'cv2', 'insightface', 'onnxruntime', 'numpy', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
