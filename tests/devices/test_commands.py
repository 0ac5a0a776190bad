"""What a technician types: cards are read, devices are listed, examined and tested, and nothing ever hangs."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import socket
import subprocess
import sys
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devices.__main__ import COMMANDS
from devices.commands.table import table, width
from devices.console import Console
from devices.fitting import fit
from devices.host import DeviceHost
from devices.idcard.simulator import ReaderSimulator
from devices.journal import Journal
from devices.printer.simulator import PrinterSimulator
from devices.settings import DevicesSettings, HostSettings, IppSettings, SamvSettings
from devices.settlement import Act, Settlement
from tests.devices.command_line import OTHERS, ROOT, CommandLine, process
from tests.devices.conftest import make_pdf

HEAVY = ("cv2", "smartcard", "pyipp", "serial", "escpos", "pymodbus", "evdev", "pyttsx3", "PySide6")


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    line = CommandLine(tmp_path, capsys)
    line.configure()
    return line


@pytest.fixture
def kiosk(cli: CommandLine, printer_simulator: PrinterSimulator, reader_simulator: ReaderSimulator) -> CommandLine:
    """A kiosk with a reader and a printer that are both well."""
    cli.configure(printer={"uri": printer_simulator.uri})
    return cli


def test_help_of_every_command_has_an_example_and_loads_no_driver(tmp_path: Path) -> None:
    script = (
        "import io, sys, contextlib\n"
        "from devices.__main__ import COMMANDS, main\n"
        "for name in COMMANDS:\n"
        "    told = io.StringIO()\n"
        "    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(told):\n"
        "        main([name, '--help'])\n"
        "    assert f'python -m devices {name}' in told.getvalue().split('example:')[1], name\n"
        f"print([name for name in {HEAVY} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_output_that_nobody_reads_any_more_is_no_crash(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "devices", "verbs"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=20,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_wrong_usage_ends_with_2_and_says_why(cli: CommandLine) -> None:
    for wrong in (
        ["nonsense"],
        ["read-id", "--timeout", "0"],
        ["read-id", "--timeout", "nan"],
        ["read-id", "--baud", "1"],
        ["print", "x.pdf"],
        ["print", "x.pdf", "--order", "A#2"],
        ["fault", "nobody", "put"],
        ["fault", "id-reader"],
    ):
        status, out, err = cli.text(*wrong)
        assert (status, out) == (2, ""), wrong
        assert err, wrong


def test_a_resident_card_is_told_with_every_field(cli: CommandLine, reader_simulator: ReaderSimulator) -> None:
    reader_simulator.apply("put", {"card": "wang"})
    status, card = cli.json("read-id", "--timeout", "5")
    assert status == 0
    assert {key: card[key] for key in ("layout", "name", "sex", "birth", "valid_from", "valid_to")} == {
        "layout": "resident",
        "name": "王丽华",
        "sex": "2",
        "birth": "1986-04-12",
        "valid_from": "2020-01-01",
        "valid_to": "2040-01-01",
    }
    assert card["issuer"] and card["address"] and card["ethnic_group"] == "01" and len(card["number"]) == 18
    assert card["portrait_bytes"] == 0 and card["portrait_decoded"] is False, "the simulated card carries none here"


@pytest.mark.parametrize(
    ("key", "layout", "own"), [("chen", "J", "pass_number"), ("smith", "I", "country"), ("garcia", "Y", "renewals")]
)
def test_every_layout_has_its_own_fields_and_null_for_the_others(
    cli: CommandLine, reader_simulator: ReaderSimulator, key: str, layout: str, own: str
) -> None:
    reader_simulator.apply("put", {"card": key})
    status, card = cli.json("read-id", "--timeout", "5")
    assert (status, card["layout"]) == (0, layout)
    assert card[own]
    assert card["ethnic_group"] is None


def test_without_a_config_in_the_folder_a_port_is_enough(
    cli: CommandLine, reader_simulator: ReaderSimulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader_simulator.apply("put", {"card": "li"})
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    cli.config = Path("config.toml")
    status, out, _ = cli.text("read-id", "--port", str(tmp_path / "id-reader"), "--timeout", "5")
    assert status == 0
    assert "layout" in out and "resident" in out


def test_no_card_an_old_card_and_no_reader_are_told_apart(cli: CommandLine, reader_simulator: ReaderSimulator) -> None:
    status, told = cli.json("read-id", "--timeout", "0.6")
    assert (status, told["error"]["code"], told["error"]["family"]) == (1, "idcard.no-card", "expected")
    reader_simulator.apply("put", {"card": "wang"})
    assert cli.json("read-id", "--timeout", "5")[0] == 0
    status, told = cli.json("read-id", "--timeout", "5")
    assert (status, told["error"]["code"]) == (1, "idcard.put-again")
    assert "lift" in told["error"]["technician"]
    reader_simulator.apply("unplug")
    status, told = cli.json("read-id", "--timeout", "5")
    assert (status, told["error"]["code"], set(told["error"])) == (
        1,
        "idcard.absent",
        {"family", "code", "resident", "technician"},
    )


@contextmanager
def babbling_port() -> Iterator[str]:
    """A serial port that sends noise for ever."""
    master, slave = pty.openpty()
    tty.setraw(master)
    tty.setraw(slave)
    os.set_blocking(master, False)
    stopped = threading.Event()

    def babble() -> None:
        while not stopped.wait(0.01):
            try:
                os.write(master, os.urandom(200))
            except BlockingIOError:
                continue

    thread = threading.Thread(target=babble, daemon=True)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        stopped.set()
        thread.join(2)
        os.close(master)
        os.close(slave)


@contextmanager
def silent_server() -> Iterator[int]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        yield server.getsockname()[1]


def ends_in_time(folder: Path, *arguments: str, limit_s: float) -> dict[str, object]:
    """What a command says that must end by itself within its limit and two seconds."""
    began = time.monotonic()
    running = process(*arguments, "--timeout", str(limit_s), "--json", folder=folder)
    try:
        out, _ = running.communicate(timeout=limit_s + 15)
    finally:
        running.kill()
    assert time.monotonic() - began < limit_s + 2
    assert running.returncode == 1
    told: dict[str, object] = json.loads(out)
    return told


def test_noise_for_ever_ends_in_time(tmp_path: Path) -> None:
    with babbling_port() as port:
        assert "error" in ends_in_time(tmp_path, "read-id", "--port", port, limit_s=1.5)


def test_a_printer_that_only_accepts_ends_in_time_and_nothing_was_sent(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf())
    with silent_server() as port:
        uri = f"ipp://127.0.0.1:{port}/ipp/print"
        told = ends_in_time(tmp_path, "print", "a.pdf", "--printer", uri, "--order", "S-1", limit_s=1.5)
    assert told["settlement"] == "not-done"


STUCK_DRIVER = "import devices.idcard.samv as it\nit.SamvReader.open = it.SamvReader.close = stuck\n"
STUCK_LOOP = "import devices.host as it\nit.DeviceHost.close = stuck\n"


@pytest.mark.parametrize("hanging", [STUCK_DRIVER, STUCK_LOOP])
def test_what_cannot_be_stopped_does_not_keep_the_process(tmp_path: Path, hanging: str) -> None:
    script = (
        "import threading\n"
        "def stuck(self):\n"
        "    threading.Event().wait()\n"
        f"{hanging}"
        "from devices.__main__ import main\n"
        "from devices.commands.limit import alone, leave\n"
        "alone()\n"
        "leave(main(['read-id', '--port', 'x', '--timeout', '0.5', '--json']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=6,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (1, "device.timeout")


def test_list_tells_every_device_and_what_is_wrong(kiosk: CommandLine, reader_simulator: ReaderSimulator) -> None:
    status, told = kiosk.json("list")
    assert status == 0
    assert {each["id"]: each["state"] for each in told["devices"]} == {"id-reader": "online", "printer": "online"}
    reader_simulator.apply("unplug")
    status, out, _ = kiosk.text("list")
    lines = out.splitlines()
    assert lines[0].split() == ["DEVICE", "KIND", "DRIVER", "WHERE", "REQUIRED", "STATE", "LOW"]
    assert lines[1].index("samv") == lines[0].index("DRIVER")
    assert any(line.startswith("id-reader: ") and "Plug it in" in line for line in lines)


def test_doctor_finds_a_fit_kiosk_fit(kiosk: CommandLine) -> None:
    status, told = kiosk.json("doctor", "--timeout", "8")
    assert (status, set(told), told["ok"]) == (0, {"ok", "devices"}, True)
    assert [each["id"] for each in told["devices"]] == ["machine", "id-reader", "printer"]
    for each in told["devices"]:
        assert set(each) == {"id", "kind", "driver", "state", "checks"}
        assert all(set(check) == {"name", "ok", "ms", "detail"} for check in each["checks"])
    assert {check["name"] for check in told["devices"][1]["checks"]} >= {"opens", "state"}


def test_doctor_prints_no_paper(kiosk: CommandLine, printer_simulator: PrinterSimulator) -> None:
    assert kiosk.text("doctor", "--timeout", "8")[0] == 0
    assert printer_simulator.press.sheets == 0


@pytest.mark.parametrize(("required", "status"), [(True, 1), (False, 0)])
def test_doctor_fails_only_for_what_is_required(
    kiosk: CommandLine, printer_simulator: PrinterSimulator, required: bool, status: int
) -> None:
    printer_simulator.apply("media-empty")
    kiosk.configure(printer={"uri": printer_simulator.uri, "required": required})
    found, told = kiosk.json("doctor", "--timeout", "8")
    printer = told["devices"][-1]
    assert (found, told["ok"], printer["state"]) == (status, status == 0, "no-media")
    assert any("paper" in check["detail"] for check in printer["checks"] if not check["ok"])


def test_doctor_names_a_device_that_hangs_and_examines_the_others(
    kiosk: CommandLine, printer_simulator: PrinterSimulator
) -> None:
    with silent_server() as port:
        kiosk.configure(printer={"uri": f"ipp://127.0.0.1:{port}/ipp/print"})
        began = time.monotonic()
        status, told = kiosk.json("doctor", "--timeout", "1.5")
    assert time.monotonic() - began < 3.5
    by_id = {each["id"]: each for each in told["devices"]}
    assert (status, by_id["id-reader"]["state"]) == (1, "online")
    assert all(check["ok"] for check in by_id["id-reader"]["checks"])
    assert not all(check["ok"] for check in by_id["printer"]["checks"])


def test_doctor_tells_a_wrong_configuration(cli: CommandLine) -> None:
    cli.config.write_text("[devices.printer]\nurl = 1\n")
    status, told = cli.json("doctor")
    assert (status, told["ok"]) == (1, False)
    (check,) = told["devices"][0]["checks"]
    assert (check["name"], check["ok"]) == ("configuration", False)
    assert "'uri'" in check["detail"]


def test_doctor_tells_of_acts_that_nobody_knows_the_end_of(kiosk: CommandLine) -> None:
    journal = Journal(kiosk.journal)
    journal.begin("N-1", "0" * 64, 1, act=Act.PRINT, device="printer")
    journal.sent("N-1")
    journal.begin("N-2", "0" * 64, 1, act=Act.PRINT, device="printer")
    journal.settle("N-2", Settlement.UNKNOWN, 0)
    journal.close()
    status, told = kiosk.json("doctor", "--timeout", "8")
    machine = {check["name"]: check for check in told["devices"][0]["checks"]}
    assert "N-1" in machine["unsettled acts"]["detail"]
    assert "N-2" in machine["unknown acts"]["detail"]
    assert status == 0, "a person looks into it; the kiosk can serve"


def test_the_full_test_tells_every_check(kiosk: CommandLine) -> None:
    status, told = kiosk.json("test", "id-reader")
    assert (status, told["ok"], told["picture"]) == (0, True, None)
    assert told["checks"]
    status, _, err = kiosk.text("test", "nobody")
    assert status == 1
    assert "id-reader, printer" in err


def test_a_failed_test_is_1(kiosk: CommandLine, reader_simulator: ReaderSimulator) -> None:
    reader_simulator.apply("unplug")
    status, told = kiosk.json("test", "id-reader")
    assert (status, told["ok"]) == (1, False)


def test_watch_prints_states_as_they_are(kiosk: CommandLine) -> None:
    status, out, _ = kiosk.text("watch", "--for", "1", "--json")
    events = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert {(each["device"], each["state"]) for each in events} >= {("id-reader", "online"), ("printer", "online")}


def test_restart_without_a_kiosk_says_so(kiosk: CommandLine) -> None:
    status, told = kiosk.json("restart")
    assert (status, told["error"]["code"]) == (1, "console.absent")


def test_stats_come_from_the_file_of_the_kiosk(kiosk: CommandLine) -> None:
    (kiosk.folder / "devices.json").write_text('{"printer": {"uses": 7, "units": 12}}')
    status, told = kiosk.json("stats")
    assert (status, told["kiosk_runs"], told["devices"]["printer"]["units"]) == (0, False, 12)
    assert told["devices"]["id-reader"]["uses"] == 0


async def test_a_running_kiosk_is_asked(kiosk: CommandLine, printer_simulator: PrinterSimulator) -> None:
    """Its serial port is held by it alone, so only the kiosk itself can tell."""
    absent = {name: {"enabled": False} for name in OTHERS}
    settings = DevicesSettings.model_validate(
        absent
        | {
            "id_reader": SamvSettings(port=str(kiosk.folder / "id-reader")),
            "printer": IppSettings(uri=printer_simulator.uri),
            "host": HostSettings(console=kiosk.folder / "devices.sock", journal=kiosk.journal),
        }
    )
    host = DeviceHost()
    console = Console(host, settings.host.console)
    await console.start()
    try:
        fit(host, settings)
        status, told = await asyncio.to_thread(kiosk.json, "restart")
        assert (status, {each["state"] for each in told["devices"]}) == (0, {"online"})
        status, told = await asyncio.to_thread(kiosk.json, "list")
        assert (status, told["kiosk_runs"], told["devices"][0]["state"]) == (0, True, "online")
        status, told = await asyncio.to_thread(kiosk.json, "doctor")
        assert (status, told["ok"]) == (0, True)
        assert (await asyncio.to_thread(kiosk.json, "test", "id-reader"))[0] == 0
        assert (await asyncio.to_thread(kiosk.json, "stats"))[1]["kiosk_runs"]
        status, out, _ = await asyncio.to_thread(kiosk.text, "watch", "printer", "--for", "0.5")
        assert status == 0
        assert out.split()[2:4] == ["printer", "online"]
    finally:
        await console.stop()
        await host.close()


def test_chinese_cells_are_two_columns_wide() -> None:
    assert (width("王丽华"), width("abc"), width("é")) == (6, 3, 1)
    shown = table(("A", "B"), [("王丽华", "x"), ("abc", None)]).splitlines()
    assert [width(line[: line.index(end)]) for line, end in zip(shown, "Bx-", strict=True)] == [8, 8, 8]


def test_every_command_is_a_module_of_its_own() -> None:
    assert len({module for _, module in COMMANDS.values()}) == len(COMMANDS)
