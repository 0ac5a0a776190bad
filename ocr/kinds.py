"""Which kind of document pages are, by the words that only such documents carry."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.pages import Page
from ocr.reading import Kind

_WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.ID_FRONT: ("公民身份号码", "姓名", "民族", "出生", "住址"),
    Kind.ID_BACK: ("居民身份证", "签发机关", "有效期限"),
    Kind.LEASE: ("租赁合同", "出租方", "承租方", "租金", "租赁期限"),
}


def tell(pages: Sequence[Page]) -> tuple[Kind, float]:
    """The likeliest kind and how sure that is, 0 to 1."""
    text = "".join(line.text for page in pages for line in page.lines).replace(" ", "")
    shares = {kind: sum(word in text for word in words) / len(words) for kind, words in _WORDS.items()}
    best = max(shares, key=lambda kind: shares[kind])
    return (best, shares[best]) if shares[best] > 0.3 else (Kind.OTHER, 1 - shares[best])
