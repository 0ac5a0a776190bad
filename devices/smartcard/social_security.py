"""Reads a social-security card: 13 records of two files, each checked for what it can say (LD/T 32)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import IntEnum

from devices.idcard import Sex
from devices.idcard.layouts import check_digit
from devices.smartcard import SOCIAL_SECURITY, SocialSecurityCard, problems
from devices.smartcard.apdu import Send
from devices.smartcard.records import read_file, select


class Tag(IntEnum):
    """Records of the social-security application."""

    CARD_CODE = 0x01
    CLASS = 0x02
    VERSION = 0x03
    ISSUER = 0x04
    ISSUED = 0x05
    EXPIRES = 0x06
    CARD_NUMBER = 0x07
    NUMBER = 0x08
    NAME = 0x09
    SEX = 0x0A
    ETHNIC_GROUP = 0x0B
    BIRTHPLACE = 0x0C
    BIRTH = 0x0D


FILES: dict[int, dict[int, int]] = {
    0xEF05: {
        Tag.CARD_CODE: 16,
        Tag.CLASS: 1,
        Tag.VERSION: 4,
        Tag.ISSUER: 12,
        Tag.ISSUED: 4,
        Tag.EXPIRES: 4,
        Tag.CARD_NUMBER: 9,
    },
    0xEF06: {Tag.NUMBER: 18, Tag.NAME: 30, Tag.SEX: 1, Tag.ETHNIC_GROUP: 1, Tag.BIRTHPLACE: 3, Tag.BIRTH: 4},
}
"""Bytes by tag by file."""
_LENGTHS = {tag: length for lengths in FILES.values() for tag, length in lengths.items()}

_PADDING = b"\x00\x20\xff"
_ETHNIC_GROUPS = frozenset({*range(1, 57), 97, 98})
"""GB/T 3304; 97 is any other, 98 a foreigner who was naturalised."""


def read(send: Send) -> SocialSecurityCard:
    """The card that is there. Nothing is taken from a card that does not tell all of it.

    Raises:
        Problem: `smartcard.foreign`, `smartcard.unreadable`, `smartcard.record`.
    """
    select(send, SOCIAL_SECURITY)
    values: dict[int, bytes] = {}
    for file, lengths in FILES.items():
        found = read_file(send, file, lengths)
        missing = [Tag(tag).name for tag in lengths if tag not in found]
        if missing:
            raise problems.bad_record(f"{file:04X} has no {', '.join(missing)}")
        values |= found
    return parse(values)


def parse(values: dict[int, bytes]) -> SocialSecurityCard:
    """The card that its 13 values describe.

    Raises:
        Problem: `smartcard.record`, naming the field that cannot be right.
    """
    says = {tag: _within(values[tag], tag, length) for tag, length in _LENGTHS.items()}
    card = SocialSecurityCard(
        card_code=_octets(says, Tag.CARD_CODE),
        card_class=_code(says, Tag.CLASS),
        version=_text(says, Tag.VERSION, r"[0-9A-Z][0-9A-Z.]{0,3}"),
        issuer=_octets(says, Tag.ISSUER),
        issued=_date(says, Tag.ISSUED),
        expires=_date(says, Tag.EXPIRES),
        card_number=_text(says, Tag.CARD_NUMBER, r"[0-9A-Z]{8,9}"),
        number=_text(says, Tag.NUMBER, r"[0-9]{17}[0-9X]"),
        name=_name(says),
        sex=_sex(says),
        ethnic_group=_ethnic_group(says),
        birthplace=_digits(says, Tag.BIRTHPLACE),
        birth=_date(says, Tag.BIRTH),
    )
    if check_digit(card.number[:17]) != card.number[17]:
        raise problems.bad_record("NUMBER has a wrong check digit (GB 11643)")
    if card.number[6:14] != f"{card.birth:%Y%m%d}":
        raise problems.bad_record("NUMBER and BIRTH contradict each other")
    if not card.birth <= card.issued <= card.expires:
        raise problems.bad_record("BIRTH, ISSUED and EXPIRES are not in their order")
    return card


def told(card: SocialSecurityCard) -> dict[str, str]:
    """The card as command-line tools print it; dates in ISO 8601."""
    return {
        "card_code": card.card_code,
        "class": card.card_class,
        "version": card.version,
        "issuer": card.issuer,
        "issued": card.issued.isoformat(),
        "expires": card.expires.isoformat(),
        "card_number": card.card_number,
        "social_security_number": card.number,
        "name": card.name,
        "sex": card.sex.value,
        "ethnic_group": card.ethnic_group,
        "birthplace": card.birthplace,
        "birth": card.birth.isoformat(),
    }


Values = dict[int, bytes]


def _within(value: bytes, tag: int, length: int) -> bytes:
    """A value in its length: shorter where the card does not pad, longer only by padding."""
    if not value or value[length:].strip(_PADDING):
        raise problems.bad_record(f"{Tag(tag).name} has {len(value)} bytes, not {length}")
    return value[:length]


def _text(says: Values, tag: Tag, form: str) -> str:
    text = says[tag].rstrip(_PADDING).decode("ascii", "replace").upper()
    if not re.fullmatch(form, text, re.ASCII):
        raise problems.bad_record(f"{tag.name} has another form")
    return text


def _octets(says: Values, tag: Tag) -> str:
    """Data of the issuer, in hexadecimal; FF is no digit and fills up."""
    value = says[tag].rstrip(b"\xff")
    if not value.strip(b"\x00"):
        raise problems.bad_record(f"{tag.name} is empty")
    return value.hex().upper()


def _digits(says: Values, tag: Tag) -> str:
    """Two decimal digits a byte, every byte."""
    text = says[tag].hex()
    if not text.isdecimal() or len(says[tag]) != _LENGTHS[tag]:
        raise problems.bad_record(f"{tag.name} is not decimal")
    return text


def _date(says: Values, tag: Tag) -> date:
    text = _digits(says, tag)
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise problems.bad_record(f"{tag.name} is no day of the calendar") from None


def _code(says: Values, tag: Tag) -> str:
    """One digit, as a character or as a number."""
    value = says[tag][0]
    if value <= 9:
        return str(value)
    if ord("0") <= value <= ord("9"):
        return chr(value)
    raise problems.bad_record(f"{tag.name} is no digit")


def _sex(says: Values) -> Sex:
    try:
        return Sex(_code(says, Tag.SEX))
    except ValueError:
        raise problems.bad_record("SEX is no code of GB/T 2261.1") from None


def _ethnic_group(says: Values) -> str:
    text = _digits(says, Tag.ETHNIC_GROUP)
    if int(text) not in _ETHNIC_GROUPS:
        raise problems.bad_record("ETHNIC_GROUP is no code of GB/T 3304")
    return text


def _name(says: Values) -> str:
    try:
        name = says[Tag.NAME].rstrip(_PADDING).decode("gb18030").strip()
    except UnicodeDecodeError:
        raise problems.bad_record("NAME is no GBK") from None
    if not name or any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in name):
        raise problems.bad_record("NAME is no name")
    return name
