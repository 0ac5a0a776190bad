"""A CUPS server of our own in front of the simulated printer, to measure `lp` beside the direct way."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from devices.printer.simulator import PrinterSimulator

LIMIT_S = 30.0
LOOK_S = 0.02
_CUPSD = """LogLevel warn
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
WebInterface No
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order deny,allow
    Allow localhost
  </Limit>
</Policy>
"""
_FILES = """ServerRoot {folder}/root
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/log/access_log
ErrorLog {folder}/log/error_log
PageLog {folder}/log/page_log
Sandboxing relaxed
"""
_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "SHEET.PPD"
*Product: "(Sheet)"
*Manufacturer: "Simulated"
*ModelName: "Sheet"
*ShortNickName: "Sheet"
*NickName: "Sheet"
*PSVersion: "(3010.000) 0"
*cupsVersion: 2.4
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Region: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
"""
"""A printer that takes PDF as it is, so that no filter is measured."""


def missing() -> str:
    """Why it cannot be measured here; empty when it can."""
    for name in ("cupsd", "lpadmin", "lp", "lpstat"):
        if shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
            return f"skipped: {name} is not installed (packages cups and cups-client)"
    return "" if os.geteuid() == 0 else "skipped: a cupsd of one's own needs root"


def printed(times: int, printer: PrinterSimulator, folder: Path, document: bytes) -> list[float]:
    """Seconds from `lp` until CUPS says that the job is over and the printer counted its sheet.

    Raises:
        RuntimeError: CUPS does not start or does not print.
    """
    port = _prepare(folder)
    paper = folder / "certificate.pdf"
    paper.write_bytes(document)
    paper.chmod(0o644)
    daemon = subprocess.Popen(
        ["cupsd", "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"],
        env=os.environ | {"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin"},
    )
    try:
        _wait_for(port)
        server = ["-h", f"127.0.0.1:{port}"]
        _run("lpadmin", *server, "-p", "kiosk", "-E", "-v", printer.uri, "-P", str(folder / "sheet.ppd"))
        return [_print(server, printer, paper) for _ in range(times)]
    finally:
        daemon.terminate()
        daemon.wait(LIMIT_S)


def _print(server: list[str], printer: PrinterSimulator, paper: Path) -> float:
    sheets, began = printer.press.sheets, time.perf_counter()
    _run("lp", *server, "-d", "kiosk", str(paper))
    while printer.press.sheets == sheets or _run("lpstat", *server, "-o", "kiosk"):
        if time.perf_counter() - began > LIMIT_S:
            raise RuntimeError("CUPS does not print")
        time.sleep(LOOK_S)
    return time.perf_counter() - began


def _prepare(folder: Path) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    for name in ("root", "spool/tmp", "cache", "state", "log"):
        (folder / name).mkdir(parents=True)
    # Its filters run as another user.
    for each in (folder.parent, folder, *folder.rglob("*")):
        each.chmod(0o755)
    (folder / "cupsd.conf").write_text(_CUPSD.format(port=port), encoding="utf-8")
    (folder / "sheet.ppd").write_text(_PPD, encoding="utf-8")
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder), encoding="utf-8")
    return port


def _wait_for(port: int) -> None:
    end = time.monotonic() + LIMIT_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
        except OSError:
            if time.monotonic() > end:
                raise RuntimeError("cupsd does not start") from None
            time.sleep(LOOK_S)
        else:
            return


def _run(*command: str) -> str:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=LIMIT_S, env=os.environ | {"PATH": path}
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout
