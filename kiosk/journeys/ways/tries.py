"""What somebody has tried in a visit to say or prove who they are: counted for each person, not for the visit."""

from __future__ import annotations

from kiosk.identity import Identity
from kiosk.services import Services
from kiosk.visit import Tries, Visit


def tries(services: Services, visit: Visit, identity: Identity | None = None) -> Tries:
    """Of this person in this visit; of whoever stands there, while nobody is known.

    A helper, a guardian and the resident each begin with their own. The key is the store's keyed hash: a visit
    that is looked into tells no number of somebody who is not here any more.
    """
    if identity is None or services.store is None:
        return visit.tried("")
    return visit.tried(services.store.owner(identity.holder.number))
