"""王女士's six pages over the real wires: laid down, read, checked, filled in, handed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.scenario.withdrawal import play
from kiosk.settings import KioskSettings, PaceSettings, PacesSettings
from sync.contract.settings import load

pytestmark = [pytest.mark.scenario, pytest.mark.timeout(180)]
QUICK = PacesSettings(adult=PaceSettings(paper=0.3))


@pytest.mark.parametrize("fault", [None, "page.missing", "lease.other-person", "feeder.jam", "papers.killed"])
async def test_the_packet_comes_through_or_what_is_wrong_is_said(fault: str | None, tmp_path: Path) -> None:
    settings = load(KioskSettings, Path("config.toml")).model_copy(update={"pace": QUICK})
    played = await play(settings, fault=fault, pace="adult", out=tmp_path)
    told = played.as_dict(fault)
    assert (told["wrong"], told["residue"]) == ([], [])
    if told["outcome"] == "done":
        assert told["fields_read"] == 7
        assert told["fields_typed"] == ["phone"]
