"""`python -m kiosk face gallery`: how many faces are stored here, and how far that is from the duty to file it."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from typing import Any

from kiosk.clock import BEIJING, now
from kiosk.identity.consent import Consents
from kiosk.identity.gallery import Gallery, GalleryStatus
from kiosk.settings import KioskSettings
from kiosk.store import Store
from sync.contract.consent import FilingState
from sync.contract.problem import SERVICED, Family, Problem
from sync.contract.settings import load
from sync.database import database_path
from sync.identity import KioskIdentity

_DO = {
    FilingState.FINE: "far from the threshold",
    FilingState.WARN: "prepare the filing; `python -m center faces` counts over all kiosks",
    FilingState.FILE: "file within 30 working days of the day the threshold was reached; `python -m center faces`",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing besides --json; what it tells stands in --help."""
    parser.description = (
        "How many residents log in by face here, since when, by which models, and how far that is from the duty to "
        "file it (100,000 over all kiosks). Faces made by other models than the present ones are not searched: their "
        "residents are asked to enrol again. No name and no face is shown. Exit status 0 while the number is far "
        "from the threshold, 1 from the warning on."
    )


def main(args: argparse.Namespace) -> int:
    """Counts; 0 while it is far from the threshold, else 1. Beside a kiosk that runs, too.

    Raises:
        Problem: gallery.none, no kiosk has run here; those of the store.
    """
    settings = load(KioskSettings, args.config)
    state = settings.paths.state
    if not database_path(state).exists():
        raise Problem(
            "gallery.none",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"{database_path(state)} is not there: no kiosk has run here. Check paths.state.",
        )
    store = Store.open(state)
    try:
        consents = Consents(KioskIdentity.load_or_create(state).key, lambda *_: False, now)
        status = Gallery(store, settings.face_login, consents, now).status()
    finally:
        store.close()
    facts = _facts(status, _present(settings) if status.packs else None)
    print(json.dumps(facts, ensure_ascii=False) if args.json else _text(status, facts))
    return 0 if status.state is FilingState.FINE else 1


def _present(settings: KioskSettings) -> str | None:
    """The models that search now; None when they cannot be loaded, which `face check` explains."""
    from kiosk.vision.pack import open_pack  # noqa: PLC0415  --help needs no models

    try:
        return open_pack(settings.vision, settings.paths.assets).name
    except Problem:
        return None


def _facts(status: GalleryStatus, present: str | None) -> dict[str, Any]:
    other = sum(number for pack, number in status.packs.items() if pack != present)
    return {
        "enrolled": status.enrolled,
        "guardian": status.guardian,
        "oldest": _day(status.oldest),
        "next_expiry": _day(status.next_expiry),
        "pack": present,
        "packs": status.packs,
        "enrol_again": other if present is not None else None,
        "warn_at": status.warn_at,
        "filing_at": status.filing_at,
        "state": status.state.value,
    }


def _text(status: GalleryStatus, facts: dict[str, Any]) -> str:
    lines = [f"{status.enrolled:7d} of {status.filing_at} stored faces: {_DO[status.state]}"]
    if status.enrolled:
        lines.append(
            f"        the oldest since {facts['oldest']}; the next is erased on {facts['next_expiry']} if unused"
        )
        lines.append(f"{status.guardian:7d} of children, by consent of a guardian")
    for pack, number in sorted(status.packs.items()):
        lines.append(f"{number:7d} by {pack}: {_use(pack, facts['pack'])}")
    return "\n".join(lines)


def _use(pack: str, present: str | None) -> str:
    if present is None:
        return "the present models cannot be loaded, see `python -m kiosk face check`"
    return "searched" if pack == present else "other models, not searched; these residents are asked to enrol again"


def _day(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d}" if moment else None
