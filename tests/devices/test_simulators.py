"""All simulators together: free ports, live faults over the socket and the command line, and a cable to cut."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from devices.__main__ import main
from devices.settings import DevicesSettings
from devices.simulators import Simulators, send, verbs
from sync.contract.problem import Problem


@pytest.fixture
def settings(tmp_path: Path) -> DevicesSettings:
    return DevicesSettings.simulated_in(tmp_path / "run")


@pytest.fixture
async def simulators(settings: DevicesSettings, tmp_path: Path) -> AsyncIterator[Simulators]:
    simulators = Simulators()
    await simulators.start(settings, tmp_path)
    yield simulators
    await simulators.stop()


async def in_thread(simulators: Simulators, settings: DevicesSettings, *asked: str, **args: str) -> dict[str, object]:
    return await asyncio.to_thread(send, settings.simulators.control, *asked, **args)


async def test_every_simulator_tells_where_it_is(simulators: Simulators) -> None:
    ports = [simulators.devices.printer.uri, simulators.devices.camera.source, simulators.centre]
    assert all(":0/" not in port and not port.endswith(":0") for port in ports)


async def test_a_verb_over_the_socket_changes_the_device(simulators: Simulators, settings: DevicesSettings) -> None:
    state = await in_thread(simulators, settings, "id-reader", "put", card="li")
    assert state["card"] == "li"
    everybody = await in_thread(simulators, settings, "", "")
    assert set(everybody) == set(verbs()) - {"ir-camera"}, "what is off by default has no simulator"


@pytest.mark.parametrize(
    ("device", "verb", "args", "named"),
    [
        ("nobody", "put", {}, "id-reader"),
        ("id-reader", "eat", {}, "lift"),
        ("id-reader", "put", {}, "card"),
        ("id-reader", "put", {"card": "nobody"}, "wang"),
        ("id-reader", "lift", {"argument": "x"}, "no argument"),
        ("camera", "show", {"scene": "../people"}, "scene"),
        ("printer", "dies-mid-job", {"argument": "slowly"}, "lost"),
    ],
)
async def test_misuse_says_what_there_is(
    simulators: Simulators, settings: DevicesSettings, device: str, verb: str, args: dict[str, str], named: str
) -> None:
    with pytest.raises(Problem) as told:
        await in_thread(simulators, settings, device, verb, **args)
    assert told.value.code == "simulator.verb"
    assert named in told.value.technician


async def test_nonsense_on_the_socket_is_answered(simulators: Simulators, settings: DevicesSettings) -> None:
    reading, writing = await asyncio.open_unix_connection(str(settings.simulators.control))
    for line in (b"\xff\n", b"[]\n", b'{"device": 1}\n', b'{"device": "", "verb": "", "args": 5}\n'):
        writing.write(line)
        answer = json.loads(await asyncio.wait_for(reading.readline(), 2))
        assert answer["error"]["code"] == "simulator.line"
    writing.close()


async def test_two_simulations_do_not_share_a_socket(
    simulators: Simulators, settings: DevicesSettings, tmp_path: Path
) -> None:
    with pytest.raises(Problem, match=r"simulator\.running"):
        await Simulators().start(settings, tmp_path)
    assert await in_thread(simulators, settings, "", ""), "the first one still answers"


async def test_nothing_stays_after_stop(settings: DevicesSettings, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    simulators = Simulators()
    await simulators.start(settings, tmp_path)
    await simulators.stop()
    left = [thread.name for thread in set(threading.enumerate()) - before]
    assert left == []
    assert {path.name for path in (tmp_path / "run").iterdir()} <= {"paper", "speech"}, "only what came out stays"


async def test_the_cable_carries_bytes_until_it_is_cut(settings: DevicesSettings, tmp_path: Path) -> None:
    async def echo(reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        while data := await reading.read(100):
            writing.write(data)
        writing.close()

    centre = await asyncio.start_server(echo, "127.0.0.1", 0)
    simulators = Simulators()
    await simulators.start(settings, tmp_path, centre=("127.0.0.1", centre.sockets[0].getsockname()[1]))
    port = int(simulators.centre.rpartition(":")[2])
    try:
        reading, writing = await asyncio.open_connection("127.0.0.1", port)
        writing.write(b"hello")
        assert await asyncio.wait_for(reading.readexactly(5), 2) == b"hello"
        await asyncio.to_thread(simulators.apply, "link", "cut")
        assert await asyncio.wait_for(reading.read(), 2) == b"", "open connections break"
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        await asyncio.to_thread(simulators.apply, "link", "restore")
        reading, again = await asyncio.open_connection("127.0.0.1", port)
        again.write(b"back")
        assert await asyncio.wait_for(reading.readexactly(4), 2) == b"back"
        for each in (writing, again):
            each.close()
    finally:
        await simulators.stop()
        centre.close()


def test_without_simulators_send_says_how_to_start_them(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="python -m devices simulate"):
        send(tmp_path / "none.sock", "id-reader", "lift")


async def test_the_command_line_reaches_running_simulators(
    simulators: Simulators, settings: DevicesSettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[devices.simulators]\ncontrol = "{settings.simulators.control}"\n')
    put = ["fault", "--config", str(config), "--json", "id-reader", "put"]
    assert await asyncio.to_thread(main, [*put, "wang"]) == 0
    assert json.loads(capsys.readouterr().out)["state"]["card"] == "wang"
    assert await asyncio.to_thread(main, [*put, "nobody"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "simulator.verb"
    assert "wang" in captured.err


def test_the_command_line_lists_all_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verbs", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {verb["name"] for verb in listed["printer"]} >= {"media-empty", "jam-mid-job", "dies-mid-job", "feed", "ok"}
