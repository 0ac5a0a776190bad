"""`python -m center bulletin`: a sentence for the attract page of all kiosks."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from center.commands import centre, tell
from center.notices import announce
from sync.contract.problem import Words


def arguments(parser: argparse.ArgumentParser) -> None:
    """--zh --en --until."""
    parser.add_argument("--zh", required=True)
    parser.add_argument("--en", required=True)
    parser.add_argument("--until", type=_moment, help="ISO 8601, UTC unless it says otherwise; default: for good")


def main(args: argparse.Namespace) -> int:
    """Publishes it."""
    with centre(args) as here:
        key = announce(here, Words(zh=args.zh, en=args.en), args.until)
    tell(args, {"id": key}, f"bulletin {key} is on its way")
    return 0


def _moment(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError("write it like 2026-12-31T18:00+08:00") from None
