"""`python -m kiosk COMMAND`: runs the kiosk and shows what it can do."""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import sys
from pathlib import Path
from typing import Protocol, cast

COMMANDS = {
    "run": ("the screen, the visit and the devices", "kiosk.run"),
    "scenario": ("a whole journey, told in figures", "kiosk.scenario.command"),
    "catalog": ("check, show or search the items", "kiosk.catalog.command"),
    "verify": ("tell whether a certificate is genuine", "kiosk.certificates.command"),
}


class Command(Protocol):
    """A module behind a command."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares its own arguments; --config, --json and --verbose are there already."""

    def main(self, args: argparse.Namespace) -> int:
        """Runs; returns 0 good, 1 handled failure, 2 wrong usage."""


def main(argv: list[str]) -> int:
    """Runs one command; only its own module is imported."""
    parser = argparse.ArgumentParser("python -m kiosk", description="南中轴综合服务中心 · self-service kiosk")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (help_text, module) in COMMANDS.items():
        sub = commands.add_parser(name, help=help_text, description=help_text)
        if argv[:1] == [name]:
            sub.add_argument("--config", type=Path, default=Path("config.toml"), help="default: %(default)s")
            sub.add_argument("--json", action="store_true", help="one JSON object on stdout")
            sub.add_argument("--verbose", action="store_true", help="more on stderr")
            command = cast(Command, importlib.import_module(module))
            command.arguments(sub)
            sub.set_defaults(main=command.main)
    args = parser.parse_args(argv)
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if args.verbose else logging.INFO,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
    )
    if args.command == "run":
        return int(args.main(args))
    from sync.contract.problem import Problem  # noqa: PLC0415  the window draws its first frame before this loads

    try:
        return int(args.main(args))
    except Problem as problem:
        if args.json:
            print(json.dumps({"error": problem.as_dict()}, ensure_ascii=False))
        print(problem.technician, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
