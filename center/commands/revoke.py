"""`python -m center revoke`: a certificate is no longer valid, and every kiosk will say so."""

from __future__ import annotations

import argparse

from center.commands import centre, tell
from center.notices import revoke


def arguments(parser: argparse.ArgumentParser) -> None:
    """NUMBER --reason."""
    parser.add_argument("number", metavar="NUMBER", help="the certificate's number")
    parser.add_argument("--reason", required=True, help="shown to whoever verifies it")


def main(args: argparse.Namespace) -> int:
    """Revokes; doing it twice is harmless."""
    with centre(args) as here:
        new, on_file = revoke(here, args.number, args.reason)
    text = "revoked" if new else "was revoked before"
    if not on_file:
        text += "; its record has not arrived here yet, check the number"
    tell(args, {"number": args.number, "revoked": True, "new": new, "on_file": on_file}, text)
    return 0
