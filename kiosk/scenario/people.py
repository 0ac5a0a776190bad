"""The fictitious people of the scenarios: what is on their cards, and what the demonstration centre knows of them."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache

from devices.idcard.cards import CARDS

PINS = {"wang": "135790", "li": "246800", "zhang": "112233", "zhou": "864209", "chen": "975310"}
TAILS = {"wang": "0001", "li": "0002", "zhang": "0003", "zhou": "0005"}
"""Last digits of their phones."""
PHONE = "13800000009"
"""What anybody types for a phone."""


@cache
def card(key: str) -> dict[str, str]:
    """What is on somebody's cards."""
    found: dict[str, str] = tomllib.loads(CARDS.read_text(encoding="utf-8"))[key]
    return found


def birth_of(key: str) -> date:
    """When somebody was born."""
    return datetime.strptime(card(key)["birth"], "%Y%m%d").date()


def face_of(key: str) -> str:
    """The camera's scene of somebody; their portrait has the same name."""
    return card(key).get("face", key)
