"""`python -m center packet NUMBER`: the papers of a case, as a link for a reviewer or as a PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from center.commands import centre, settings, tell
from center.review import make_pass, packet_of
from center.review.paper import pdf
from sync.contract.whole import write_whole


def arguments(parser: argparse.ArgumentParser) -> None:
    """NUMBER, --out."""
    parser.add_argument("number", metavar="NUMBER", help="of the case, as on its receipt")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the packet as a PDF instead of making a link")


def main(args: argparse.Namespace) -> int:
    """Prints where the packet is."""
    with centre(args) as here:
        if args.out:
            review = packet_of(here, args.number)
            write_whole(args.out, pdf(review))
            facts = {"number": args.number, "file": str(args.out), "pages": len(review.pictures)}
            tell(args, facts, f"{args.out}: {len(review.pictures)} pages")
            return 0
        token, until = make_pass(here, args.number)
    section = settings(args)
    link = f"http://{section.host}:{section.port}/review/{token}"
    tell(
        args,
        {"number": args.number, "link": link, "path": f"/review/{token}", "valid_until": until.isoformat()},
        f"{link}\nuntil {until:%H:%M} UTC",
    )
    return 0
