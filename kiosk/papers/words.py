"""What residents are told about their papers."""

from __future__ import annotations

from ocr.names import NAMES
from ocr.reading import Advice, Kind
from sync.contract.problem import Words

FAULTS = {
    "blank": Words(zh="这一页是空白的，请看看是不是放反了。", en="This page is blank: perhaps it lies face down."),
    "cut-off": Words(
        zh="这一页没有拍全，请把整页放好，再来一次。",
        en="A part of this page is missing. Please show the whole page again.",
    ),
    "blurred": Words(
        zh="这一页太模糊，请放平放稳，再来一次。", en="This page is blurred. Please lay it flat and try again."
    ),
    "dark": Words(zh="这一页太暗，看不清，请再来一次。", en="This page is too dark. Please try again."),
}
"""By code of ocr.condition.Fault, `blank` apart: pages that are taken again."""
REPEATED = Words(zh="这一页已经有了，请换下一页。", en="This page is here already. Please lay down the next one.")
UNREADABLE = Words(
    zh="认不出这是哪份材料，请检查有没有放错，再来一次。",
    en="We cannot tell which paper this is. Please check it and try again.",
)
BROKEN_OFF = Words(
    zh="这一页没有读出来，请再放一次；其他页都还在。",
    en="This page could not be read. Please show it again; the others are kept.",
)


def strange(kind: Kind) -> Words:
    """The item does not ask for this."""
    zh, en = NAMES[kind]
    return Words(zh=f"这里不需要{zh}，请收好，换别的材料。", en=f"This looks like {en}, which is not needed here.")


def pages_missing(name: Words, pages: tuple[int, ...]) -> Words:
    """A document says that it has more pages."""
    zh, en = "、".join(str(page) for page in pages), ", ".join(str(page) for page in pages)
    return Words(zh=f"{name.zh}还缺第 {zh} 页。", en=f"{name.en}: page {en} is missing.")


def said(name: Words, advice: Advice) -> Words:
    """Advice of the reader as a sentence about a document."""
    return Words(zh=f"{name.zh}：{advice.zh.rstrip('。')}。", en=f"{name.en}: {advice.en.rstrip('.')}.")
