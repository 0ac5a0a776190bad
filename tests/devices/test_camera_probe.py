"""The camera as the host sees it: there, busy or lost by a cheap look, proven by a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.camera.looked import Looked, read_looked
from devices.camera.probe import CameraProbe, _held
from devices.settings import CameraSettings
from devices.simulators.camera import CameraSimulator
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState


def paint(folder: Path, *, light: float = 1.0, blur: float = 0.0, count: int = 3) -> Path:
    folder.mkdir(parents=True)
    for number in range(count):
        dots = np.random.default_rng(number).integers(60, 200, (9, 12, 3)) * light
        page = cv2.resize(dots.astype(np.uint8), (960, 720), interpolation=cv2.INTER_NEAREST)
        cv2.imwrite(str(folder / f"{number}.jpg"), cv2.GaussianBlur(page, (0, 0), blur) if blur else page)
    return folder


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[CameraSimulator]:
    paint(tmp_path / "nobody")
    simulator = CameraSimulator(0, "/camera.mjpeg", tmp_path)
    simulator.start()
    yield simulator
    simulator.stop()


def failing(source: object) -> list[str]:
    test = CameraProbe(CameraSettings(source=str(source))).self_test(Cancel())
    return [each.name for each in test.checks if not each.ok]


def test_a_good_camera_is_proven_with_a_picture(simulator: CameraSimulator) -> None:
    probe = CameraProbe(CameraSettings(source=simulator.address))
    assert probe.poll() is DeviceState.ONLINE
    test = probe.self_test(Cancel())
    assert test.ok, test.checks
    assert [each.name for each in test.checks] == ["there", "frames", "live", "exposure", "focus"]
    assert test.picture is not None
    assert cv2.imdecode(np.frombuffer(test.picture, np.uint8), cv2.IMREAD_COLOR).shape == (720, 960, 3)


@pytest.mark.parametrize(("light", "blur", "named"), [(0.1, 0.0, ["exposure"]), (1.25, 0.0, []), (1.0, 9.0, ["focus"])])
def test_light_and_focus_are_judged(tmp_path: Path, light: float, blur: float, named: list[str]) -> None:
    assert failing(paint(tmp_path / "table", light=light, blur=blur)) == named


def test_an_image_is_a_source(tmp_path: Path) -> None:
    assert failing(paint(tmp_path / "one", count=1) / "0.jpg") == []


def test_a_video_is_a_source(tmp_path: Path) -> None:
    film = cv2.VideoWriter(str(tmp_path / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 20, (960, 720))
    for file in sorted(paint(tmp_path / "frames").iterdir()):
        film.write(cv2.imread(str(file)))
    film.release()
    assert failing(tmp_path / "film.avi") == []


def test_a_frozen_camera_is_told(simulator: CameraSimulator) -> None:
    simulator.apply("freeze")
    with pytest.raises(DeviceProblem) as told:
        CameraProbe(CameraSettings(source=simulator.address)).look(Cancel())
    assert (told.value.code, told.value.state) == ("camera.frozen", DeviceState.HARDWARE_ERROR)


@pytest.mark.parametrize("source", ["/nowhere/video9", "http://127.0.0.1:9/x", "http://[::1", "99"])
def test_a_camera_that_is_not_there_is_absent_at_once(source: str) -> None:
    started = time.monotonic()
    with pytest.raises(DeviceProblem) as told:
        CameraProbe(CameraSettings(source=source)).open()
    assert (told.value.code, told.value.state) == ("camera.absent", DeviceState.ABSENT)
    assert time.monotonic() - started < 5
    assert failing(source) == ["there"]


def test_a_device_that_another_process_holds_is_busy_and_not_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "video0"
    node.write_bytes(b"")
    assert not _held(node)
    with node.open("rb"):
        assert _held(node)
    probe = CameraProbe(CameraSettings(source="/dev/null"))
    monkeypatch.setattr("devices.camera.probe._held", lambda node: True)
    assert probe.poll() is DeviceState.BUSY
    test = probe.self_test(Cancel())
    assert test.ok
    assert "using" in test.checks[1].detail
    with pytest.raises(DeviceProblem, match=r"camera\.busy"):
        probe.look(Cancel())


@pytest.mark.parametrize(
    "program", ["import sys; sys.exit(9)", "print('{}')", "import os; os.abort()", "print('[1]')", "print('x' * 99)"]
)
def test_a_look_that_crashes_is_told(simulator: CameraSimulator, program: str) -> None:
    probe = CameraProbe(CameraSettings(source=simulator.address), program=(sys.executable, "-c", program))
    with pytest.raises(DeviceProblem, match=r"camera\.crashed"):
        probe.look(Cancel())


@pytest.mark.parametrize("how", ["cancel", "close"])
def test_a_look_can_be_stopped(simulator: CameraSimulator, how: str) -> None:
    sleeper = (sys.executable, "-c", "import time; time.sleep(9)")
    probe, cancel = CameraProbe(CameraSettings(source=simulator.address), program=sleeper), Cancel()
    threading.Timer(0.1, cancel.request if how == "cancel" else probe.close).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        probe.look(cancel)
    assert time.monotonic() - started < 3


def test_the_host_never_loads_cv2() -> None:
    program = "import devices.camera.probe, sys; sys.exit('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("out", [b"", b"{}\n", b"\xff\n", b"[]\nJPEG", b'{"width": "a"}\n'])
def test_nonsense_from_the_process_is_none(out: bytes) -> None:
    assert read_looked(out) is None


def test_a_camera_whose_pictures_never_change_is_not_live() -> None:
    still = Looked(960, 720, 20, 1.0, 100.0, 0.0, 0.0, 900.0, 0.01, changing=False, live=True)
    assert [each.name for each in still.checks() if not each.ok] == ["live"]


def test_a_quick_test_blames_no_camera_for_a_busy_machine(simulator: CameraSimulator, tmp_path: Path) -> None:
    late = tmp_path / "late.py"
    late.write_text("import time\ntime.sleep(30)\n")
    probe = CameraProbe(CameraSettings(source=simulator.address), program=(sys.executable, str(late)))
    there, seen = probe.quick_test(Cancel()).checks
    assert there.ok
    assert seen.ok
    assert "busy" in seen.detail


def test_a_quick_test_finds_a_frozen_camera(simulator: CameraSimulator) -> None:
    simulator.apply("freeze")
    test = CameraProbe(CameraSettings(source=simulator.address)).quick_test(Cancel())
    assert [each.name for each in test.checks if not each.ok] == ["look"]
