"""Stand-ins at the other end of a watchdog: a socket that hears what systemd hears, and a pipe that counts beats."""

from __future__ import annotations

import os
import socket
from pathlib import Path


class SystemdStandIn:
    """A socket for NOTIFY_SOCKET; with `@` in front it is one of the abstract namespace."""

    def __init__(self, address: str, limit_s: float = 2.0) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(limit_s)
        self._socket.bind(f"\0{address[1:]}" if address.startswith("@") else address)

    def heard(self) -> str:
        """The next notification. Raises TimeoutError when none comes."""
        return self._socket.recv(4096).decode()

    def close(self) -> None:
        """Listens no more."""
        self._socket.close()
        if not self.address.startswith("@"):
            Path(self.address).unlink(missing_ok=True)


class WatchdogPipe:
    """A pipe in the place of /dev/watchdog."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)
        self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def written(self) -> bytes:
        """What was written since it was asked last: a zero a beat, `V` for a clean end."""
        try:
            return os.read(self._descriptor, 4096)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Takes the watchdog out."""
        os.close(self._descriptor)
        self.path.unlink(missing_ok=True)
