"""`python -m kiosk face gallery`: how many faces are stored here, and how far that is from the duty to file it."""

from __future__ import annotations

import argparse
import json

from kiosk.clock import now
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
    """Nothing besides --json."""


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
    print(json.dumps(_facts(status)) if args.json else _text(status))
    return 0 if status.state is FilingState.FINE else 1


def _facts(status: GalleryStatus) -> dict[str, int | str | dict[str, int]]:
    return {
        "enrolled": status.enrolled,
        "guardian": status.guardian,
        "warn_at": status.warn_at,
        "filing_at": status.filing_at,
        "state": status.state.value,
        "packs": status.packs,
    }


def _text(status: GalleryStatus) -> str:
    lines = [f"{status.enrolled:7d} of {status.filing_at} stored faces: {_DO[status.state]}"]
    return "\n".join([*lines, *(f"{number:7d} by {pack}" for pack, number in sorted(status.packs.items()))])
