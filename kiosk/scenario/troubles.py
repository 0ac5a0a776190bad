"""What can go wrong while people say and prove who they are: where it fits, how it begins, what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.journeys.answers import Action, Answer, ResidentGone
from kiosk.journeys.pages import ChooseWay, EnterCode, FaceCheck, FaceHint, Page, ShowCode, TakeBelongings
from kiosk.journeys.ways.agent import AgentEntry
from kiosk.journeys.ways.base import WINDOW
from kiosk.journeys.ways.code import ByCode, ByPin
from kiosk.journeys.ways.face_login import FaceLogin
from kiosk.journeys.ways.phone_tail import ByPhoneTail
from kiosk.journeys.ways.portal import PortalEntry
from kiosk.scenario import rules
from kiosk.scenario.account import Account, Evidence, Judgement
from kiosk.scenario.paths import ID_CARD, Act, IdentityPath
from kiosk.scenario.people import card, face_of
from kiosk.scenario.visitor import Visitor
from kiosk.services import Services

Rule = Callable[[Account, Evidence, Judgement], None]
Arrange = Callable[[Visitor, Services], None]
Fits = Callable[[IdentityPath], bool]

CHILD, UNKNOWN, STRANGER = "zhou", "tang", "zhang"
DIGITS = frozenset({ByPin.name, ByCode.name, ByPhoneTail.name})
PAYMENTS = tuple(str(134567890123456789 + number) for number in range(8))
"""Each is shown once: a reader does not tell the same code twice in a row."""
REFUSED_BEFORE = 2
"""Refusals of a face on earlier visits; the third closes the way."""
LIFTED_AFTER_S = 0.3


@dataclass(frozen=True)
class Trouble:
    """One thing that goes wrong."""

    meaning: str
    fits: Fits
    arrange: Arrange
    rule: Rule
    who: str = ""
    """Whose business it is, where it is not the usual person's."""


def _looks(path: IdentityPath) -> bool:
    """Every path with a look into the camera; that of switching login by face on counts once."""
    switches = path.act is Act.ON and (path.entry, path.check) == (ID_CARD, ByPin.name)
    once = not (path.entry == FaceLogin.name and path.check == ByPin.name)
    return not path.helped and once and (path.looks or switches)


def _alone(path: IdentityPath) -> bool:
    return not path.helped


def _digits(path: IdentityPath) -> bool:
    return not path.helped and path.act is not Act.ON and path.check in DIGITS


def _portal(path: IdentityPath) -> bool:
    return not path.helped and path.act is not Act.ON and PortalEntry.name in (path.entry, path.check)


def _once_looked(path: IdentityPath) -> bool:
    return _looks(path) and path.looks and path.entry != FaceLogin.name and path.act is not Act.ON


def _of_a_child(path: IdentityPath) -> bool:
    others = (FaceLogin.name, AgentEntry.name)
    return not path.helped and path.act is not Act.OFF and path.entry not in others and path.check != WINDOW


def _shows(scene: str) -> Arrange:
    return lambda visitor, _: visitor.stand(scene)


def _shows_until(scene: str, told: FaceHint) -> Arrange:
    """Before the camera until the page asks for something else."""

    def arrange(visitor: Visitor, _: Services) -> None:
        visitor.stand(scene)

        def better(page: Page) -> None:
            if isinstance(page, FaceCheck) and page.hint is told:
                visitor.stand(face_of(visitor.proving))

        visitor.seeing["FaceCheck"] = better

    return arrange


def _unplugs(visitor: Visitor, _: Services) -> None:
    def pull(page: Page) -> None:
        if isinstance(page, FaceCheck) and page.hint not in (FaceHint.LOOK, FaceHint.ONE_MOMENT):
            visitor.seeing.pop("FaceCheck", None)
            visitor.world.act("camera", "unplug")

    visitor.seeing["FaceCheck"] = pull


def _refuses(visitor: Visitor, _: Services) -> None:
    visitor.willing = False


def _goes(visitor: Visitor, _: Services) -> None:
    """Leaves at the last page before it would be clear who it is; the cards are taken after a while."""

    def gone(page: Page) -> Answer | None:
        raise ResidentGone

    def lift(page: Page) -> Answer | None:
        for slot in ("id-reader", "smart-card"):
            visitor.world.later(LIFTED_AFTER_S, slot, "lift")
        return None

    visitor.meeting[_last(visitor.path)] = gone
    visitor.meeting[TakeBelongings.__name__] = lift


def _last(path: IdentityPath) -> str:
    if path.check in DIGITS:
        return EnterCode.__name__
    if path.looks:
        return FaceCheck.__name__
    if path.check == WINDOW:
        return ChooseWay.__name__
    return ShowCode.__name__ if PortalEntry.name in (path.entry, path.check) else "FillForm"


def _mistypes(visitor: Visitor, _: Services) -> None:
    """Wrong digits until the way is closed, then a person at the counter."""

    def wrong(page: Page) -> Answer | None:
        if not isinstance(page, EnterCode) or page.way != visitor.path.check:
            return None
        visitor.second = WINDOW
        return Answer(action=Action.FILL, values={"code": "9" * page.length})

    visitor.meeting[EnterCode.__name__] = wrong


def _stranger_again(visitor: Visitor, services: Services) -> None:
    number = card(visitor.proving)["number"]
    for _ in range(REFUSED_BEFORE):
        assert services.face_attempts is not None
        services.face_attempts.refused(number)
    visitor.stand(STRANGER)


def _shows_payment_codes(visitor: Visitor, _: Services) -> None:
    visitor.wrong_codes = list(PAYMENTS)


def _nothing(visitor: Visitor, _: Services) -> None:
    """Who it is, is the trouble."""


def _mended(hint: FaceHint) -> Rule:
    """It is told, and once it is mended the path leads where it should."""

    def rule(account: Account, evidence: Evidence, judged: Judgement) -> None:
        rules.hinted(account, judged, hint)
        rules.as_planned(account, evidence, judged)

    return rule


def _stays(hint: FaceHint) -> Rule:
    """It is told, and as it stays like that there is another way."""

    def rule(account: Account, evidence: Evidence, judged: Judgement) -> None:
        rules.hinted(account, judged, hint)
        rules.by_another_way(account, evidence, judged)

    return rule


def _refused(account: Account, evidence: Evidence, judged: Judgement) -> None:
    judged.expect("FaceCheck" not in account.visitor.kinds(), "a face was looked at without consent")
    rules.refusal_recorded(account, evidence, judged)
    rules.by_another_way(account, evidence, judged)


def _wrong_codes(account: Account, evidence: Evidence, judged: Judgement) -> None:
    judged.expect(any("没有扣款" in words for words in account.told()), "nobody said that nothing was charged")
    visitor, first = account.visitor, account.path.entry == PortalEntry.name
    offered = visitor.last_entries() if first else visitor.last_ways()
    judged.expect(PortalEntry.name not in offered, "the portal is still offered")
    rules.by_another_way(account, evidence, judged)


TROUBLES: dict[str, Trouble] = {
    "wrong-person": Trouble("somebody else is there", _looks, _shows(STRANGER), rules.by_another_way),
    "two-people": Trouble(
        "two people are in view, until it is told",
        _looks,
        _shows_until("two-people", FaceHint.MANY_FACES),
        _mended(FaceHint.MANY_FACES),
    ),
    "photo": Trouble("somebody holds up a photo", _looks, _shows("photo-turned-of-wang"), rules.by_another_way),
    "photo-of-photo": Trouble("… a phone that shows one", _looks, _shows("phone-turning-wang"), rules.by_another_way),
    "dark": Trouble("it is dark and stays dark", _looks, _shows("dark"), _stays(FaceHint.LIGHT)),
    "backlight": Trouble(
        "strong light from behind, until it is told",
        _looks,
        _shows_until("backlight", FaceHint.BACKLIGHT),
        _mended(FaceHint.BACKLIGHT),
    ),
    "nobody": Trouble("nobody looks: the check times out", _looks, _shows("nobody"), _stays(FaceHint.NO_FACE)),
    "camera-unplugged": Trouble("the camera is unplugged mid-check", _looks, _unplugs, rules.by_another_way),
    "refused": Trouble("consent is refused", _looks, _refuses, _refused),
    "child": Trouble("a child under 14", _of_a_child, _nothing, rules.no_face_of_a_child, who=CHILD),
    "timed-out": Trouble("nobody answers any more", _alone, _goes, rules.walked_away),
    "locked-out": Trouble("wrong digits until the way is closed", _digits, _mistypes, rules.locked_out),
    "locked-out-unknown": Trouble(
        "the same, by somebody the centre does not know",
        lambda path: _digits(path) and path.entry == ID_CARD and path.act is Act.WHOLE,
        _mistypes,
        rules.locked_out,
        who=UNKNOWN,
    ),
    "face-locked-out": Trouble("refused for the third time", _once_looked, _stranger_again, rules.face_locked_out),
    "wrong-codes": Trouble("payment codes instead of the portal's", _portal, _shows_payment_codes, _wrong_codes),
}
PLAIN = Trouble("nothing goes wrong", lambda _: True, _nothing, rules.as_planned)
