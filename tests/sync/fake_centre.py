"""A centre that keeps the contract, remembers on disk what it took, and fails the way it is told to."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.contract.signing import fits

Answer = tuple[int, bytes]
Fault = Callable[[str, bytes], "Answer | Exception | None"]


def fine(target: str, body: bytes) -> None:
    """No fault."""


class FakeCentre:
    """Every record it takes becomes a line of `ledger`; a second line of the same id would be a doubled effect."""

    def __init__(self, ledger: Path, public_key: str) -> None:
        self.ledger = ledger
        self.key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        self.fault: Fault = fine
        """Asked before the request is understood: an answer replaces the real one, an exception is raised."""
        self.after: Fault = fine
        """Asked after the request took effect: how acknowledgements get lost."""
        self.reject: set[str] = set()
        """Rating levels, as text, whose records are rejected."""
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.page = 3
        """Changes on one page of the feed."""
        self.extra_changes: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def taken(self) -> list[dict[str, Any]]:
        """Everything ever taken, in order."""
        return [json.loads(line) for line in self.ledger.read_text().splitlines()] if self.ledger.exists() else []

    def counts(self) -> Counter[str]:
        """How often each record took effect."""
        return Counter(record["id"] for record in self.taken())

    def handle(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """One request."""
        with self._lock:
            self.requests.append((target, headers, body))
            instead = self.fault(target, body)
            if isinstance(instead, Exception):
                raise instead
            if instead is not None:
                return instead
            if not fits(self.key, headers, method, target, body):
                return problem(401, "signature.refused")
            answer = self._answer(target, headers, body)
            instead = self.after(target, body)
            if isinstance(instead, Exception):
                raise instead
            return instead or answer

    def transport(self) -> httpx.MockTransport:
        """In this process."""

        def respond(request: httpx.Request) -> httpx.Response:
            headers = {name.lower(): value for name, value in request.headers.items()}
            status, content = self.handle(request.method, request.url.raw_path.decode(), headers, request.content)
            return httpx.Response(status, content=content)

        return httpx.MockTransport(respond)

    def serve(self) -> ThreadingHTTPServer:
        """On a free port of loopback; a fault that raises cuts the connection."""
        centre = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                try:
                    status, content = centre.handle(self.command, self.path, headers, body)
                except httpx.HTTPError:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _any  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                """A kiosk that is killed cuts its connection; that is no news."""

        server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def _answer(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if headers.get("content-encoding") == "zstd":
            body = zstandard.decompress(body)
        if target == "/v1/records":
            return 200, json.dumps({"results": self._take(json.loads(body)["records"])}).encode()
        if target.startswith("/v1/changes?after="):
            return 200, json.dumps(self._page(int(target.partition("=")[2]))).encode()
        return problem(404, "request.unknown")

    def _take(self, records: list[dict[str, Any]]) -> list[dict[str, str]]:
        known = set(self.counts())
        results = []
        with self.ledger.open("a") as ledger:
            for record in records:
                if str(record["body"].get("level")) in self.reject:
                    results.append({"id": record["id"], "fate": "rejected", "reason": "no such level"})
                    continue
                results.append({"id": record["id"], "fate": "duplicate" if record["id"] in known else "accepted"})
                if record["id"] not in known:
                    ledger.write(json.dumps(record) + "\n")
                    known.add(record["id"])
            ledger.flush()
            os.fsync(ledger.fileno())
        return results

    def _page(self, after: int) -> dict[str, Any]:
        bodies = [{"kind": "record", "body": {"id": record["id"]}} for record in self.taken()] + self.extra_changes
        now = datetime.now(UTC).isoformat()
        changes = [{"seq": seq, "at": now, **body} for seq, body in enumerate(bodies, 1)]
        page = [change for change in changes if change["seq"] > after][: self.page]
        cursor = page[-1]["seq"] if page else len(changes)
        return {"changes": page, "cursor": cursor, "more": cursor < len(changes)}


def problem(status: int, code: str, family: str = "permanent") -> Answer:
    """An answer of the centre that says no."""
    told = {"family": family, "code": code, "resident": "请到窗口办理。", "technician": "because of a test"}
    return status, json.dumps({"error": told}).encode()
