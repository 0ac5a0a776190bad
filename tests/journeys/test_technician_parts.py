"""The parts of technician mode: roster, lock, log ring, facts and report."""

from __future__ import annotations

import base64
import json
import logging
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.__main__ import main
from kiosk.technician.facts import CentreFacts, SystemFacts, ask_centre
from kiosk.technician.lockout import ALLOWED, FIRST, LONGEST, Lockout
from kiosk.technician.logs import LogRing, scrub
from kiosk.technician.report import Occasion, Readiness, typeset
from kiosk.technician.roster import Roster, Staff
from kiosk.technician.software import Versions, versions
from sync.contract.problem import Problem

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
POINT = KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
DER = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    "text",
    [POINT.hex(), base64.b64encode(POINT).decode(), base64.b64encode(DER).decode()],
    ids=["hex", "base64", "der"],
)
def test_a_key_is_read_in_every_usual_form(text: str) -> None:
    assert Staff(id="a", name="甲", public_key=text).public_key == POINT.hex()


def test_only_its_own_signature_over_this_very_challenge_proves_a_card() -> None:
    one = Staff(id="a", name="甲", public_key=POINT.hex())
    der = KEY.sign(b"c" * 32, ec.ECDSA(SHA256()))
    raw = b"".join(part.to_bytes(32, "big") for part in decode_dss_signature(der))
    assert one.proven(b"c" * 32, der) and one.proven(b"c" * 32, raw)
    assert not one.proven(b"d" * 32, der)
    assert not one.proven(b"c" * 32, b"") and not one.proven(b"c" * 32, bytes(64))


def test_the_command_keeps_the_roster_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NZZ_PATHS__STATE", str(tmp_path))
    assert main(["staff", "add", "t-1", "--name", "示例维护员", "--public-key", POINT.hex(), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["staff"][0]["id"] == "t-1"
    assert stat.S_IMODE((tmp_path / "keys" / "staff.json").stat().st_mode) == 0o600
    assert main(["staff", "add", "t-2", "--name", "x", "--public-key", "00"]) == 2
    assert main(["staff", "remove", "t-9"]) == 1
    assert main(["staff", "remove", "t-1"]) == 0
    assert main(["staff", "list"]) == 0
    assert "t-1" not in capsys.readouterr().out


def test_a_roster_that_is_none_is_a_problem_not_an_open_door(tmp_path: Path) -> None:
    path = tmp_path / "staff.json"
    path.write_text('{"staff": [{"id": "a"}]}', encoding="utf-8")
    with pytest.raises(Problem, match=r"staff\.roster"):
        Roster.load(path)


def test_the_lock_survives_a_restart_grows_and_has_an_end(tmp_path: Path) -> None:
    now = NOW
    path = tmp_path / "lock.json"

    def fail(times: int) -> datetime | None:
        until = None
        for _ in range(times):
            until = Lockout(path, lambda: now).failed()
        return until

    assert fail(ALLOWED - 1) is None
    assert fail(1) == NOW + FIRST
    assert Lockout(path, lambda: now).locked_until() == NOW + FIRST
    now += FIRST
    assert Lockout(path, lambda: now).locked_until() is None
    assert fail(ALLOWED) == now + 2 * FIRST
    for _ in range(12):
        now += LONGEST
        until = fail(ALLOWED)
    assert until == now + LONGEST
    Lockout(path, lambda: now).passed()
    assert fail(ALLOWED) == now + FIRST


def test_failures_far_apart_do_not_lock(tmp_path: Path) -> None:
    now = NOW
    lock = Lockout(tmp_path / "lock.json", lambda: now)
    for _ in range(3 * ALLOWED):
        now += timedelta(minutes=5)
        assert lock.failed() is None


def test_who_damages_the_lock_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "lock.json"
    path.write_text("{}broken", encoding="utf-8")
    assert Lockout(path, lambda: NOW).locked_until() == NOW + FIRST


@pytest.mark.parametrize(
    "told",
    [
        "110100198604120028",
        "11010019860412002X",
        "110100 19860412 0028",
        "13800000000",
        "138 0000 0000",
        "6222020200012345678",
        "6222 0202 0001 2345 678",
    ],
)
def test_numbers_of_persons_are_masked(told: str) -> None:
    masked = scrub(f"reader: saw {told}, sorry")
    assert not any(character.isdigit() for character in masked)
    assert masked.startswith("reader: saw *") and masked.endswith(", sorry")


@pytest.mark.parametrize("told", ["after 9021.7 ms", "2026-11-23 02:41:07", "port 8631", "SL20251123-7A3F09C1"])
def test_other_numbers_stay(told: str) -> None:
    assert scrub(told) == told


def test_the_ring_keeps_the_newest_by_device_and_level() -> None:
    ring = LogRing(kept=3).install()
    log = logging.getLogger("devices.host")
    log.setLevel(logging.INFO)
    try:
        log.info("printer: online again after 2.1 s")
        log.debug("printer: not kept")
        log.warning("printer: out of paper; 13800000000 called")
        log.info("id-reader: online")
        log.error("code-reader: failed", exc_info=ValueError("110100198604120028"))
    finally:
        ring.remove()
    log.info("printer: after the end")
    assert [one.device for one in ring.lines()] == ["code-reader", "id-reader", "printer"]
    assert [one.level_name for one in ring.lines(level=logging.WARNING)] == ["ERROR", "WARNING"]
    (line,) = ring.lines(device="printer")
    assert "138" not in line.text
    assert ring.lines()[0].text == "code-reader: failed [ValueError]"


async def test_the_clock_of_the_centre_is_compared() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"date": "Mon, 23 Nov 2026 02:58:00 GMT"})

    told = await ask_centre("http://127.0.0.1:9", lambda: NOW, httpx.MockTransport(answer))
    assert told.reachable and told.clock_ahead_s is not None and abs(told.clock_ahead_s - 120) < 1


async def test_a_centre_that_does_not_answer_is_told() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    assert not (await ask_centre("http://127.0.0.1:9", lambda: NOW, httpx.MockTransport(refuse))).reachable


def test_the_catalogue_has_a_digest_and_the_software_a_version() -> None:
    told = versions()
    assert len(told.catalogue) == 12 and told.items >= 3 and told.software[0].isdigit()


def system(**changes: object) -> SystemFacts:
    facts: dict[str, object] = {
        "at": NOW,
        "centre": CentreFacts("http://127.0.0.1:8700", True, 12.0, 0.0),
        "last_heard": NOW,
        "waiting": 2,
        "disk_free": 40 << 30,
        "disk_total": 64 << 30,
        "memory_free": 2 << 30,
        "memory_total": 8 << 30,
        "uptime_s": 4000.0,
        "temperature_c": 31.5,
        "versions": Versions("0.1.0", "9f31c07be2a4", 3),
    }
    return SystemFacts(**{**facts, **changes})  # type: ignore[arg-type]


def part(id: str, *, ok: bool, required: bool = True) -> dict[str, object]:
    return {
        "id": id,
        "name": id,
        "state": "online",
        "state_name": "正常",
        "mood": "good",
        "required": required,
        "ok": ok,
        "fit": ok or not required,
        "checks": [{"name": "probe", "ok": ok, "ms": 2.0, "detail": "#set text(fill: red) *"}],
        "problem": "",
        "uses": 3,
        "errors": 0,
        "units": 7,
        "supplies": [{"name": "纸", "percent": 8, "low": True}],
    }


def readiness(*parts: dict[str, object], **changes: object) -> Readiness:
    return Readiness(Occasion("A-03", "t-1", NOW), parts, system(**changes), (), ())


def test_the_verdict_hangs_on_what_is_required_and_on_the_disk() -> None:
    assert readiness(part("printer", ok=True), part("speaker", ok=False, required=False)).ready
    assert not readiness(part("printer", ok=False)).ready
    assert not readiness(part("printer", ok=True), disk_free=1 << 20).ready


def test_the_report_says_it_on_paper_and_sets_no_foreign_text_as_code() -> None:
    pdf = pypdfium2.PdfDocument(typeset(readiness(part("printer", ok=False))))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    for words in ("自助机就绪报告", "A-03", "t-1", "不可投入使用", "probe", "#set text(fill: red) *", "9f31c07be2a4"):
        assert words in text
