"""The speaker's contract: says a sentence aloud, to everybody or into the headphones that are plugged in."""

from __future__ import annotations

from typing import Protocol

from devices.state import Cancel, DeviceState

LONGEST = 500
"""Characters of one sentence; more is not said at a kiosk."""


class Speaker(Protocol):
    """Speech out; called in the device's thread."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def poll(self) -> DeviceState: ...

    def say(self, text: str, cancel: Cancel) -> None:
        """Says a sentence and returns when it was said; stops within 100 ms when cancelled.

        The text may be a person's: it stands in no log, no file name, no command line and on no disk.

        Raises Problem: temporary `speaker.engine` (no voice comes), `speaker.output`, `speaker.absent`;
        permanent `speaker.no-engine`.
        """

    def set_volume(self, volume: float) -> None:
        """How loud, from 0 to 1. Raises ValueError outside of that."""

    def headphones(self) -> bool:
        """Whether headphones are plugged in."""
