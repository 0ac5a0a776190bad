"""`python -m center serve`: the centre on a socket of this machine."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import socket
import sys

import uvicorn

from center.app import create_app
from center.centre import Centre
from center.commands import settings
from center.log import line
from center.problems import Refusal
from sync.contract.problem import Family

_log = logging.getLogger(__name__)
_GRACE_S = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """--port, --host."""
    parser.add_argument("--host", help="default: center.host")
    parser.add_argument("--port", type=int, help="0 takes a free one; default: center.port")


def main(args: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT."""
    section = settings(args)
    host = args.host or section.host
    listener = _bind(host, section.port if args.port is None else args.port)
    address = f"http://{host}:{listener.getsockname()[1]}"
    if not host.startswith("127."):
        _log.warning(line("not-loopback", advice="put TLS in front of it"))
    centre = Centre.open(section.state, demo_residents=section.demo_residents)
    config = uvicorn.Config(
        create_app(centre),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    # After its own shutdown uvicorn raises the signal again; this lets the file be closed first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _Server(config, address, as_json=args.json).run(sockets=[listener])
    except KeyboardInterrupt:
        _log.info(line("stopped"))
    finally:
        centre.close()
        listener.close()
    return 0


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, address: str, *, as_json: bool) -> None:
        super().__init__(config)
        self._address = address
        self._as_json = as_json

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """uvicorn's, then the one line that a parent process waits for."""
        await super().startup(sockets)
        if self._as_json:
            print(json.dumps({"listening": self._address, "pid": os.getpid()}), flush=True)
        else:
            print(f"listening on {self._address}", file=sys.stderr, flush=True)


def _bind(host: str, port: int) -> socket.socket:
    # asyncio switches Nagle's delay off only where the protocol is named; it would cost 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise Refusal(
            500,
            "centre.address",
            Family.PERMANENT,
            technician=f"Cannot listen on {host}:{port}: {error}. End what holds it, or choose another --port.",
        ) from None
    return listener
