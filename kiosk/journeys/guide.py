"""Turns the catalogue into the pages that offer and explain an item."""

from __future__ import annotations

from kiosk.catalog import Item
from kiosk.journeys.pages import ChooseItem, GuideMaterial, ItemGuide, Tile, Trail
from kiosk.services import Services
from sync.contract.problem import Words

_NIGHT = Words(
    zh="夜间时段（21:00–次日 8:00）提交的申请，下一个工作日由窗口复核；查询和打印随时可办。",
    en="Requests made at night (21:00–8:00) are reviewed on the next working day; queries and prints work at any hour.",
)
_END = Words(zh="评价离开", en="Finish")


def choose_page(services: Services) -> ChooseItem:
    """Home: every item that loads, those that cannot be finished now with the reason."""
    hour = services.clock().hour
    return ChooseItem(
        tiles=tuple(_tile(services, item) for item in services.catalog.items.values()),
        notice=services.notice() or (_NIGHT if hour >= 21 or hour < 8 else None),
    )


def guide_page(item: Item) -> ItemGuide:
    """What the item asks for and gives."""
    return ItemGuide(
        title=item.name,
        department=item.department,
        conditions=tuple(condition.text for condition in item.conditions),
        materials=tuple(
            GuideMaterial(name=m.name, necessity=m.necessity.words, note=m.note or m.source.words)
            for m in item.materials
        ),
        promised=item.limits.words,
        fee=item.fee.words,
        label=item.label,
    )


def trail(item: Item, at: int) -> Trail:
    """The stepper of an item at its step `at`."""
    return Trail(title=item.name, steps=(*(step.words for step in item.steps), _END), current=at)


def _plain(item: Item) -> str:
    """What search finds an item by until its sounds are known, a few seconds after the start."""
    return " ".join((item.name.zh, item.short.zh, item.name.en, item.short.en, *item.aliases)).lower()


def _tile(services: Services, item: Item) -> Tile:
    return Tile(
        item=item.code,
        title=item.short,
        note=item.note,
        icon=item.icon,
        zone=item.zone.value,
        keywords=services.search_words.get(item.code) or _plain(item),
        unavailable=services.obstacle(item),
    )
