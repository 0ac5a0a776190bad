"""What every page wears while a second person is there: who acts, and masks over what they need not see.

The paper that is printed is not masked: it is handed to the resident, or to the agent for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.identity.companion import Companion, Role
from kiosk.journeys import pages
from kiosk.journeys.pages import FieldKind, Page
from kiosk.visit import Visit
from sync.contract.problem import Words

HIDDEN = "•••"
_OWN_HANDS = Words(zh="请本人输入，旁人请回避", en="Only the resident types here; please look away")
_OWN_CHOICE = Words(zh="请本人阅读后自己选择", en="The resident reads this and chooses alone")
_PLAIN_COLUMNS = 2
"""Of a record: year and kind. What follows is the resident's own business."""
_KEPT = 3
"""Characters of a text that stay, enough to know it again."""
_KEPT_DIGITS = 4


def dress(page: Page, visit: Visit) -> Page:
    """The page as it is shown in this visit."""
    companion = visit.companion
    if companion is None:
        return page
    masks = MASKS.get(type(page))
    hidden = masks(page) if masks else {}
    return page.model_copy(update={**hidden, "companion": _line(page, companion, visit)})


def _line(page: Page, companion: Companion, visit: Visit) -> Words:
    """Who acts for whom, masked; on pages that are the resident's alone, that they are."""
    helper = companion.identity.name_masked
    resident = visit.identity.name_masked if visit.identity else None
    if companion.role is Role.AGENT:
        if resident is None:
            return Words(zh=f"代办员 {helper}", en=f"Agent {helper}")
        return Words(zh=f"代办员 {helper} 正在为 {resident} 办理", en=f"Agent {helper} acts for {resident}")
    whom = f" {resident}" if resident else ""
    line = Words(zh=f"志愿者 {helper} 正在协助{whom}", en=f"Volunteer {helper} is helping{whom}")
    match page:
        case pages.EnterCode():
            own = _OWN_HANDS
        case pages.Consent():
            own = _OWN_CHOICE
        case _:
            return line
    return Words(zh=f"{line.zh}。{own.zh}。", en=f"{line.en}. {own.en}.")


def hidden(text: str) -> str:
    """A value that others need not read: 13800000009 → •••0009, an address keeps its first characters.

    What is masked already stays as it is.
    """
    if not text or "*" in text:
        return text
    if text.isascii() and text.isdigit():
        return HIDDEN + (text[-_KEPT_DIGITS:] if len(text) > 2 * _KEPT_DIGITS else "")
    return (text[:_KEPT] if len(text) > 2 * _KEPT else "") + HIDDEN


def _record(page: Page) -> dict[str, Any]:
    assert isinstance(page, pages.Record)
    return {
        "number_masked": HIDDEN,
        "summary": tuple((label, HIDDEN) for label, _ in page.summary),
        "rows": tuple(
            row.model_copy(
                update={"cells": tuple(cell if at < _PLAIN_COLUMNS else HIDDEN for at, cell in enumerate(row.cells))}
            )
            for row in page.rows
        ),
    }


def _form(page: Page) -> dict[str, Any]:
    """What card and papers say is masked; digits typed earlier, perhaps when nobody looked on, are typed again."""
    assert isinstance(page, pages.FillForm)
    return {"fields": tuple(_masked(field) for field in page.fields)}


def _masked(field: pages.Field) -> pages.Field:
    choices = field.choices
    if field.read_from is not None:
        choices = tuple((value, _masked_label(label)) for value, label in choices)
    return field.model_copy(update={"value": _field_value(field), "choices": choices})


def _masked_label(label: Words) -> Words:
    """What was read of a paper is the same in both languages; everything else is not."""
    return Words(zh=hidden(label.zh), en=hidden(label.en)) if label.zh == label.en else label


def _field_value(field: pages.Field) -> str:
    match field.kind:
        case FieldKind.GIVEN:
            return hidden(field.value)
        case FieldKind.DIGITS:
            return "" if field.read_from is None else hidden(field.value)
        case FieldKind.CHOICE:
            return field.value


def _review(page: Page) -> dict[str, Any]:
    assert isinstance(page, pages.Review)
    return {
        "values": tuple((label, hidden(value) if isinstance(value, str) else value) for label, value in page.values)
    }


def _consent_number(page: Page) -> dict[str, Any]:
    assert isinstance(page, pages.FaceLoginStatus | pages.Erased)
    return {"consent": hidden(page.consent)}


MASKS: dict[type[Page], Callable[[Page], dict[str, Any]]] = {
    pages.Record: _record,
    pages.FillForm: _form,
    pages.Review: _review,
    pages.FaceLoginStatus: _consent_number,
    pages.Erased: _consent_number,
}
"""By kind of page: what is put in place of what. A page that is in neither table fails a test."""
PLAIN: frozenset[type[Page]] = frozenset(
    {
        pages.Attract,
        pages.ChooseItem,
        pages.ItemGuide,
        pages.PresentCard,
        pages.InsertCard,
        pages.ShowCode,
        pages.Consent,
        pages.FaceCheck,
        pages.ChooseAuthority,
        pages.HandBack,
        pages.ChooseWay,
        pages.EnterCode,
        pages.Wait,
        pages.LayPapers,
        pages.Receipt,
        pages.Printing,
        pages.AskPrinted,
        pages.TakeBelongings,
        pages.Rate,
        pages.Farewell,
        pages.Trouble,
    }
)
"""Pages on which nothing personal stands but names and numbers that are masked for everybody."""
