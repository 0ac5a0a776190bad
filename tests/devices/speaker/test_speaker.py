"""The speaker against espeak-ng, a folder for a sound card, players, and an engine that does everything wrong."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.host import DeviceHost
from devices.kinds import Kind, find
from devices.settings import SpeakerSettings
from devices.speaker.simulator import SpeakerSimulator
from devices.speaker.tts import TtsSpeaker
from devices.speaker.wav import measure
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem
from tests.devices.conftest import status_where
from tests.devices.speaker import hostile_engine

HOSTILE = hostile_engine.__name__


@pytest.fixture
def settings(tmp_path: Path) -> SpeakerSettings:
    return SpeakerSettings(sink=str(tmp_path / "speech"), jack=str(tmp_path / "jack"))


@pytest.fixture
def simulator(settings: SpeakerSettings) -> Iterator[SpeakerSimulator]:
    simulator = SpeakerSimulator(settings)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def opened(simulator: SpeakerSimulator) -> Iterator[Callable[..., TtsSpeaker]]:
    """Opens speakers, and closes them after the test."""
    speakers: list[TtsSpeaker] = []

    def open_one(settings: SpeakerSettings, *, speak_s: float = 5.0) -> TtsSpeaker:
        speaker = TtsSpeaker(settings, speak_s=speak_s)
        speakers.append(speaker)
        speaker.open()
        return speaker

    yield open_one
    for each in speakers:
        each.close()


@pytest.fixture
def speaker(settings: SpeakerSettings, opened: Callable[..., TtsSpeaker]) -> TtsSpeaker:
    return opened(settings)


@pytest.fixture
def hostile(
    settings: SpeakerSettings, opened: Callable[..., TtsSpeaker], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> TtsSpeaker:
    monkeypatch.setenv("NZZ_TEST_ENGINE", str(tmp_path / "done-once"))
    return opened(settings.model_copy(update={"engine": HOSTILE}), speak_s=0.4)


def spoken(settings: SpeakerSettings, output: str = "loudspeaker") -> list[Path]:
    return sorted((Path(settings.sink) / output).glob("*.wav"))


@pytest.mark.parametrize(
    "text", ["请把身份证平放在读卡器上。", "Please take your card.", "您的号码是A013，请到3号窗口。", "12345"]
)
def test_chinese_english_and_digits_are_heard(speaker: TtsSpeaker, settings: SpeakerSettings, text: str) -> None:
    speaker.say(text, Cancel())
    (file,) = spoken(settings)
    sound = measure(file.read_bytes())
    assert sound.seconds > 0.5
    assert sound.rms > 0.01
    assert file.name == "000001.wav"


def test_sentence_after_sentence_none_is_lost(speaker: TtsSpeaker, settings: SpeakerSettings) -> None:
    for number in range(25):
        speaker.say(f"第{number}号", Cancel())
    names = [path.name for path in spoken(settings)]
    assert names == [f"{number:06}.wav" for number in range(6, 26)], "the last twenty stay"
    assert all(not measure(path.read_bytes()).silent for path in spoken(settings))


def test_the_volume_is_in_the_samples(speaker: TtsSpeaker, settings: SpeakerSettings) -> None:
    for volume in (1.0, 0.25):
        speaker.set_volume(volume)
        speaker.say("请取走您的证件。", Cancel())
    loud, soft = (measure(path.read_bytes()).rms for path in spoken(settings))
    assert soft == pytest.approx(loud / 4, rel=0.2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        speaker.set_volume(1.5)


def test_headphones_take_the_sound(speaker: TtsSpeaker, settings: SpeakerSettings, simulator: SpeakerSimulator) -> None:
    assert not speaker.headphones()
    assert simulator.apply("headphones", {"argument": "in"})["headphones"]
    assert speaker.headphones()
    speaker.say("请输入密码。", Cancel())
    assert spoken(settings) == []
    assert len(spoken(settings, "headphones")) == 1
    simulator.apply("headphones", {"argument": "out"})
    speaker.say("请输入密码。", Cancel())
    assert len(spoken(settings)) == 1


def test_punctuation_alone_is_not_said(speaker: TtsSpeaker, settings: SpeakerSettings) -> None:
    for text in ("", "……", " \n "):
        speaker.say(text, Cancel())
    assert spoken(settings) == []


def test_the_text_stands_nowhere_but_in_the_sound(
    settings: SpeakerSettings, opened: Callable[..., TtsSpeaker], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    secret = "王丽华 13800138000"
    written = tmp_path / "argv"
    script = "import sys; open(sys.argv[2], 'w').write(repr(sys.argv)); open(sys.argv[1], 'rb').read()"
    player = f'{sys.executable} -c "{script}" {{file}} {written} {{output}}'
    with caplog.at_level(logging.DEBUG):
        opened(settings.model_copy(update={"sink": player})).say(secret, Cancel())
    engines = [line for line in _command_lines() if "devices.speaker.voice" in line]
    assert engines, "the engine is a process of its own"
    everything = caplog.text + written.read_text() + "".join(engines)
    assert "丽华" not in everything
    assert "13800138000" not in everything
    assert not list(tmp_path.rglob("*.wav")), "with a player no sound is on the disk"


def _command_lines() -> list[str]:
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # ended meanwhile
            continue
    return lines


def test_a_player_gets_the_whole_sound_and_its_output(
    settings: SpeakerSettings, opened: Callable[..., TtsSpeaker], simulator: SpeakerSimulator, tmp_path: Path
) -> None:
    script = "import sys, shutil; shutil.copy(sys.argv[1], sys.argv[2])"
    player = f'{sys.executable} -c "{script}" {{file}} {tmp_path}/{{output}}.heard'
    speaker = opened(settings.model_copy(update={"sink": player}))
    for jack in ("out", "in"):
        simulator.apply("headphones", {"argument": jack})
        speaker.say("请取走您的证件。", Cancel())
    for output in (settings.loudspeaker, settings.headphones):
        assert measure((tmp_path / f"{output}.heard").read_bytes()).seconds > 1


def test_a_player_that_fails_is_told(settings: SpeakerSettings, opened: Callable[..., TtsSpeaker]) -> None:
    speaker = opened(settings.model_copy(update={"sink": "false {file}"}))
    with pytest.raises(DeviceProblem, match="ended with 1") as told:
        speaker.say("你好", Cancel())
    assert (told.value.code, told.value.state) == ("speaker.output", DeviceState.HARDWARE_ERROR)
    with pytest.raises(DeviceProblem, match=r"speaker\.absent"):
        opened(settings.model_copy(update={"sink": "no-such-player {file}"}))


@pytest.mark.parametrize("where", ["engine", "player"])
def test_cancel_stops_within_a_tenth_of_a_second(
    settings: SpeakerSettings, opened: Callable[..., TtsSpeaker], hostile: TtsSpeaker, where: str
) -> None:
    if where == "player":
        script = "import sys, time; print(sys.argv); time.sleep(60)"
        speaker, text = opened(settings.model_copy(update={"sink": f'{sys.executable} -c "{script}" {{file}}'})), "你好"
    else:
        speaker, text = opened(settings.model_copy(update={"engine": HOSTILE}), speak_s=30), "hang"
    cancel, ended = Cancel(), []

    def say() -> None:
        try:
            speaker.say(text, cancel)
        except Cancelled:
            ended.append(time.monotonic())

    saying = threading.Thread(target=say)
    saying.start()
    saying.join(0.4)
    assert saying.is_alive()
    asked = time.monotonic()
    cancel.request()
    saying.join(2)
    assert ended[0] - asked < 0.1


@pytest.mark.parametrize("fault", ["hang", "crash", "empty", "short", "silent", "rubbish"])
def test_a_sentence_that_was_lost_is_asked_for_once_more(
    hostile: TtsSpeaker, settings: SpeakerSettings, fault: str
) -> None:
    hostile.say(f"once {fault}", Cancel())
    assert len(spoken(settings)) == 1
    with pytest.raises(DeviceProblem) as told:
        hostile.say(fault, Cancel())
    assert (told.value.code, told.value.family) == ("speaker.engine", Family.TEMPORARY)
    hostile.say("good", Cancel())
    assert len(spoken(settings)) == 2


def test_an_engine_that_is_not_there_is_told(settings: SpeakerSettings, opened: Callable[..., TtsSpeaker]) -> None:
    with pytest.raises(Problem, match=r"speaker\.no-engine") as told:
        opened(settings.model_copy(update={"engine": "no_such_engine"}))
    assert told.value.family is Family.PERMANENT


def test_nothing_of_it_runs_on_after_it_was_closed(speaker: TtsSpeaker) -> None:
    process = speaker._engine._process
    assert process is not None
    speaker.close()
    assert process.returncode is not None
    speaker.close()


async def test_a_sound_card_comes_and_goes(
    host: DeviceHost, simulator: SpeakerSimulator, settings: SpeakerSettings
) -> None:
    device = host.add("speaker", lambda: TtsSpeaker(settings))
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    await device.call(lambda speaker, cancel: speaker.say("一", cancel), timeout_s=5)
    simulator.apply("broken")
    with pytest.raises(Problem, match=r"speaker\.output"):
        await device.call(lambda speaker, cancel: speaker.say("二", cancel), timeout_s=5)
    simulator.apply("unplug")
    await status_where(device, lambda status: status.state is DeviceState.ABSENT)
    simulator.apply("ok")
    await status_where(device, lambda status: status.state is DeviceState.ONLINE)
    await device.call(lambda speaker, cancel: speaker.say("三", cancel), timeout_s=5)
    assert simulator.state()["spoken"] == 1


def test_a_self_test_measures_the_sound(speaker: TtsSpeaker, simulator: SpeakerSimulator) -> None:
    test = speaker.self_test(Cancel())
    assert test.ok
    assert [check.name for check in test.checks] == ["engine", "headphone socket", "output"]
    assert "Hz" in test.checks[0].detail
    simulator.apply("broken")
    assert [check.ok for check in speaker.self_test(Cancel()).checks] == [True, True, False]


def test_the_driver_is_found_by_name() -> None:
    assert find(Kind.SPEAKER, "pyttsx3").make(SpeakerSettings())
