"""Written authorities: granted to adults for what may be delegated, told to the agent only; only the file counts."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from signed_kiosk import SignedKiosk, TestClock, application, insurance_query, new_record, problem_of
from sqlalchemy import select

from center import authorities
from center.centre import Centre
from center.commands import authority as command
from center.problems import Refusal
from center.schema import assistances, audits
from sync.contract.authority import Authorities, Ending, WrittenAuthority
from sync.contract.services import SocialInsuranceRecord

LI = "110100195403080046"
ZHANG = "110100199009210015"
WANG = "110100198604120028"
RECORD = "social-insurance-record"
CARD = "senior-card"


@pytest.fixture
def granted(centre: Centre) -> WrittenAuthority:
    """李桂兰 lets 张建国 print her record for 30 days."""
    return authorities.grant(centre, resident=LI, agent=ZHANG, items=[RECORD], days=30)[0]


async def _ask(kiosk: SignedKiosk, **over: Any) -> httpx.Response:
    query = {"number": ZHANG, "assurance": "verified", "proof": "pin", "visit": "visit-1"}
    return await kiosk.post("/v1/authorities", {**query, **over})


async def _asked(kiosk: SignedKiosk, **over: Any) -> Authorities:
    answer = await _ask(kiosk, **over)
    assert answer.status_code == 200, answer.text
    return Authorities.model_validate_json(answer.content)


def _delegated(by: str, **over: Any) -> dict[str, Any]:
    return insurance_query(
        **{"number": LI, "name": "李桂兰", "proof": "authority", "authority": by, "agent": ZHANG, **over}
    )


async def test_the_agent_gets_what_it_takes_to_act_under_the_centres_signature(
    kiosk: SignedKiosk, centre: Centre, granted: WrittenAuthority
) -> None:
    (found,) = (await _asked(kiosk)).granted
    key = Ed25519PrivateKey.from_private_bytes(centre.keys.seed).public_key()
    assert found == granted
    assert found.fits(key)
    assert (found.principal.name, found.principal.birth.year, found.principal.sex) == ("李桂兰", 1954, "2")
    assert not found.model_copy(update={"items": (RECORD, CARD)}).fits(key)
    assert not found.model_copy(update={"agent": WANG}).fits(key)
    assert LI not in repr(found) and "李桂兰" not in str(found)


async def test_nobody_else_is_told_of_it(kiosk: SignedKiosk, granted: WrittenAuthority) -> None:
    for other in (LI, WANG):
        assert await _asked(kiosk, number=other) == Authorities()


@pytest.mark.parametrize("too_little", [{"assurance": "card"}, {"proof": None}])
async def test_an_agent_who_proves_nothing_is_told_nothing(
    kiosk: SignedKiosk, centre: Centre, granted: WrittenAuthority, too_little: dict[str, Any]
) -> None:
    answer = await _ask(kiosk, **too_little)
    assert (answer.status_code, problem_of(answer)["code"]) == (403, "authority.assurance")
    with centre.database.read() as connection:
        assert connection.execute(select(audits.c.event)).scalars().all()[-1] == "authority.refused"


async def test_by_the_authority_the_record_is_told_and_the_audit_names_both(
    kiosk: SignedKiosk, centre: Centre, granted: WrittenAuthority
) -> None:
    answer = await kiosk.post("/v1/social-insurance", _delegated(granted.number, visit="visit-9"))
    assert SocialInsuranceRecord.model_validate_json(answer.content).name == "李桂兰"
    with centre.database.read() as connection:
        about_li, about_zhang = connection.execute(
            select(audits).where(audits.c.visit == "visit-9").order_by(audits.c.id)
        ).all()
    assert (about_li.event, about_li.subject) == ("social-insurance.read", centre.keys.subject(LI))
    assert (about_zhang.event, about_zhang.subject) == ("authority.used", centre.keys.subject(ZHANG))
    assert granted.number in about_li.detail and granted.number in about_zhang.detail
    assert "purpose=delegated-record" in about_li.detail
    assert not {LI, ZHANG} & set(about_li.detail.split() + about_zhang.detail.split())


@pytest.mark.parametrize(
    "wrong",
    [
        {"authority": "WT20261102-00000000"},
        {"authority": None},
        {"agent": WANG},
        {"agent": None},
        {"number": WANG, "name": "王丽华"},
    ],
)
async def test_the_kiosks_word_alone_opens_nothing(
    kiosk: SignedKiosk, centre: Centre, granted: WrittenAuthority, wrong: dict[str, Any]
) -> None:
    answer = await kiosk.post("/v1/social-insurance", _delegated(granted.number, **wrong))
    assert (answer.status_code, problem_of(answer)["code"]) == (409, "authority.invalid")
    with centre.database.read() as connection:
        assert "social-insurance.refused" in connection.execute(select(audits.c.event)).scalars().all()[-2:]


async def test_an_authority_for_something_else_does_not_open_the_record(kiosk: SignedKiosk, centre: Centre) -> None:
    other, _ = authorities.grant(centre, resident=LI, agent=ZHANG, items=[CARD], days=1)
    answer = await kiosk.post("/v1/social-insurance", _delegated(other.number))
    assert problem_of(answer)["code"] == "authority.invalid"


async def test_what_is_over_opens_nothing_and_is_told_by_its_masked_name(
    kiosk: SignedKiosk, centre: Centre, clock: TestClock, granted: WrittenAuthority
) -> None:
    second, _ = authorities.grant(centre, resident=WANG, agent=ZHANG, items=[RECORD], days=60)
    assert authorities.revoke(centre, second.number)
    assert not authorities.revoke(centre, second.number)
    clock.forward(days=31)
    told = await _asked(kiosk)
    assert told.granted == ()
    assert {(one.number, one.name_masked, one.how) for one in told.ended} == {
        (granted.number, "李*兰", Ending.EXPIRED),
        (second.number, "王*华", Ending.REVOKED),
    }
    answer = await kiosk.post("/v1/social-insurance", _delegated(granted.number))
    assert problem_of(answer)["code"] == "authority.invalid"


async def test_every_kiosk_hears_of_a_revocation_before_the_agent_comes_again(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre, granted: WrittenAuthority
) -> None:
    authorities.revoke(centre, granted.number)
    authorities.revoke(centre, granted.number)
    for one in (kiosk, neighbour):
        told = [each["body"] for each in (await one.changes())["changes"] if each["kind"] == "revocation"]
        assert [each["number"] for each in told] == [granted.number]


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"agent": LI}, "authority.terms"),
        ({"items": ["residence-permit"]}, "authority.terms"),
        ({"items": ["no-such-item"]}, "authority.terms"),
        ({"items": []}, "authority.terms"),
        ({"days": 0}, "authority.terms"),
        ({"days": 366}, "authority.terms"),
        ({"agent": "110100199901010019"}, "authority.unknown-person"),
    ],
)
def test_what_cannot_be_delegated_is_not(centre: Centre, over: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        authorities.grant(centre, **{"resident": LI, "agent": ZHANG, "items": [RECORD], "days": 30, **over})
    assert refused.value.code == code
    assert authorities.listed(centre) == []


def test_an_agent_is_of_full_age(centre: Centre, clock: TestClock) -> None:
    clock.now = clock.now.replace(year=2007)
    with pytest.raises(Refusal, match=r"authority\.minor"):
        authorities.grant(centre, resident=LI, agent=ZHANG, items=[RECORD], days=30)


async def test_an_application_by_an_agent_counts_only_while_the_authority_does(
    kiosk: SignedKiosk, centre: Centre
) -> None:
    written, _ = authorities.grant(centre, resident=LI, agent=ZHANG, items=[CARD], days=30)

    def handed_in(number: str, made_at: str, **over: Any) -> dict[str, Any]:
        mark = {"role": "agent", "helper": "a" * 64, "authority": written.number, **over.pop("mark", {})}
        record = application(number, made_at=made_at)
        record["body"] |= {"item": CARD, "values": {"number": LI}, "companion": mark, **over}
        return record

    results = await kiosk.hand_over(
        handed_in("A1", "2026-11-03T10:00:00Z"),
        handed_in("A2", "2026-12-24T10:00:00Z"),
        handed_in("A3", "2026-11-03T10:00:00Z", values={"number": WANG}),
        handed_in("A4", "2026-11-03T10:00:00Z", item="residence-permit"),
        handed_in("A5", "2026-11-03T10:00:00Z", mark={"authority": None}),
        handed_in("A6", "2026-11-03T10:00:00Z", mark={"role": "volunteer", "authority": None}),
    )
    assert [one["fate"] for one in results] == ["accepted", "rejected", "rejected", "rejected", "rejected", "accepted"]


async def test_help_is_on_file_once_a_visit(kiosk: SignedKiosk, centre: Centre) -> None:
    body = {
        "visit": "visit-1",
        "role": "volunteer",
        "helper": "b" * 64,
        "authority": None,
        "item": CARD,
        "begun": "2026-11-02T16:00:00Z",
        "ended": "2026-11-02T16:05:00Z",
        "outcome": "done",
    }
    first = new_record("companion", body)
    results = await kiosk.hand_over(first, first, new_record("companion", body))
    assert [one["fate"] for one in results] == ["accepted", "duplicate", "rejected"]
    with centre.database.read() as connection:
        (row,) = connection.execute(select(assistances)).all()
    assert (row.role, row.helper, row.item, row.outcome) == ("volunteer", "b" * 64, CARD, "done")
    assert (row.ended - row.begun).total_seconds() == 300


def test_the_command_grants_lists_and_revokes(
    centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> Any:
        parser = argparse.ArgumentParser()
        parser.add_argument("--json", action="store_true")
        command.arguments(parser)
        args = parser.parse_args(["--json", *words])
        args.config, args.folder = tmp_path / "none.toml", tmp_path / "center"
        assert command.main(args) == 0
        return json.loads(capsys.readouterr().out)

    (tmp_path / "none.toml").write_text("")
    given = run("grant", "--resident", LI, "--agent", ZHANG, "--items", f"{RECORD},{CARD}", "--days", "7")
    assert given["items"] == [RECORD, CARD] and len(given["signature"]) == 88
    (line,) = run("list")["authorities"]
    assert (line["number"], line["state"], line["agent"]) == (given["number"], "in-force", ZHANG)
    assert run("revoke", given["number"])["new"]
    assert run("list")["authorities"][0]["state"] == "revoked"
