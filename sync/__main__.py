"""`python -m sync COMMAND`: keeps this kiosk in step with its centre, and shows how that goes."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, inspect

from sync import outbox
from sync.client import Centre, utc_now
from sync.contract.command import common, log_to_stderr, told
from sync.contract.problem import Family, Problem, Words
from sync.contract.settings import load
from sync.contract.supervision import supervised
from sync.database import database_path, open_existing, reading
from sync.identity import KioskIdentity, enrol, kiosk_name
from sync.settings import UploaderSettings
from sync.status import read_status
from sync.tables import feed_state
from sync.worker import SyncWorker

LOOK_AGAIN_S = 0.2
"""How often `run` looks whether the kiosk has made its database or was enrolled."""

log = logging.getLogger("sync")


def main(argv: list[str]) -> int:
    """Runs one command: 0 good, 1 handled failure, 2 wrong usage."""
    args = _parser().parse_args(argv)
    log_to_stderr(args.verbose)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # one line a request, every few seconds
    commands = {"run": _run, "status": _status, "enrol": _enrol, "requeue": _requeue}
    return told(args, lambda: commands[args.command](args, load(UploaderSettings, args.config)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m sync", description="store-and-forward between this kiosk and its centre"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    helps = {
        "run": "send what waits and read what is new, until it is stopped",
        "status": "what waits, what was refused, when the centre was last reached, and what to do",
        "enrol": "make this kiosk known to the centre with a one-time code",
        "requeue": "offer the records in quarantine to the centre again",
    }
    for name, text in helps.items():
        command = commands.add_parser(name, help=text, description=text)
        common(command)
        if name == "enrol":
            command.add_argument("code", metavar="CODE", help="from `python -m center enrol-code`")
    return parser


def _run(args: argparse.Namespace, settings: UploaderSettings) -> int:
    asyncio.run(_run_supervised(settings))
    return 0


async def _run_supervised(settings: UploaderSettings) -> None:
    async with supervised({}):
        await _run_until_stopped(settings)


async def _run_until_stopped(settings: UploaderSettings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    state = settings.paths.state
    identity = KioskIdentity.load_or_create(state)
    engine = await _database(state, stop)
    if engine is None:
        return
    try:
        if not await _enrolled(identity, stop):
            return
        centre = Centre(settings.sync, identity)
        try:
            log.info("kiosk %s works with %s", identity.kiosk, settings.sync.centre)
            await SyncWorker(engine, centre, settings.sync).run(stop)
        finally:
            await centre.close()
    finally:
        engine.dispose()


async def _database(state: Path, stop: asyncio.Event) -> Engine | None:
    """The database once the kiosk has made it; None when stopped before."""
    told = False
    while not stop.is_set():
        engine = _ready_database(state)
        if engine is not None:
            return engine
        if not told:
            told = True
            log.info("waiting for %s: it is made when `python -m kiosk run` starts", database_path(state))
        await _pause(stop)
    return None


def _ready_database(state: Path) -> Engine | None:
    path = database_path(state)
    if not path.exists() or path.stat().st_size == 0:
        return None
    engine = open_existing(state)
    with reading(engine) as connection:
        if inspect(connection).has_table(feed_state.name):
            return engine
    engine.dispose()
    return None


async def _enrolled(identity: KioskIdentity, stop: asyncio.Event) -> bool:
    if identity.kiosk is None:
        log.warning(
            "waiting: this kiosk is not enrolled. `python -m center enrol-code` at the centre, "
            "then `python -m sync enrol CODE` here"
        )
    while identity.kiosk is None and not stop.is_set():
        await _pause(stop)
    return not stop.is_set()


async def _pause(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LOOK_AGAIN_S):
            await stop.wait()
    except TimeoutError:
        return


def _status(args: argparse.Namespace, settings: UploaderSettings) -> int:
    engine = _existing(settings.paths.state)
    with reading(engine) as connection:
        status = read_status(connection, kiosk_name(settings.paths.state), utc_now())
    engine.dispose()
    print(status.model_dump_json(indent=1) if args.json else status.as_text())
    return 0


def _enrol(args: argparse.Namespace, settings: UploaderSettings) -> int:
    site = f"{settings.site.zone}-{settings.site.number}"
    identity = asyncio.run(enrol(settings.sync, settings.paths.state, args.code, site=site))
    print(json.dumps({"kiosk": identity.kiosk}) if args.json else f"The centre knows this kiosk as {identity.kiosk}.")
    return 0


def _requeue(args: argparse.Namespace, settings: UploaderSettings) -> int:
    engine = _existing(settings.paths.state)
    with engine.begin() as connection:
        count = outbox.requeue(connection)
    engine.dispose()
    print(json.dumps({"requeued": count}) if args.json else f"{count} records are queued again.")
    return 0


def _existing(state: Path) -> Engine:
    engine = _ready_database(state)
    if engine is None:
        raise Problem(
            "sync.no-database",
            Family.PERMANENT,
            resident=Words(zh="本机还没有启用。", en="This kiosk is not in service yet."),
            technician=f"No {database_path(state)} yet: start `python -m kiosk run` once, or check paths.state.",
        )
    return engine


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
