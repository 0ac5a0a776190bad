"""Scripts of faults: those that come with the kiosk are sound, wrong ones say where, and a course repeats itself."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.idcard.simulator import ReaderSimulator
from devices.simulators import verbs
from devices.simulators.control import ControlServer
from devices.simulators.scripts import find, read, shipped
from sync.contract.problem import Problem
from tests.devices.command_line import CommandLine

TWO_STEPS = """
about = "a card comes and goes"
repeat = 2

[[step]]
device = "id-reader"
verb = "put"
argument = "wang"

[[step]]
after = [0.01, 0.05]
device = "id-reader"
verb = "lift"
"""


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    line = CommandLine(tmp_path, capsys)
    line.configure()
    return line


@pytest.fixture
def done(cli: CommandLine, reader_simulator: ReaderSimulator) -> Iterator[list[str]]:
    """What arrives at the control socket of running simulators."""
    arrived: list[str] = []

    def apply(device: str, verb: str, arguments: dict[str, str]) -> dict[str, object]:
        arrived.append(" ".join([device, verb, *arguments.values()]))
        return reader_simulator.apply(verb, arguments)

    server = ControlServer(cli.folder / "control.sock", apply)
    server.start()
    yield arrived
    server.stop()


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def test_every_script_that_comes_with_the_kiosk_is_sound_and_heals_in_the_end() -> None:
    assert {"bad-night", "dead-printer", "flaky-reader", "torn-cable"} <= set(shipped())
    heals = {"ok", "feed", "plug", "restore"}
    for name in shipped():
        script = read(find(name), verbs())
        last = {due.device: due.verb for due in script.course()}
        assert script.about, name
        assert set(last.values()) <= heals, name


def test_the_same_seed_makes_the_same_course_and_another_one_another(tmp_path: Path) -> None:
    script = read(written(tmp_path, TWO_STEPS), verbs())
    course = list(script.course(3))
    assert course == list(script.course(3))
    assert course != list(script.course(4))
    assert [due.verb for due in course] == ["put", "lift"] * 2
    assert all(earlier.at_s <= later.at_s for earlier, later in itertools.pairwise(course))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("step = 1", "step"),
        ("about = 'x'", "step"),
        ("repeat = 0\n" + TWO_STEPS.replace("repeat = 2", ""), "repeat"),
        ("[[step]]\ndevice = 'toaster'\nverb = 'put'", "step 1: there is no simulated 'toaster'"),
        ("[[step]]\ndevice = 'id-reader'\nverb = 'eat'", "step 1: id-reader does not know 'eat'"),
        ("[[step]]\ndevice = 'id-reader'\nverb = 'put'", "step 1: id-reader put needs an argument"),
        ("[[step]]\ndevice = 'id-reader'\nverb = 'lift'\nargument = 'x'", "takes no argument"),
        ("[[step]]\ndevice = 'id-reader'\nverb = 'lift'\nafter = -1", "step 1, after"),
        ("[[step]]\ndevice = 'id-reader'\nverb = 'lift'\nafter = [5, 1]", "smaller"),
        ("[[step]]\ndevice = 'id-reader'\nverb = 'lift'\nwhen = 1", "step 1, when"),
        ("[[step", "not TOML"),
    ],
)
def test_a_wrong_script_says_where_it_is_wrong(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(Problem) as told:
        read(written(tmp_path, text), verbs())
    assert told.value.code == "script.invalid"
    assert named in told.value.technician


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = "".join(f"[[step]]\ndevice = 'id-reader'\nverb = '{verb}'\n" for verb in ("eat", "lift", "drink"))
    with pytest.raises(Problem) as told:
        read(written(tmp_path, text), verbs())
    assert "step 1" in told.value.technician
    assert "step 3" in told.value.technician


def test_a_name_that_is_none_lists_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="bad-night"):
        find("good-night")


def test_a_script_is_played_at_the_running_simulators(cli: CommandLine, done: list[str]) -> None:
    status, out, _ = cli.text("script", str(written(cli.folder, TWO_STEPS)), "--json")
    assert status == 0
    assert done == ["id-reader put wang", "id-reader lift"] * 2
    assert [json.loads(line)["verb"] for line in out.splitlines()] == ["put", "lift"] * 2


def test_fault_plays_one_too_and_does_single_verbs(cli: CommandLine, done: list[str]) -> None:
    assert cli.text("fault", "--script", str(written(cli.folder, TWO_STEPS)))[0] == 0
    assert len(done) == 4
    status, told = cli.json("fault", "id-reader", "put", "li")
    assert (status, told["state"]["card"], done[-1]) == (0, "li", "id-reader put li")


def test_a_dry_run_tells_and_does_nothing(cli: CommandLine, done: list[str]) -> None:
    status, out, _ = cli.text("script", "bad-night", "--dry-run")
    assert (status, done) == (0, [])
    assert "media-empty" in out.splitlines()[0]


def test_a_script_ends_after_its_time(cli: CommandLine, done: list[str]) -> None:
    step = '[[step]]\nafter = {}\ndevice = "id-reader"\nverb = "{}"\n'
    path = written(cli.folder, step.format(0, "lift") + step.format(60, "ok"))
    assert cli.text("script", str(path), "--for", "1")[0] == 0
    assert done == ["id-reader lift"]


def test_without_simulators_a_script_says_how_to_start_them(cli: CommandLine) -> None:
    status, _, err = cli.text("script", str(written(cli.folder, TWO_STEPS)))
    assert status == 1
    assert "python -m devices simulate" in err
