"""`python -m kiosk run`: hands over to the Qt Quick shell, which imports the kiosk and never the reverse."""

from __future__ import annotations

import argparse
import runpy
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command; the window has no arguments of its own."""


def main(args: argparse.Namespace) -> int:
    """Runs until the window is closed."""
    sys.argv = ["ui", "--config", str(args.config)]
    try:
        runpy.run_module("ui", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0
