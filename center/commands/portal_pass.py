"""`python -m center portal-pass`: the one-time pass that the portal would show on a resident's phone (development)."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import segno

from center.commands import centre, tell
from center.identity.passes import make_pass


def arguments(parser: argparse.ArgumentParser) -> None:
    """--number, --svg, --terminal."""
    parser.add_argument("--number", required=True, help="citizen number of the resident who is logged in")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--svg", metavar="FILE", type=Path, help="write its QR code into a file")
    how.add_argument("--terminal", action="store_true", help="draw its QR code here")


def main(args: argparse.Namespace) -> int:
    """Prints the text of the code; it is shown only this once and good for two minutes."""
    with centre(args) as here:
        text, until = make_pass(here, args.number)
    code = segno.make_qr(text, error="m")
    if args.svg:
        code.save(str(args.svg), kind="svg", scale=6)
    if args.terminal:
        drawn = io.StringIO()
        code.terminal(drawn, compact=True)
        print(drawn.getvalue(), file=sys.stderr if args.json else sys.stdout)
    tell(args, {"pass": text, "valid_until": until.isoformat()}, f"{text}\nonce, until {until:%H:%M:%S} UTC")
    return 0
