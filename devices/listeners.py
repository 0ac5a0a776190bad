"""Who hears of what happens to devices, each in the event loop they listen from."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from devices.logbook import DeviceEvent

Listener = Callable[[DeviceEvent], None]


class Listeners:
    """Callbacks; `add` and the way out belong to the event loop, `tell` may be called from any thread."""

    def __init__(self) -> None:
        self._entries: list[tuple[asyncio.AbstractEventLoop, Listener]] = []

    def add(self, callback: Listener) -> Callable[[], None]:
        """Returns the way out."""
        entry = (asyncio.get_running_loop(), callback)
        self._entries.append(entry)

        def stop() -> None:
            with contextlib.suppress(ValueError):
                self._entries.remove(entry)

        return stop

    def tell(self, event: DeviceEvent) -> None:
        """Calls everybody back soon."""
        for loop, callback in list(self._entries):
            with contextlib.suppress(RuntimeError):  # that loop is closed
                loop.call_soon_threadsafe(callback, event)
