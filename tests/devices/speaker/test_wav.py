"""Sound in memory: measured, made softer, and bytes that are no sound."""

from __future__ import annotations

import io
import math
import wave
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.speaker.wav import BadWav, measure, scaled

RATE = 8000


def tone(seconds: float, loud: float = 0.5, *, width: int = 2) -> bytes:
    samples = array("h", (int(32767 * loud * math.sin(index / 5)) for index in range(int(RATE * seconds))))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes()[:: 2 // width])
    return out.getvalue()


def test_a_sound_is_measured() -> None:
    sound = measure(tone(0.5, 0.5))
    assert (sound.rate, sound.seconds) == (RATE, 0.5)
    assert sound.rms == pytest.approx(0.5 / math.sqrt(2), rel=0.02)
    assert not sound.silent
    assert measure(tone(0.5, 0)).silent
    assert measure(tone(0)).silent


@pytest.mark.parametrize("volume", [0.0, 0.25, 1.0])
def test_volume_scales_the_samples(volume: float) -> None:
    before, after = measure(tone(0.2)), measure(scaled(tone(0.2), volume))
    assert after.seconds == before.seconds
    assert after.rms == pytest.approx(before.rms * volume, abs=0.001)


def test_only_16_bits_are_played() -> None:
    with pytest.raises(BadWav, match="8 bits"):
        measure(tone(0.1, width=1))


@given(st.binary(max_size=200), st.integers(0, 60))
def test_no_bytes_break_it(data: bytes, at: int) -> None:
    good = tone(0.01)
    for hostile in (data, good[:at] + data, good[:at] + data + good[at:], good[: len(good) - at]):
        try:
            sound = measure(hostile)
        except BadWav:
            continue
        assert sound.seconds >= 0
        assert 0 <= sound.rms <= 1
