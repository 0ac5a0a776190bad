"""What can go wrong at the speaker, in the words of the resident and of the technician."""

from __future__ import annotations

from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import Family, Words

_SILENT = Words(
    zh="语音暂时用不了，请看屏幕上的提示。", en="The voice is not available. Please follow the words on the screen."
)


def absent(sink: str) -> DeviceProblem:
    """There is nothing to play on."""
    return DeviceProblem(
        "speaker.absent",
        Family.TEMPORARY,
        resident=_SILENT,
        technician=f"Speaker {sink}: there is no such folder or player. Plug the sound card in, install the player "
        "(alsa-utils for aplay), or set [devices.speaker] sink.",
        state=DeviceState.ABSENT,
    )


def output(sink: str, why: str) -> DeviceProblem:
    """The sound was made and cannot be played."""
    return DeviceProblem(
        "speaker.output",
        Family.TEMPORARY,
        resident=_SILENT,
        technician=f"Speaker {sink}: {why}. Check the sound card, its cable, and the names of the outputs in "
        "[devices.speaker] loudspeaker and headphones.",
        state=DeviceState.HARDWARE_ERROR,
    )


def no_engine(engine: str) -> DeviceProblem:
    """The engine does not start."""
    return DeviceProblem(
        "speaker.no-engine",
        Family.PERMANENT,
        resident=_SILENT,
        technician=f"The speech engine {engine!r} does not start. Install it (espeak-ng for espeak), "
        "or set [devices.speaker] engine.",
        state=DeviceState.ABSENT,
    )


def engine(name: str, why: str) -> DeviceProblem:
    """The engine gives no sound, or not all of it."""
    return DeviceProblem(
        "speaker.engine",
        Family.TEMPORARY,
        resident=_SILENT,
        technician=f"The speech engine {name!r}: {why}, twice in a row. It was started afresh; if that repeats, "
        "check [devices.speaker] voice and english_voice, and install the engine anew.",
        state=DeviceState.HARDWARE_ERROR,
    )
