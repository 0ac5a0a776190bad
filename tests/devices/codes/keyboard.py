"""Types like a code reader in HID mode: bytes of `struct input_event`."""

from __future__ import annotations

from evdev import ecodes

from devices.codes.key_events import EVENT, LAYOUT


def event(kind: int, code: int, value: int) -> bytes:
    return EVENT.pack(1, 2, kind, code, value)


def press(code: int) -> bytes:
    scan = event(ecodes.EV_MSC, ecodes.MSC_SCAN, code)
    sync = event(ecodes.EV_SYN, ecodes.SYN_REPORT, 0)
    return scan + event(ecodes.EV_KEY, code, 1) + sync + event(ecodes.EV_KEY, code, 0) + sync


def typed(text: str, *, enter: bool = True) -> bytes:
    keys = {character: key for key, character in reversed(LAYOUT.items())}
    data = b""
    for character in text:
        code, shift = keys[character]
        if shift:
            data += event(ecodes.EV_KEY, ecodes.KEY_LEFTSHIFT, 1)
        data += press(code)
        if shift:
            data += event(ecodes.EV_KEY, ecodes.KEY_LEFTSHIFT, 0)
    return data + (press(ecodes.KEY_ENTER) if enter else b"")
