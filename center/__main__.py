"""`python -m center COMMAND`: runs the centre, and what its people do there."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Protocol, cast

from center.log import to_stderr
from sync.contract.problem import Problem

COMMANDS = {
    "serve": ("run the centre", "center.commands.serve"),
    "enrol-code": ("make a one-time code for a kiosk", "center.commands.enrol_code"),
    "kiosks": ("show the kiosks, or block one", "center.commands.kiosks"),
    "revoke": ("declare a certificate invalid", "center.commands.revoke"),
    "bulletin": ("put a sentence on all kiosks", "center.commands.bulletin"),
    "case": ("move a case", "center.commands.case"),
    "records": ("show what kiosks handed over", "center.commands.records"),
    "residents": ("show the register (development)", "center.commands.residents"),
    "outgoing-codes": ("show the messages that went to phones (development)", "center.commands.outgoing_codes"),
    "unlock": ("let a person try PIN and code again", "center.commands.unlock"),
    "audit": ("show who asked what about a person", "center.commands.audit"),
}


class Command(Protocol):
    """A module behind a command."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares its own arguments; --config, --state, --json and --verbose are there already."""

    def main(self, args: argparse.Namespace) -> int:
        """Runs; returns 0 good, 1 handled failure, 2 wrong usage."""


def main(argv: list[str]) -> int:
    """Runs one command; only its own module is imported."""
    parser = argparse.ArgumentParser("python -m center", description="南中轴综合服务中心 · reference centre")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (help_text, module) in COMMANDS.items():
        sub = commands.add_parser(name, help=help_text, description=help_text)
        if argv[:1] == [name]:
            sub.add_argument("--config", type=Path, default=Path("config.toml"), help="default: %(default)s")
            sub.add_argument(
                "--state",
                dest="folder",
                metavar="DIR",
                type=Path,
                help="folder of database and key; default: center.state",
            )
            sub.add_argument("--json", action="store_true", help="one JSON object on stdout")
            sub.add_argument("--verbose", action="store_true", help="more on stderr")
            command = cast(Command, importlib.import_module(module))
            command.arguments(sub)
            sub.set_defaults(main=command.main)
    args = parser.parse_args(argv)
    to_stderr(args.verbose)
    try:
        return int(args.main(args))
    except Problem as problem:
        if args.json:
            print(json.dumps({"error": problem.as_dict()}, ensure_ascii=False))
        print(problem.technician, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
