"""A touch on a page comes back as the answer it means, and only touches the page understands."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import FaceCheck, FaceHint, PresentCard, Wait
from sync.contract.problem import Words
from tests.ui.rig import Kiosk
from ui.samples import SAMPLES

ONE_TOUCH = [
    ("attract", "action_next", Answer(action=Action.NEXT)),
    ("home", "choose_residence-permit", Answer(action=Action.CHOOSE, value="residence-permit")),
    ("home-many", "choose_payments", Answer(action=Action.CHOOSE, value="payments")),
    ("guide", "action_next", Answer(action=Action.NEXT)),
    ("guide", "action_back", Answer(action=Action.BACK)),
    ("card", "action_back", Answer(action=Action.BACK)),
    ("consent", "action_next", Answer(action=Action.NEXT)),
    ("consent", "action_refuse", Answer(action=Action.REFUSE)),
    ("face", "action_refuse", Answer(action=Action.REFUSE)),
    ("way", "choose_pin", Answer(action=Action.CHOOSE, value="pin")),
    ("way", "choose_window", Answer(action=Action.CHOOSE, value="window")),
    ("code", "action_retry", Answer(action=Action.RETRY)),
    ("code", "action_back", Answer(action=Action.BACK)),
    ("wait", "action_leave", Answer(action=Action.LEAVE)),
    ("record", "action_next", Answer(action=Action.NEXT)),
    ("form", "action_back", Answer(action=Action.BACK)),
    ("review", "action_next", Answer(action=Action.NEXT)),
    ("receipt", "action_next", Answer(action=Action.NEXT)),
    ("printing", "action_help", Answer(action=Action.HELP)),
    ("ask", "choose_yes", Answer(action=Action.CHOOSE, value="yes")),
    ("ask", "choose_no", Answer(action=Action.CHOOSE, value="no")),
    ("take", "action_next", Answer(action=Action.NEXT)),
    *(("rate", f"choose_{level}", Answer(action=Action.CHOOSE, value=str(level))) for level in range(1, 6)),
    ("rate", "action_refuse", Answer(action=Action.REFUSE)),
    ("farewell", "action_next", Answer(action=Action.NEXT)),
    ("trouble", "action_retry", Answer(action=Action.RETRY)),
    ("trouble", "choose_window", Answer(action=Action.CHOOSE, value="window")),
    ("trouble-handed-over", "action_next", Answer(action=Action.NEXT)),
    ("staff-refused", "action_next", Answer(action=Action.NEXT)),
    ("staff-overview", "choose_device:printer", Answer(action=Action.CHOOSE, value="device:printer")),
    *(
        ("staff-overview", f"choose_{where}", Answer(action=Action.CHOOSE, value=where))
        for where in ("supplies", "logs", "system", "acts", "report", "restart-all")
    ),
    ("staff-device", "choose_test", Answer(action=Action.CHOOSE, value="test")),
    ("staff-device", "choose_restart", Answer(action=Action.CHOOSE, value="restart")),
    ("staff-device", "action_back", Answer(action=Action.BACK)),
    ("staff-supplies", "action_back", Answer(action=Action.BACK)),
    ("staff-logs", "choose_device:", Answer(action=Action.CHOOSE, value="device:")),
    ("staff-logs", "choose_level:ERROR", Answer(action=Action.CHOOSE, value="level:ERROR")),
    ("staff-system", "choose_again", Answer(action=Action.CHOOSE, value="again")),
    (
        "staff-acts",
        "choose_done:NZZ-20251123-7A3F09C1",
        Answer(action=Action.CHOOSE, value="done:NZZ-20251123-7A3F09C1"),
    ),
    ("staff-report", "choose_print", Answer(action=Action.CHOOSE, value="print")),
    ("staff-ask", "choose_yes", Answer(action=Action.CHOOSE, value="yes")),
]


@pytest.mark.parametrize(
    ("sample", "control", "answer"), ONE_TOUCH, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_touch_is_an_answer(kiosk: Kiosk, sample: str, control: str, answer: Answer) -> None:
    assert kiosk.ask(SAMPLES[sample], control) == answer


def test_leaving_and_calling_a_person_work_on_every_page(kiosk: Kiosk) -> None:
    for name, page in SAMPLES.items():
        if name == "attract":
            continue
        assert kiosk.ask(page, "action_leave").action is Action.LEAVE
        if not name.startswith("staff-"):  # staff need nobody to be called
            assert kiosk.ask(page, "action_help").action is Action.HELP


def test_a_code_is_typed_mended_and_sent(kiosk: Kiosk) -> None:
    async def type_code() -> None:
        await kiosk.type("40819")
        await kiosk.touch("key_delete")
        await kiosk.type("2")
        assert not kiosk.hand.ready("action_fill"), "five digits of six are not a code"
        await kiosk.type("77")
        await kiosk.touch("action_fill")

    answer = kiosk.ask(SAMPLES["code"], type_code)
    assert answer == Answer(action=Action.FILL, values={"code": "408127"})


def test_a_staff_pin_stays_hidden_and_has_at_least_four_digits(kiosk: Kiosk) -> None:
    async def type_pin() -> None:
        await kiosk.type("471")
        assert not kiosk.hand.ready("action_fill")
        await kiosk.type("1")
        assert not kiosk.words() & {"471", "4711"}
        assert kiosk.hand.read("code", "secret")
        await kiosk.touch("action_fill")

    answer = kiosk.ask(SAMPLES["staff-pin"], type_pin)
    assert answer == Answer(action=Action.FILL, values={"code": "4711"})


def test_while_a_device_is_tested_nothing_else_is_begun(kiosk: Kiosk) -> None:
    async def look() -> None:
        assert not kiosk.hand.ready("choose_test") and not kiosk.hand.ready("choose_restart")
        assert "正在自检，请看设备…" in kiosk.words()
        await kiosk.touch("action_leave")

    kiosk.ask(SAMPLES["staff-device-testing"], look)


def test_staff_have_no_button_to_call_staff(kiosk: Kiosk) -> None:
    async def look() -> None:
        assert not kiosk.hand.ready("action_help")
        await kiosk.touch("action_leave")

    kiosk.ask(SAMPLES["staff-overview"], look)


def test_a_wrong_code_is_typed_again_from_the_start(kiosk: Kiosk) -> None:
    async def wrong_then_right() -> dict[str, str]:
        page = SAMPLES["code"]
        waiting = await kiosk.put(page)
        await kiosk.type("111111")
        await kiosk.touch("action_fill")
        assert (await waiting).values == {"code": "111111"}
        waiting = await kiosk.put(page.model_copy(update={"problem": Words(zh="不正确", en="Not right")}))
        assert "不正确" in kiosk.words()
        await kiosk.type("222222")
        await kiosk.touch("action_fill")
        return (await waiting).values

    assert kiosk.run(wrong_then_right()) == {"code": "222222"}


def test_a_form_is_filled_and_says_what_is_missing(kiosk: Kiosk) -> None:
    async def fill() -> None:
        await kiosk.touch("action_fill")
        await kiosk.rest()
        told = kiosk.words()
        assert {"请填写这一项", "请选一项"} <= told
        await kiosk.touch("field_phone")
        await kiosk.rest()
        await kiosk.type("13800000000")
        await kiosk.type("9")
        await kiosk.touch("key_done")
        await kiosk.rest()
        await kiosk.touch("choose_stay_less")
        await kiosk.rest()
        await kiosk.touch("action_fill")

    answer = kiosk.ask(SAMPLES["form"], fill)
    assert answer == Answer(action=Action.FILL, values={"phone": "13800000000", "stay": "less"})


def test_what_was_typed_stays_when_the_language_changes(kiosk: Kiosk) -> None:
    async def type_in_two_languages() -> None:
        await kiosk.type("408")
        await kiosk.touch("footer_language")
        await kiosk.rest()
        assert kiosk.hand.read("code", "digits") == "408"
        assert "Enter the code we sent" in kiosk.words()
        await kiosk.type("127")
        await kiosk.touch("action_fill")

    assert kiosk.ask(SAMPLES["code"], type_in_two_languages).values == {"code": "408127"}


@pytest.mark.parametrize(
    ("typed", "found"), [("sb", {"social-insurance-record"}), ("juzhu", {"residence-permit"}), ("qqq", set())]
)
def test_search_finds_by_sound_while_typing(kiosk: Kiosk, typed: str, found: set[str]) -> None:
    async def search() -> None:
        await kiosk.touch("search_open")
        await kiosk.rest()
        await kiosk.type(typed)
        await kiosk.rest()
        names = {each["name"] for each in kiosk.hand.controls()}
        assert {name.removeprefix("found_") for name in names if name.startswith("found_")} == found
        await kiosk.touch("search_close")
        await kiosk.rest()
        await kiosk.touch("choose_residence-permit")

    assert kiosk.ask(SAMPLES["home"], search).value == "residence-permit"


def test_an_item_that_cannot_be_done_here_cannot_be_chosen(kiosk: Kiosk) -> None:
    async def look() -> None:
        assert not kiosk.hand.ready("choose_senior-card")
        assert "读卡器维护中" in kiosk.words()
        await kiosk.touch("action_leave")

    kiosk.ask(SAMPLES["home"], look)


def test_an_action_the_page_does_not_understand_is_no_answer(kiosk: Kiosk) -> None:
    async def touch() -> None:
        kiosk.shell.answer("choose", "anything")
        kiosk.shell.answer("next")

    assert kiosk.ask(SAMPLES["consent"], touch).action is Action.NEXT


def test_an_update_redraws_the_page_and_keeps_it_waiting(kiosk: Kiosk) -> None:
    async def check() -> Answer:
        waiting = await kiosk.put(FaceCheck())
        kiosk.screen.update(FaceCheck(hint=FaceHint.CLOSER, progress=0.4))
        await kiosk.rest()
        assert kiosk.hand.read("face_hint", "text") == "请再靠近一点"
        assert not waiting.done()
        await kiosk.touch("action_refuse")
        return await waiting

    assert kiosk.run(check()).action is Action.REFUSE


def test_a_page_that_nobody_waits_for_any_more_stands_until_the_next(kiosk: Kiosk) -> None:
    async def cancel() -> None:
        waiting = asyncio.ensure_future(kiosk.screen.show(PresentCard()))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await kiosk.rest()
        assert kiosk.shell.kind == "PresentCard"
        kiosk.shell.answer("leave")

    kiosk.run(cancel())
    assert kiosk.ask(SAMPLES["guide"], "action_next").action is Action.NEXT


def test_two_pages_at_once_are_refused(kiosk: Kiosk) -> None:
    async def twice() -> None:
        waiting = asyncio.ensure_future(kiosk.screen.show(Wait(doing=Words(zh="等", en="wait"))))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="one page at a time"):
            await kiosk.screen.show(PresentCard())
        waiting.cancel()

    kiosk.run(twice())


def test_a_double_tap_answers_one_page_only(kiosk: Kiosk) -> None:
    kiosk.shell.hurry(1000)
    try:

        async def tap_twice() -> Answer:
            waiting = await kiosk.put(SAMPLES["review"])
            place = kiosk.hand.where("action_next")
            assert place is not None and not place["enabled"]
            kiosk.hand.press(place["touchX"], place["touchY"])
            await kiosk.rest()
            assert not waiting.done(), "the second half of a double tap handed the form in"
            await kiosk.ready("action_next")
            await kiosk.touch("action_next")
            return await waiting

        assert kiosk.run(tap_twice()).action is Action.NEXT
    finally:
        kiosk.shell.hurry(0)


def test_who_starts_in_english_or_large_text_finds_it_so(kiosk: Kiosk) -> None:
    kiosk.ask(SAMPLES["attract"], "start_english")
    assert (kiosk.shell.language, kiosk.shell.elder) == ("en", False)
    kiosk.ask(SAMPLES["attract"], "start_elder")
    assert (kiosk.shell.language, kiosk.shell.elder) == ("zh", True)


def test_the_next_resident_starts_in_chinese_at_normal_size(kiosk: Kiosk) -> None:
    kiosk.style("en", elder=True, reach=True)
    kiosk.ask(SAMPLES["attract"], "action_next")
    assert (kiosk.shell.language, kiosk.shell.elder, kiosk.shell.reach) == ("zh", False, False)
