"""The code reader's contract: the text of the next QR code or barcode that a person holds under it."""

from __future__ import annotations

from typing import Protocol

from devices.state import Cancel, DeviceState

LONGEST = 4296
"""Characters in the largest QR code (ISO/IEC 18004, version 40-L, alphanumeric)."""


class CodeReader(Protocol):
    """A reader of QR codes and barcodes; called in the device's thread."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def poll(self) -> DeviceState: ...

    def read_code(self, cancel: Cancel) -> str:
        """Waits for the next code and returns its text, which is a person's: it belongs into no log.

        What was scanned before this call is never returned, and the same code within a second is one scan.

        Raises Problem: expected `codes.unreadable` (half a code, or one with characters no code may have);
        temporary `codes.absent`.
        """

    def forget(self) -> None:
        """Drops what was scanned and not asked for. Raises Problem `codes.absent`."""
