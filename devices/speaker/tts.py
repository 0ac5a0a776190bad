"""Speaks by a pyttsx3 engine: synthesises a sentence in a process of its own, checks the sound, and plays it."""

from __future__ import annotations

import re
from pathlib import Path

from devices.health import SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.settings import SpeakerSettings
from devices.speaker import LONGEST, problems
from devices.speaker.engine import Engine
from devices.speaker.sinks import sink_of
from devices.speaker.wav import BadWav, Sound, measure, scaled
from devices.state import Cancel, DeviceState

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SPOKEN = re.compile(r"\w")
_QUICKEST_S = 0.03
"""No voice says a character in less at 160 words a minute: a sound that is shorter lost its end."""
_USUAL_RATE = 160
_TEST = "语音测试，一二三。"


class TtsSpeaker:
    """See `devices.speaker.Speaker` for what it promises.

    pyttsx3 cannot be interrupted, runs one engine a process and loses sentences: so it has a process of its own
    that is killed to stop it, and a sentence that came empty, silent or short is asked for once more.
    """

    def __init__(self, settings: SpeakerSettings, *, speak_s: float = 10.0) -> None:
        """`speak_s`: how long the engine may take for one sentence before it is started afresh."""
        self._settings = settings
        self._engine = Engine(settings.engine, speak_s=speak_s)
        self._sink = sink_of(settings)
        self._volume = settings.volume

    def open(self) -> None:
        """Looks where sound goes and starts the engine. Raises Problem."""
        self._sink.look()
        self._engine.start()

    def close(self) -> None:
        """Ends the engine."""
        self._engine.stop()

    def poll(self) -> DeviceState:
        """Looks where sound goes; an engine that died is started again."""
        self._sink.look()
        self._engine.start()
        return DeviceState.ONLINE

    def say(self, text: str, cancel: Cancel) -> None:
        """Says a sentence. Raises the Problems of the contract."""
        text = " ".join(text.split())[:LONGEST]
        if not _SPOKEN.search(text):
            return
        wav, sound = self._spoken(text, cancel)
        self._play(wav, sound, cancel)

    def set_volume(self, volume: float) -> None:
        """How loud, from 0 to 1."""
        if not 0 <= volume <= 1:
            raise ValueError(f"a volume of {volume} is not between 0 and 1")
        self._volume = volume

    def headphones(self) -> bool:
        """Whether the file of the socket says so; one that cannot be read says no."""
        if not self._settings.jack:
            return False
        try:
            return Path(self._settings.jack).read_bytes()[:1] == b"1"
        except OSError:
            return False

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Has the engine make the sound of a sentence, which nobody hears, and looks where sound would go."""
        return self._tested(cancel, aloud=False)

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Says a sentence and measures its sound."""
        return self._tested(cancel, aloud=True)

    def _tested(self, cancel: Cancel, *, aloud: bool) -> SelfTest:
        made: list[tuple[bytes, Sound]] = []

        def engine() -> str:
            wav, sound = self._spoken(_TEST, cancel)
            made.append((wav, sound))
            return f"{sound.seconds:.1f} s at {sound.rate} Hz, {sound.rms:.3f} of full scale"

        def output() -> str:
            if not aloud:
                self._sink.look()
                return "is there"
            self._play(*made[0], cancel)
            return "played into the headphones" if self.headphones() else "played on the loudspeaker"

        def socket() -> str:
            if not self._settings.jack:
                return "this kiosk has no headphone socket"
            return "headphones are plugged in" if self.headphones() else "no headphones are plugged in"

        checks = [checked("engine", engine), checked("headphone socket", socket)]
        if made:
            checks.append(checked("output", output))
        return SelfTest(tuple(checks))

    def _play(self, wav: bytes, sound: Sound, cancel: Cancel) -> None:
        louder = scaled(wav, self._volume)
        self._sink.play(louder, sound.seconds, headphones=self.headphones(), cancel=cancel)

    def _spoken(self, text: str, cancel: Cancel) -> tuple[bytes, Sound]:
        voice = self._settings.voice if _CHINESE.search(text) else self._settings.english_voice
        shortest_s = len(_SPOKEN.findall(text)) * _QUICKEST_S * _USUAL_RATE / self._settings.rate
        why = ""
        for _ in range(2):
            wav = self._engine.spoken(text, voice, self._settings.rate, cancel)
            why, sound = _judged(wav, shortest_s)
            if sound is not None:
                return wav, sound
            self._engine.stop()
        raise problems.engine(self._settings.engine, why)


def _judged(wav: bytes, shortest_s: float) -> tuple[str, Sound | None]:
    """What is wrong with a sound, or its measures."""
    if not wav:
        return "it gives no sound", None
    try:
        sound = measure(wav)
    except BadWav as bad:
        return f"what it gives is no WAV file of 16 bits ({bad})", None
    if sound.silent:
        return "its sound is silence", None
    if sound.seconds < shortest_s:
        return f"its sound of {sound.seconds:.1f} s lost its end", None
    return "", sound


DRIVER = DriverType(Kind.SPEAKER, "pyttsx3", SpeakerSettings, TtsSpeaker)
