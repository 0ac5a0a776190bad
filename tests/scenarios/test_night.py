"""王女士's visit over the real wires: with everything well, and with everything that can go wrong."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kiosk.scenario.faults import FAULTS
from kiosk.scenario.night import Night

pytestmark = [pytest.mark.scenario, pytest.mark.timeout(120)]
visits = pytest.mark.asyncio(loop_scope="session")


@dataclass(frozen=True)
class Wish:
    """What a resident would want to come of a fault."""

    outcome: str
    proof: str | None
    settlement: str | None
    sheets: int
    said: str
    """Part of what she was told."""


WISHES = {
    "center.down": Wish("queued", "face", None, 0, "申请已记下"),
    "printer.media-empty": Wish("handed-over", "face", "not-done", 0, "没有打印出来"),
    "printer.jam-mid-job": Wish("handed-over", "face", "not-done", 0, "卡纸"),
    "printer.dies-mid-job": Wish("handed-over", "face", "unknown", 0, "不会自动再打一份"),
    "reader.silent": Wish("handed-over", None, None, 0, "窗口"),
    "reader.bad-checksum": Wish("done", "face", "done", 1, "再平放一次"),
    "card.lifted-early": Wish("done", "face", "done", 1, "放回去"),
    "card.found": Wish("refused", None, None, 0, "保护您的账户"),
    "face.mismatch": Wish("done", "pin", "done", 1, "换一种方式"),
    "face.two-people": Wish("done", "face", "done", 1, "只留您自己"),
    "face.refused": Wish("done", "pin", "done", 1, "没关系"),
    "vision.crash": Wish("done", "face", "done", 1, "请稍等"),
    "resident.walks-away": Wish("walked-away", "face", None, 0, "取走您的身份证"),
}


@visits
async def test_a_quiet_night(night: Night) -> None:
    played = await night.visit()
    figures = played.as_dict(None)
    assert figures["outcome"] == "done" and figures["proof"] == "face" and figures["told"] == []
    assert figures["attended_s"] <= figures["claim_s"]
    assert [moment.name for moment in played.moments][3:6] == ["PresentCard", "Consent", "FaceCheck"]
    (sheet,) = played.outputs
    assert sheet["text_ok"] and sheet["signature"] == "valid"
    assert played.residue == [] and played.undelivered == 0


@visits
async def test_a_senior_takes_longer_and_still_keeps_the_claim(night: Night) -> None:
    played = await night.visit(pace="senior")
    assert 90 < played.as_dict(None)["attended_s"] <= 180


def test_every_fault_has_a_wish() -> None:
    assert WISHES.keys() == FAULTS.keys()


@visits
@pytest.mark.parametrize("fault", sorted(WISHES))
async def test_every_fault_ends_as_a_resident_would_wish(fault: str, night: Night) -> None:
    wish = WISHES[fault]
    played = await night.visit(fault)
    report = played.report
    assert (report.outcome, report.proof, report.settlement) == (wish.outcome, wish.proof, wish.settlement)
    assert any(wish.said in words.zh for words in report.told), report.told
    assert len(played.outputs) == wish.sheets, "printed at most once"
    assert played.residue == []
    assert played.undelivered == 0, "what was written down reaches the centre when it is back"
