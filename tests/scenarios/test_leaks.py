"""Leaks that are planted on purpose are found by the scenario: its empty residue means something."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

import sync.database
from kiosk.identity import Identity
from kiosk.journeys.steps import record
from kiosk.scenario.night import play
from kiosk.settings import KioskSettings
from kiosk.visit import Visit
from sync.contract.services import SocialInsuranceQuery
from sync.contract.settings import load

pytestmark = [pytest.mark.scenario, pytest.mark.timeout(120)]


@pytest.fixture(autouse=True)
def logs_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is planted here must not be found in the log of a kiosk that serves other tests in this process."""
    root = logging.getLogger()
    others = [each for each in root.handlers if not isinstance(each, logging.FileHandler)]
    monkeypatch.setattr(root, "handlers", others)


def log_the_name(identity: Identity) -> None:
    logging.getLogger("kiosk").warning("looking up %s", identity.holder.name)


def log_the_address_escaped(identity: Identity) -> None:
    logging.getLogger("kiosk").warning("%r", {"address": identity.holder.address.encode()})  # type: ignore[attr-defined]


def leave_a_temporary_file(identity: Identity) -> None:
    with tempfile.NamedTemporaryFile("wb", delete=False) as file:
        file.write(identity.holder.portrait or b"")


async def test_planted_leaks_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = record._query

    def leaking(visit: Visit, identity: Identity) -> SocialInsuranceQuery:
        for leak in (log_the_name, log_the_address_escaped, leave_a_temporary_file):
            leak(identity)
        return ask(visit, identity)

    monkeypatch.setattr(record, "_query", leaking)
    played = await play(load(KioskSettings, Path("config.toml")), fault=None, pace="adult", out=tmp_path)
    assert played.report.outcome == "done"
    assert {"name in kiosk.log", "address in kiosk.log"} <= set(played.residue)
    assert any(line.startswith("portrait in ") for line in played.residue), "the temporary file"


async def test_a_store_without_encryption_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect_in_the_clear(path: Path, key: bytes) -> dbapi2.Connection:
        return dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)

    monkeypatch.setattr(sync.database, "_connect", connect_in_the_clear)
    monkeypatch.setattr("kiosk.scenario.night.DELIVERY_LIMIT_S", 0.1)
    played = await play(load(KioskSettings, Path("config.toml")), fault=None, pace="adult", out=tmp_path)
    assert "a database in the clear in store.db" in played.residue
