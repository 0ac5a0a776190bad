"""Sound files that a speech engine writes."""

from __future__ import annotations

import contextlib
import io
import wave

from devices.speaker.wav import BadWav, measure, scaled


def attempt(data: bytes) -> None:
    with contextlib.suppress(BadWav):
        sound = measure(data)
        assert sound.silent in (True, False)
        assert len(scaled(data, 0.5)) <= len(data) + 44, "louder is not longer"


def seeds() -> list[bytes]:
    """Good messages."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(range(200)))
    return [out.getvalue()]
