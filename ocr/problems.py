"""What can be wrong with a file that somebody hands in, told to them and to the technician."""

from __future__ import annotations

from sync.contract.problem import SERVICED, Family, Problem, Words

_ANOTHER = Words(
    zh="这个文件读不出来，请换一个，或把纸放到扫描台上。",
    en="This file cannot be read. Try another one, or scan the paper.",
)


def _expected(code: str, resident: Words, technician: str) -> Problem:
    return Problem(f"paper.{code}", Family.EXPECTED, resident=resident, technician=technician)


def unreadable(why: str) -> Problem:
    """paper.unreadable: no picture and no PDF, or a damaged one."""
    return _expected("unreadable", _ANOTHER, f"{why}. Give a JPEG, PNG, WebP, BMP, TIFF or PDF that opens elsewhere.")


def too_large(what: str, limit: str) -> Problem:
    """paper.too-large: more than is opened."""
    words = Words(
        zh="这个文件太大了，请拍得小一些，或分开提交。",
        en="This file is too large. Make it smaller, or hand it in in parts.",
    )
    return _expected("too-large", words, f"{what}; the limit is {limit}.")


def too_small(what: str) -> Problem:
    """paper.too-small: nothing can be written in so few pixels."""
    words = Words(zh="照片太小，看不清字，请重新拍。", en="The picture is too small to be read. Please take it again.")
    return _expected("too-small", words, f"{what}; a page needs at least 64 pixels a side.")


def locked() -> Problem:
    """paper.locked: an encrypted PDF."""
    words = Words(zh="这个PDF有密码，请去掉密码后再提交。", en="This PDF is locked. Remove its password first.")
    return _expected("locked", words, "The PDF is encrypted; save it without a password.")


def moving(frames: int) -> Problem:
    """paper.moving: an animation is no page."""
    return _expected("moving", _ANOTHER, f"The picture is an animation of {frames} frames; give a still one.")


def no_weights(path: str) -> Problem:
    """ocr.weights: set-up has not been run, or a file is gone."""
    return Problem(
        "ocr.weights",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"{path} is missing. Run: python -m kiosk.assets",
    )


def no_engine(name: str, command: str) -> Problem:
    """ocr.engine: the configured engine is not installed."""
    return Problem(
        "ocr.engine",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"{name} is not installed. Run: {command}, or set ocr.engine to paddle.",
    )


def no_measuring() -> Problem:
    """ocr.bench: the folder bench is not here."""
    return Problem(
        "ocr.bench",
        Family.PERMANENT,
        resident=SERVICED,
        technician="The folder bench is missing. Run python -m ocr bench where the source is.",
    )
