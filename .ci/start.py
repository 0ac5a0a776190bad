"""Starts everything of the Procfile on this machine, after the kiosk was enrolled at its own centre once."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from center.settings import CenterSettings
from devices.smartcard.staff_issue import roster_line
from kiosk.settings import KioskSettings, UiSettings
from kiosk.technician.roster import Roster, Staff, roster_path
from sync.contract.settings import load
from sync.identity import KioskIdentity

ROOT = Path(__file__).resolve().parent.parent
START_LIMIT_S = 30.0
DOCK_WIDTH = 440
VNC_DISPLAY = 87
VNC_PORT = 5900 + VNC_DISPLAY


def main() -> int:
    """Enrols when needed, then runs until a process ends or Ctrl-C."""
    config = ROOT / "config.toml"
    kiosk = load(KioskSettings, config)
    enrol(kiosk, load(CenterSettings, config))
    admit(kiosk)
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ)
        if environment.get("SCREEN") == "vnc":
            environment |= {"DISPLAY": stack.enter_context(vnc(kiosk.ui)), "QT_QPA_PLATFORM": "xcb"}
        return supervise(environment)


def supervise(environment: dict[str, str]) -> int:
    """Runs the Procfile; honcho ends all processes when one ends or when it is asked to."""
    honcho = subprocess.Popen([sys.executable, "-m", "honcho", "start"], env=environment)
    # Ctrl-C reaches honcho from the terminal itself; a termination is passed on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: honcho.terminate())
    code = honcho.wait()
    return 0 if code in (0, 130, 143, -signal.SIGINT, -signal.SIGTERM) else code


def enrol(kiosk: KioskSettings, center: CenterSettings) -> None:
    """Makes the kiosk known to the centre of this machine; nothing happens when it is known already."""
    if KioskIdentity.load_or_create(kiosk.paths.state).kiosk is not None:
        return
    print("first start: enrolling this kiosk at the centre of this machine")
    address = f"http://{center.center.host}:{center.center.port}"
    serving = subprocess.Popen([sys.executable, "-m", "center", "serve"], stderr=subprocess.DEVNULL)
    try:
        wait_until_healthy(address, serving)
        code = json.loads(command("center", "enrol-code", "--json"))["code"]
        # Past the simulated network cable, which nobody has plugged in yet.
        command("sync", "enrol", code, NZZ_SYNC__CENTRE=address)
    finally:
        serving.terminate()
        serving.wait(START_LIMIT_S)


def admit(kiosk: KioskSettings) -> None:
    """Puts the simulated staff card on the roster: `python -m devices fault smart-card put staff`, PIN 123456."""
    socket_path = kiosk.devices.smart_card.socket
    if socket_path is not None:
        path = roster_path(kiosk.paths.state)
        Roster.load(path).with_staff(Staff.model_validate(roster_line(socket_path.parent))).save(path)


def wait_until_healthy(address: str, serving: subprocess.Popen[bytes]) -> None:
    """Returns when the centre answers."""
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and serving.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{address}/v1/health", timeout=2.0, trust_env=False).is_success:
                return
        time.sleep(0.1)
    raise SystemExit(f"the centre does not answer at {address}. Try: .venv/bin/python -m center serve")


def command(module: str, *arguments: str, **environment: str) -> str:
    """What a command of the project prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=False,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"python -m {module} {arguments[0]} failed; its words are above.")
    return done.stdout


@contextlib.contextmanager
def vnc(window: UiSettings) -> Iterator[str]:
    """An X display that VNC viewers of this machine can see.

    Qt's own VNC platform listens on every address, so a server that can be held to loopback is used.
    """
    width = window.width + (DOCK_WIDTH if window.dock else 0)
    server = subprocess.Popen(
        [
            *("Xtigervnc", f":{VNC_DISPLAY}", "-geometry", f"{width}x{window.height}", "-depth", "24"),
            *("-interface", "127.0.0.1", "-localhost", "-rfbport", str(VNC_PORT)),
            *("-SecurityTypes", "None", "-AlwaysShared", "-nolisten", "tcp"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + START_LIMIT_S
        while not _answers(VNC_PORT):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"Xtigervnc cannot serve display :{VNC_DISPLAY}. Is another one running?")
            time.sleep(0.1)
        print(f"the screen is at 127.0.0.1 port {VNC_PORT}: vncviewer 127.0.0.1:{VNC_DISPLAY}")
        print(f"from another machine: ssh -L {VNC_PORT}:127.0.0.1:{VNC_PORT} THIS-MACHINE, then that line there")
        yield f":{VNC_DISPLAY}"
    finally:
        server.terminate()
        server.wait(START_LIMIT_S)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0):
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
