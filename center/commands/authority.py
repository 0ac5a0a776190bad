"""`python -m center authority grant|revoke|list`: what staff at a counter do with written authorities (授权委托书)."""

from __future__ import annotations

import argparse
from pathlib import Path

from center import authorities
from center.commands import centre, tell
from sync.contract.authority import GrantedBy


def arguments(parser: argparse.ArgumentParser) -> None:
    """grant --resident --agent --items --days [--by], revoke NUMBER, list."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    grant = actions.add_parser("grant", help="a resident lets an agent act for them; prints the letter to sign")
    grant.add_argument("--resident", required=True, metavar="NUMBER", help="citizen number of who is acted for")
    grant.add_argument("--agent", required=True, metavar="NUMBER", help="citizen number of who acts (代办员)")
    grant.add_argument("--items", required=True, metavar="A,B", help="codes of items, with commas between")
    grant.add_argument("--days", type=int, default=30, help="how long it is valid; default: %(default)s")
    grant.add_argument("--by", choices=[by.value for by in GrantedBy], default="counter", help="default: %(default)s")
    revoke = actions.add_parser("revoke", help="end an authority now")
    revoke.add_argument("number", metavar="NUMBER", help="number of the authority")
    actions.add_parser("list", help="all authorities, newest first")
    for action in actions.choices.values():
        # What every command takes may also stand behind the action, where people put it.
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on stdout")
        action.add_argument(
            "--state", dest="folder", metavar="DIR", type=Path, default=argparse.SUPPRESS, help="see above"
        )


def main(args: argparse.Namespace) -> int:
    """Does it; 1 when it cannot be done, with the reason."""
    match args.action:
        case "grant":
            return _grant(args)
        case "revoke":
            return _revoke(args)
        case _:
            return _list(args)


def _grant(args: argparse.Namespace) -> int:
    items = [item.strip() for item in args.items.split(",") if item.strip()]
    with centre(args) as here:
        written, letter = authorities.grant(
            here, resident=args.resident, agent=args.agent, items=items, days=args.days, by=GrantedBy(args.by)
        )
    facts = {
        "number": written.number,
        "items": written.items,
        "granted_by": written.granted_by,
        "valid_until": written.valid_until.isoformat(),
        "terms": written.terms,
        "signature": written.signature,
    }
    tell(args, facts, letter)
    return 0


def _revoke(args: argparse.Namespace) -> int:
    with centre(args) as here:
        new = authorities.revoke(here, args.number)
    tell(args, {"number": args.number, "revoked": True, "new": new}, "revoked" if new else "was revoked before")
    return 0


def _list(args: argparse.Namespace) -> int:
    with centre(args) as here:
        found = authorities.listed(here)
    rows = [
        {
            "number": written.number,
            "resident": written.principal.number,
            "agent": written.agent,
            "items": written.items,
            "valid_until": written.valid_until.isoformat(),
            "state": state,
        }
        for written, state in found
    ]
    text = "\n".join(
        f"{written.number} {state} until {written.valid_until:%Y-%m-%d %H:%M} UTC: {', '.join(written.items)}"
        for written, state in found
    )
    tell(args, {"authorities": rows}, text or "none")
    return 0
