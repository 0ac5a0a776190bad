"""Keeps a pcscd of its own in a place nobody else sees; runs as a process, inside fresh mount and network namespaces.

Its standard input is a socket with one order a line and one answer a line. `card N` answers with a
connection to slot N of the virtual reader, as an open file. When the other end closes, everything ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUN = Path("/run/pcscd")
COMM = RUN / "pcscd.comm"
DRIVERS = Path("/usr/lib/pcsc/drivers")
DRIVER = DRIVERS / "serial" / "libifdvpcd.so"
PORT = 35963
"""Only inside the network namespace; slot 1 is the next one."""
READER = "Simulated Reader"
"""pcscd adds the numbers of device and slot: `Simulated Reader 00 00`."""
READY_S = 5.0
_PAUSE_S = 0.005
_LOOK_S = 0.5
"""How often it is looked whether the daemon lives."""
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 0x1


class Keeper:
    """The daemon and its table of readers."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._driver = place / DRIVER.name
        self._readers = place / "readers"
        self._readers.mkdir()
        self._daemon: subprocess.Popen[bytes] | None = None
        self.plugged = True

    def settle_in(self) -> None:
        """Hides the machine's own daemon and drivers, so that no reader of this machine is taken."""
        shutil.copy(DRIVER, self._driver)
        for path in (Path("/run"), DRIVERS):
            subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "none", str(path)], check=True)  # noqa: S603, S607
        RUN.mkdir()
        with socket.socket() as control:
            fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _IFF_UP))

    def start(self) -> None:
        """Starts the daemon and waits until it listens."""
        table = (
            f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:{PORT:#x}\nLIBPATH {self._driver}\nCHANNELID {PORT:#x}\n'
        )
        (self._readers / "simulated").write_text(table if self.plugged else "")
        self._daemon = subprocess.Popen(  # noqa: S603
            [_daemon(), "--foreground", "--critical", "--config", str(self._readers)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + READY_S
        while not _listens():
            if self._daemon.poll() is not None or time.monotonic() > until:
                raise RuntimeError("pcscd does not start")
            time.sleep(_PAUSE_S)

    def stop(self) -> None:
        """Ends the daemon."""
        daemon, self._daemon = self._daemon, None
        if daemon is None:
            return
        daemon.terminate()
        try:
            daemon.wait(2.0)
        except subprocess.TimeoutExpired:  # it waits for a card that says nothing
            daemon.kill()
            daemon.wait()
        for each in RUN.iterdir():
            each.unlink()

    def revive(self) -> None:
        """Starts the daemon again when it died, as systemd does with the machine's own."""
        if self._daemon is not None and self._daemon.poll() is not None:
            self.stop()
            self.start()

    def do(self, order: str, other: socket.socket) -> None:
        """Does one order and answers it."""
        match order.split():
            case ["stop"]:
                self.stop()
            case ["start"]:
                self.start()
            case ["plug"]:
                self.plugged = True
            case ["unplug"]:
                self.plugged = False
            case ["card", slot]:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", PORT + int(slot))) as card:
                    socket.send_fds(other, [b"ok\n"], [card.fileno()])
                    return
                other.sendall(b"no reader\n")
                return
        other.sendall(b"ok\n")


def _daemon() -> str:
    return shutil.which("pcscd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/sbin") or "pcscd"


def _listens() -> bool:
    with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
        probe.connect(str(COMM))
        return True
    return False


def serve(keeper: Keeper, other: socket.socket) -> None:
    """Does what it is told until the other end closes, and looks after the daemon meanwhile."""
    rest = b""
    while True:
        keeper.revive()
        if not select.select([other], [], [], _LOOK_S)[0]:
            continue
        data = other.recv(4096)
        if not data:
            return
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            keeper.do(line.decode("ascii", "replace"), other)


def main() -> int:
    """Serves orders until the other end closes."""
    for each in (signal.SIGINT, signal.SIGTERM):  # a terminal's Ctrl-C reaches the simulator, which closes the socket
        signal.signal(each, signal.SIG_IGN)
    with socket.socket(fileno=0) as other, tempfile.TemporaryDirectory(prefix="pcscd-") as place:
        keeper = Keeper(Path(place))
        try:
            keeper.settle_in()
            keeper.start()
            other.sendall(b"ok\n")
            serve(keeper, other)
        except BrokenPipeError:
            return 0
        except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
            with contextlib.suppress(OSError):
                other.sendall(f"failed: {error}\n".encode("ascii", "replace"))
            return 1
        finally:
            keeper.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
