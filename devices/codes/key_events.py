"""Codes in the key presses of a reader that types like a keyboard (Linux `struct input_event`).

Such readers type by the layout of an American keyboard and can send ASCII only; Chinese in a code needs
the reader set to its serial mode.
"""

from __future__ import annotations

import struct
from enum import IntEnum

from evdev import ecodes

from devices.codes import LONGEST
from devices.codes.code_text import Damage

EVENT = struct.Struct("@llHHi")
"""Seconds, microseconds, type, code, value (linux/input.h)."""


class _Key(IntEnum):
    """Values of a key event."""

    UP = 0
    DOWN = 1


_SHIFTS = frozenset({ecodes.KEY_LEFTSHIFT, ecodes.KEY_RIGHTSHIFT})
_ENDS = frozenset({ecodes.KEY_ENTER, ecodes.KEY_KPENTER})
_MUTE = frozenset({ecodes.KEY_CAPSLOCK, ecodes.KEY_NUMLOCK})
"""Some readers press these around a code; under a grab nobody acts on them."""
_ROWS = (
    (ecodes.KEY_1, "1234567890-=", "!@#$%^&*()_+"),
    (ecodes.KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}"),
    (ecodes.KEY_A, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (ecodes.KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
)
_PAD = "789-456+1230."


def _layout() -> dict[tuple[int, bool], str]:
    keys = {(ecodes.KEY_SPACE, shift): " " for shift in (False, True)}
    for first, plain, shifted in _ROWS:
        for offset, (small, large) in enumerate(zip(plain, shifted, strict=True)):
            keys[first + offset, False], keys[first + offset, True] = small, large
    for offset, character in enumerate(_PAD):
        keys[ecodes.KEY_KP7 + offset, False] = character
    keys[ecodes.KEY_KPASTERISK, False], keys[ecodes.KEY_KPSLASH, False] = "*", "/"
    return keys


LAYOUT = _layout()
"""What a key types, without and with shift."""


class KeyDecoder:
    """Codes that end with Enter. A key that types nothing spoils the code it stands in."""

    def __init__(self) -> None:
        self._rest = b""
        self._shifts: set[int] = set()
        self._typed: list[str] = []
        self._damage: Damage | None = None

    @property
    def pending(self) -> bool:
        """Whether a code has begun and not ended."""
        return bool(self._typed or self._damage)

    def feed(self, data: bytes) -> list[str | Damage]:
        """Codes that are complete now, and damage where one is none."""
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        found: list[str | Damage] = []
        for _, _, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if kind == ecodes.EV_SYN and code == ecodes.SYN_DROPPED:
                self._damage = Damage.HALF  # the kernel's buffer ran over: keys are missing
                self._shifts.clear()
            elif kind == ecodes.EV_KEY:
                self._press(code, value, found)
        return found

    def pause(self) -> list[str | Damage]:
        """A code that pauses is half a code."""
        self._rest = b""
        self._shifts.clear()
        return [self._damage or Damage.HALF] if self._end() is not None else []

    def _press(self, code: int, value: int, found: list[str | Damage]) -> None:
        if code in _SHIFTS:
            (self._shifts.discard if value == _Key.UP else self._shifts.add)(code)
        elif value != _Key.DOWN or code in _MUTE:
            return
        elif code in _ENDS:
            ended = self._end()
            if ended is not None:
                found.append(ended)
        elif self._damage is None:
            character = LAYOUT.get((code, bool(self._shifts)))
            if character is None:
                self._damage = Damage.CHARACTERS
            elif len(self._typed) == LONGEST:
                self._damage = Damage.LONG
            else:
                self._typed.append(character)

    def _end(self) -> str | Damage | None:
        ended: str | Damage | None = self._damage or "".join(self._typed) or None
        self._typed.clear()
        self._damage = None
        return ended
