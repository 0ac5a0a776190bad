"""Addresses against the divisions of the country (GB/T 2260): names misread by one look-alike are mended."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from ocr.values.text import wide

_LINE = re.compile(r'^(?P<deep> *)\d+ (?:province|county)="(?P<names>[^"]+)"')
_YEARS = re.compile(r"\[[^\]]*\]")
_SPECIAL = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_LEAST = 3
"""Characters a name has when one of them may be mended."""
_PAIRS = """
台合 末未 已己 大太 酉西 干千 土士 日曰 人入 王玉 天夭 申甲 甲由 由田 木本 阳阴 北比 东乐 晋普 宁宇 安妄 平乎 丰主
丰三 海梅 苏芬 陵陂 门们 河何 江汇 州洲 川州 山出 石右 景影 朝期 淀定 通逼 顺烦 义叉 昌冒 怀坏 柔桑 谷各 密蜜
云去 庆床 兴头
"""
_LOOK_ALIKE = frozenset(frozenset(pair) for pair in _PAIRS.split())
_STRANGE = re.compile(r"[^\u4e00-\u9fff\u3400-\u4dbf〇0-9A-Za-z()#/.·、\-–—号]")
_ENDING = re.compile(
    r"(?:[-–—][\dA-Za-z]+|[号楼栋幢座元#]\d+[A-Za-z]?|[A-Za-z)]|[号室栋幢楼层户院村组队座房弄巷路街道里苑园区县镇乡庄屯城府湾庭阁门内旁侧厦场寓店社厂市]|单元|胡同|中心|对面|附近)$"
)
_PLACE_WORD = re.compile(r"[省市区县州旗镇乡村路街巷里弄号楼栋幢座室院园苑庄屯组道胡同]")


@dataclass(frozen=True)
class Place:
    """An address as it is believed to be."""

    text: str = field(repr=False)
    known: bool
    """Its province and city or county stand in the gazetteer."""
    sound: bool
    """It ends as addresses do, with a number, a house, a street, a place, and holds no strange signs."""
    mended: bool
    """A name in it was misread by one character."""


def address(text: str) -> Place | None:
    """An address without spaces; None when the text is none. Names the gazetteer does not have stay as they are."""
    told = text.strip(":,.;、，。_-—")
    if len(told) < 5 or len(_PLACE_WORD.findall(told)) < 2:
        return None
    mended, rest, prefix, known = False, told, "", False
    for names in _levels(told):
        name, shift = _named(rest, names)
        if name is None:
            break
        mended, known = mended or not rest.startswith(name), True
        prefix, rest = prefix + name, rest[shift:]
    return Place(wide(prefix + rest), known, bool(_ENDING.search(told)) and not _STRANGE.search(told), mended)


def _levels(text: str) -> Iterable[frozenset[str]]:
    """The names that may come next: provinces, then what lies in the one that is there."""
    provinces = _gazetteer()
    yield frozenset(provinces)
    province = _named(text, frozenset(provinces))[0]
    if province is not None:
        yield provinces[province]
        yield provinces[province]


def _named(text: str, names: frozenset[str]) -> tuple[str | None, int]:
    """The name a text begins with, or the only one that it looks like."""
    exact = max((name for name in names if text.startswith(name)), key=len, default=None)
    if exact is not None:
        return exact, len(exact)
    near = {name for name in names if len(name) >= _LEAST and _differs_once(text[: len(name)], name)}
    if len(near) != 1:
        return None, 0
    name = near.pop()
    return name, len(name)


def _differs_once(text: str, name: str) -> bool:
    """In one character that looks alike, not the last, which says what it is: 区, 县, 市."""
    if len(text) != len(name) or text[-1] != name[-1]:
        return False
    unlike = [frozenset(pair) for pair in zip(text, name, strict=True) if pair[0] != pair[1]]
    return len(unlike) == 1 and unlike[0] in _LOOK_ALIKE


@cache
def _gazetteer() -> Mapping[str, frozenset[str]]:
    """Names of provinces, each with those of its cities and counties; python-stdnum carries them for GB 11643."""
    found: dict[str, set[str]] = {}
    names: set[str] = set()
    lines = importlib.resources.files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if match := _LINE.match(line):
            said = set(_YEARS.sub("", match["names"]).split(","))
            if not match["deep"]:
                names = found.setdefault(said.pop(), set())
            else:
                names |= said - _SPECIAL
    return {name: frozenset(inside) for name, inside in found.items()}
