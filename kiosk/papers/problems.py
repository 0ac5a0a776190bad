"""What can go wrong in reading papers, in plain words for residents and with a way out for technicians."""

from __future__ import annotations

from sync.contract.problem import Family, Problem, Words

_AGAIN = Words(
    zh="读材料的程序正在重新准备，已经拍好的都还在，请稍等。",
    en="The reading of papers is getting ready again. What you have shown is still here; one moment, please.",
)
_SERVICED = Words(
    zh="本机暂时不能读材料，请换一台自助机，或到窗口办理。",
    en="Papers cannot be read here at the moment. Please use another kiosk, or go to a counter.",
)


def lost(why: str) -> Problem:
    """The papers process is gone; it is being started again."""
    return Problem(
        "papers.lost",
        Family.TEMPORARY,
        resident=_AGAIN,
        technician=f"The papers process {why}. It is started again by itself; look at the log if that repeats.",
    )


def worn_out(starts: int, within_s: float, rest_s: float) -> Problem:
    """The papers process died again and again."""
    return Problem(
        "papers.worn-out",
        Family.PERMANENT,
        resident=_SERVICED,
        technician=f"The papers process died {starts} times within {within_s:.0f} s. It is tried again in "
        f"{rest_s / 60:.0f} minutes. Look at its last words in the log and at the memory that is left, "
        "and run: python -m kiosk.assets --check",
    )


def broken(error: BaseException) -> Problem:
    """An error nobody foresaw; its kind is told, its text is not: it might hold what was read."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "unknown place" if trace is None else f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}"
    return Problem(
        "papers.broken",
        Family.TEMPORARY,
        resident=Words(
            zh="这一页没有读出来，请再放一次。", en="This page could not be read. Please show it once more."
        ),
        technician=f"Reading papers met {type(error).__name__} ({where}). Try again; report it if it repeats.",
    )
