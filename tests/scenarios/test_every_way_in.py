"""Who is there: a part of the identity scenario in one world, and how many steps it takes to do without a face.

The whole is `python -m kiosk scenario identity`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kiosk.catalog import load
from kiosk.journeys.pages import FaceHint
from kiosk.journeys.ways import CHECKS, ENTRIES
from kiosk.journeys.ways.code import ByPin
from kiosk.scenario.identity import Row, Wanted, judge, longer, missing, programme, without_papers
from kiosk.scenario.paths import Act, IdentityPath, paths
from kiosk.scenario.stage import Stage
from kiosk.scenario.troubles import PLAIN, TROUBLES
from sync.contract.services import Assurance

RECORD, PERMIT, SENIOR, LOGIN = "social-insurance-record", "residence-permit", "senior-card", "face-login"
PLAYED: tuple[tuple[IdentityPath, str], ...] = (
    (IdentityPath(PERMIT, "id-card", "face"), ""),
    (IdentityPath(PERMIT, "id-card", "face"), "wrong-person"),
    (IdentityPath(RECORD, "id-card", "face"), "camera-unplugged"),
    (IdentityPath(PERMIT, "id-card", "face"), "refused"),
    (IdentityPath(PERMIT, "social-security-card", "licence-face"), "child"),
    (IdentityPath(LOGIN, "face-login", "phone-tail", Act.OFF), ""),
    (IdentityPath(SENIOR, "portal", ""), "timed-out"),
)
"""Each kind of ending once; what takes long (locks, darkness) is left to the command."""
PARITY = (
    IdentityPath(PERMIT, "id-card", "face"),
    IdentityPath(PERMIT, "id-card", "pin"),
    IdentityPath(PERMIT, "portal", ""),
    IdentityPath(RECORD, "agent", "face"),
    IdentityPath(RECORD, "agent", "pin"),
    IdentityPath(LOGIN, "id-card", "face", Act.OFF),
    IdentityPath(LOGIN, "id-card", "pin", Act.OFF),
    IdentityPath(SENIOR, "face-login", "phone-tail"),
    IdentityPath(SENIOR, "social-security-card", ""),
)
"""The shortest way with a face of each item, and ways without one; the command compares all of them."""


async def played(stage: Stage, visits: Sequence[tuple[IdentityPath, str]]) -> list[Row]:
    accounts = [await stage.play(path, name, TROUBLES.get(name, PLAIN)) for path, name in visits]
    return list(judge(accounts, await stage.evidence()))


@pytest.mark.scenario
@pytest.mark.timeout(300)
@pytest.mark.asyncio(loop_scope="session")
async def test_visits_end_as_their_rules_say_and_leave_nothing(stage: Stage) -> None:
    rows = await played(stage, PLAYED)
    assert [(str(row.account.path), row.account.trouble, row.wrong) for row in rows if row.wrong] == []
    assert [row.account.residue + row.account.memory for row in rows] == [()] * len(rows)
    assert [row.account.outcome for row in rows] == [*["done"] * 6, "walked-away"]
    forgotten = set(missing([row.account for row in rows]))
    assert {f"{PERMIT} by id-card+pin", f"{PERMIT} by portal"} <= forgotten, "what was offered and not played"
    looked = rows[0].account.visitor
    assert len(looked.watched_by) == 1 and FaceHint.DONE in looked.hints, "its memory is what was searched"


@pytest.mark.scenario
@pytest.mark.timeout(300)
@pytest.mark.asyncio(loop_scope="session")
async def test_every_item_can_be_finished_without_a_face_in_two_more_steps(stage: Stage) -> None:
    items = [item for item in load().items.values() if without_papers(item)]
    known = {path for item in items for path in paths(item)}
    assert set(PARITY) <= known and {path.item for path in PARITY} == {item.code for item in items}
    rows = await played(stage, [(path, "") for path in PARITY])
    assert [(str(row.account.path), row.wrong) for row in rows if row.wrong] == []
    steps = [(row.account.path, row.account.visitor.steps) for row in rows]
    assert list(longer(steps)) == []
    more = [(path, count + 10) for path, count in steps if not path.looks]
    with_face = [(path, count) for path, count in steps if path.looks]
    assert len(list(longer([*more, *with_face]))) == len(more), "ways that get longer are found"


def test_every_way_that_there_is_makes_a_path_of_every_item() -> None:
    for item in load().items.values():
        mine = list(paths(item))
        assert len(set(mine)) == len(mine)
        entries = {entry.name for entry in ENTRIES} - {"volunteer"} - (set() if item.delegable else {"agent"})
        assert {path.entry for path in mine} == {"id-card", *entries}
        assert any(path.helped for path in mine)
        if item.assurance is Assurance.VERIFIED:
            assert {check.name for check in CHECKS} <= {path.check for path in mine}


def test_a_new_way_is_played_without_anybody_writing_it_down() -> None:
    class ByVoice(ByPin):
        name = "voice"

    permit = load().items[PERMIT]
    new = {path.entry for path in paths(permit, checks=(*CHECKS, ByVoice)) if path.check == "voice"}
    assert new == {"id-card", "social-security-card"}


def test_every_fault_fits_some_path_of_every_item_that_asks_for_a_proof() -> None:
    for item in load().items.values():
        fitting = {name for _, name, _ in programme([item], Wanted())}
        assert fitting >= {"", "timed-out", "refused", "wrong-person", "child", "locked-out"}
        if item.assurance is Assurance.VERIFIED:
            assert fitting >= TROUBLES.keys() - {"locked-out-unknown"}
