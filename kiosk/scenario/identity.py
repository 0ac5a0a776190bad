"""Plays every identity path of every item to its end, with everything that can go wrong, and judges what came of it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.catalog import Item, StepName, load
from kiosk.journeys.ways.base import WINDOW
from kiosk.journeys.ways.volunteer import VolunteerEntry
from kiosk.scenario import rules
from kiosk.scenario.account import Account, Evidence, Judgement
from kiosk.scenario.paths import IdentityPath, paths
from kiosk.scenario.stage import Stage
from kiosk.scenario.troubles import PLAIN, TROUBLES, Trouble
from kiosk.settings import KioskSettings
from sync.contract.problem import Family, Problem, Words

NO_FAULT = "none"
MORE_STEPS = 2
"""So many more than with a face may it take to do without."""
_ALIKE = {"locked-out-unknown": "locked-out"}
"""Visits in which the same words must be said: nobody learns from them whether a person exists."""


@dataclass(frozen=True)
class Wanted:
    """What is to be played; empty: everything."""

    item: str = ""
    way: str = ""
    """A way in, a check, or both as `id-card+pin`."""
    fault: str = ""
    """One fault, or NO_FAULT for the paths alone."""

    def takes(self, path: IdentityPath) -> bool:
        """Whether a path is wanted."""
        names = (path.entry, path.check, f"{path.entry}+{path.check}", *((VolunteerEntry.name,) * path.helped))
        return self.item in ("", path.item) and (not self.way or self.way in names)


@dataclass(frozen=True)
class Row:
    """One visit as it is told."""

    account: Account
    wrong: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """What `--json` prints of it."""
        told, path = self.account, self.account.path
        return {
            "item": path.item,
            "act": path.act.value,
            "entry": (f"{VolunteerEntry.name}+" if path.helped else "") + path.entry,
            "check": path.check,
            "fault": told.trouble or None,
            "outcome": told.outcome,
            "proof": told.proof,
            "steps": told.visitor.steps,
            "machine_s": round(told.machine_s, 2),
            "attended_s": round(told.attended_s, 2),
            "as_expected": not self.wrong,
            "wrong": list(self.wrong),
            "residue": list(told.residue),
            "memory": list(told.memory),
        }


@dataclass(frozen=True)
class Told:
    """The whole run."""

    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    """Paths that the kiosk offered and nobody played."""
    longer: tuple[str, ...]
    """Ways without a face that ask more of residents than they may."""

    @property
    def good(self) -> bool:
        """Whether every visit ended as it should, nothing is left, and no path was forgotten."""
        clean = all(not (row.wrong or row.account.residue or row.account.memory) for row in self.rows)
        return bool(self.rows) and clean and not self.missing and not self.longer


def programme(items: Iterable[Item], wanted: Wanted) -> Iterator[tuple[IdentityPath, str, Trouble]]:
    """Every visit that is to be played: each path alone, then with each trouble that fits it."""
    for item in items:
        for path in filter(wanted.takes, paths(item)):
            if wanted.fault in ("", NO_FAULT):
                yield path, "", PLAIN
            for name, trouble in TROUBLES.items():
                if trouble.fits(path) and wanted.fault in ("", name):
                    yield path, name, trouble


def without_papers(item: Item) -> bool:
    """Who one is comes before any paper: items with papers are played by scenarios of their own."""
    return StepName.PAPERS not in item.steps


async def play(settings: KioskSettings, wanted: Wanted, out: Path) -> Told:
    """Plays all of it in one world; progress goes to stderr.

    Raises:
        Problem: nothing of the kind can be played, or the world could not be started.
    """
    items = [item for item in load().items.values() if wanted.item in ("", item.code) and without_papers(item)]
    visits = list(programme(items, wanted))
    if not visits:
        raise Problem(
            "scenario.nothing",
            Family.EXPECTED,
            resident=Words(zh="没有可以演示的办理。", en="There is nothing to play."),
            technician="No path fits: see `python -m kiosk catalog list` and `python -m kiosk scenario --help`.",
        )
    async with Stage.open(settings, out) as stage:
        accounts = []
        for number, (path, name, trouble) in enumerate(visits, 1):
            account = await stage.play(path, name, trouble)
            accounts.append(account)
            told = f"{account.outcome} by {account.proof or '-'} {account.machine_s:.1f} s {account.broke}"
            print(f"[{number}/{len(visits)}] {path}: {name or NO_FAULT}: {told}", file=sys.stderr, flush=True)
        evidence = await stage.evidence()
    plain = [(account.path, account.visitor.steps) for account in accounts if not account.trouble]
    forgotten = tuple(missing(accounts)) if not wanted.way and wanted.fault in ("", NO_FAULT) else ()
    return Told(tuple(judge(accounts, evidence)), forgotten, tuple(longer(plain)))


def judge(accounts: Sequence[Account], evidence: Evidence) -> Iterator[Row]:
    """What is not as the rule of each visit says."""
    by_trouble = {(account.path, account.trouble): account for account in accounts}
    for account in accounts:
        judged = Judgement()
        trouble = TROUBLES.get(account.trouble, PLAIN)
        rules.forgotten(account, evidence, judged)
        if account.report is not None:
            trouble.rule(account, evidence, judged)
            twin = by_trouble.get((account.path, _ALIKE.get(account.trouble, "")))
            if account.trouble in _ALIKE and twin is not None:
                judged.expect(_heard(twin) == _heard(account), "other words than to somebody the centre knows")
        yield Row(account, tuple(judged.wrong))


def _heard(account: Account) -> tuple[list[str], list[str]]:
    """Pages and words as the resident met them; the running number of the counter's list is nobody's."""
    told = [words.partition("报 ")[0] for words in account.told()]
    return account.visitor.kinds(), told


def missing(accounts: Sequence[Account]) -> Iterator[str]:
    """Ways that the kiosk offered for an item and that no visit of it took."""
    for item in sorted({account.path.item for account in accounts}):
        mine = [account for account in accounts if account.path.item == item]
        taken = {(account.path.entry, "") for account in mine} | {(a.path.entry, a.path.check) for a in mine}
        taken |= {(VolunteerEntry.name, "") for account in mine if account.path.helped}
        offered = {pair for account in mine for pair in account.visitor.offered}
        for entry, check in sorted(offered - taken):
            yield f"{item} by {entry}{'+' + check if check else ''}"


def longer(walked: Iterable[tuple[IdentityPath, int]]) -> Iterator[str]:
    """Ways to finish an item without a face that take more than MORE_STEPS more than the shortest with one.

    Residents alone, residents with a volunteer, and agents are compared among themselves.
    """
    alike: dict[tuple[str, str, bool, bool], list[tuple[IdentityPath, int]]] = defaultdict(list)
    for path, steps in walked:
        if path.check != WINDOW:
            alike[path.item, path.act, path.helped, path.delegated].append((path, steps))
    for ways in alike.values():
        shortest = min((steps for path, steps in ways if path.looks), default=None)
        for path, steps in ways:
            if shortest is not None and not path.looks and steps > shortest + MORE_STEPS:
                yield f"{path} takes {steps} steps, with a face it takes {shortest}"
