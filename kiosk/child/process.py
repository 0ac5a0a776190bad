"""The kiosk's end of one process beside it: starts it, talks to it, sees it die."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from kiosk.child.wire import HEADER, Message, encode, length

_PROJECT = Path(__file__).parents[2]
WAIT_S = 5.0

Reply = TypeVar("Reply", bound=Message)


class ChildProcess(Generic[Reply]):
    """One process and the socket to it. Use `spawn`."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        replies: TypeAdapter[Reply],
        largest: int,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._replies = replies
        self._largest = largest

    @classmethod
    async def spawn(
        cls, module: str, replies: TypeAdapter[Reply], largest: int, shared: Sequence[int] = ()
    ) -> ChildProcess[Reply]:
        """Runs `module` with its end of the socket and the files `shared`; it ends when our end is closed.

        No message of it is longer than `largest` bytes.
        """
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(filter(None, [str(_PROJECT), os.environ.get("PYTHONPATH", "")]))
        fds = (theirs.fileno(), *shared)
        with theirs:
            process = subprocess.Popen(  # noqa: ASYNC220, S603  it returns in milliseconds; qasync needs no child watcher so
                [sys.executable, "-m", module, *map(str, fds)],
                pass_fds=fds,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,  # Ctrl-C is for the kiosk, which then ends us in order
            )
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours)
        return cls(process, reader, writer, replies, largest)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def send(self, request: Message) -> None:
        """Hands a request over; a process that is gone shows at the next `receive`."""
        if not self._writer.is_closing():
            self._writer.write(encode(request))

    async def receive(self) -> Reply | None:
        """The next reply; None when the process hung up."""
        try:
            header = await self._reader.readexactly(HEADER.size)
            return self._replies.validate_json(await self._reader.readexactly(length(header, self._largest)))
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            return None

    def kill(self) -> None:
        """Ends it at once."""
        if self._process.poll() is None:
            self._process.kill()

    async def close(self) -> str:
        """Hangs up, waits for its end, kills it if it does not come; returns how it ended."""
        self._writer.close()
        try:
            code = await asyncio.to_thread(self._process.wait, WAIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = await asyncio.to_thread(self._process.wait, WAIT_S)
        return f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
