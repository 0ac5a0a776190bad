"""The socket of the devices' console: what `python -m devices` asks a kiosk that runs."""

from __future__ import annotations

import contextlib

from devices.console import _request
from sync.contract.problem import Problem


def attempt(data: bytes) -> None:
    for line in data.splitlines(keepends=True):
        with contextlib.suppress(Problem):
            do, device = _request(line)
            assert isinstance(do, str)
            assert device is None or isinstance(device, str)


def seeds() -> list[bytes]:
    """Good messages."""
    return [b'{"do": "list", "device": null}\n', b'{"do": "test", "device": "id-reader"}\n', b'{"do": "watch"}\n']
