"""Follows one face check from its first hint to its verdict."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from kiosk.journeys.pages import FaceHint
from kiosk.vision.client import FaceProgress, FaceVerdict, Vision


@dataclass
class Seen:
    """How a check went."""

    hints: list[FaceHint]
    verdict: FaceVerdict | None = None


async def look(vision: Vision, portrait: bytes, on_progress: Callable[[FaceProgress], None] | None = None) -> Seen:
    """One whole check, with a limit of its own."""
    seen = Seen([])
    async with asyncio.timeout(15), aclosing(vision.check(portrait)) as events:
        async for event in events:
            if isinstance(event, FaceVerdict):
                seen.verdict = event
                continue
            seen.hints.append(event.hint)
            if on_progress:
                on_progress(event)
    return seen
