"""Has somebody prove that they are who they say: by face where they agree, else by the way they choose."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.identity import Identity
from kiosk.journeys.answers import Action
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.journeys.pages import ChooseWay
from kiosk.journeys.ways.base import COUNTER, OTHER, WINDOW, Attempt, Check
from kiosk.journeys.ways.face import ByFace
from kiosk.journeys.ways.tries import tries
from kiosk.journeys.ways.window import to_the_counter
from kiosk.services import Services
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem
from sync.contract.services import Proof

FAILURES = 2
"""After so many failures of the centre no other way is offered: most of them need it."""


async def prove(
    services: Services, kinds: Iterable[type[Check]], visit: Visit, identity: Identity, talk: Conversation
) -> Proof | None:
    """Face first where it is possible, then the ways that are offered; the last is a person at a counter.

    Returns:
        The proof, or None when the resident goes back from the choice.

    Raises:
        VisitEnds, ResidentGone: like a step. Whoever leaves after a way was closed to them is refused.
    """
    try:
        return await _prove(services, kinds, visit, identity, talk)
    except VisitEnds as end:
        if end.outcome is Outcome.LEFT and tries(services, visit, identity).closed:
            raise VisitEnds(Outcome.REFUSED) from end
        raise


async def _prove(
    services: Services, kinds: Iterable[type[Check]], visit: Visit, identity: Identity, talk: Conversation
) -> Proof | None:
    checks = {kind.name: kind(services) for kind in kinds}
    attempt, failures, tried = Attempt(), 0, tries(services, visit, identity)
    face = checks.get(ByFace.name)
    if face is not None and not tried.shown and face.offered(visit, identity):
        attempt = await face.prove(visit, identity, talk)
    while attempt.proof is None:
        offered = tuple(name for name, check in checks.items() if check.offered(visit, identity))
        if not offered:
            await to_the_counter(services, visit, talk, reason=attempt.reason)
        tried.shown = True
        answer = await talk.ask(ChooseWay(reason=attempt.reason, ways=(*offered, WINDOW)))
        if answer.action is Action.BACK:
            return None
        if answer.value not in offered:
            await to_the_counter(services, visit, talk)
        try:
            attempt = await checks[answer.value].prove(visit, identity, talk)
        except Problem as problem:
            if problem.family is Family.EXPECTED:  # this way is of no use to this person now; the others may be
                tried.spent.add(answer.value)
                visit.tell(problem.resident)
                attempt = Attempt(reason=problem.resident)
                continue
            failures += 1
            choices = OTHER if failures < FAILURES else COUNTER
            if (await talk.trouble(problem, safe=CARD_SAFE, choices=choices)).value != "other":
                await to_the_counter(services, visit, talk)
            attempt = Attempt()
    return attempt.proof
