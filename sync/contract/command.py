"""How the programs of the house read a command line: `python -m PROGRAM COMMAND`, one module a command.

Only the module of the command that is asked for is imported, and nothing here imports more than the
standard library: the kiosk's window draws its first frame before anything heavy loads.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, cast

CONFIG = Path("config.toml")
INTERRUPTED = 130
"""What a shell expects of a program that was stopped with Ctrl-C."""
UNHEARD = 141
"""And of one whose output nobody reads any more, like that of `… | head`."""


class Command(Protocol):
    """A module behind a command."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declares its own arguments; --config, --json and --verbose are there already."""

    def main(self, args: argparse.Namespace) -> int:
        """Runs; returns 0 good, 1 handled failure, 2 wrong usage."""


def common(parser: argparse.ArgumentParser) -> None:
    """The arguments that every command of every program has."""
    parser.add_argument("--config", type=Path, default=CONFIG, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--verbose", action="store_true", help="more on stderr")


def log_to_stderr(verbose: bool, usual: int = logging.INFO) -> None:
    """Sets the process up to log, from the level `usual` on."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if verbose else usual,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
    )


def run(
    argv: list[str],
    program: str,
    description: str,
    commands: Mapping[str, tuple[str, str]],
    *,
    shared: Callable[[argparse.ArgumentParser], None] = common,
    log: Callable[[bool], None] = log_to_stderr,
) -> int:
    """Runs one of `commands`, each a help text and a module, and returns the exit status.

    The command finds when it began in `args.started`, in seconds of the monotonic clock.
    """
    started = time.monotonic()
    parser = argparse.ArgumentParser(f"python -m {program}", description=description)
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (text, module) in commands.items():
        sub = choices.add_parser(name, help=text, description=text)
        if argv[:1] == [name]:
            shared(sub)
            command = cast(Command, importlib.import_module(module))
            command.arguments(sub)
            sub.set_defaults(main=command.main, started=started)
    args = parser.parse_args(argv)
    log(args.verbose)
    return told(args, lambda: int(args.main(args)))


def told(args: argparse.Namespace, act: Callable[[], int]) -> int:
    """What `act` returns; a Problem is told on stderr, with --json also on stdout, and makes 1."""
    try:
        return act()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes there
        return UNHEARD
    except Exception as error:
        from sync.contract.problem import Problem  # noqa: PLC0415  a first frame is drawn before this loads

        if not isinstance(error, Problem):
            raise
        if args.json:
            print(json.dumps({"error": error.as_dict()}, ensure_ascii=False))
        print(error.technician, file=sys.stderr)
        return 1
