"""A driver that is somebody else's: found by its entry point, its options checked, held by the same suite."""

from __future__ import annotations

import re
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest

from devices import kinds
from devices.kinds import Kind
from devices.settings import DevicesSettings
from devices.simulator import Simulator, Verb
from sync.contract.problem import Problem
from sync.contract.settings import Settings, load
from tests.conformance.rig import Rig
from tests.conformance.suite import CHECKS, Check

HERE = Path(__file__).parent
MODULE = "kiosk_tcp_codes"
GUIDE = HERE.parents[1] / "docs" / "devices" / "new-driver.md"


class _Kiosk(Settings):
    """config.toml with devices only."""

    devices: DevicesSettings = DevicesSettings()


class _Line(Simulator):
    """The reader at the other end: whoever connects is sent what is scanned."""

    device = "code-reader"
    verbs: ClassVar = (
        Verb("scan", "reads a code", "text"),
        Verb("unplug", "takes the plug out"),
        Verb("plug", "puts the plug in"),
        Verb("ok", "heals everything"),
    )

    def __init__(self) -> None:
        self._listener = self._listen(0)
        self.port = int(self._listener.getsockname()[1])
        self._peers: list[socket.socket] = []

    @classmethod
    def fitted(cls, settings: DevicesSettings, assets: Path) -> Self | None:
        return None

    def start(self) -> None:
        self._accept = threading.Thread(target=self._take_calls, args=(self._listener,), name="simulator-line")
        self._accept.start()

    def stop(self) -> None:
        self._listener.close()
        for peer in self._peers:
            peer.close()
        self._peers.clear()
        self._accept.join(2.0)

    def state(self) -> dict[str, Any]:
        return {"peers": len(self._peers)}

    def _do(self, verb: str, argument: str) -> None:
        match verb:
            case "scan":
                for peer in self._peers:
                    peer.sendall(argument.encode() + b"\n")
            case "unplug":
                self.stop()
            case "plug" if not self._accept.is_alive():
                self._listener = self._listen(self.port)
                self.start()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=64)
        listener.settimeout(0.02)
        return listener

    def _take_calls(self, listener: socket.socket) -> None:
        while True:
            try:
                self._peers.append(listener.accept()[0])
            except TimeoutError:
                self._peers[:] = [peer for peer in self._peers if not _hung_up(peer)]
            except OSError:
                return


def _hung_up(peer: socket.socket) -> bool:
    try:
        if peer.recv(1, socket.MSG_DONTWAIT):
            return False
    except BlockingIOError:
        return False
    except OSError:
        pass  # it is gone either way
    peer.close()
    return True


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The driver as a package manager puts it there: a module, and a dist-info with its entry point."""
    shutil.copy(HERE / "outside" / f"{MODULE}.py", tmp_path)
    info = tmp_path / "kiosk_tcp_codes-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kiosk-tcp-codes\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[nanzhongzhou.devices]\ncode-reader.tcp-lines = {MODULE}:DRIVER\n")
    monkeypatch.syspath_prepend(tmp_path)
    kinds._installed.cache_clear()
    yield tmp_path
    kinds._installed.cache_clear()
    sys.modules.pop(MODULE, None)


@pytest.fixture
def rig(installed: Path) -> Iterator[Rig]:
    line = _Line()
    line.start()
    devices = DevicesSettings.model_validate({"code_reader": {"driver": "tcp-lines", "port": line.port}})
    kind, section = devices.fitted()["code-reader"]
    yield Rig(kinds.find(kind, section.driver), section, line)
    line.stop()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_driver_from_outside_keeps_the_contract(rig: Rig, check: Check) -> None:
    check(rig)


def test_it_is_named_among_the_drivers_of_its_kind(installed: Path) -> None:
    assert "tcp-lines" in kinds.names(Kind.CODE_READER)


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ('driver = "tcp-lines"\nport = 0', "port"),
        ('driver = "tcp-lines"\nbaud = 9600', "baud"),
        ('driver = "tcp-line"', "tcp-lines"),
    ],
)
def test_a_wrong_option_is_told_by_its_name(installed: Path, table: str, named: str) -> None:
    config = installed / "config.toml"
    config.write_text(f"[devices.code_reader]\n{table}\n")
    with pytest.raises(Problem) as told:
        load(_Kiosk, config)
    assert told.value.code == "config.invalid"
    assert "code_reader" in told.value.technician
    assert named in told.value.technician


def test_the_guide_shows_the_driver_as_it_is() -> None:
    code = (HERE / "outside" / f"{MODULE}.py").read_text(encoding="utf-8")
    shown = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    for each in shown:
        assert each.strip() in code, each
