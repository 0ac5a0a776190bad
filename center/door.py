"""The door of the centre: every request is bounded, checked and logged here before anything else sees it."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping

import zstandard
from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from center.admission import admit
from center.centre import Centre
from center.log import line, place
from center.problems import LATER, Refusal, reply_body, status_of, unexpected
from sync.contract.problem import Family, Problem

_log = logging.getLogger(__name__)

UNSIGNED = frozenset({"/v1/enrol", "/v1/health"})
REPEATABLE = frozenset({"/v1/records", "/v1/changes"})
"""Doing them twice does no harm: records carry their id, reading changes nothing."""
_SIGNED = REPEATABLE | {
    "/v1/authorities",
    "/v1/check/code",
    "/v1/check/phone-tail",
    "/v1/check/pin",
    "/v1/code",
    "/v1/licence-portrait",
    "/v1/portal/pass/redeem",
    "/v1/social-insurance",
}

BODY_LIMIT = 64 << 10
RECORDS_LIMIT = 8 << 20
"""Of a batch, as sent."""
UNPACKED_LIMIT = 32 << 20
"""Of a batch, after decompression."""
_WINDOW_LIMIT = 8 << 20
_BODY_WAIT_S = 30.0


class Door:
    """ASGI middleware: reads the body within its limits, admits the kiosk, unpacks, answers every failure.

    The application behind it finds the kiosk's name in `request.state.kiosk`.
    """

    def __init__(self, app: ASGIApp, centre: Centre) -> None:
        self._app = app
        self._centre = centre

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        answer = _Answer(send)
        try:
            await self._serve(scope, receive, answer)
        except _Gone:
            answer.status = 499
        except Problem as problem:
            await answer.refuse(problem)
        except Exception as error:
            # Its message may quote personal data and is not logged.
            _log.error(line("fault", where=place(error)))
            await answer.refuse(unexpected())
        path = scope["path"] if scope["path"] in _SIGNED | UNSIGNED else "(other)"
        took = round((time.perf_counter() - started) * 1000, 1)
        kiosk = scope.get("state", {}).get("kiosk")
        _log.info(
            line(
                "request",
                method=scope["method"],
                path=path,
                status=answer.status,
                code=answer.code,
                ms=took,
                kiosk=kiosk,
            )
        )

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        body = await _read(headers, receive, RECORDS_LIMIT if path == "/v1/records" else BODY_LIMIT)
        if path.startswith("/v1/") and path not in UNSIGNED:
            target = _target(scope)
            kiosk = await to_thread.run_sync(
                lambda: admit(self._centre, headers, scope["method"], target, body, repeatable=path in REPEATABLE)
            )
            scope.setdefault("state", {})["kiosk"] = kiosk
            body = _unpack(headers.get("content-encoding", "identity"), body)
        elif headers.get("content-encoding", "identity") != "identity":
            raise _wrong_coding()
        await self._app(scope, _replay(body, receive), send)


class _Answer:
    """Sends on and remembers what was answered, so that a failure after the start is not answered twice."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.code: str | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)

    async def refuse(self, problem: Problem) -> None:
        self.code = problem.code
        if self.status:
            return
        content = json.dumps(reply_body(problem), ensure_ascii=False).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        await self({"type": "http.response.start", "status": status_of(problem), "headers": headers})
        await self({"type": "http.response.body", "body": content})


class _Gone(Exception):  # noqa: N818
    """The other side hung up before its request was complete."""


async def _read(headers: Mapping[str, str], receive: Receive, limit: int) -> bytes:
    announced = headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:12]) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_WAIT_S):
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _Gone
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > limit:
                    raise _too_large(limit)
    except TimeoutError:
        raise Refusal(
            408, "request.slow", Family.TEMPORARY, technician=f"The body did not arrive within {_BODY_WAIT_S:g} s."
        ) from None
    return bytes(body)


def _unpack(coding: str, body: bytes) -> bytes:
    if coding == "identity":
        return body
    if coding != "zstd":
        raise _wrong_coding()
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW_LIMIT).stream_reader(body, read_across_frames=True)
        content = reader.read(UNPACKED_LIMIT + 1)
    except (zstandard.ZstdError, MemoryError):
        raise Refusal(
            400,
            "request.unreadable",
            Family.PERMANENT,
            technician="The body says it is zstd but is none, or its window is over 8 MB.",
        ) from None
    if len(content) > UNPACKED_LIMIT:
        raise _too_large(UNPACKED_LIMIT)
    return content


def _target(scope: Scope) -> str:
    path = scope.get("raw_path") or scope["path"].encode()
    query = scope["query_string"]
    whole: bytes = path + (b"?" + query if query else b"")
    return whole.decode("latin-1")


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed


def _too_large(limit: int) -> Refusal:
    return Refusal(
        413,
        "request.too-large",
        Family.PERMANENT,
        resident=LATER,
        technician=f"The body is larger than {limit} bytes. Send smaller batches.",
    )


def _wrong_coding() -> Refusal:
    return Refusal(
        415,
        "request.coding",
        Family.PERMANENT,
        technician="Only signed requests may be compressed, and only with zstd.",
    )
