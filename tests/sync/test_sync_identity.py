"""The kiosk's key stays with it, and the centre learns its public half once."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import httpx
import pytest

from sync.contract.problem import Problem
from sync.contract.services import Enrolled
from sync.identity import KioskIdentity, enrol, kiosk_name
from sync.settings import SyncSettings

SETTINGS = SyncSettings(centre="http://centre.test")


def test_the_device_key_is_private_and_stays(state: Path) -> None:
    first = KioskIdentity.load_or_create(state)
    assert stat.S_IMODE((state / "keys" / "device.key").stat().st_mode) == 0o600
    assert KioskIdentity.load_or_create(state).public_key == first.public_key
    assert first.kiosk is None and kiosk_name(state) is None


def test_a_spoilt_key_says_what_to_do(state: Path) -> None:
    KioskIdentity.load_or_create(state)
    (state / "keys" / "device.key").write_text("oops")
    with pytest.raises(Problem, match=r"identity\.key.*enrol this kiosk again"):
        KioskIdentity.load_or_create(state)


async def test_enrolling_gives_the_kiosk_its_name(state: Path) -> None:
    asked: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        assert (request.method, request.url.path) == ("POST", "/v1/enrol")
        asked.append(json.loads(request.content))
        return httpx.Response(200, json={"kiosk": "A-03", "centre_key": "a2V5"})

    running = KioskIdentity.load_or_create(state)
    identity = await enrol(SETTINGS, state, "ABCD", site="A-03", transport=httpx.MockTransport(answer))
    assert asked == [{"code": "ABCD", "public_key": identity.public_key, "site": "A-03"}]
    assert identity.kiosk == running.kiosk == kiosk_name(state) == "A-03", "a process that runs already learns it"


async def test_a_used_code_leaves_the_kiosk_as_it_was(state: Path) -> None:
    KioskIdentity.load_or_create(state).remember(Enrolled(kiosk="A-03", centre_key=""))
    refuse = httpx.MockTransport(lambda request: httpx.Response(403, json={"error": {"technician": "used"}}))
    with pytest.raises(Problem, match=r"centre\.refused.*used"):
        await enrol(SETTINGS, state, "ABCD", transport=refuse)
    assert kiosk_name(state) == "A-03"
