"""`python -m center COMMAND`: runs the centre, and what its people do there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from center.log import to_stderr
from sync.contract.command import common, run

COMMANDS = {
    "serve": ("run the centre", "center.commands.serve"),
    "enrol-code": ("make a one-time code for a kiosk", "center.commands.enrol_code"),
    "kiosks": ("show the kiosks, or block one", "center.commands.kiosks"),
    "revoke": ("declare a certificate invalid", "center.commands.revoke"),
    "bulletin": ("put a sentence on all kiosks", "center.commands.bulletin"),
    "authority": ("grant, revoke or list written authorities of agents", "center.commands.authority"),
    "case": ("move a case", "center.commands.case"),
    "packet": ("give a reviewer the papers of a case", "center.commands.packet"),
    "faces": ("count who logs in by face, or end a consent", "center.commands.faces"),
    "portrait": ("put a portrait into the licence register (development)", "center.commands.portrait"),
    "records": ("show what kiosks handed over", "center.commands.records"),
    "residents": ("show the register (development)", "center.commands.residents"),
    "outgoing-codes": ("show the messages that went to phones (development)", "center.commands.outgoing_codes"),
    "portal-pass": ("make the pass that a phone shows (development)", "center.commands.portal_pass"),
    "unlock": ("let a person try PIN and code again", "center.commands.unlock"),
    "audit": ("show who asked what about a person", "center.commands.audit"),
}


def main(argv: list[str]) -> int:
    """Runs one command; only its own module is imported."""
    return run(argv, "center", "南中轴综合服务中心 · reference centre", COMMANDS, shared=_shared, log=to_stderr)


def _shared(parser: argparse.ArgumentParser) -> None:
    common(parser)
    parser.add_argument(
        "--state", dest="folder", metavar="DIR", type=Path, help="folder of database and key; default: center.state"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
