"""One command on its way to the thread of a device and back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from devices.state import Cancel, Cancelled
from sync.contract.problem import Family, Problem, Words

TOLD = Words(
    zh="设备暂时没有反应，请稍等一下再试。", en="The device does not respond at the moment. Please try again shortly."
)


@dataclass
class Order:
    """One command on its way to the device's thread and back."""

    command: Callable[[Any, Cancel], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    cancel: Cancel = field(default_factory=Cancel)
    began: bool = False
    """Whether the device was ever free for it."""

    def settle(self, result: Any = None, error: BaseException | None = None) -> None:
        """Brings the outcome to the event loop. From any thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self.loop.call_soon_threadsafe(self._tell, result, error)

    def _tell(self, result: Any, error: BaseException | None) -> None:
        if self.future.done():
            return
        if isinstance(error, Cancelled):  # whoever awaited is still there, so it was the host that closed the driver
            self.future.set_exception(closed("device"))
        elif error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


def closed(id: str) -> Problem:
    """The device is being closed, for good or to be opened afresh."""
    return Problem(
        "device.closed",
        Family.TEMPORARY,
        resident=TOLD,
        technician=f"{id}: it is being closed. When it is only opened afresh, try again in a moment.",
    )
