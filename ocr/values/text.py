"""Text as papers mean it: one width of signs, simplified characters."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

_KEPT = "㎡℃№"
"""Signs that would come apart."""


@cache
def _plain(sign: str) -> str:
    if sign in _KEPT:
        return sign
    narrow = unicodedata.normalize("NFKC", sign)
    if len(narrow) != 1:
        return sign
    return simple(narrow) if _is_han(narrow) else narrow.replace("￥", "¥")


@cache
def simple(sign: str) -> str:
    """The simplified form of one character; what a simplified text may hold stays (乾 and 著 are names)."""
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        changed = _converter().convert(sign)
        return changed if len(changed) == 1 else sign
    return sign


def plain(text: str) -> str:
    """Signs narrow, characters simplified, white space as single spaces; as long as it was, or shorter."""
    return " ".join("".join(_plain(sign) for sign in text).split())


def compact(text: str) -> str:
    """The same without spaces."""
    return plain(text).replace(" ", "")


def wide(text: str) -> str:
    """Brackets as Chinese text has them."""
    return text.replace("(", "（").replace(")", "）")


def is_han(text: str) -> bool:
    """Whether there are Chinese characters alone."""
    return bool(text) and all(_is_han(sign) for sign in text)


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf" or sign == "〇" or sign >= "\U00020000"


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
