"""Follows one face check from its first hint to its verdict."""

from __future__ import annotations

import asyncio
import mmap
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from kiosk.journeys.pages import FaceHint
from kiosk.vision.client import FaceProgress, FaceVerdict, Vision
from kiosk.vision.ring import SIZE, FrameRing


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


def is_blank(ring: FrameRing) -> bool:
    """Whether no picture is left anywhere in the shared memory, looked at past the ring; 16 bytes are its counters."""
    with mmap.mmap(ring.fd, SIZE, prot=mmap.PROT_READ) as memory:
        return not memory[16:].strip(b"\0")
