"""How residents are shown to whoever stands behind them."""

from __future__ import annotations

import pytest

from kiosk.identity import mask_name, mask_number


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王丽华", "王*华"), ("张三", "张*"), ("欧阳娜娜", "欧**娜"), ("王", "王*"), ("JOHN SMITH", "J*** S****")],
)
def test_names_keep_their_ends(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(("number", "shown"), [("110100198604120028", "1101**********0028"), ("12345678", "********")])
def test_numbers_keep_four_at_each_end(number: str, shown: str) -> None:
    assert mask_number(number) == shown
