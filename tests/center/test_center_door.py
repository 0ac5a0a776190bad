"""Only fresh, unchanged requests of known kiosks come in, and none too large."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest
import zstandard
from signed_kiosk import (
    WANG,
    SignedKiosk,
    TestClock,
    consent_record,
    insurance_query,
    problem_of,
    signed_consent,
)
from sqlalchemy import select

from center import door, housekeeping
from center.admission import MEMORY
from center.centre import Centre
from center.commands.kiosks import block
from center.problems import Refusal
from center.schema import kiosks, nonces
from sync.contract.signing import KIOSK, SIGNATURE, TIME

TARGET = "/v1/social-insurance"
BODY = json.dumps(insurance_query()).encode()
JSON = {"content-type": "application/json"}


async def _send(kiosk: SignedKiosk, body: bytes, headers: dict[str, str], target: str = TARGET) -> httpx.Response:
    return await kiosk.http.post(target, content=body, headers={**JSON, **headers})


async def test_a_signed_request_is_answered(kiosk: SignedKiosk) -> None:
    assert (await _send(kiosk, BODY, kiosk.sign("POST", TARGET, BODY))).status_code == 200


async def test_an_unsigned_request_is_refused(http: httpx.AsyncClient) -> None:
    for method, path in [("POST", TARGET), ("GET", "/v1/changes"), ("GET", "/v1/whatever")]:
        answer = await http.request(method, path)
        assert (answer.status_code, problem_of(answer)["code"]) == (401, "signature.refused")


async def test_a_changed_body_path_or_method_is_refused(kiosk: SignedKiosk) -> None:
    signed = kiosk.sign("POST", TARGET, BODY)
    changed = BODY.replace(b"visit-1", b"visit-2")
    assert (await _send(kiosk, changed, signed)).status_code == 401
    assert (await _send(kiosk, BODY, signed, target="/v1/code")).status_code == 401
    assert (await _send(kiosk, BODY, signed, target=TARGET + "?x=1")).status_code == 401
    # The nonce is not used up by requests that were refused.
    assert (await _send(kiosk, BODY, signed)).status_code == 200


async def test_another_kiosk_cannot_sign_for_this_one(kiosk: SignedKiosk, neighbour: SignedKiosk) -> None:
    signed = neighbour.sign("POST", TARGET, BODY) | {KIOSK: kiosk.name}
    assert (await _send(kiosk, BODY, signed)).status_code == 401
    unknown = kiosk.sign("POST", TARGET, BODY) | {KIOSK: "nobody"}
    assert (await _send(kiosk, BODY, unknown)).status_code == 401


async def test_a_request_played_again_is_refused(kiosk: SignedKiosk) -> None:
    signed = kiosk.sign("POST", TARGET, BODY)
    assert (await _send(kiosk, BODY, signed)).status_code == 200
    again = await _send(kiosk, BODY, signed)
    assert (again.status_code, problem_of(again)["code"]) == (409, "signature.replayed")


async def test_a_blocked_kiosk_is_refused_until_it_enrols_anew(kiosk: SignedKiosk, centre: Centre) -> None:
    block(centre, kiosk.name)
    answer = await _send(kiosk, BODY, kiosk.sign("POST", TARGET, BODY))
    assert (answer.status_code, problem_of(answer)["code"]) == (403, "kiosk.blocked")
    await kiosk.enrol(centre)
    assert (await _send(kiosk, BODY, kiosk.sign("POST", TARGET, BODY))).status_code == 200


@pytest.mark.parametrize("wrong", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
async def test_a_wrong_clock_is_recorded_and_not_refused(
    kiosk: SignedKiosk, centre: Centre, clock: TestClock, wrong: datetime
) -> None:
    assert (await _send(kiosk, BODY, kiosk.sign("POST", TARGET, BODY, time=wrong))).status_code == 200
    with centre.database.read() as connection:
        skew = connection.execute(select(kiosks.c.clock_skew_s)).scalar_one()
    assert skew == (wrong - clock.now).total_seconds()


async def test_a_replay_is_still_refused_after_its_nonce_was_forgotten(
    kiosk: SignedKiosk, centre: Centre, clock: TestClock
) -> None:
    clock.forward(hours=1)
    signed = kiosk.sign("POST", TARGET, BODY)
    of_1970 = kiosk.sign("POST", TARGET, BODY, time=datetime(1970, 1, 1, tzinfo=UTC))
    for headers in (signed, of_1970):
        assert (await _send(kiosk, BODY, headers)).status_code == 200
    clock.forward(seconds=(MEMORY + timedelta(hours=1)).total_seconds())
    housekeeping.tidy(centre)
    with centre.database.read() as connection:
        assert [row.signed_at.year for row in connection.execute(select(nonces))] == [1970]
    assert problem_of(await _send(kiosk, BODY, signed))["code"] == "signature.too-old"
    assert problem_of(await _send(kiosk, BODY, of_1970))["code"] == "signature.replayed"


@pytest.mark.parametrize("time", ["", "soon", "2026-13-01", "0001-01-01T00:00:00+23:59", "9" * 5000])
async def test_an_unreadable_envelope_is_refused(kiosk: SignedKiosk, time: str) -> None:
    moment = SimpleNamespace(isoformat=lambda: time)
    answer = await _send(kiosk, BODY, kiosk.sign("POST", TARGET, BODY, time=moment))  # type: ignore[arg-type]
    assert (answer.status_code, problem_of(answer)["code"]) == (400, "signature.envelope")


@pytest.mark.parametrize("signature", ["", "!", "AAAA", "A" * 100_000])
async def test_a_signature_that_is_none_is_refused(kiosk: SignedKiosk, signature: str) -> None:
    headers = kiosk.sign("POST", TARGET, BODY) | {SIGNATURE: signature}
    assert (await _send(kiosk, BODY, headers)).status_code == 401
    headers = kiosk.sign("POST", TARGET, BODY) | {TIME: "2026-01-01T00:00:00+00:00"}
    assert (await _send(kiosk, BODY, headers)).status_code == 401


async def test_a_body_may_be_packed_with_zstd(kiosk: SignedKiosk) -> None:
    consent = consent_record(signed_consent(kiosk))
    packed = zstandard.compress(json.dumps({"records": [consent]}).encode())
    answer = await kiosk.post_bytes("/v1/records", packed, {"content-encoding": "zstd"})
    assert answer.json()["results"][0]["fate"] == "accepted"


async def test_a_zstd_bomb_is_refused(kiosk: SignedKiosk) -> None:
    bomb = zstandard.compress(b" " * (door.UNPACKED_LIMIT * 4))
    assert len(bomb) < door.RECORDS_LIMIT
    answer = await kiosk.post_bytes("/v1/records", bomb, {"content-encoding": "zstd"})
    assert (answer.status_code, problem_of(answer)["code"]) == (413, "request.too-large")


def test_a_bomb_is_not_even_unpacked_before_it_is_refused() -> None:
    bomb = zstandard.compress(b" " * (door.UNPACKED_LIMIT * 8))
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match="larger than"):
            door._unpack("zstd", bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < door.UNPACKED_LIMIT * 3


async def test_a_bomb_of_many_frames_or_of_a_huge_window_is_refused(kiosk: SignedKiosk) -> None:
    frames = zstandard.compress(b" " * door.UNPACKED_LIMIT) * 3
    answer = await kiosk.post_bytes("/v1/records", frames, {"content-encoding": "zstd"})
    assert answer.status_code == 413
    parameters = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    wide = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    answer = await kiosk.post_bytes(
        "/v1/records", wide.compress(b" " * 1000) + wide.flush(), {"content-encoding": "zstd"}
    )
    assert (answer.status_code, problem_of(answer)["code"]) == (400, "request.unreadable")


@pytest.mark.parametrize(
    ("body", "coding", "status"),
    [(b"no zstd", "zstd", 400), (b"{}", "gzip", 415), (zstandard.compress(b"{}" * 99)[:-4], "zstd", 422)],
)
async def test_an_unreadable_packing_is_refused(kiosk: SignedKiosk, body: bytes, coding: str, status: int) -> None:
    answer = await kiosk.post_bytes("/v1/records", body, {"content-encoding": coding})
    assert answer.status_code == status
    assert problem_of(answer)


async def test_a_body_over_the_limit_is_refused_before_it_is_read(kiosk: SignedKiosk, http: httpx.AsyncClient) -> None:
    big = b"x" * (door.BODY_LIMIT + 1)
    assert (await kiosk.post_bytes("/v1/code", big)).status_code == 413
    assert (await http.post("/v1/enrol", content=big)).status_code == 413

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * (door.BODY_LIMIT // 2)

    assert (await http.post("/v1/enrol", content=unannounced())).status_code == 413


async def test_nothing_personal_is_logged(kiosk: SignedKiosk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await kiosk.post(TARGET, insurance_query())
    await kiosk.post(TARGET, insurance_query(assurance="card"))
    await kiosk.post(TARGET, insurance_query(number="王丽华", visit=5))
    await kiosk.post("/v1/check/pin", {"number": WANG, "pin": "135790"})
    await kiosk.post("/v1/code", {"number": WANG})
    await kiosk.http.get(f"/person/{WANG}")
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("center"))
    assert "event=request" in ours
    for personal in (WANG, "王丽华", "135790", "13800000001"):
        assert personal not in ours
