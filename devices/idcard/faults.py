"""What a bad reader or a bad line makes of an answer: the faults of the simulated ID-card reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.idcard.samv_answers import PORTRAIT, TEXT
from devices.idcard.samv_frames import PREAMBLE, Reply, opened, reply

_SLOW_S = 0.25
_IDLE_S = 0.4
_NOISE = bytes.fromhex("00ff aaaa 13aa aa96 69aa")


@dataclass(frozen=True)
class Sending:
    """Bytes on the line, each after a pause in seconds, and how many times slower than the line they go."""

    pieces: tuple[tuple[float, bytes], ...]
    slower: float = 1.0


def plain(frame: bytes) -> Sending:
    """An answer as it should be."""
    return Sending(((0.0, frame),))


def _halves(frame: bytes) -> tuple[bytes, bytes]:
    return frame[: len(frame) // 2], frame[len(frame) // 2 :]


Fault = Callable[[bytes, bytes], Sending]
"""From an answer and the answer before it."""

WIRE: dict[str, tuple[str, Fault]] = {
    "silent": ("answers nothing any more", lambda frame, before: plain(b"")),
    "bad-checksum": (
        "sends wrong checksums",
        lambda frame, before: plain(frame[:-1] + bytes([frame[-1] ^ 0xFF])),
    ),
    "noise": ("sends noise before every answer", lambda frame, before: plain(_NOISE + frame)),
    "cut": ("sends half of every answer", lambda frame, before: plain(_halves(frame)[0])),
    "slow": ("answers late and slowly", lambda frame, before: Sending(((_SLOW_S, frame),), 4.0)),
    "half-first": (
        "sends half of every answer, then all of it",
        lambda frame, before: plain(_halves(frame)[0] + frame),
    ),
    "idle": (
        "pauses in the middle of every answer",
        lambda frame, before: Sending(((0.0, _halves(frame)[0]), (_IDLE_S, _halves(frame)[1]))),
    ),
    "preamble": ("repeats the beginning of every answer", lambda frame, before: plain(PREAMBLE + b"\xaa" + frame)),
    "long": ("claims answers to be longer than they are", lambda frame, before: plain(_lengthened(frame, 9))),
    "short": ("claims answers to be shorter than they are", lambda frame, before: plain(_lengthened(frame, -2))),
    "twice": ("sends every answer twice", lambda frame, before: plain(frame + frame)),
    "stray": (
        "sends the answer before the last once more, then the right one",
        lambda frame, before: plain(before + frame),
    ),
    "sly": ("damages the name on a card so that the checksum is still right", lambda frame, before: plain(_sly(frame))),
    "behind": ("sends to every question the answer to the one before", lambda frame, before: plain(before)),
}
"""By verb; each may be told how many answers it lasts."""

CONTENT: dict[str, Callable[[bytearray], None]] = {
    "date": lambda text: text.__setitem__(slice(36, 52), "19860231".encode("utf-16-le")),
    "surrogate": lambda text: text.__setitem__(slice(0, 2), b"\x00\xd8"),
    "check-digit": lambda text: text.__setitem__(122, text[122] ^ 1),
    "ethnic-group": lambda text: text.__setitem__(slice(32, 36), "99".encode("utf-16-le")),
    "control": lambda text: text.__setitem__(slice(2, 4), b"\x07\0"),
    "kind": lambda text: text.__setitem__(slice(248, 250), b"Q\0"),
    "zeros": lambda text: text.__setitem__(slice(0, TEXT), bytes(TEXT)),
}
"""What may be wrong in the text of a card whose checksum is right, by the argument of `damage`."""

PICTURES = {"portrait-zeros": bytes(PORTRAIT), "portrait-ones": b"\xff" * PORTRAIT}


def _lengthened(frame: bytes, by: int) -> bytes:
    """The same bytes under another length."""
    at = len(PREAMBLE)
    claimed = max(2, int.from_bytes(frame[at : at + 2], "big") + by)
    return frame[:at] + claimed.to_bytes(2, "big") + frame[at + 2 :]


def _sly(frame: bytes) -> bytes:
    """Two flipped bits in one column, in the first and second character of the text; short answers stay."""
    text = len(PREAMBLE) + 2 + 3 + 4
    if len(frame) < TEXT:
        return frame
    return frame[:text] + bytes([frame[text] ^ 4, frame[text + 1], frame[text + 2] ^ 4]) + frame[text + 3 :]


def with_status(frame: bytes, status: int) -> bytes:
    """Another status instead of an answer, without its data; an answer that has that status stays."""
    answer = opened(frame[len(PREAMBLE) + 2 : -1]) if frame else None
    return frame if isinstance(answer, Reply) and answer.status == status else reply(status)
