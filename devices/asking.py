"""Asks the process that holds the devices, through its console."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

from sync.contract.problem import SERVICED, Family, Problem

ANSWER_BYTES = 32 << 20
"""A picture of a whole page is in it."""
SEND_S = 60.0
"""How long the other side may take nothing of what it is told."""


async def ask(path: Path, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
    """Asks the process that holds the devices; `watch` is asked by `watch`.

    Raises:
        Problem: `console.absent` when no kiosk runs, `console.silent` after `timeout_s` seconds (both temporary);
            whatever the other side tells.
    """
    try:
        async with asyncio.timeout(timeout_s), _connected(path) as (reader, writer):
            await send(writer, request)
            return _read(path, await reader.readline())
    except TimeoutError:
        raise _silent(path, timeout_s) from None


async def watch(
    path: Path, device: str | None = None, *, timeout_s: float = 5.0
) -> AsyncGenerator[dict[str, Any], None]:
    """How every device is, and then every event as it happens; ends when the kiosk does.

    Raises:
        Problem: `console.absent` when no kiosk runs, `console.silent` when the first line does not come in time.
    """
    limit: float | None = timeout_s
    async with _connected(path) as (reader, writer):
        await send(writer, {"do": "watch", "device": device})
        while True:
            try:
                async with asyncio.timeout(limit):
                    line = await reader.readline()
            except TimeoutError:
                raise _silent(path, timeout_s) from None
            if not line:
                return
            limit = None  # from here on there may be nothing to tell for days
            yield _read(path, line)


@contextlib.asynccontextmanager
async def _connected(path: Path) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=ANSWER_BYTES)
    except OSError as error:
        raise _absent(path, error) from error
    try:
        yield reader, writer
    except (OSError, ValueError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise _absent(path, error) from error
    finally:
        writer.close()


def _read(path: Path, line: bytes) -> dict[str, Any]:
    if not line:
        raise _absent(path, "it broke off")
    answer = json.loads(line)
    if not isinstance(answer, dict):
        raise ValueError("no object")  # noqa: TRY004  told as what it is: not an answer
    if "error" in answer:
        raise Problem.from_dict(answer["error"])
    return answer


async def send(writer: asyncio.StreamWriter, told: dict[str, Any]) -> None:
    """One line; raises TimeoutError when the other side takes nothing."""
    writer.write((json.dumps(told, ensure_ascii=False) + "\n").encode())
    async with asyncio.timeout(SEND_S):
        await writer.drain()


def _absent(path: Path, why: object) -> Problem:
    return Problem(
        "console.absent",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"{path}: no kiosk answers there ({why}). Start it with `python -m kiosk run`.",
    )


def _silent(path: Path, timeout_s: float) -> Problem:
    return Problem(
        "console.silent",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"{path}: no answer in {timeout_s:g} s. The kiosk hangs, or the device takes longer than that.",
    )
