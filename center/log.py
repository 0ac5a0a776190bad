"""Log lines as key=value pairs on stderr; only fields that cannot name a person go in."""

from __future__ import annotations

import json
import logging
import sys
import traceback

Value = str | int | float | bool | None


class Lines(logging.Formatter):
    """`2026-11-23T18:12:15 INFO center.door event=request status=200 ...`"""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")


def to_stderr(verbose: bool) -> None:
    """Sets the process up to log."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.DEBUG if verbose else logging.INFO, force=True)
    for chatty in ("uvicorn", "uvicorn.error", "alembic", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def line(event: str, **fields: Value) -> str:
    """One structured message."""
    return " ".join(
        (f"event={event}", *(f"{name}={_shown(value)}" for name, value in fields.items() if value not in (None, "")))
    )


def place(error: BaseException) -> str:
    """What kind of error and where, without its message: messages may quote what a resident sent."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {where}"


def _shown(value: Value) -> str:
    text = json.dumps(value, ensure_ascii=False)
    plain = text.strip('"')
    return plain if plain and plain.replace("-", "").replace(".", "").replace("/", "").isalnum() else text
