"""Who is there: other ways in, consent, the face check, a pause after a wrong entry, and whoever helps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import ChooseItem, ChooseWay, EnterCode, FaceCheck, FaceHint, Page, PresentCard
from kiosk.journeys.ways import CHECKS, ENTRIES
from sync.contract.problem import Words
from tests.ui.rig import Kiosk
from ui.identity_samples import IDENTITY_SAMPLES as SAMPLES
from ui.samples import SAMPLES as FORMS

HELPED = Words(zh="志愿者 李*明 正在陪同帮忙", en="Volunteer L*g is helping")
LOOKS = [(language, elder, size) for language in ("zh", "en") for elder in (False, True) for size in ("tall", "wide")]
CONSENTS = sorted(name for name in SAMPLES if name.startswith("consent"))


@pytest.fixture
def unhurried(kiosk: Kiosk) -> Iterator[Kiosk]:
    """The pages with the pauses that residents get."""
    kiosk.shell.hurry(1)
    yield kiosk
    kiosk.shell.hurry(0)


@pytest.mark.parametrize("other", ["social-security-card", "portal", "face-login", "agent", "volunteer"])
def test_whoever_has_no_card_at_hand_takes_another_way(kiosk: Kiosk, other: str) -> None:
    answer = kiosk.ask(SAMPLES["card-others"], f"choose_{other}")
    assert answer == Answer(action=Action.CHOOSE, value=other)


def test_a_card_that_is_being_read_is_not_put_in_doubt_by_other_ways(kiosk: Kiosk) -> None:
    kiosk.screen.update(SAMPLES["card-reading"])
    kiosk.settle()
    assert not [each for each in kiosk.hand.controls() if each["name"].startswith("choose_")]


@pytest.mark.parametrize(
    ("who", "words"),
    [("guardian", "监护人的身份证"), ("agent", "代办员的身份证"), ("volunteer", "陪同人的身份证")],
)
def test_it_is_said_whose_card_is_asked_for(kiosk: Kiosk, who: str, words: str) -> None:
    kiosk.screen.update(PresentCard.model_validate({"who": who}))
    kiosk.settle()
    assert words in kiosk.words()
    kiosk.screen.update(PresentCard())
    kiosk.settle()
    assert words not in kiosk.words()


@pytest.mark.parametrize(("language", "elder", "size"), LOOKS)
def test_refusing_is_exactly_as_large_as_agreeing(kiosk: Kiosk, language: str, elder: bool, size: str) -> None:
    kiosk.resize(*((1080, 1920) if size == "tall" else (1920, 1080)))
    for name in CONSENTS:
        kiosk.screen.update(SAMPLES[name])
        kiosk.style(language, elder=elder)
        kiosk.settle()
        refuse, agree = (kiosk.hand.where(f"action_{each}") for each in ("refuse", "next"))
        assert refuse is not None and agree is not None
        assert (refuse["width"], refuse["height"], refuse["y"]) == (agree["width"], agree["height"], agree["y"]), name


def test_all_that_is_agreed_to_stands_on_the_page(kiosk: Kiosk) -> None:
    for name in CONSENTS:
        page = SAMPLES[name]
        kiosk.screen.update(page)
        kiosk.settle()
        shown = kiosk.words()
        asked = page.model_dump()
        assert {words["zh"] for _, words in asked["sentences"]} <= shown, name
        assert {asked[part]["zh"] for part in ("question", "agree", "refuse")} <= shown, name
        assert any("监护人" in each for each in shown) == asked["guardian"], name


@pytest.mark.parametrize("hint", list(FaceHint))
def test_every_hint_has_words_of_its_own(kiosk: Kiosk, hint: FaceHint) -> None:
    kiosk.screen.update(FaceCheck(hint=FaceHint.LOOK))
    kiosk.settle()
    usual = kiosk.hand.read("face_hint", "text")
    kiosk.screen.update(FaceCheck(hint=hint))
    kiosk.settle()
    assert (kiosk.hand.read("face_hint", "text") == usual) == (hint is FaceHint.LOOK)
    kiosk.screen.update(FaceCheck(hint=hint, words=Words(zh="这是专门的话。", en="Words of its own.")))
    kiosk.settle()
    assert kiosk.hand.read("face_hint", "text") == "这是专门的话"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hints_stand_at_one_place(kiosk: Kiosk, language: str) -> None:
    places = set()
    for hint in FaceHint:
        kiosk.screen.update(SAMPLES[f"face-{hint.value}"])
        kiosk.style(language)
        kiosk.settle()
        plate = kiosk.hand.where("hint_plate")
        assert plate is not None
        places.add((plate["x"], plate["y"], plate["width"], plate["height"]))
    assert len(places) == 1


@pytest.mark.parametrize(("hint", "side"), [(FaceHint.TURN_LEFT, -1), (FaceHint.TURN_RIGHT, 1)])
def test_the_head_in_the_drawing_turns_as_the_one_in_the_mirror(kiosk: Kiosk, hint: FaceHint, side: int) -> None:
    kiosk.screen.update(FaceCheck(hint=hint))
    kiosk.until(lambda: kiosk.hand.read("hint_head", "turn") * side > 0.2)
    arrow, mirror = kiosk.hand.where("turn_arrow"), kiosk.hand.where("mirror")
    assert arrow is not None and mirror is not None and arrow["visible"]
    middle = mirror["x"] + mirror["width"] / 2
    assert (arrow["x"] + arrow["width"] / 2 - middle) * side > 0, "one's own left is at the left of a mirror"
    kiosk.screen.update(FaceCheck(hint=FaceHint.FRONT_AGAIN))
    kiosk.settle()
    arrow = kiosk.hand.where("turn_arrow")
    assert arrow is not None and not arrow["visible"]


def test_hints_change_no_faster_than_they_can_be_read(unhurried: Kiosk) -> None:
    kiosk = unhurried
    kiosk.screen.update(SAMPLES["way"])
    kiosk.screen.update(FaceCheck(hint=FaceHint.LOOK))
    kiosk.settle()

    def said() -> str:
        return str(kiosk.hand.read("face_hint", "text"))

    kiosk.screen.update(FaceCheck(hint=FaceHint.CLOSER))
    began = time.monotonic()
    assert said() == "请再靠近一点", "the first change is told at once"
    for hint in (FaceHint.LIGHT, FaceHint.CENTRE, FaceHint.MASK):
        kiosk.screen.update(FaceCheck(hint=hint))
        assert said() == "请再靠近一点"
    kiosk.until(lambda: said() != "请再靠近一点")
    assert time.monotonic() - began > 0.6
    assert said() == "请摘下口罩", "what is true now, not what was missed"
    kiosk.screen.update(FaceCheck(hint=FaceHint.DONE, progress=1.0))
    assert said() == "核对通过", "good news does not wait"


def test_a_pause_locks_the_keys_counts_down_and_says_why(kiosk: Kiosk) -> None:
    async def wait() -> Answer:
        waiting = await kiosk.put(EnterCode(way="pin", wait_s=1, problem=Words(zh="不正确。", en="Not right.")))
        assert not kiosk.hand.ready("key_1") and not kiosk.hand.ready("action_fill")
        assert kiosk.hand.read("wait_left", "text") == "1"
        assert "不正确" in kiosk.hand.read("wait_why", "text") and "防止" in kiosk.hand.read("wait_why", "text")
        await kiosk.ready("key_1")
        await kiosk.type("123456")
        await kiosk.touch("action_fill")
        return await waiting

    assert kiosk.run(wait()) == Answer(action=Action.FILL, values={"code": "123456"})


def test_the_last_digits_of_the_phone_stay_hidden(kiosk: Kiosk) -> None:
    async def type_tail() -> None:
        await kiosk.type("407")
        assert not kiosk.hand.ready("action_fill")
        await kiosk.type("1")
        assert kiosk.hand.read("code", "secret")
        await kiosk.touch("action_fill")

    assert kiosk.ask(SAMPLES["phone-tail"], type_tail).values == {"code": "4071"}


@pytest.mark.parametrize(("language", "elder", "size"), LOOKS)
def test_six_ways_are_seen_at_once(kiosk: Kiosk, language: str, elder: bool, size: str) -> None:
    height = 1920 if size == "tall" else 1080
    kiosk.resize(3000 - height, height)
    page = SAMPLES["way-many"]
    assert isinstance(page, ChooseWay)
    kiosk.screen.update(page)
    kiosk.style(language, elder=elder)
    kiosk.settle()
    for way in page.ways:
        place = kiosk.hand.where(f"choose_{way}")
        assert place is not None and place["seen"] > 0.99 * place["width"] * place["height"], way


def test_face_login_ends_at_a_touch_as_large_as_going_on(kiosk: Kiosk) -> None:
    for name in ("face-login", "face-login-fresh"):
        kiosk.screen.update(SAMPLES[name])
        kiosk.settle()
        end, go_on = kiosk.hand.where("choose_withdraw"), kiosk.hand.where("action_next")
        assert end is not None and go_on is not None
        assert (end["width"], end["height"]) == (go_on["width"], go_on["height"])
        assert kiosk.hand.read("number", "text") == "9f3c 51d0 7ab8 4e26 b1d0 c4e8 7f2a 6035"
    answer = kiosk.ask(SAMPLES["face-login"], "choose_withdraw")
    assert answer == Answer(action=Action.CHOOSE, value="withdraw")


def test_an_authority_for_something_else_stands_there_with_its_reason_and_cannot_be_taken(kiosk: Kiosk) -> None:
    async def take() -> None:
        assert not kiosk.hand.ready("choose_SQ2025-0048")
        assert "授权不包括这次要办的事" in kiosk.words()
        await kiosk.touch("choose_SQ2025-0035")

    answer = kiosk.ask(SAMPLES["authority"], take)
    assert answer == Answer(action=Action.CHOOSE, value="SQ2025-0035")


def test_the_last_of_eight_authorities_can_be_reached(kiosk: Kiosk) -> None:
    assert kiosk.ask(SAMPLES["authority-many"], "choose_SQ2025-0008").value == "SQ2025-0008"


def test_the_screen_is_given_back_by_one_touch(kiosk: Kiosk) -> None:
    async def take_over() -> None:
        assert "请把屏幕交还给本人" in kiosk.words()
        await kiosk.touch("action_next")

    assert kiosk.ask(SAMPLES["hand-back"], take_over).action is Action.NEXT


@pytest.mark.parametrize("page", [SAMPLES["way"], SAMPLES["face"], ChooseItem(), SAMPLES["authority-many"]])
def test_whoever_helps_stands_on_every_page(kiosk: Kiosk, page: Page) -> None:
    kiosk.screen.update(page.model_copy(update={"companion": HELPED}))
    kiosk.settle()
    assert HELPED.zh in kiosk.words()
    kiosk.screen.update(page)
    kiosk.settle()
    assert HELPED.zh not in kiosk.words()


WHOLE = [
    *("face-login", "face-login-fresh", "face-login-child", "authority", "card-no-reader"),
    *(name for name in CONSENTS if name.startswith("consent-face-login")),
]


@pytest.mark.parametrize(("language", "elder", "size"), LOOKS)
def test_what_is_kept_and_what_can_be_chosen_is_seen_without_scrolling(
    kiosk: Kiosk, language: str, elder: bool, size: str
) -> None:
    kiosk.resize(*((1080, 1920) if size == "tall" else (1920, 1080)))
    hidden = []
    for name in WHOLE:
        kiosk.screen.update(SAMPLES[name])
        kiosk.style(language, elder=elder)
        kiosk.settle()
        if kiosk.hand.read("scroller", "interactive"):
            hidden.append(name)
    assert hidden == []


def test_where_there_is_too_much_the_key_to_see_more_leads_to_all_of_it(kiosk: Kiosk) -> None:
    kiosk.resize(1920, 1080)
    kiosk.style("en", elder=True)

    async def scroll() -> None:
        assert kiosk.hand.ready("scroll_more")
        while kiosk.hand.ready("scroll_more"):
            await kiosk.touch("scroll_more")
            await asyncio.sleep(0.2)
        place = kiosk.hand.where("choose_SQ2025-0008")
        assert place is not None and place["seen"] > 0.9 * place["width"] * place["height"]
        await kiosk.touch("choose_SQ2025-0008")

    assert kiosk.ask(SAMPLES["authority-many"], scroll).value == "SQ2025-0008"


def test_all_that_is_kept_for_face_login_is_said(kiosk: Kiosk) -> None:
    said = {}
    for name in ("face-login", "face-login-child"):
        kiosk.screen.update(SAMPLES[name])
        kiosk.style("zh")
        kiosk.settle()
        said[name] = " ".join(kiosk.words())
    for word in ("脸部特征", "不是照片", "姓名", "证件号", "手机号后四位的核对码", "不上传", "一年没用就自动删除"):
        assert word in said["face-login"], word
    assert "手机号" not in said["face-login-child"], "the PIN is asked beside that face"
    assert "2026-05-09" in said["face-login-child"] and "满 14 岁" in said["face-login-child"]


@pytest.mark.parametrize("way", ["social-security-card", "portal", "face-login", "window"])
def test_without_a_reader_the_other_ways_take_the_place_of_the_card(kiosk: Kiosk, way: str) -> None:
    async def choose() -> None:
        assert "请放上身份证" not in kiosk.words() and any("读卡器" in each for each in kiosk.words())
        await kiosk.touch(f"choose_{way}")

    assert kiosk.ask(SAMPLES["card-no-reader"], choose) == Answer(action=Action.CHOOSE, value=way)


def test_every_way_to_prove_it_has_its_name(kiosk: Kiosk) -> None:
    """A way without words of its own would show its code."""
    kiosk.screen.update(ChooseWay(ways=tuple(check.name for check in CHECKS)))
    kiosk.settle()
    assert not {check.name for check in CHECKS} & kiosk.words()
    kiosk.screen.update(PresentCard(others=tuple(entry.name for entry in ENTRIES)))
    kiosk.settle()
    assert not {entry.name for entry in ENTRIES} & kiosk.words()


def test_what_the_card_does_not_say_has_its_hint(kiosk: Kiosk) -> None:
    kiosk.screen.update(FORMS["form-on-file"])
    kiosk.settle()
    assert kiosk.hand.read("hint_address", "text") == "以公安登记为准"
    assert kiosk.hand.where("hint_name") is None or not kiosk.hand.where("hint_name")["visible"]  # type: ignore[index]
