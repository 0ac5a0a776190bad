"""One example of every page about who is there, and of each of their states; the people are fictitious."""

from __future__ import annotations

from kiosk.identity.consent import TERMS
from kiosk.journeys.face_words import face_check
from kiosk.journeys.pages import (
    AuthorityLine,
    ChooseAuthority,
    ChooseWay,
    EnterCode,
    Erased,
    FaceCheck,
    FaceHint,
    FaceLoginStatus,
    HandBack,
    InsertCard,
    Page,
    PresentCard,
    ShowCode,
    Trail,
)
from kiosk.journeys.ways.face import consent_page
from sync.contract.consent import Purpose
from sync.contract.problem import Words

_TRAIL = Trail(
    title=Words(zh="社保缴费记录打印", en="Print your social insurance record"),
    steps=(
        Words(zh="确认身份", en="Identify"),
        Words(zh="查看记录", en="See the record"),
        Words(zh="打印证明", en="Print"),
    ),
    current=0,
)
_OTHERS = ("social-security-card", "portal", "face-login", "agent", "volunteer")
_ANOTHER_WAY = Words(
    zh="没关系，我们换一种方式确认是您本人。", en="No problem. Let us confirm that it is you another way."
)
_CONSENT = "9f3c51d07ab84e26b1d0c4e87f2a6035"
_HELPED = Words(zh="志愿者 李*明 正在陪同帮忙", en="Volunteer L*g is helping")
_ALONE = Words(
    zh="志愿者 李*明 正在协助 王*华。请本人输入，旁人请回避。",
    en="Volunteer 李*明 is helping 王*华. Only the resident types here; please look away.",
)
_RECORD = Words(zh="社保缴费记录打印", en="Social insurance record")
_PERMIT = Words(zh="居住证办理", en="Residence permit")
_SENIOR = Words(zh="老年优待证申领", en="Senior card")


_GONE = AuthorityLine(
    number="SQ2024-0007",
    name_masked="何*平",
    number_masked="",
    items=(),
    until="2025-06-30",
    covers=False,
    note=Words(zh="已于 2025-06-30 到期", en="expired on 2025-06-30"),
)


def _line(number: int, name: str, *items: Words, covers: bool = True) -> AuthorityLine:
    return AuthorityLine(
        number=f"SQ2025-{number:04}",
        name_masked=name,
        number_masked=f"1101**********{number:04}",
        items=items,
        until="2026-03-31",
        covers=covers,
    )


def _consent(purpose: Purpose, name: str = "王*华", *, guardian: bool = False) -> Page:
    return consent_page(purpose, name, guardian=guardian).model_copy(update={"trail": _TRAIL})


def _face(hint: FaceHint, progress: float = 0.2) -> FaceCheck:
    return face_check(hint, progress).model_copy(update={"trail": _TRAIL})


IDENTITY_SAMPLES: dict[str, Page] = {
    "card": PresentCard(trail=_TRAIL, can_go_back=True),
    "card-others": PresentCard(others=_OTHERS, trail=_TRAIL, can_go_back=True),
    "card-two-others": PresentCard(others=_OTHERS[:2], trail=_TRAIL, can_go_back=True),
    "card-hint": PresentCard(
        others=_OTHERS[:3],
        trail=_TRAIL,
        can_go_back=True,
        hint=Words(
            zh="卡拿得太早了，请再放一次，等提示后再拿。", en="The card was lifted too early. Put it back, please."
        ),
    ),
    "card-no-reader": PresentCard(others=(*_OTHERS[:3], "window"), reader=False, trail=_TRAIL, can_go_back=True),
    "card-reading": PresentCard(reading=True, others=_OTHERS, trail=_TRAIL),
    "card-guardian": PresentCard(who="guardian", trail=_TRAIL, can_go_back=True),
    "card-agent": PresentCard(who="agent", trail=_TRAIL, can_go_back=True),
    "card-volunteer": PresentCard(who="volunteer", trail=_TRAIL, can_go_back=True),
    "social-card": InsertCard(trail=_TRAIL, can_go_back=True),
    "social-card-hint": InsertCard(
        trail=_TRAIL,
        can_go_back=True,
        hint=Words(zh="没有读出来，请把卡翻过来再插一次。", en="It could not be read. Turn the card over, please."),
    ),
    "phone-code": ShowCode(trail=_TRAIL, can_go_back=True),
    "phone-code-hint": ShowCode(
        trail=_TRAIL,
        can_go_back=True,
        hint=Words(zh="这个码已经过期，请在手机上刷新。", en="This code has expired. Refresh it on your phone."),
    ),
    **{
        f"consent-{purpose.value}{'-guardian' * guardian}": _consent(purpose, guardian=guardian)
        for purpose in Purpose
        if purpose in TERMS
        for guardian in (False, True)
        if guardian or purpose is not Purpose.FACE_COMPARISON
    },
    "consent": _consent(Purpose.FACE_COMPARISON),
    "consent-nobody": _consent(Purpose.FACE_COMPARISON, ""),
    **{f"face-{hint.value}": _face(hint) for hint in FaceHint},
    "face": _face(FaceHint.HOLD_STILL, 0.6),
    "face-no-words": FaceCheck(hint=FaceHint.GLARE, progress=0.1, trail=_TRAIL),
    "face-login": FaceLoginStatus(
        name_masked="王*华", since="2025-11-23", until="2026-11-22", consent=_CONSENT, can_go_back=True
    ),
    "face-login-fresh": FaceLoginStatus(
        name_masked="王*华", since="2025-11-23", until="2026-11-22", consent=_CONSENT, fresh=True, can_go_back=True
    ),
    "face-login-child": FaceLoginStatus(
        name_masked="周*晨",
        since="2025-11-23",
        until="2026-05-09",
        consent=_CONSENT,
        phone=False,
        guardian=True,
        can_go_back=True,
    ),
    "erased": Erased(name_masked="王*华", consent=_CONSENT),
    "authority": ChooseAuthority(
        agent_masked="赵*军",
        lines=(
            _line(21, "王*华", _RECORD, _PERMIT),
            _line(35, "李*兰", _RECORD),
            _line(48, "陈*福", _SENIOR, covers=False),
            _GONE,
        ),
        trail=_TRAIL,
        can_go_back=True,
    ),
    "authority-many": ChooseAuthority(
        agent_masked="赵*军",
        lines=tuple(
            _line(n, name, *(_RECORD, _PERMIT, _SENIOR)[n % 2 :], covers=n % 3 > 0)
            for n, name in enumerate(("王*华", "李*兰", "陈*福", "孙*", "周*英", "吴*强", "郑*", "欧阳*梅"), 1)
        ),
        trail=_TRAIL,
        can_go_back=True,
    ),
    "authority-none": ChooseAuthority(agent_masked="赵*军", trail=_TRAIL, can_go_back=True),
    "hand-back": HandBack(helper_masked="李*明", name_masked="王*华", companion=_HELPED, trail=_TRAIL),
    "hand-back-nobody": HandBack(helper_masked="李*明", trail=_TRAIL),
    "way": ChooseWay(reason=_ANOTHER_WAY, trail=_TRAIL, can_go_back=True),
    "way-many": ChooseWay(
        reason=_ANOTHER_WAY,
        ways=("face", "pin", "code", "portal", "licence-face", "window"),
        trail=_TRAIL,
        can_go_back=True,
    ),
    "way-window": ChooseWay(reason=_ANOTHER_WAY, ways=("pin", "window"), trail=_TRAIL, can_go_back=True),
    "pin": EnterCode(
        way="pin",
        problem=Words(zh="不正确，请再试一次。还可以试 2 次。", en="Not right. Please try again. Attempts left: 2."),
        trail=_TRAIL,
        can_go_back=True,
    ),
    "pin-wait": EnterCode(
        way="pin",
        wait_s=20,
        problem=Words(zh="不正确，请再试一次。还可以试 1 次。", en="Not right. Please try again. Attempts left: 1."),
        trail=_TRAIL,
        can_go_back=True,
    ),
    "code": EnterCode(way="code", sent_to="138******00", trail=_TRAIL, can_go_back=True),
    "phone-tail": EnterCode(way="phone-tail", length=4, companion=_ALONE, trail=_TRAIL, can_go_back=True),
}
"""By a short name that is also the name of its picture."""
