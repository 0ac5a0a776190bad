"""CUPS' own ippeveprinter and cupsd for one test: on free ports, with files of their own, and gone after it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.printer.ipp import IppPrinter, IppTiming
from devices.settings import IppSettings
from sync.contract.problem import Problem

PROGRAMS = ("dbus-daemon", "avahi-daemon", "ippeveprinter", "cupsd", "lpadmin", "unshare")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
READY_S = 15.0
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={bus}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
"""
_AVAHI = """[server]
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
disallow-other-stacks=no
[wide-area]
enable-wide-area=no
[publish]
publish-workstation=no
publish-hinfo=no
"""
_PRESS = """#!/bin/bash
# Prints one job: a sheet is a file in the outlet. What is wrong is the word in the file `fault`.
word() {{ cat '{folder}/fault' 2>/dev/null; }}
stuck() {{ echo "STATE: +$2" >&2; while [ "$(word)" = "$1" ]; do sleep 0.05; done; echo "STATE: -$2" >&2; }}
case "$(word)" in
 jam) stuck jam media-jam-error;;
 cover) stuck cover cover-open-error;;
 abort) exit 1;;
esac
touch '{folder}/begun'
while [ "$(word)" = slow ]; do sleep 0.05; done
cp "$1" '{folder}/outlet/'"$IPP_JOB_ID-$RANDOM$RANDOM.pdf"
echo "ATTR: job-impressions-completed=1 job-media-sheets-completed=1" >&2
"""
_CUPS_FILES = """ServerRoot {folder}
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
ServerBin /usr/lib/cups
DataDir /usr/share/cups
AccessLog {folder}/access_log
ErrorLog {log}
PageLog {folder}/page_log
Sandboxing relaxed
SystemGroup root
"""
_CUPSD = """LogLevel debug
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
WebInterface No
ErrorPolicy retry-current-job
JobRetryInterval 1
PreserveJobHistory Yes
DirtyCleanInterval 0
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
    Allow localhost
  </Limit>
</Policy>
"""


def missing() -> str:
    """What this machine lacks for these tests; nothing when it has all."""
    gone = [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]
    if gone:
        return f"not installed: {', '.join(gone)}"
    return "" if os.geteuid() == 0 else "cupsd and a private avahi-daemon need root"


def until(what: str, holds: Callable[[], bool], limit_s: float = READY_S) -> None:
    """Waits until something holds."""
    end = time.monotonic() + limit_s
    round_ = threading.Event()
    while not holds():
        assert time.monotonic() < end, f"not within {limit_s:g} s: {what}"
        round_.wait(0.02)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Programs:
    """Programs that end with the test, with all that they started."""

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": PATH, "LANG": "C.UTF-8"})
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Starts one, in a session of its own; what it writes is in <name>.log."""
        log = self.folder / f"{Path(str(command[0])).name}.log"
        with log.open("ab") as out:
            program = subprocess.Popen(
                [str(each) for each in command],
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self._running.append(program)
        return program

    def kill(self, program: subprocess.Popen[bytes], how: int = signal.SIGKILL) -> None:
        """Ends one and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, how)
        try:
            program.wait(5.0)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait(5.0)

    def stop(self) -> None:
        """Ends all."""
        for program in reversed(self._running):
            self.kill(program)


@dataclass
class EvePrinter:
    """ippeveprinter, with an outlet and faults."""

    programs: Programs
    folder: Path
    port: int
    program: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Where it listens."""
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    @property
    def sheets(self) -> int:
        """How many came out."""
        return len(list((self.folder / "outlet").iterdir()))

    @property
    def begun(self) -> bool:
        """Whether a sheet is on its way."""
        return (self.folder / "begun").exists()

    def start(self) -> None:
        """Switches it on and waits until it answers."""
        press = self.folder / "press.sh"
        press.write_text(_PRESS.format(folder=self.folder))
        press.chmod(0o755)
        for name in ("outlet", "spool"):
            (self.folder / name).mkdir(exist_ok=True)
        self.switch_on()
        self.fill(250)

    def switch_on(self) -> None:
        """Starts it, at the same port."""
        command = ("ippeveprinter", "-r", "off", "-n", "localhost", "-p", str(self.port), "-s", "60,60")
        more = ("-f", "application/pdf", "-d", self.folder / "spool", "-c", self.folder / "press.sh", "Test")
        self.program = self.programs.start(*command, *more)
        until("ippeveprinter answers", lambda: answers(self.uri))

    def kill(self) -> None:
        """SIGKILL, with the sheet that is on its way."""
        assert self.program is not None
        self.programs.kill(self.program)

    def fault(self, word: str) -> None:
        """jam, cover, abort or slow, from the next job on; ok ends it."""
        (self.folder / "fault").write_text(word)

    def fill(self, sheets: int) -> None:
        """Puts A4 into both trays, by its web form."""
        tray = "size{0}=iso_a4_210x297mm&type{0}=stationery&level{0}={1}"
        asked = "&".join(tray.format(number, sheets) for number in (1, 2))
        self._form(f"media?{asked}")

    def ink(self, percent: int) -> None:
        """Sets the level of the black ink."""
        self._form(f"supplies?supply0=25&supply1={percent}&supply2=50&supply3=50&supply4=50")

    def _form(self, query: str) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{query}", timeout=5.0) as answer:
            answer.read()


@dataclass
class Queue:
    """A cupsd of its own with one queue."""

    programs: Programs
    folder: Path
    port: int
    program: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Address of the queue."""
        return f"ipp://127.0.0.1:{self.port}/printers/kiosk"

    def start(self, device: str) -> None:
        """Starts cupsd with a queue for the printer at `device`."""
        for name in ("spool/tmp", "cache", "state"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "cups-files.conf").write_text(
            _CUPS_FILES.format(folder=self.folder, log=self.programs.folder / "cups.log")
        )
        (self.folder / "cupsd.conf").write_text(_CUPSD.format(port=self.port))
        self.switch_on(wait=False)
        until("cupsd listens", lambda: _listens(self.port))
        add = ["lpadmin", "-h", f"127.0.0.1:{self.port}", "-p", "kiosk", "-E", "-v", device, "-m", "everywhere"]
        subprocess.run(add, env=self.programs.environment, check=True, timeout=20.0, capture_output=True)

    def switch_on(self, *, wait: bool = True) -> None:
        """Starts it again, with what is in its spool."""
        files = ("-c", self.folder / "cupsd.conf", "-s", self.folder / "cups-files.conf")
        self.program = self.programs.start("cupsd", "-f", *files)
        if wait:
            until("the queue answers", lambda: answers(self.uri))

    def kill(self) -> None:
        """SIGKILL, with its filters and backends."""
        assert self.program is not None
        self.programs.kill(self.program)
        children = self.folder / "spool"
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                if f"CUPS_REQUESTROOT={children}".encode() in (entry / "environ").read_bytes():
                    os.kill(int(entry.name), signal.SIGKILL)

    def lp(self, *command: str) -> None:
        """Runs one of CUPS' own commands."""
        server = ("-h", f"127.0.0.1:{self.port}")
        program, *rest = command
        environment = self.programs.environment
        subprocess.run([program, *server, *rest], env=environment, check=True, timeout=20.0, capture_output=True)


def answers(uri: str) -> bool:
    """Whether a printer answers there."""
    printer = IppPrinter(IppSettings(uri=uri), IppTiming(ask_s=1.0))
    try:
        printer.status()
    except Problem:
        return False
    finally:
        printer.close()
    return True


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    """D-Bus and Avahi of the test's own, as ippeveprinter needs them."""
    lack = missing()
    if lack and not os.environ.get("CI"):
        pytest.skip(lack)
    assert not lack, lack
    programs = Programs(tmp_path)
    bus = tmp_path / "bus"
    programs.environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={bus}"
    (tmp_path / "dbus.conf").write_text(_BUS.format(bus=bus))
    (tmp_path / "avahi.conf").write_text(_AVAHI)
    try:
        programs.start("dbus-daemon", f"--config-file={tmp_path / 'dbus.conf'}", "--nofork", "--nopidfile")
        until("D-Bus listens", bus.exists)
        avahi = "exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f avahi.conf"
        private = f"mount -t tmpfs none /run && mkdir /run/avahi-daemon && {avahi}"
        programs.start("unshare", "--mount", "sh", "-c", private)
        log = tmp_path / "unshare.log"
        until("Avahi is up", lambda: b"127.0.0.1 on lo" in log.read_bytes())
        yield programs
    finally:
        programs.stop()


@pytest.fixture
def eve(programs: Programs, tmp_path: Path) -> EvePrinter:
    """ippeveprinter, switched on, with A4 in both trays."""
    folder = tmp_path / "eve"
    folder.mkdir()
    printer = EvePrinter(programs, folder, free_port())
    printer.start()
    return printer


@pytest.fixture
def queue(programs: Programs, eve: EvePrinter) -> Iterator[Queue]:
    """A queue of cupsd in front of it. Its filters run under another account, to which tmp_path is closed."""
    with tempfile.TemporaryDirectory(prefix="cups-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        queue = Queue(programs, folder, free_port())
        try:
            queue.start(eve.uri)
            yield queue
        finally:
            queue.kill()
