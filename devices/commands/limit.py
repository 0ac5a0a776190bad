"""A command ends in its time: asked first, and put an end to when a device's thread cannot be stopped."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import NoReturn, TypeVar

from devices.host import DeviceHost, HostLimits
from sync.contract.problem import SERVICED, Family, Problem

T = TypeVar("T")
OVERTIME_S = 1.2
"""After --timeout: how long a command may take to come to its end by itself."""
PATIENCE = HostLimits(reopen_first_s=0.5, supplies_every_s=1.0, grace_s=0.25)
_process = {"alone": False}


def alone() -> None:
    """This process is there for one command: it may be ended in the middle."""
    _process["alone"] = True


def left(args: argparse.Namespace) -> float:
    """Seconds until the command's limit, counted from its start; never nought."""
    return float(max(0.05, round(args.started + args.timeout - time.monotonic(), 1)))


def perform(
    args: argparse.Namespace, work: Callable[[DeviceHost], Awaitable[T]], host: Callable[[], DeviceHost] | None = None
) -> T:
    """Does `work` with a host of its own, whose devices are closed after it."""

    async def body() -> T:
        running = host() if host else DeviceHost(PATIENCE)
        try:
            return await work(running)
        finally:
            await running.close()

    with stopped_late(args):
        return asyncio.run(body())


@contextlib.contextmanager
def stopped_late(args: argparse.Namespace) -> Iterator[None]:
    """Ends a process of its own that is still at it some time after --timeout; without one, never."""
    if not _process["alone"] or args.timeout is None:
        yield
        return
    timer = threading.Timer(left(args) + OVERTIME_S, _end, (args,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def too_late(args: argparse.Namespace, what: str) -> Problem:
    """The command's time is over."""
    return Problem(
        "device.timeout",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"{what}: nothing came of it in {args.timeout:g} s. Give it more with --timeout, or look at "
        "the device: power, cable, and whether it is the right one.",
    )


def leave(status: int) -> NoReturn:
    """Ends the process, also when a device's thread hangs and Python would wait for it."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    if threading.active_count() == 1:
        sys.exit(status)
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(status)


def _end(args: argparse.Namespace) -> None:
    problem = too_late(args, f"`{args.command}` hangs and is ended")
    if args.json:
        print(json.dumps({"error": problem.as_dict()}, ensure_ascii=False), flush=True)
    print(problem.technician, file=sys.stderr, flush=True)
    leave(1)
