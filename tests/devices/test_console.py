"""The console answers for the running host, whatever is said to it, and nobody else may ask."""

from __future__ import annotations

import asyncio
import base64
import json
import stat
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from devices.console import CLIENTS, Console, ask, watch
from devices.health import SelfTest, Supply, checked
from devices.host import Cancel, DeviceHost
from devices.kinds import Kind
from devices.settings import SamvSettings
from devices.state import DeviceState
from sync.contract.problem import Family, Problem
from tests.devices.conftest import status_where
from tests.devices.things import Thing, lost, opener

PICTURE = b"\x89PNG" + bytes(range(256)) * 2000


class Proving(Thing):
    """Can be tested, and uses toner up."""

    def self_test(self, cancel: Cancel) -> SelfTest:
        def broken() -> str:
            raise lost("thing.dirty")

        return SelfTest((checked("wire", lambda: "9600 Bd"), checked("glass", broken)), PICTURE)

    def supplies(self) -> tuple[Supply, ...]:
        return (Supply("toner", 7, False),)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "devices.sock"


@pytest.fixture
async def console(host: DeviceHost, path: Path, plugged: threading.Event) -> AsyncIterator[Console]:
    host.add("thing", lambda: Proving(plugged), Kind.ID_READER, section=SamvSettings(port="/dev/ttyS9"))
    host.add("other", opener(threading.Event()))
    console = Console(host, path)
    await console.start()
    yield console
    await console.stop()


def mode(path: Path) -> int | None:
    """Permissions of a file; None when there is none."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else None


async def talk(path: Path, *lines: bytes) -> list[dict[str, Any]]:
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        answers = []
        for line in lines:
            writer.write(line)
            answers.append(json.loads(await asyncio.wait_for(reader.readline(), 2)))
        return answers
    finally:
        writer.close()


async def test_the_list_tells_everything_about_every_device(console: Console, host: DeviceHost, path: Path) -> None:
    await status_where(host.devices["thing"], lambda status: status.state is DeviceState.ONLINE)
    await status_where(host.devices["other"], lambda status: status.state.lost)
    host.devices["thing"].count(3)
    first, second = (await ask(path, {"do": "list"}, 2))["devices"]
    assert (first["id"], first["kind"], first["driver"], first["where"]) == ("thing", "id-reader", "samv", "/dev/ttyS9")
    assert (first["enabled"], first["required"], first["state"], first["problem"]) == (True, True, "online", None)
    assert first["stats"]["units"] == 3 and first["claimed_by"] is None
    assert second["state"] == "absent"
    assert (second["problem"]["code"], second["problem"]["technician"]) == ("thing.absent", "plug it in")
    assert (await ask(path, {"do": "stats", "device": "other"}, 2))["devices"]["other"]["lost"] == 1
    assert [each["id"] for each in (await ask(path, {"do": "list", "device": "other"}, 2))["devices"]] == ["other"]


async def test_a_test_is_run_by_the_driver_and_brings_its_picture(console: Console, path: Path) -> None:
    found = await ask(path, {"do": "test", "device": "thing"}, 5)
    assert found["ok"] is False and [check["ok"] for check in found["checks"]] == [True, False]
    assert found["checks"][0]["detail"] == "9600 Bd" and "thing.dirty" in found["checks"][1]["detail"]
    assert base64.b64decode(found["picture"]) == PICTURE
    absent = await ask(path, {"do": "test", "device": "other"}, 5)
    assert absent["ok"] is False and "thing.absent" in absent["checks"][0]["detail"]


async def test_restart_opens_afresh_and_tells_how_it_is_then(
    console: Console, host: DeviceHost, path: Path, plugged: threading.Event
) -> None:
    await status_where(host.devices["thing"], lambda status: status.state is DeviceState.ONLINE)
    one = await ask(path, {"do": "restart", "device": "thing"}, 5)
    assert [(each["id"], each["state"]) for each in one["devices"]] == [("thing", "online")]
    everything = await ask(path, {"do": "restart"}, 5)
    assert [each["state"] for each in everything["devices"]] == ["online", "absent"]


async def test_watching_tells_how_things_are_and_every_change(
    console: Console, host: DeviceHost, path: Path, plugged: threading.Event
) -> None:
    await status_where(host.devices["thing"], lambda status: status.state is DeviceState.ONLINE)
    watching = watch(path, "thing")
    async with asyncio.timeout(3):
        assert (await anext(watching))["state"] == "online"
        plugged.clear()
        while (event := await anext(watching))["state"] != "absent":
            assert event["device"] == "thing"
        assert event["problem"]["code"] == "thing.absent"
    await watching.aclose()
    async with asyncio.timeout(2):
        await console.stop()


async def test_watching_ends_when_the_kiosk_does(console: Console, path: Path) -> None:
    watching = watch(path)
    async with asyncio.timeout(3):
        await anext(watching)
        await console.stop()
        assert [event async for event in watching if event["device"] == "nobody"] == []


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"nonsense\n",
        b"[]\n",
        b"7\n",
        b"null\n",
        b'{"do": 3}\n',
        b'{"do": "list", "device": ["thing"]}\n',
        b'{"device": "thing"}\n',
        b'{"do": "explode"}\n',
        b'{"do": "test"}\n',
        b'{"do": "test", "device": "nobody"}\n',
        b"\xff\xfe\x00\n",
        b"[" * 60000 + b"\n",
    ],
)
async def test_a_bad_line_is_answered_and_harms_nobody(console: Console, path: Path, line: bytes) -> None:
    bad, good = await talk(path, line, b'{"do": "list"}\n')
    assert bad["error"]["code"] in ("console.line", "console.device")
    assert len(good["devices"]) == 2


async def test_a_line_without_an_end_is_refused(console: Console, path: Path) -> None:
    (answer,) = await talk(path, b"x" * 200_000)
    assert answer["error"]["code"] == "console.line"
    assert await ask(path, {"do": "list"}, 2)


async def test_too_many_clients_are_turned_away_and_room_is_made_again(console: Console, path: Path) -> None:
    held = [await asyncio.open_unix_connection(path) for _ in range(CLIENTS)]
    for reader, writer in held:
        writer.write(b'{"do": "list"}\n')
        await asyncio.wait_for(reader.readline(), 2)
    with pytest.raises(Problem, match=r"console\.full"):
        await ask(path, {"do": "list"}, 2)
    for _, writer in held:
        writer.close()
        await writer.wait_closed()
    async with asyncio.timeout(2):
        while True:
            try:
                await ask(path, {"do": "list"}, 2)
            except Problem:
                continue
            break


async def test_the_socket_is_for_its_user_only_and_goes_with_the_console(console: Console, path: Path) -> None:
    assert mode(path) == 0o600
    await console.stop()
    assert mode(path) is None


async def test_a_socket_of_a_dead_process_is_taken_over_and_that_of_a_living_one_is_not(
    console: Console, host: DeviceHost, path: Path, tmp_path: Path
) -> None:
    with pytest.raises(Problem, match=r"console\.running"):
        await Console(host, path).start()
    assert await ask(path, {"do": "list"}, 2), "the first goes on"
    stale = tmp_path / "stale.sock"
    server = await asyncio.start_unix_server(lambda *_: None, stale)
    server.close()
    assert mode(stale) is not None
    second = Console(host, stale)
    await second.start()
    assert await ask(stale, {"do": "list"}, 2)
    await second.stop()


async def test_a_path_that_cannot_be_used_is_told(host: DeviceHost, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"console\.path"):
        await Console(host, tmp_path / ("long" * 40) / "devices.sock").start()


async def test_who_asks_where_nobody_answers_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem) as told:
        await ask(tmp_path / "devices.sock", {"do": "list"}, 1)
    assert (told.value.code, told.value.family) == ("console.absent", Family.TEMPORARY)

    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_unix_server(never, tmp_path / "mute.sock"):
        with pytest.raises(Problem, match=r"console\.silent"):
            await ask(tmp_path / "mute.sock", {"do": "list"}, 0.1)


@pytest.mark.parametrize(
    "line", [b"{}x\n", b"[]\n", b"", b'{"error": 3}\n', b'{"error": {"code": "a.b", "family": "odd"}}\n']
)
async def test_what_is_no_answer_is_told_as_nobody_there(tmp_path: Path, line: bytes) -> None:
    async def odd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(line)
        writer.close()

    async with await asyncio.start_unix_server(odd, tmp_path / "odd.sock"):
        with pytest.raises(Problem) as failed:
            await ask(tmp_path / "odd.sock", {"do": "list"}, 5.0)
    assert failed.value.code == "console.absent"
