"""What may be left of a visit, to search for: who took part, their pictures, their faces in numbers."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

from kiosk.scenario.memory import SHORTEST, find_in_memory, forms
from kiosk.scenario.people import PINS, card, face_of

PIECE = 32
"""Bytes of a picture or an embedding that are looked for: enough never to be there by chance."""

PICTURES = 3
"""So many of a scene, evenly spread: all of them would take longer than a visit."""


class Traces:
    """Values by what they are; names tell whose, values are shown to nobody."""

    def __init__(self, assets: Path) -> None:
        self._assets = assets
        self._embeddings: dict[str, bytes] = {}

    def learn(self, key: str, template: bytes) -> None:
        """The face of somebody in numbers, float16 little-endian, as the models of this run see it."""
        self._embeddings[key] = template

    def of(self, people: Iterable[str], scenes: Iterable[str]) -> dict[str, str | bytes]:
        """Everything personal of these people and of these scenes before the camera."""
        found: dict[str, str | bytes] = {}
        for key in people:
            says = card(key)
            found |= {f"{what} of {key}": says[what] for what in ("name", "number", "address")}
            if key in PINS:
                found[f"PIN of {key}"] = PINS[key]
            found[f"portrait of {key}"] = _middle((self._assets / "people" / f"{face_of(key)}.webp").read_bytes())
            if template := self._embeddings.get(key):
                half = struct.unpack(f"<{len(template) // 2}e", template)
                found[f"embedding of {key}"] = _middle(template)
                found[f"wide embedding of {key}"] = _middle(struct.pack(f"<{len(half)}f", *half))
        for scene in scenes:
            pictures = sorted((self._assets / "scenes" / scene).glob("*.jpg"))
            for picture in pictures[:: max(1, len(pictures) // PICTURES)]:
                found[f"picture {picture.stem} of {scene}"] = _middle(picture.read_bytes())
        return found


def in_memory(pid: int, wanted: dict[str, str | bytes]) -> list[str]:
    """What of this the process holds, by name and kind of memory; one that has ended holds nothing."""
    needles = [(name, form) for name, value in wanted.items() for form in _forms(name, value)]
    try:
        found = find_in_memory(pid, [form for _, form in needles])
    except (FileNotFoundError, ProcessLookupError):
        return []
    return sorted({f"{needles[each.needle][0]} in {each.mapping or 'anonymous memory'}" for each in found})


def _forms(name: str, value: str | bytes) -> tuple[bytes, ...]:
    """Portraits and embeddings travel in messages, as base64; all forms of everything would take minutes."""
    if isinstance(value, str):
        return tuple(form for form in (value.encode(), value.encode("utf-16-le")) if len(form) >= SHORTEST)
    return forms(value) if name.startswith(("portrait", "embedding")) else (value,)


def _middle(data: bytes) -> bytes:
    at = len(data) // 2
    return data[at : at + PIECE]
