"""The centre as its people start it: a process, a socket, and commands beside it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
from signed_kiosk import WANG, SignedKiosk, certificate

from center.centre import wall_clock

ROOT = Path(__file__).parents[2]
LIMIT_S = 30


def _center(state: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "center", *arguments, "--json", "--state", str(state)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=LIMIT_S,
    )
    return dict(json.loads(done.stdout))


async def test_a_kiosk_enrols_works_and_hears_of_a_revocation_over_a_real_socket(tmp_path: Path) -> None:
    code = _center(tmp_path, "enrol-code", "--kiosk", "A-03")["code"]
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "center", "serve", "--port", "0", "--json", "--state", str(tmp_path)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert server.stdout
    try:
        async with asyncio.timeout(LIMIT_S):
            listening = json.loads(await server.stdout.readline())
            assert listening["pid"] == server.pid
            async with httpx.AsyncClient(base_url=listening["listening"], trust_env=False) as http:
                kiosk = SignedKiosk(http, wall_clock, "A-03")
                enrolment = {"code": code, "public_key": kiosk.public_key, "site": "A-03"}
                assert (await http.post("/v1/enrol", json=enrolment)).status_code == 200
                await kiosk.hand_over(certificate("C1"))
                await kiosk.post("/v1/code", {"number": WANG})
                revoked = await asyncio.to_thread(_center, tmp_path, "revoke", "C1", "--reason", "数据有误")
                told = [change["kind"] for change in (await kiosk.changes())["changes"]]
            server.send_signal(signal.SIGTERM)
            _, errors = await server.communicate()
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()
    assert (revoked["new"], revoked["on_file"]) == (True, True)
    assert told == ["record", "revocation"]
    assert server.returncode == 0
    assert b"Traceback" not in errors
    assert b"event=stopped" in errors
    assert _center(tmp_path, "records")["counts"]["certificate"] == 1
