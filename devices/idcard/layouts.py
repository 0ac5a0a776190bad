"""The four layouts of a card's text block: 256 bytes, UTF-16LE, fixed offsets (GA 449, GA 490)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from devices.idcard import Foreigner2017, Foreigner2023, HkMacauTaiwan, IdCard, Resident, Sex
from devices.idcard.problems import bad_record

BLOCK = 256
FOR_LIFE = "长期"

_PADDING = " \0\u3000\uffff"
"""What fills up a field: blanks, full-width ones, nothing, or what a memory holds that nobody wrote to."""

Layout = dict[str, tuple[int, int]]
"""Offset and length in bytes by field."""

_END: Layout = {"flag": (248, 2), "begin": (188, 16), "end": (204, 16)}

RESIDENT: Layout = _END | {
    "name": (0, 30),
    "sex": (30, 2),
    "ethnic_group": (32, 4),
    "birth": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
}
HK_MACAU_TAIWAN: Layout = _END | {
    "name": (0, 30),
    "sex": (30, 2),
    "birth": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
    "pass_number": (220, 18),
    "issue_count": (238, 4),
}
FOREIGNER_2017: Layout = _END | {
    "english_name": (0, 120),
    "sex": (120, 2),
    "number": (122, 30),
    "country": (152, 6),
    "name": (158, 30),
    "birth": (220, 16),
    "version": (236, 4),
    "office": (240, 8),
}
FOREIGNER_2023: Layout = _END | {
    "name": (0, 30),
    "sex": (30, 2),
    "renewals": (32, 4),
    "birth": (36, 16),
    "english_name": (52, 70),
    "number": (122, 36),
    "english_name_more": (220, 22),
    "country": (242, 6),
    "old_number_link": (250, 6),
}
LAYOUTS = {"": RESIDENT, "J": HK_MACAU_TAIWAN, "I": FOREIGNER_2017, "Y": FOREIGNER_2023}

_NUMBERS = {
    "": r"\d{17}[\dX]",
    "J": r"8[123]\d{15}[\dX]",
    "I": r"[A-Z]{3}\d{12}",
    "Y": r"9\d{16}[\dX]",
}


ETHNIC_GROUPS = frozenset({*(f"{code:02}" for code in range(1, 59)), "81", "83", "97", "98"})
"""GB/T 3304 (01 to 56), and what cards also carry: 57 and 97 for others, 58 and 98 for the naturalised, 81, 83."""


def check_digit(first17: str) -> str:
    """The last character of a citizen number: GB 11643, which is ISO 7064 MOD 11-2."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return "10X98765432"[total % 11]


def parse(block: bytes, portrait: bytes | None) -> IdCard:
    """The card that a text block describes.

    The checksum of a frame misses damage in two places, so a record has to agree with itself: check digit and
    day of birth in the number where GB 11643 rules (residents, layout J); for foreigners only the form of the
    number, their rule is not public; days in their order; codes that exist.

    Raises:
        Problem: `idcard.record`, naming the field that cannot be right.
    """
    if len(block) != BLOCK:
        raise bad_record(f"the text block has {len(block)} bytes, not {BLOCK}")
    flag = _text(block, _END["flag"], "flag")
    layout = LAYOUTS.get(flag)
    if layout is None:
        raise bad_record("the card is of a kind nobody knows")
    says = {field: _text(block, place, field) for field, place in layout.items()}
    name = says["name"] or says.get("english_name", "")
    if not name:
        raise bad_record("the name is empty")
    try:
        sex = Sex(says["sex"])
    except ValueError:
        raise bad_record("the sex is no code of GB/T 2261.1") from None
    if flag == "" and says["ethnic_group"] not in ETHNIC_GROUPS:
        raise bad_record("the ethnic group is no code of GB/T 3304")
    birth, begin = _date(says["birth"], "birth"), _date(says["begin"], "begin")
    end = None if says["end"] == FOR_LIFE else _date(says["end"], "end")
    if birth > begin or (end is not None and begin >= end):
        raise bad_record("birth, begin and end are not in their order")
    _check_number(flag, says["number"], birth)
    common = (name, says["number"], sex, birth, begin, end, portrait)
    match flag:
        case "J":
            return HkMacauTaiwan(*common, says["address"], says["issuer"], says["pass_number"], says["issue_count"])
        case "I":
            return Foreigner2017(
                *common, _squeezed(says["english_name"]), says["country"], says["version"], says["office"]
            )
        case "Y":
            english = _squeezed(_join(block, "english_name", "english_name_more"))
            return Foreigner2023(*common, english, says["country"], says["renewals"], says["old_number_link"])
    return Resident(*common, says["ethnic_group"], says["address"], says["issuer"])


def _text(block: bytes, place: tuple[int, int], field: str) -> str:
    offset, length = place
    try:
        text = block[offset : offset + length].decode("utf-16-le").strip(_PADDING)
    except UnicodeDecodeError:
        raise bad_record(f"the field {field} is no UTF-16") from None
    if not all(map(_may_stand, text)):
        raise bad_record(f"the field {field} holds characters that no card holds")
    return text


def _may_stand(character: str) -> bool:
    """Names with rare characters are written with private ones, or with some that are newer than our tables."""
    kind = unicodedata.category(character)
    return kind not in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp") or (kind == "Cn" and ord(character) > 0x1FFFF)


def _join(block: bytes, *fields: str) -> str:
    """A value that goes on in another field, in the middle of a word if need be."""
    places = [FOREIGNER_2023[field] for field in fields]
    text = b"".join(block[offset : offset + length] for offset, length in places).decode("utf-16-le")
    return "".join(" " if character in _PADDING else character for character in text)


def _date(text: str, field: str) -> date:
    if not re.fullmatch(r"[0-9]{8}", text):
        raise bad_record(f"the field {field} is no date")
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise bad_record(f"the field {field} is no day of the calendar") from None


def _check_number(flag: str, number: str, birth: date) -> None:
    if not re.fullmatch(_NUMBERS[flag], number, re.ASCII):
        raise bad_record("the number has another form than its kind of card")
    if flag not in ("", "J"):
        return
    if check_digit(number[:17]) != number[17]:
        raise bad_record("the number's check digit is wrong (GB 11643)")
    if number[6:14] != f"{birth:%Y%m%d}":
        raise bad_record("the number tells another day of birth (GB 11643)")


def _squeezed(text: str) -> str:
    return " ".join(text.split())
