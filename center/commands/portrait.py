"""`python -m center portrait`: puts a portrait into the licence register, which a real centre gets from elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from center.commands import centre, tell
from center.licences import file_portrait
from center.problems import Refusal
from sync.contract.problem import Family


def arguments(parser: argparse.ArgumentParser) -> None:
    """NUMBER FILE."""
    parser.add_argument("number", metavar="NUMBER", help="citizen number")
    parser.add_argument("file", metavar="FILE", type=Path, help="picture in an open format")


def main(args: argparse.Namespace) -> int:
    """Files it."""
    try:
        image = args.file.read_bytes()
    except OSError as error:
        raise Refusal(
            400, "licence-portrait.file", Family.PERMANENT, technician=f"The file cannot be read: {error.strerror}."
        ) from None
    with centre(args) as here:
        file_portrait(here, args.number, image)
    tell(args, {"filed": True}, "filed")
    return 0
