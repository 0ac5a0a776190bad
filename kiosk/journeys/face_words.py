"""What the face check says, on the screen and aloud: one short request for each hint."""

from __future__ import annotations

from kiosk.journeys.pages import FaceCheck, FaceHint
from sync.contract.problem import Words

HINT_WORDS: dict[FaceHint, Words] = {
    FaceHint.LOOK: Words(
        zh="请看屏幕，把脸放进框里。", en="Please look at the screen and bring your face into the outline."
    ),
    FaceHint.NO_FACE: Words(zh="没有看到人脸，请站到屏幕前。", en="No face is seen. Please stand before the screen."),
    FaceHint.MANY_FACES: Words(
        zh="镜头里有不止一个人，请只留您自己。", en="More than one person is in view. Please stand alone."
    ),
    FaceHint.CLOSER: Words(zh="请靠近一点。", en="Please come a little closer."),
    FaceHint.FARTHER: Words(zh="请往后退一点。", en="Please step back a little."),
    FaceHint.CENTRE: Words(zh="请把脸移到框的中间。", en="Please move your face to the middle of the outline."),
    FaceHint.STRAIGHT: Words(zh="请把脸正对屏幕。", en="Please face the screen straight on."),
    FaceHint.LIGHT: Words(
        zh="光线太暗，请把脸朝向亮的地方。", en="It is too dark. Please turn your face towards the light."
    ),
    FaceHint.BACKLIGHT: Words(
        zh="您身后太亮，请往旁边站一点。", en="It is too bright behind you. Please step a little to the side."
    ),
    FaceHint.GLARE: Words(
        zh="脸上有反光，请摘下眼镜或稍微低头。",
        en="Light is mirrored on your face. Please take off your glasses or lower your head a little.",
    ),
    FaceHint.MASK: Words(zh="请摘下口罩。", en="Please take off your mask."),
    FaceHint.COVERED: Words(zh="请把脸全部露出来。", en="Please let your whole face be seen."),
    FaceHint.HOLD_STILL: Words(zh="很好，请保持不动。", en="Good. Please hold still."),
    FaceHint.TURN_LEFT: Words(zh="请慢慢把头转向左边。", en="Please turn your head slowly to your left."),
    FaceHint.TURN_RIGHT: Words(zh="请慢慢把头转向右边。", en="Please turn your head slowly to your right."),
    FaceHint.FRONT_AGAIN: Words(zh="请转回来，看着屏幕。", en="Please turn back and look at the screen."),
    FaceHint.CHECKING: Words(zh="正在核对，请不要动。", en="Checking. Please hold still."),
    FaceHint.DONE: Words(zh="好了，核对通过。", en="Done. It is you."),
    FaceHint.ONE_MOMENT: Words(zh="请稍等，摄像头正在重新准备。", en="One moment, the camera is getting ready again."),
}


def face_check(hint: FaceHint, progress: float = 0.0) -> FaceCheck:
    """The page of the face check with its sentence; `progress` is 0 to 1."""
    return FaceCheck(hint=hint, progress=progress, words=HINT_WORDS[hint])


def after_limit(hint: FaceHint) -> Words:
    """What is said when the time ran out while the check asked for `hint`: why, and what can be done now."""
    if hint not in _CURABLE:
        return Words(
            zh="刚才没有看清，请再试一次或换一种方式。", en="We could not see you well. Try again or use another way."
        )
    words = HINT_WORDS[hint]
    return Words(
        zh=f"{words.zh.rstrip('。')}再试一次，或换一种方式。", en=f"{words.en} Then try again, or use another way."
    )


_CURABLE = frozenset(
    {
        FaceHint.NO_FACE,
        FaceHint.MANY_FACES,
        FaceHint.CLOSER,
        FaceHint.FARTHER,
        FaceHint.CENTRE,
        FaceHint.STRAIGHT,
        FaceHint.LIGHT,
        FaceHint.BACKLIGHT,
        FaceHint.GLARE,
        FaceHint.MASK,
        FaceHint.COVERED,
    }
)
"""Hints that name what kept the camera from seeing the face."""
