"""`python -m kiosk face ACTION`: compare faces, measure how well that works, look after packs and gallery."""

from __future__ import annotations

import argparse
import importlib
from typing import cast

from sync.contract.command import Command

ACTIONS: dict[str, tuple[str, str]] = {
    "compare": ("do two pictures show one person", "kiosk.vision.compare_command"),
    "bench": ("measure on a folder how well faces are told apart", "kiosk.vision.bench_command"),
    "liveness": (
        "tell living faces from pictures of them, or measure how often that is wrong",
        "kiosk.vision.liveness_command",
    ),
    "packs": ("list the face models: licence, sha256, thresholds, calibration", "kiosk.vision.packs_command"),
    "check": ("see whether the face models work here", "kiosk.vision.check_command"),
    "gallery": ("count the residents who log in by face here", "kiosk.identity.gallery_command"),
}
"""Name of the action, what it does, its module. Only the one that is asked for is run."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """See sync.contract.command.Command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, (what, module) in ACTIONS.items():
        action = actions.add_parser(name, help=what, description=what)
        _module(module).arguments(action)
        # --json may also stand behind the action, where people put it.
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on stdout")


def main(args: argparse.Namespace) -> int:
    """Runs the action."""
    return _module(ACTIONS[args.action][1]).main(args)


def _module(name: str) -> Command:
    return cast("Command", importlib.import_module(name))
