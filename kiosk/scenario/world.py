"""The world around one kiosk, made for a run and thrown away: centre, wires, simulators, sync worker."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from devices.idcard.cards import CARDS
from devices.settings import DevicesSettings, IppSettings
from devices.simulators import Simulators
from kiosk.certificates import Certificates
from kiosk.settings import KioskSettings, PathSettings
from sync.contract.problem import Family, Problem, Words
from sync.identity import enrol

START_LIMIT_S = 30.0
_TOLD = Words(zh="演示环境没有启动。", en="The demonstration did not start.")


class World:
    """Use as `async with World(settings, out) as world`; everything listens on loopback, on free ports."""

    def __init__(self, settings: KioskSettings, out: Path) -> None:
        self.out = out
        self.paper = out / "paper"
        self.canary = secrets.token_hex(8)
        """The address on 王女士's card."""
        self._given = settings
        self.simulators = Simulators()
        self._children: list[asyncio.subprocess.Process] = []
        self._later: set[asyncio.Task[None]] = set()
        self.vision_pid: Callable[[], int | None] = lambda: None

    async def __aenter__(self) -> World:
        try:
            shutil.rmtree(self.paper, ignore_errors=True)
            self.paper.mkdir(parents=True)
        except OSError as error:
            raise Problem(
                "scenario.out",
                Family.PERMANENT,
                resident=_TOLD,
                technician=f"{self.paper}: {error.strerror}. Name a folder with --out that can be written.",
            ) from None
        self.folder = Path(tempfile.mkdtemp(prefix="nzz-"))
        self.state = self.folder / "kiosk"
        self.temp = self.folder / "tmp"
        self.logs = self.folder / "logs"
        self.papers = self.folder / "papers"
        """Pictures that can be put into the scanner and under the document camera."""
        for folder in (self.state, self.temp, self.logs, self.papers):
            folder.mkdir()
        try:
            # The seal of this machine, so that what is printed can be verified after the world is gone.
            Certificates.open(self._given.paths.state)
            shutil.copytree(self._given.paths.state / "keys" / "seal", self.state / "keys" / "seal")
            await self._start()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()

    def act(self, device: str, verb: str, argument: str = "") -> None:
        """See Surroundings.act."""
        self.simulators.apply(device, verb, {"argument": argument} if argument else {})

    def later(self, seconds: float, device: str, verb: str, argument: str = "") -> None:
        """The same after a while."""

        async def wait() -> None:
            await asyncio.sleep(seconds)
            self.act(device, verb, argument)

        task = asyncio.ensure_future(wait())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def call_off(self) -> None:
        """What was to happen later does not happen any more."""
        for task in list(self._later):
            task.cancel()

    def sheets(self) -> int:
        """See Surroundings.sheets."""
        return len(list(self.paper.glob("*.pdf")))

    async def centre(self, *arguments: str) -> Any:
        """Asks the centre's own command line and returns its JSON answer."""
        process = await self._child("center", *arguments, "--json", stdout=asyncio.subprocess.PIPE)
        output, _ = await asyncio.wait_for(process.communicate(), START_LIMIT_S)
        return json.loads(output)

    async def _start(self) -> None:
        serving = await self._child("center", "serve", "--port", "0", "--json", stdout=asyncio.subprocess.PIPE)
        assert serving.stdout is not None
        code, line = await asyncio.gather(
            self.centre("enrol-code"), asyncio.wait_for(serving.stdout.readline(), START_LIMIT_S)
        )
        if not line:
            raise Problem(
                "scenario.centre", Family.PERMANENT, resident=_TOLD, technician="`python -m center serve` ended"
            )
        address = urlsplit(json.loads(line)["listening"])
        assert address.hostname is not None and address.port is not None
        await self.simulators.start(self._wires(), self._given.paths.assets, centre=(address.hostname, address.port))
        self.settings = self._given.model_copy(
            update={
                "paths": PathSettings(state=self.state, assets=self._given.paths.assets),
                "devices": self.simulators.devices,
                "sync": self._given.sync.model_copy(
                    update={"centre": self.simulators.centre, "upload_every_s": 0.2, "pull_every_s": 0.5}
                ),
            }
        )
        await enrol(self.settings.sync, self.state, code["code"], site="scenario")
        self.config = self.folder / "config.toml"
        self.config.write_text(_toml(self.settings.model_dump(mode="json")), encoding="utf-8")

    async def start_sync(self) -> None:
        """The uploader, as the process it is in the field."""
        await self._child("sync", "run", config=self.config)

    def environment(self) -> dict[str, str]:
        """For processes of this world: their temporary files are searched too."""
        return os.environ | {"TMPDIR": str(self.temp), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def _wires(self) -> DevicesSettings:
        run = self.folder / "run"
        run.mkdir()
        wires = DevicesSettings.simulated_in(run)
        return wires.model_copy(
            update={
                "printer": IppSettings(media_wait_s=2.0, find_s=3.0),
                "simulators": wires.simulators.model_copy(
                    update={"paper": self.paper, "papers": self.papers, "cards": self._cards()}
                ),
            }
        )

    def _cards(self) -> Path:
        """The cast with an address that occurs nowhere else, to search for afterwards."""
        cards = tomllib.loads(CARDS.read_text(encoding="utf-8"))
        cards["wang"]["address"] = self.canary
        path = self.folder / "cards.toml"
        path.write_text(_toml(cards), encoding="utf-8")
        return path

    async def _child(
        self, module: str, *arguments: str, stdout: int | None = None, config: Path | None = None
    ) -> asyncio.subprocess.Process:
        extra = ["--config", str(config)] if config else ["--state", str(self.folder / "center")]
        log = (self.logs / f"{module}.log").open("ab")
        with log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                module,
                *arguments,
                *extra,
                stdout=stdout if stdout is not None else log,
                stderr=log,
                env=self.environment(),
            )
        self._children.append(process)
        return process

    async def _stop(self) -> None:
        self.call_off()
        await self.simulators.stop()
        for process in self._children:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        for process in self._children:
            try:
                await asyncio.wait_for(process.wait(), 5.0)
            except TimeoutError:
                process.kill()
                await process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _toml(tables: Mapping[str, Any]) -> str:
    """Tables as TOML; JSON strings, numbers and lists are TOML too, and what is None is left out."""
    lines: list[str] = []

    def table(name: str, values: dict[str, Any]) -> None:
        lines.append(f"[{name}]")
        lines.extend(
            f"{key} = {json.dumps(value)}" for key, value in values.items() if not isinstance(value, dict | None)
        )
        for key, value in values.items():
            if isinstance(value, dict):
                table(f"{name}.{key}", value)

    for name, values in tables.items():
        table(name, values)
    return "\n".join(lines) + "\n"
