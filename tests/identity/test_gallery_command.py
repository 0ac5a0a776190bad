"""`python -m kiosk face gallery`: what technicians hear of the enrolled, and what they never hear."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.clock import now
from kiosk.identity import Holder, Source, gallery_command
from kiosk.identity.consent import Consents
from kiosk.identity.gallery import Gallery
from kiosk.settings import FaceLoginSettings
from kiosk.store import Store
from sync.contract.consent import Purpose
from sync.contract.problem import Problem

PRESENT, OLD = "packaged 87aacdfe57510db2", "clean 0123456789abcdef"
NAME, NUMBER = "王丽华", "110100198604120028"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    found = tmp_path / "config.toml"
    text = f'[paths]\nstate = "{tmp_path / "state"}"\n[face_login]\nwarn_at = 3\nfiling_at = 5\n'
    found.write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    store = Store.open(tmp_path / "state")
    consents = Consents(Ed25519PrivateKey.generate(), lambda *_: True, lambda: now() - timedelta(days=10))
    yield Gallery(store, FaceLoginSettings(), consents, lambda: now() - timedelta(days=10))
    store.close()


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery_command, "_present", lambda _: PRESENT)


def enrol(gallery: Gallery, pack: str, number: str = NUMBER) -> None:
    consent = gallery._consents.sign(Purpose.FACE_LOGIN, "v", given=True)
    gallery.enrol(Holder(Source.ID_CARD, NAME, number, date(1986, 4, 12)), b"template" * 64, pack, consent)


def run(config: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool) -> tuple[int, str]:
    status = gallery_command.main(argparse.Namespace(config=config, json=as_json))
    return status, capsys.readouterr().out


def test_it_tells_how_many_since_when_and_who_has_to_enrol_again(
    config: Path, gallery: Gallery, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol(gallery, PRESENT)
    enrol(gallery, OLD, "110100195403080046")
    status, out = run(config, capsys, as_json=True)
    told: dict[str, Any] = json.loads(out)
    assert status == 0
    assert (told["enrolled"], told["state"], told["warn_at"], told["filing_at"]) == (2, "fine", 3, 5)
    assert told["packs"] == {PRESENT: 1, OLD: 1} and told["pack"] == PRESENT and told["enrol_again"] == 1
    since, until = date.fromisoformat(told["oldest"]), date.fromisoformat(told["next_expiry"])
    assert until - since == timedelta(days=365)
    status, out = run(config, capsys, as_json=False)
    assert f"{OLD}: other models" in out and f"{PRESENT}: searched" in out and told["oldest"] in out
    assert NAME not in out and NUMBER not in out


def test_near_the_threshold_it_says_what_to_do_and_fails(
    config: Path, gallery: Gallery, capsys: pytest.CaptureFixture[str]
) -> None:
    for at, (state, word) in enumerate(
        [("fine", "far"), ("fine", "far"), ("warn", "prepare"), ("warn", ""), ("file", "30")]
    ):
        enrol(gallery, PRESENT, f"1101001990092100{at:02d}")
        status, out = run(config, capsys, as_json=True)
        assert (status, json.loads(out)["state"]) == (int(state != "fine"), state)
        assert word in run(config, capsys, as_json=False)[1]


def test_a_kiosk_where_nobody_enrolled_loads_no_models(
    config: Path, gallery: Gallery, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery_command, "_present", lambda _: pytest.fail("models were loaded"))
    status, out = run(config, capsys, as_json=True)
    assert status == 0 and json.loads(out)["oldest"] is None


def test_where_no_kiosk_has_run_it_says_so_and_makes_nothing(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Problem, match=r"gallery\.none"):
        run(config, capsys, as_json=True)
    assert not (tmp_path / "state").exists()
