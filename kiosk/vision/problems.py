"""What can go wrong in vision, in plain words for residents and with a way out for technicians."""

from __future__ import annotations

from kiosk.journeys.face_words import after_limit
from kiosk.journeys.pages import FaceHint
from sync.contract.problem import Family, Problem, Words

_SERVICED = Words(
    zh="本机的人脸核验正在维护，您可以换一种方式核实身份。",
    en="Face check is being serviced. You can prove who you are another way.",
)
_AGAIN = Words(zh="请稍等，摄像头正在重新准备。", en="One moment, the camera is getting ready again.")
_ANOTHER = Words(
    zh="刚才没有看清，请再试一次或换一种方式。", en="We could not see you well. Try again or use another way."
)


def weights(technician: str) -> Problem:
    """The models are missing or are not the ones that were pinned."""
    return Problem("vision.weights", Family.PERMANENT, resident=_SERVICED, technician=technician)


def lost(why: str) -> Problem:
    """The vision process is gone; it is being started again."""
    return Problem(
        "vision.lost",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"The vision process {why}. It is started again by itself; look at the log if that repeats.",
    )


def worn_out(starts: int, within_s: float, rest_s: float) -> Problem:
    """The vision process died again and again."""
    return Problem(
        "vision.worn-out",
        Family.PERMANENT,
        resident=_SERVICED,
        technician=f"The vision process died {starts} times within {within_s:.0f} s. It is tried again in "
        f"{rest_s / 60:.0f} minutes. Look at its last words in the log and at the memory that is left, "
        "and run: python -m kiosk.assets --check",
    )


def broken(error: BaseException) -> Problem:
    """An error nobody foresaw; its kind is told, its text is not: it might hold what was seen."""
    return Problem(
        "vision.broken",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"Vision met {type(error).__name__} ({_where(error)}). Try again; report it if it repeats.",
    )


def superseded() -> Problem:
    """Another check began, or the visit ended."""
    return Problem(
        "vision.superseded", Family.EXPECTED, resident=_ANOTHER, technician="This face check was ended by the next one."
    )


def many_faces() -> Problem:
    """More than one person was in view until the limit."""
    return Problem(
        "face.many",
        Family.EXPECTED,
        resident=Words(
            zh="镜头里有不止一个人，请只留您自己再试。", en="More than one person is in view. Stand alone, please."
        ),
        technician="More than one face was in view until the limit.",
    )


def timed_out(hint: FaceHint, limit_s: float) -> Problem:
    """Not enough good frames before the limit."""
    return Problem(
        "face.timeout",
        Family.EXPECTED,
        resident=after_limit(hint),
        technician=f"No {limit_s:.0f} s were enough for a face check; the last hint was {hint.value}.",
    )


def portrait(why: str) -> Problem:
    """The portrait on the card cannot be compared with anybody."""
    return Problem(
        "face.portrait",
        Family.EXPECTED,
        resident=Words(
            zh="证件照片无法比对，请换一种方式核实身份。",
            en="The photo on the card cannot be compared. Please use another way.",
        ),
        technician=f"The portrait on the card {why}. Check the portrait decoder if that happens with every card.",
    )


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "unknown place" if trace is None else f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}"
