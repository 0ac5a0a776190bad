"""The command line of the devices in tests: a config.toml in a folder, and what a command prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from devices.__main__ import main

ROOT = Path(__file__).parents[2]
OTHERS = (
    "smart_card",
    "camera",
    "scanner",
    "document_camera",
    "receipt_printer",
    "code_reader",
    "speaker",
    "pay_terminal",
    "cabinet",
    "watchdog",
)


class CommandLine:
    """Runs commands in this process, with a configuration of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.journal = folder / "acts.db"
        self._capsys = capsys

    def configure(self, **tables: dict[str, Any]) -> None:
        """Writes config.toml with an id reader and a printer, and nothing else unless `tables` say so."""
        usual: dict[str, dict[str, Any]] = {name: {"enabled": False} for name in OTHERS}
        usual["id_reader"] = {"port": str(self.folder / "id-reader")}
        usual["host"] = {"console": str(self.folder / "devices.sock"), "journal": str(self.journal)}
        usual["simulators"] = {"control": str(self.folder / "control.sock")}
        text = ""
        for name, table in {**usual, **tables}.items():
            text += f"[devices.{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        self.config.write_text(text)

    def text(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, stdout and stderr."""
        try:
            status = main([*arguments, "--config", str(self.config)])
        except SystemExit as end:
            status = int(end.code or 0)
        told = self._capsys.readouterr()
        return status, told.out, told.err

    def json(self, *arguments: str) -> tuple[int, Any]:
        """Exit status, and the object on stdout."""
        status, out, _ = self.text(*arguments, "--json")
        return status, json.loads(out)


_HEARING_CTRL_C = ("env", "--default-signal=INT")
"""A shell starts what runs in the background deaf to it, and so would be whatever that starts."""


def process(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    """A command as the process it is in the field, in a folder without a config.toml."""
    return subprocess.Popen(
        [*_HEARING_CTRL_C, sys.executable, "-m", "devices", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
