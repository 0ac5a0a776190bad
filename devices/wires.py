"""Looks cheaply whether the wire to a device is there: a path exists, or somebody listens."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

CONNECT_S = 0.25
_PORTS = {"ipp": 631, "ipps": 443, "http": 80, "https": 443, "tcp": 9100}


def look(where: str) -> Callable[[], bool] | None:
    """A look at the address of a device; None when nothing of it can be seen from outside.

    Paths are looked at, `HOST:PORT` and addresses with a known scheme are connected to for a moment.
    """
    if not where:
        return None
    parts = urlsplit(where if "://" in where else f"//{where}")
    try:
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        port = None
    if "://" not in where and (port is None or "/" in where):
        path = Path(where)
        return path.exists if "/" in where else None
    if parts.hostname is None or port is None:
        return None
    address = (parts.hostname, port)

    def listening() -> bool:
        try:
            socket.create_connection(address, CONNECT_S).close()
        except OSError:
            return False
        return True

    return listening
