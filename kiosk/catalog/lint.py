"""Checks what no single item file can promise by itself: sums, rules, references, and facts still to be checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from kiosk.catalog.icons import ICONS
from kiosk.catalog.item import Item
from kiosk.catalog.limits import WORKDAY_MINUTES, longest_path
from kiosk.catalog.loader import Catalog
from kiosk.catalog.terms import Delivery, DeviceKind, MaterialSource, Necessity, PolicyMode, StepName
from sync.contract.services import Assurance

LEAST_QUESTIONS = 3


class Severity(StrEnum):
    """Whether the catalogue may go out like this."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to check, with the key it is about."""

    severity: Severity
    item: str
    key: str
    message: str


Found = Iterator[tuple[str, str]]
"""Key and message of each error of a rule."""


def lint(catalog: Catalog, today: date) -> list[Finding]:
    """Everything that is wrong (errors) or unverified (warnings), in the order of the items."""
    findings = []
    for item in catalog.items.values():
        errors = [found for rule in _RULES for found in rule(item)]
        errors += [*_references(item, catalog), *_shared_names(item, catalog), *_dates(item, today)]
        warnings = [(fact.key, f"unverified: {fact.note}") for fact in item.unverified]
        if item.as_of > today:
            # A kiosk whose clock lost its battery must not refuse its catalogue.
            warnings.append(("as_of", f"{item.as_of} has not come yet: mend the date, or the clock of this machine"))
        findings += [Finding(Severity.ERROR, item.code, key, message) for key, message in errors]
        findings += [Finding(Severity.WARNING, item.code, key, message) for key, message in warnings]
    return findings


def _limits(item: Item) -> Found:
    needed, promised, legal = longest_path(item.flow), item.limits.promised, item.limits.legal
    if needed > promised.effort:
        yield "flow", f"the steps take {_spoken(needed)}, more than the promised {promised.words.en}"
    if legal is not None and promised.effort > legal.effort:
        yield "limits.promised", f"{promised.words.en} is more than the law allows ({legal.words.en})"


def _spoken(minutes: int) -> str:
    workdays, rest = divmod(minutes, WORKDAY_MINUTES)
    return f"{workdays} working days and {rest} minutes" if rest else f"{workdays} working days"


def _policy(item: Item) -> Found:
    policy = item.policy
    necessity = {material.id: material.necessity for material in item.materials}
    for id in policy.core_materials:
        if id not in necessity:
            yield "policy.core_materials", f"{id!r} is no material of this item"
        elif necessity[id] is not Necessity.REQUIRED:
            yield "policy.core_materials", f"{id!r} is optional, so it cannot be core"
    if policy.mode is PolicyMode.PLAIN:
        if policy.core_materials or policy.supplement_days or policy.result_before_supplement:
            yield "policy", "plain needs everything at once: no core materials, no supplement, no early result"
        return
    if policy.supplement_days == 0:
        yield "policy.supplement_days", f"{policy.mode.value} says by when the rest is brought"
    if not policy.core_materials:
        yield "policy.core_materials", f"{policy.mode.value} says what cannot be missing"
    if not {id for id, need in necessity.items() if need is Necessity.REQUIRED} - set(policy.core_materials):
        yield (
            "policy.core_materials",
            f"every required material is core, so nothing can be missing: {policy.mode.value} is idle",
        )
    early = policy.mode is PolicyMode.COMMITMENT
    if policy.result_before_supplement != early:
        yield (
            "policy.result_before_supplement",
            f"must be {str(early).lower()}: 容缺 gives the result after the supplement, 告知承诺 before it",
        )


def _materials(item: Item) -> Found:
    for place, material in enumerate(item.materials, start=1):
        brought = material.source in {MaterialSource.SCAN, MaterialSource.COUNTER}
        if material.share_exempt and brought:
            yield f"materials[{place}].share_exempt", "need not be brought, yet its source is what somebody brings"
        if material.ocr is not None and material.source is not MaterialSource.SCAN:
            yield f"materials[{place}].ocr", "only what is scanned can be recognised"
        if (material.licence is None) == (material.source is MaterialSource.LICENCE):
            yield f"materials[{place}].licence", "the type of licence goes with source = 'licence', and only with it"
        if material.source is MaterialSource.SCAN and DeviceKind.SCANNER not in item.devices:
            yield "devices", f"{material.id!r} is scanned, so the item needs 'scanner'"


def _steps(item: Item) -> Found:
    steps = item.steps
    if (item.assurance is Assurance.NONE) == (StepName.IDENTIFY in steps):
        yield "steps", "identify goes with an assurance above 'none', and only with it"
    if StepName.IDENTIFY in steps and steps[0] is not StepName.IDENTIFY:
        yield "steps", "identify comes first: nothing is shown before it is known to whom"
    if (StepName.FORM in steps) != bool(item.form):
        yield "steps", "the step 'form' goes with fields of a form, and only with them"
    scanned = {material.id for material in item.materials if material.ocr is not None}
    if (StepName.PAPERS in steps) != bool(scanned):
        yield "steps", "the step 'papers' goes with materials that are recognised (ocr), and only with them"
    for place, field in enumerate(item.form, start=1):
        if field.paper is not None and field.paper.material not in scanned:
            yield f"form[{place}].paper", f"{field.paper.material!r} is no material that is recognised (ocr)"
    order = [step for step in (StepName.PAPERS, StepName.FORM, StepName.REVIEW, StepName.SUBMIT) if step in steps]
    if order != [step for step in steps if step in order] or (
        StepName.SUBMIT in steps and StepName.REVIEW not in steps
    ):
        yield "steps", "papers come first; a form is filled, then looked over (review), then handed in (submit)"
    from_card = any(field.source.card for field in item.form)
    if from_card and StepName.IDENTIFY not in steps:
        yield "form", "fields come from the card, and nobody reads one: identify is missing"
    if StepName.IDENTIFY in steps and DeviceKind.ID_READER not in item.devices:
        yield "devices", "identify needs 'id-reader'"
    if StepName.CERTIFICATE in steps and DeviceKind.PRINTER not in item.devices:
        yield "devices", "certificate needs 'printer'"
    if (Delivery.PRINT in item.delivery) != (StepName.CERTIFICATE in steps):
        yield "delivery", "'print' goes with the step 'certificate', and only with it"


def _delivery_is_asked(item: Item) -> Found:
    for place, field in enumerate(item.form, start=1):
        offered = {choice.value for choice in field.choices}
        if field.name == "delivery" and offered != {delivery.value for delivery in item.delivery}:
            yield f"form[{place}].choices", "offers other ways than `delivery` of the item"


def _questions(item: Item) -> Found:
    if len(item.faq) < LEAST_QUESTIONS:
        yield "faq", f"{len(item.faq)} questions; an item answers at least {LEAST_QUESTIONS}"


def _icon(item: Item) -> Found:
    if item.icon not in ICONS:
        yield "icon", f"{item.icon!r} is not among the icons of kiosk/catalog/icons.py"


def _unverified_keys(item: Item) -> Found:
    for place, fact in enumerate(item.unverified, start=1):
        if not _has(item, fact.key):
            yield f"unverified[{place}].key", f"{fact.key!r} is no key of this item"


_RULES: tuple[Callable[[Item], Found], ...] = (
    _limits,
    _policy,
    _materials,
    _steps,
    _delivery_is_asked,
    _questions,
    _icon,
    _unverified_keys,
)


def _references(item: Item, catalog: Catalog) -> Found:
    for code in item.next_items:
        if code not in catalog.items:
            yield "next_items", f"{code!r} is no item of the catalogue"
        elif code == item.code:
            yield "next_items", "an item does not follow itself"


def _shared_names(item: Item, catalog: Catalog) -> Found:
    mine = {_folded(word): word for word in (item.name.zh, *item.aliases)}
    for other in catalog.items.values():
        if other.code != item.code:
            for theirs in (other.name.zh, *other.aliases):
                if _folded(theirs) in mine:
                    yield "aliases", f"{mine[_folded(theirs)]!r} also belongs to {other.code}"


def _folded(word: str) -> str:
    return "".join(word.split()).lower()


def _dates(item: Item, today: date) -> Found:
    if item.valid_from and item.valid_until and item.valid_until < item.valid_from:
        yield "valid_until", "ends before it begins (valid_from)"
    if item.valid_until and item.valid_until < today:
        yield "valid_until", f"ended on {item.valid_until}; take the item out or renew it"


def _has(item: Item, key: str) -> bool:
    """Whether a dotted key with places counted from 1 leads anywhere in the item, even to nothing."""
    node: object = item
    for part in re.findall(r"[^.\[\]]+", key):
        if isinstance(node, tuple) and part.isdigit() and 1 <= int(part) <= len(node):
            node = node[int(part) - 1]
        elif isinstance(node, BaseModel) and part in type(node).model_fields:
            node = getattr(node, part)
        else:
            return False
    return True
