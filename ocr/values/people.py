"""What papers say of people: name, sex, ethnic group, telephone."""

from __future__ import annotations

import re

from ocr.values.text import compact, is_han

_GROUPS = """
汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西
景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安
裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺
"""
ETHNIC = frozenset(_GROUPS.split())
"""The 56 (GB 3304-1991)."""
_NOT_A_NAME = re.compile(
    "[年月日号省县厘]|姓名|性别|民族|出生|先生|女士|身份|签[名字章]|盖章|甲方|乙方|日期|地址|电话|公司|单位|银行"
    "|中国|户主|证件|编号|有效|人员"
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86-?)?(1[3-9]\d-?\d{4}-?\d{4})(?!\d)")
_FIXED = re.compile(r"(?<!\d)(0\d{2,3}-\d{7,8})(?!\d)")
_LATIN = re.compile(r"[A-Z][A-Z ,.'-]{3,40}")


def name(text: str) -> str | None:
    """A person's name that fills the text: two to four characters, or more around · ."""
    told = compact(text).replace("•", "·").replace("・", "·").strip(":,.;()-_—、。，：")
    parts = told.split("·")
    if not all(is_han(part) for part in parts) or _NOT_A_NAME.search(told):
        return None
    if len(parts) == 1:
        return told if 2 <= len(told) <= 4 else None
    return told if len(parts) <= 4 and len(told) <= 16 else None


def sex(text: str) -> str | None:
    """男 or 女 at the beginning of a text."""
    told = compact(text).lstrip(":.")
    return told[0] if told[:1] in ("男", "女") else None


def ethnic_group(text: str) -> str | None:
    """One of the 56, without 族, at the beginning of a text."""
    told = compact(text).lstrip(":.")
    for length in (4, 3, 2, 1):
        if told[:length] in ETHNIC and (len(told) == length or told[length : length + 1] in ("族", "")):
            return told[:length]
    return None


def phone(text: str) -> str | None:
    """The one telephone number in a text, mobile or fixed."""
    told = compact(text)
    found = {match.replace("-", "") for match in _MOBILE.findall(told)} or set(_FIXED.findall(told))
    return found.pop() if len(found) == 1 else None
