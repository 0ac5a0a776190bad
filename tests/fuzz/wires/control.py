"""The socket of the simulators: JSON lines."""

from __future__ import annotations

import json

from devices.simulators.control import _Handler
from sync.contract.problem import Problem

handler = _Handler.__new__(_Handler)
asked: list[tuple[str, str, dict[str, str]]] = []


def apply(device: str, verb: str, arguments: dict[str, str]) -> dict[str, object]:
    asked.append((device, verb, arguments))
    return {}


handler.apply = apply


def attempt(data: bytes) -> None:
    for line in data.splitlines(keepends=True):
        asked.clear()
        try:
            answer = handler._answer(line)
        except Problem:
            raise AssertionError("a problem is an answer") from None
        json.dumps(answer)
        assert asked or answer["error"]["code"] == "simulator.line"


def seeds() -> list[bytes]:
    """Good messages."""
    return [
        b'{"device": "id-reader", "verb": "put", "args": {"card": "wang"}}\n',
        b'{"device": "", "verb": "", "args": {}}\n',
        b'{"do": "list", "device": null}\n',
    ]
