"""All decoders that hostile bytes are fed to, each a module of tests.fuzz.wires.

Such a module has `attempt(data)`, which feeds bytes to the decoder and raises AssertionError, or whatever the
decoder should not raise, when it fails; and `seeds()`, good messages to be mutated. A new wire adds its name.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol


class Wire(Protocol):
    """A module of tests.fuzz.wires."""

    def attempt(self, data: bytes) -> None:
        """Feeds bytes to the decoder."""

    def seeds(self) -> list[bytes]:
        """Good messages."""


WIRES = (
    "camera",
    "codes",
    "console",
    "control",
    "id_reader",
    "ipp_answers",
    "ipp_requests",
    "modbus",
    "pay",
    "picture",
    "portrait",
    "receipt",
    "scanner",
    "smart_card",
    "speech",
)


def load(name: str) -> Wire:
    """The module of a wire; its decoder is imported with it."""
    module: Any = import_module(f"tests.fuzz.wires.{name}")
    return module
