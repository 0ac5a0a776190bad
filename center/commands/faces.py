"""`python -m center faces`: how many faces are stored under this centre, and the end of one by its consent."""

from __future__ import annotations

import argparse

from center.commands import centre, settings, tell
from center.faces import Faces, count, revoke
from sync.contract.consent import FilingState

_DO = {
    FilingState.FINE: "far from the legal threshold",
    FilingState.WARN: "prepare the filing (人脸信息备案) now: collect the impact assessment and the rules of use",
    FilingState.FILE: "file with the provincial cyberspace administration (网信部门)",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """--revoke."""
    parser.add_argument("--revoke", metavar="CONSENT", help="end this consent; its kiosk erases the face")


def main(args: argparse.Namespace) -> int:
    """Counts, or ends one and counts."""
    limits = settings(args).faces
    with centre(args) as here:
        ended = revoke(here, args.revoke) if args.revoke else None
        faces = count(here, limits)
    facts = {
        "enrolled": faces.enrolled,
        "guardian": faces.guardian,
        "warn_at": limits.warn_at,
        "filing_at": limits.filing_at,
        "state": faces.state.value,
        "reached_on": faces.reached_on.isoformat() if faces.reached_on else None,
        "file_by": faces.file_by.isoformat() if faces.file_by else None,
        "kiosks": faces.kiosks,
    }
    if ended is not None:
        facts["revoked"] = {"consent": args.revoke, "new": ended}
    tell(args, facts, _text(faces, limits.filing_at))
    return 0


def _text(faces: Faces, filing_at: int) -> str:
    lines = [f"{faces.enrolled:7d} of {filing_at} stored faces: {_DO[faces.state]}"]
    if faces.file_by:
        lines[0] += f", until {faces.file_by}"
    return "\n".join([*lines, *(f"{number:7d} {kiosk}" for kiosk, number in faces.kiosks.items())])
