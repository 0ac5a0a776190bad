"""Has somebody prove that they are who they say: by face where they agree, else by the way they choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from kiosk.identity import Identity
from kiosk.journeys.conversation import CARD_SAFE, Conversation, VisitEnds
from kiosk.journeys.pages import ChooseWay
from kiosk.journeys.ways.base import COUNTER, Attempt, Check
from kiosk.journeys.ways.face import ByFace
from kiosk.services import Services
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words
from sync.contract.services import Proof

WINDOW = "window"
FAILURES = 2
"""After so many failures of the centre no other way is offered: most of them need it."""
_OTHER = (("other", Words(zh="换一种方式", en="Another way")), *COUNTER)
_WINDOW = Words(
    zh="请带上身份证到综合窗口，工作人员会当面核对。",
    en="Please take your ID card to a counter, where staff will check it in person.",
)


async def prove(
    services: Services, kinds: Iterable[type[Check]], visit: Visit, identity: Identity, talk: Conversation
) -> Proof:
    """Face first where it is possible, then the ways that are offered; the last is a person at a counter.

    Raises:
        VisitEnds, ResidentGone: like a step.
    """
    checks = {kind.name: kind(services) for kind in kinds}
    attempt, failures = Attempt(), 0
    face = checks.get(ByFace.name)
    if face is not None and face.offered(visit, identity):
        attempt = await face.prove(visit, identity, talk)
    while attempt.proof is None:
        offered = tuple(name for name, check in checks.items() if check.offered(visit, identity))
        answer = await talk.ask(ChooseWay(reason=attempt.reason, ways=(*offered, WINDOW)))
        if answer.value not in offered:
            await to_the_counter(visit, talk)
        try:
            attempt = await checks[answer.value].prove(visit, identity, talk)
        except Problem as problem:
            failures += 1
            choices = _OTHER if failures < FAILURES else COUNTER
            if (await talk.trouble(problem, safe=CARD_SAFE, choices=choices)).value != "other":
                await to_the_counter(visit, talk)
            attempt = Attempt()
    return attempt.proof


async def to_the_counter(visit: Visit, talk: Conversation) -> NoReturn:
    """The resident goes to a counter: tells what to take along, and ends the visit."""
    visit.tell(_WINDOW)
    problem = Problem("identity.window", Family.EXPECTED, resident=_WINDOW, technician="the resident goes to a counter")
    await talk.trouble(problem, safe=CARD_SAFE)
    raise VisitEnds(Outcome.HANDED_OVER)
