"""Home: what its tiles can be found by, before and after the sounds are worked out."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import cast

import pytest

from kiosk.catalog import keywords, load
from kiosk.clock import BEIJING
from kiosk.journeys.guide import choose_page
from kiosk.journeys.pages import ChooseItem
from kiosk.services import Services


def home(hour: int, search_words: dict[str, str]) -> ChooseItem:
    services = SimpleNamespace(
        catalog=load(),
        clock=lambda: datetime(2026, 11, 24, hour, tzinfo=BEIJING),
        search_words=search_words,
        obstacle=lambda _: None,
        notice=lambda: None,
    )
    return choose_page(cast(Services, services))


def test_a_tile_is_found_by_its_names_at_once_and_by_its_sounds_later() -> None:
    at_once = {tile.item: tile.keywords for tile in home(12, {}).tiles}
    later = {tile.item: tile.keywords for tile in home(12, {c: keywords(i) for c, i in load().items.items()}).tiles}
    assert "老年证" in at_once["senior-card"] and "lnz" not in at_once["senior-card"]
    assert "老年证" in later["senior-card"] and "lnz" in later["senior-card"]


@pytest.mark.parametrize(("hour", "night"), [(20, False), (21, True), (0, True), (7, True), (8, False)])
def test_at_night_home_says_when_applications_are_reviewed(hour: int, night: bool) -> None:
    assert (home(hour, {}).notice is not None) is night
