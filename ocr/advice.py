"""What the resident can do about pages: take one again, or lay down the paper that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.condition import Fault
from ocr.names import NAMES
from ocr.pages import Page
from ocr.reading import Advice, Kind

_SURE = 0.8
"""From which confidence on somebody is told that a paper is another one."""
_SIDES = {Kind.ID_FRONT, Kind.ID_BACK}
_BLANK = ("这一页是空白的，请看看是不是放反了", "This page is blank: perhaps it lies face down")
_FAULTS = {
    Fault.CUT_OFF: ("这一页没有拍全，请把整页放进画面", "A part of this page is missing: show the whole page"),
    Fault.BLURRED: ("这一页太模糊，请放稳后重新拍", "This page is blurred: hold it still and take it again"),
    Fault.DARK: ("这一页太暗，请在亮一点的地方重新拍", "This page is too dark: take it again with more light"),
    Fault.GLARE: (
        "这一页有反光，请换个角度重新拍",
        "This page shines: take it again from another side",
    ),
    Fault.SMALL: ("这一页的字太小，请拍近一点", "The writing on this page is too small: take it from nearer"),
}


def of_pages(pages: Sequence[Page]) -> list[Advice]:
    """For each page the first thing that is wrong with it; what cannot be seen at all comes first."""
    told = []
    for number, page in enumerate(pages):
        if page.sheet.blank:
            told.append(_advice("blank", _BLANK, number))
        elif fault := next((each for each in _FAULTS if each in page.sheet.faults), None):
            told.append(_advice(fault.value, _FAULTS[fault], number))
    return told


def of_kind(wanted: Kind, told: Kind, sure: float) -> list[Advice]:
    """Says when the pages are surely another paper than the one that is asked for."""
    if told is wanted or sure < _SURE or {told, wanted} == _SIDES or wanted is Kind.OTHER:
        return []
    (zh, en), (seen_zh, seen_en) = NAMES[wanted], NAMES[told]
    words = (f"这里要放{zh}，放的好像是{seen_zh}", f"This should be {en}; it looks like {seen_en}")
    return [_advice("wrong-kind", words, None)]


def _advice(code: str, words: tuple[str, str], page: int | None) -> Advice:
    return Advice(code=code, zh=words[0], en=words[1], page=page)
