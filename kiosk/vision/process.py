"""The kiosk's end of one vision process: starts it, talks to it, sees it die."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

from kiosk.vision.protocol import HEADER, Reply, Request, decode_reply, encode, length
from kiosk.vision.ring import FrameRing
from kiosk.vision.shared import SharedTemplates

_PROJECT = Path(__file__).parents[2]
WAIT_S = 5.0


class ChildProcess:
    """One vision process and the socket to it. Use `spawn`."""

    def __init__(
        self, process: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def spawn(cls, ring: FrameRing, templates: SharedTemplates) -> ChildProcess:
        """Starts a process that shares `ring` and `templates`; it ends when our end of the socket is closed."""
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(filter(None, [str(_PROJECT), os.environ.get("PYTHONPATH", "")]))
        shared = (theirs.fileno(), ring.fd, templates.fd)
        with theirs:
            process = subprocess.Popen(  # noqa: ASYNC220, S603  it returns in milliseconds; qasync needs no child watcher so
                [sys.executable, "-m", "kiosk.vision.child", *map(str, shared)],
                pass_fds=shared,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,  # Ctrl-C is for the kiosk, which then ends us in order
            )
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours)
        return cls(process, reader, writer)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def send(self, request: Request) -> None:
        """Hands a request over; a process that is gone shows at the next `receive`."""
        if not self._writer.is_closing():
            self._writer.write(encode(request))

    async def receive(self) -> Reply | None:
        """The next reply; None when the process hung up."""
        try:
            header = await self._reader.readexactly(HEADER.size)
            return decode_reply(await self._reader.readexactly(length(header)))
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
