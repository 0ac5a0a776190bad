"""Looks cheaply at the wire to a device: a path exists, somebody listens, something was plugged into USB."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Hashable
from pathlib import Path
from urllib.parse import urlsplit

CONNECT_S = 0.25
USB = Path("/sys/bus/usb/devices")
_PORTS = {"ipp": 631, "ipps": 443, "http": 80, "https": 443, "tcp": 9100}

Look = Callable[[], Hashable]
"""What is seen of a wire: something false when it is surely not there. A change is worth an attempt to open."""


def look(where: str, usb: Path = USB) -> Look:
    """How to look at the address of a device.

    Paths are looked at; `HOST:PORT` and addresses with a known scheme are connected to for a moment. Of
    everything else only a change of what is plugged into USB can be seen.
    """
    parts = urlsplit(where if "://" in where else f"//{where}")
    try:
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        host, port = None, None
    if "/" in where and "://" not in where:
        return Path(where).exists
    if host is not None and port is not None and parts.scheme != "usb":
        return lambda: _listening((host, port))
    return lambda: _plugged(usb)


def _listening(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, CONNECT_S).close()
    except OSError:
        return False
    return True


def _plugged(usb: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(usb))  # noqa: PTH208  names are enough
    except OSError:
        return frozenset()
