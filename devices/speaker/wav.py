"""Speech as a WAV file in memory: measured, and made softer."""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from dataclasses import dataclass

_SAMPLE_BYTES = 2
_FASTEST = 192_000
"""Samples a second that any engine makes."""
_FULL = 32768.0
SILENT = 0.001
"""Root mean square, of full scale, below which nobody hears anything."""


class BadWav(Exception):  # noqa: N818  what it is
    """Bytes that are no WAV file of 16-bit samples."""


@dataclass(frozen=True)
class Sound:
    """What can be measured of a sound."""

    rate: int
    """Samples a second."""
    seconds: float
    rms: float
    """Root mean square of the samples, 0 to 1."""

    @property
    def silent(self) -> bool:
        """Whether nobody would hear it."""
        return self.rms < SILENT


def measure(data: bytes) -> Sound:
    """How long and how loud. Raises BadWav."""
    rate, channels, samples = _opened(data)
    squares = math.fsum(sample * sample for sample in samples)
    rms = math.sqrt(squares / len(samples)) / _FULL if samples else 0.0
    return Sound(rate, len(samples) / channels / rate, rms)


def scaled(data: bytes, volume: float) -> bytes:
    """The same sound at a volume of 0 to 1. Raises BadWav."""
    rate, channels, samples = _opened(data)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(rate)
        file.writeframes(_swapped(array("h", (int(sample * volume) for sample in samples))).tobytes())
    return out.getvalue()


def _opened(data: bytes) -> tuple[int, int, array[int]]:
    """Samples a second, channels, samples."""
    try:
        with wave.open(io.BytesIO(data), "rb") as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise BadWav(type(error).__name__) from None
    if width != _SAMPLE_BYTES or channels > 2 or not 0 < rate <= _FASTEST or len(frames) % (_SAMPLE_BYTES * channels):
        raise BadWav(f"{width * 8} bits, {channels} channels, {rate} Hz")
    samples = array("h")
    samples.frombytes(frames)
    return rate, channels, _swapped(samples)


def _swapped(samples: array[int]) -> array[int]:
    """WAV is little-endian."""
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
