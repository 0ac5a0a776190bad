"""Whether bytes have the shape of an IPP message (RFC 8010, 3): each length leads to the next attribute, and to an end.

pyipp reads lengths as signed numbers and believes them; bytes without this shape could keep it going for ever.
"""

from __future__ import annotations

from pyipp.enums import IppTag

_HEAD = 8
_DEEPEST = 8
"""Collections inside collections."""
_FIXED = {
    IppTag.INTEGER.value: 4,
    IppTag.ENUM.value: 4,
    IppTag.BOOLEAN.value: 1,
    IppTag.DATE.value: 11,
    IppTag.RESOLUTION.value: 9,
    IppTag.RANGE.value: 8,
}
"""Octets of a value by its tag."""
_WITH_LANGUAGE = frozenset({IppTag.TEXT_LANG.value, IppTag.NAME_LANG.value})
_FIRST_VALUE = 0x10
"""Tags below it delimit groups."""


def well_formed(data: bytes, *, document: bool = False) -> bool:
    """Whether the message is whole; `document`: whether something may follow its end."""
    at, depth = _HEAD, 0
    while at < len(data):
        tag = data[at]
        if tag == IppTag.END.value:
            return depth == 0 and (document or at + 1 == len(data))
        if tag < _FIRST_VALUE:
            if depth:
                return False
            at += 1
            continue
        name = _length(data, at + 1)
        value_at = at + 3 + name + 2
        value = _length(data, value_at - 2)
        if name < 0 or value < 0 or value_at + value > len(data) or not _fits(tag, data[value_at : value_at + value]):
            return False
        depth += (tag == IppTag.BEGIN_COLLECTION.value) - (tag == IppTag.END_COLLECTION.value)
        if not 0 <= depth <= _DEEPEST:
            return False
        at = value_at + value
    return False


def _length(data: bytes, at: int) -> int:
    """A length that fits in 15 bits, as RFC 8010 has it; -1 when there is none."""
    length = int.from_bytes(data[at : at + 2], "big")
    return length if at + 2 <= len(data) and length < 0x8000 else -1


def _fits(tag: int, value: bytes) -> bool:
    if tag in _FIXED:
        return len(value) == _FIXED[tag]
    if tag not in _WITH_LANGUAGE:
        return True
    language = _length(value, 0)
    text = _length(value, 2 + language) if language >= 0 else -1
    return text >= 0 and 4 + language + text == len(value)
