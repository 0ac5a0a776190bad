"""How the command line and others ask the process that holds the devices: JSON lines over a Unix socket.

A request is `{"do": "list" | "doctor" | "test" | "stats" | "restart" | "watch", "device": ID or null}`, an answer one
line; `watch` goes on until the client goes away. The socket is for the user of the kiosk only (mode 0600).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import socket
from dataclasses import asdict
from pathlib import Path
from typing import Any

from devices.asking import ask, send, watch
from devices.checkup import checkup
from devices.host import Device, DeviceEvent, DeviceHost
from devices.state import DeviceState
from devices.telling import describe, self_test, told
from sync.contract.problem import SERVICED, Family, Problem

__all__ = ["Console", "ask", "watch"]

RESTART_S = 5.0
"""How long a device that was opened afresh is waited for."""
IDLE_S = 60.0
"""How long a client may say nothing."""
LINE_BYTES = 64 << 10
CLIENTS = 16
QUEUE = 256
"""Events that wait for a client; one that is slower is let go."""
log = logging.getLogger(__name__)


class Console:
    """Answers for one host, in the event loop that started it."""

    def __init__(self, host: DeviceHost, path: Path) -> None:
        self._host = host
        self._path = path
        self._server: asyncio.Server | None = None
        self._inode: int | None = None
        self._clients: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begins to listen; a socket that a dead process left is taken over.

        Raises:
            Problem: `console.running`, another process holds the devices; `console.path`, the path cannot be used.
        """
        await self._refuse_if_alive()
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.fchmod(listening.fileno(), 0o600)  # before it has a name, so that it never stands open
            self._path.unlink(missing_ok=True)
            listening.bind(str(self._path))
            self._inode = self._path.stat().st_ino
            self._server = await asyncio.start_unix_server(self._serve, sock=listening, limit=LINE_BYTES)
        except OSError as error:
            listening.close()
            raise _problem(
                "console.path",
                f"{self._path}: cannot listen there ({error}). Set [devices.host] console to a short path "
                "that can be written.",
            ) from error

    async def stop(self) -> None:
        """Lets every client go and removes the socket; one that somebody else listens at by now stays."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        for client in list(self._clients):
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        with contextlib.suppress(OSError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()

    async def _refuse_if_alive(self) -> None:
        try:
            async with asyncio.timeout(1.0):
                _, writer = await asyncio.open_unix_connection(self._path)
        except (OSError, TimeoutError):
            return
        writer.close()
        raise _problem("console.running", f"{self._path}: another process holds the devices. Stop it first.")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        try:
            if len(self._clients) > CLIENTS:
                await send(writer, _refusal("console.full", f"{CLIENTS} clients ask already. Try again later."))
                return
            await self._converse(reader, writer)
        except (OSError, TimeoutError):
            log.debug("a client of the console went away or said nothing")
        except asyncio.CancelledError:
            log.debug("the console is closed")
        finally:
            self._clients.discard(task)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            async with asyncio.timeout(IDLE_S):
                try:
                    line = await reader.readline()
                except ValueError:  # longer than any request; where the next begins cannot be told
                    await send(writer, _refusal("console.line", f"A line has at most {LINE_BYTES} bytes."))
                    return
            if not line:
                return
            try:
                do, device = _request(line)
                if do == "watch":
                    await self._watch(device, reader, writer)
                    return
                await send(writer, await self._answer(do, device))
            except Problem as problem:
                await send(writer, {"error": problem.as_dict()})

    async def _answer(self, do: str, device: str | None) -> dict[str, Any]:
        chosen = self._chosen(device)
        match do:
            case "list":
                return {"devices": [describe(each) for each in chosen]}
            case "doctor":
                found = await asyncio.gather(*(checkup(each) for each in chosen))
                checks = [[asdict(check) for check in each] for each in found]
                return {"devices": [describe(each) | {"checks": of} for each, of in zip(chosen, checks, strict=True)]}
            case "stats":
                return {"devices": {each.id: asdict(each.stats) for each in chosen}}
            case "restart":
                await asyncio.gather(*(_restart(each) for each in chosen))
                return {"devices": [describe(each) for each in chosen]}
            case "test" if device is not None:
                return await self_test(chosen[0])
            case "test":
                raise _problem("console.line", 'A test needs {"device": ID}.')
            case _:
                raise _problem(
                    "console.line", f"{do!r} cannot be asked; list, doctor, test, stats, restart, watch can."
                )

    def _chosen(self, device: str | None) -> list[Device[Any]]:
        known = self._host.devices
        if device is None:
            return list(known.values())
        if device not in known:
            raise _problem("console.device", f"There is no device {device!r} here; there are: {', '.join(known)}.")
        return [known[device]]

    async def _watch(self, device: str | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """First how everything is, then every event; until the client says anything or goes away."""
        events: asyncio.Queue[DeviceEvent] = asyncio.Queue(QUEUE)
        wanted = {each.id for each in self._chosen(device)}

        def note(event: DeviceEvent) -> None:
            if event.device in wanted and not events.full():
                events.put_nowait(event)

        stop = self._host.listen(note)
        gone = asyncio.ensure_future(reader.read(1))
        try:
            for each in self._chosen(device):
                await send(writer, told(DeviceEvent(each.id, each.status, each.supplies)))
            while not gone.done() and not events.full():
                following = asyncio.ensure_future(events.get())
                await asyncio.wait({gone, following}, return_when=asyncio.FIRST_COMPLETED)
                if not following.done():
                    following.cancel()
                    return
                await send(writer, told(following.result()))
        finally:
            stop()
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)


async def _restart(device: Device[Any]) -> None:
    """Opens it afresh and waits a moment for how it is then."""
    news = asyncio.Event()
    stop = device.listen(lambda _: news.set())
    try:
        await device.restart()
        async with asyncio.timeout(RESTART_S):
            while device.status.state is DeviceState.STARTING:
                await news.wait()
                news.clear()
    except TimeoutError:
        log.warning("%s: is still starting after %g s", device.id, RESTART_S)
    finally:
        stop()


def _request(line: bytes) -> tuple[str, str | None]:
    try:
        asked = json.loads(line)
        do, device = asked["do"], asked.get("device")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        do, device = None, None
    if not isinstance(do, str) or not isinstance(device, str | None):
        raise _problem("console.line", 'A line is {"do": …, "device": ID or null}.')
    return do, device


def _refusal(code: str, technician: str) -> dict[str, Any]:
    return {"error": _problem(code, technician).as_dict()}


def _problem(code: str, technician: str) -> Problem:
    return Problem(code, Family.PERMANENT, resident=SERVICED, technician=technician)
