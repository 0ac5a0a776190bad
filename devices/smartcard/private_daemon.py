"""A pcscd with a virtual reader that only its starter can reach; takes no port and no path of this machine."""

from __future__ import annotations

import os
import select
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

from devices.smartcard.keeper import COMM, DRIVER, READER

ANSWER_S = 8.0
_SEARCH = "/usr/sbin:/usr/local/sbin:/usr/bin:/sbin:/bin"


class CannotRun(Exception):  # noqa: N818  it is what it is
    """This machine cannot run a private pcscd; the text says what to do."""


def missing() -> str:
    """What this machine lacks, for a technician; empty when nothing."""
    if shutil.which("pcscd", path=_SEARCH) is None or not DRIVER.is_file():
        return "The simulated smart card needs the packages pcscd and vsmartcard-vpcd."
    if shutil.which("unshare", path=_SEARCH) is None:
        return "The simulated smart card needs `unshare` of the package util-linux."
    return ""


class PrivateDaemon:
    """Runs between `start` and `stop`; ends with the process that started it, however that ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    @property
    def comm(self) -> Path:
        """Where libpcsclite reaches the daemon; needs the right to look into the process, which its starter has."""
        if self._keeper is None:
            raise CannotRun("the private pcscd was not started")
        return Path(f"/proc/{self._keeper.pid}/root{COMM}")

    def start(self) -> None:
        """Starts it and waits until it listens. Raises CannotRun."""
        lack = missing()
        if lack:
            raise CannotRun(lack)
        mine, other = socket.socketpair()
        mine.settimeout(ANSWER_S)
        user = [] if os.geteuid() == 0 else ["--map-root-user"]
        keeper = Path(__file__).with_name("keeper.py")
        with other:
            self._keeper = subprocess.Popen(  # noqa: S603
                [
                    *(shutil.which("unshare", path=_SEARCH) or "unshare",),
                    *("--mount", "--net", "--propagation", "private", *user),
                    *(sys.executable, "-I", str(keeper)),
                ],
                stdin=other.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._orders = mine
        try:
            said = self._line()
        except OSError as error:
            said = str(error)
        if said != "ok":
            self.stop()
            raise CannotRun(
                f"The simulated smart card cannot run pcscd in a namespace of its own ({said or 'not permitted'}). "
                "Run the simulators as root, or allow user namespaces."
            )

    def stop(self) -> None:
        """Ends it and its daemon."""
        keeper, self._keeper = self._keeper, None
        orders, self._orders = self._orders, None
        if orders is not None:
            orders.close()
        if keeper is not None:
            try:
                keeper.wait(ANSWER_S)
            except subprocess.TimeoutExpired:
                keeper.kill()
                keeper.wait()

    def restart(self, *, plugged: bool | None = None) -> None:
        """Ends the daemon and starts another, with or without its reader."""
        self.halt()
        if plugged is not None:
            self._ask("plug" if plugged else "unplug")
        self.resume()

    def halt(self) -> None:
        """Ends the daemon alone."""
        self._ask("stop")

    def resume(self) -> None:
        """Starts a daemon again."""
        self._ask("start")

    def insert(self, slot: int = 0) -> socket.socket | None:
        """A card's connection to a slot of the reader; None when there is no reader or no daemon."""
        with self._lock:
            if self._orders is None:
                return None
            self._orders.sendall(f"card {slot}\n".encode())
            if not select.select([self._orders], [], [], ANSWER_S)[0]:
                return None
            _, files, _, _ = socket.recv_fds(self._orders, 64, 1)
        return socket.socket(fileno=files[0]) if files else None

    @property
    def readers(self) -> tuple[str, str]:
        """The names of the slots as PC/SC tells them."""
        return f"{READER} 00 00", f"{READER} 00 01"

    def _ask(self, order: str) -> None:
        with self._lock:
            if self._orders is None:
                raise CannotRun("the private pcscd was not started")
            self._orders.sendall(f"{order}\n".encode())
            said = self._line()
        if said != "ok":
            raise CannotRun(f"pcscd: {said}")

    def _line(self) -> str:
        assert self._orders is not None
        return self._orders.recv(512).decode("ascii", "replace").strip()
