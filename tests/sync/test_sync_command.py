"""`python -m sync` as the process it is in the field: killed, cut off, asked how it goes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fake_centre import FakeCentre, problem

from kiosk.store import Store
from sync.__main__ import main
from sync.contract.records import RecordKind
from sync.contract.services import Enrolled
from sync.identity import KioskIdentity
from sync.outbox import quarantine

ROOT = Path(__file__).parents[2]


@pytest.fixture
def config(tmp_path: Path, state: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f'[paths]\nstate = "{state}"\n')
    return path


def start(config: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **{f"NZZ_SYNC__{name.upper()}": value for name, value in settings.items()}}
    return subprocess.Popen(
        [sys.executable, "-m", "sync", *arguments, "--config", str(config)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines_until(process: subprocess.Popen[str], words: str) -> Iterator[str]:
    assert process.stderr is not None
    for line in process.stderr:
        yield line
        if words in line:
            return
    pytest.fail(f"it ended without saying {words!r}")


def test_it_survives_kill_9_and_cuts_and_ends_politely(config: Path, state: Path, tmp_path: Path) -> None:
    store = Store.open(state)
    identity = KioskIdentity.load_or_create(state)
    identity.remember(Enrolled(kiosk="A-03", centre_key=""))
    ids = [store.record(RecordKind.RATING, {"level": 5}) for _ in range(600)]
    centre = FakeCentre(tmp_path / "ledger.jsonl", identity.public_key)
    victims: list[subprocess.Popen[str]] = []
    batches = [0]

    def lose(target: str, body: bytes) -> Exception | None:
        if target != "/v1/records":
            return None
        batches[0] += 1
        if batches[0] in {1, 4}:
            victims[-1].send_signal(signal.SIGKILL)
        return httpx.ReadError("cut") if batches[0] in {1, 2, 4} else None

    # Were the feed to answer, it would settle what lost its answer before it is sent again.
    centre.fault = lambda target, body: problem(503, "busy") if "changes" in target and batches[0] < 5 else None
    centre.after = lose
    centre.page = 500
    server = centre.serve()
    timing = {"upload_every_s": "0.05", "pull_every_s": "0.05", "retry_first_s": "0.02", "retry_longest_s": "0.1"}
    address = f"http://127.0.0.1:{server.server_address[1]}"
    deaths = 0
    try:
        while True:
            victims.append(start(config, "run", centre=address, **timing))
            process = victims[-1]
            for _ in lines_until_idle(process, store, ids):
                pass
            if process.poll() is None:
                break
            deaths += 1
        assert deaths == 2
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=10)
        assert process.returncode == 0, err
    finally:
        for process in victims:
            if process.poll() is None:
                process.kill()
                process.wait()
        server.shutdown()
        server.server_close()
    assert centre.counts() == dict.fromkeys(ids, 1)
    assert store.waiting() == 0
    store.close()


def lines_until_idle(process: subprocess.Popen[str], store: Store, ids: list[str]) -> Iterator[str]:
    """What it says until it dies or the centre has returned every record."""
    assert process.stderr is not None
    for line in process.stderr:
        yield line
        if "changes from the centre" in line and all(store.reached_centre(record) for record in ids):
            return
    process.wait(timeout=10)


def test_it_waits_for_the_kiosk_and_for_its_enrolment(config: Path, state: Path) -> None:
    process = start(config, "run", centre="http://127.0.0.1:1")
    try:
        assert "python -m kiosk run" in list(lines_until(process, "waiting for"))[-1]
        Store.open(state).close()
        assert "python -m sync enrol CODE" in list(lines_until(process, "not enrolled"))[-1]
        KioskIdentity.load_or_create(state).remember(Enrolled(kiosk="A-03", centre_key=""))
        assert list(lines_until(process, "kiosk A-03 works with"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_status_tells_what_waits_and_what_to_do(config: Path, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["status", "--json", "--config", str(config)]
    assert main(asked) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["code"] == "sync.no-database" and "python -m kiosk run" in err
    assert not state.exists(), "asking leaves nothing behind"
    store = Store.open(state)
    store.record(RecordKind.APPLICATION, {"name": "王丽华"})
    store.close()
    assert main(asked) == 0
    out, _ = capsys.readouterr()
    status = json.loads(out)
    assert status["queued"]["application"] == 1 and status["queued"]["rating"] == 0
    assert (status["kiosk"], status["cursor"], status["last_push"], status["quarantined"]) == (None, 0, None, [])
    assert "python -m sync enrol CODE" in status["advice"][0]
    assert "王丽华" not in out


def test_requeue_offers_refused_records_again(config: Path, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store.open(state)
    record = store.record(RecordKind.RATING, {"level": 9})
    with store.engine.begin() as connection:
        quarantine(connection, record, "no such level")
    assert store.waiting() == 0
    assert main(["requeue", "--config", str(config)]) == 0
    assert store.waiting() == 1 and "1 records" in capsys.readouterr().out
    store.close()


def test_a_wrong_key_ends_it_with_advice(config: Path, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store.open(state).close()
    (state / "keys" / "store.key").write_text("00" * 32)
    assert main(["run", "--config", str(config)]) == 1
    err = capsys.readouterr().err
    assert "store.key" in err and "mv " in err


def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["enrol"])
    assert caught.value.code == 2 and "CODE" in capsys.readouterr().err
