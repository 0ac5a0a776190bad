"""The fields of each kind of document, taken from the lines of its pages and checked.

No templates: `rows` puts lines side by side, `labels` finds the wordings that the form of the kind names (one TOML a
kind, `forms`), `spots` says where their values may stand, `types` what they must look like, `candidates` which one is
believed, `agree` whether fields fit together. Below THRESHOLD a field has no value: it is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ocr.fields.advice import of_fields
from ocr.fields.agree import CHECKS
from ocr.fields.candidates import Candidate, Candidates
from ocr.fields.forms import Form, form_of
from ocr.fields.rows import Text, rows_of
from ocr.fields.types import NAMES
from ocr.pages import Page
from ocr.reading import Advice, FieldReading, Kind

THRESHOLD = 0.85
"""Confidence from which on a value is taken."""
NAMES_THRESHOLD = 0.87
"""The same for names of people, which nothing proves."""
_PROVEN = 0.97
_BOTH_SIDES = (Kind.ID_FRONT, Kind.ID_BACK)


def take(kind: Kind, pages: Sequence[Page], today: date | None = None) -> tuple[dict[str, FieldReading], list[Advice]]:
    """Every field of `kind`, with a value only where its checks passed, and what the resident can do.

    Both sides of an identity card give the fields of both, whichever of them `kind` says.
    What is expired is told when `today` is given.
    """
    text = rows_of(pages)
    fields: dict[str, FieldReading] = {}
    for each in _BOTH_SIDES if kind in _BOTH_SIDES else (kind,):
        form = form_of(each)
        if form is None:
            continue
        found = _taken(text, form)
        if each is kind or any(reading.value for reading in found.values()):
            fields |= found
    return fields, of_fields(kind, fields, today)


def _taken(text: Text, form: Form) -> dict[str, FieldReading]:
    candidates = Candidates(text, form)
    found = {each.name: candidates.best(each) for each in form.field}
    values = {name: each.told.value for name, each in found.items() if each is not None}
    checks: dict[str, dict[str, bool]] = {name: dict(each.told.checks) for name, each in found.items() if each}
    blamed: set[str] = set()
    proven: set[str] = set()
    for agreement in form.agree:
        verdict = CHECKS[agreement.check](agreement.fields, values)
        if verdict is None:
            continue
        for name in verdict.blamed:
            checks[name][agreement.check] = verdict.passed
        (proven if verdict.passed else blamed).update(verdict.proven if verdict.passed else verdict.blamed)
    told = {}
    for each in form.field:
        candidate = found[each.name]
        if candidate is None:
            if each.required:
                told[each.name] = FieldReading(value=None, confidence=0.0, page=0, quad=None)
            continue
        least = NAMES_THRESHOLD if each.type in NAMES else THRESHOLD
        told[each.name] = _reading(
            text, candidate, checks[each.name], _Belief(least, each.name in blamed, each.name in proven)
        )
    return told


@dataclass(frozen=True)
class _Belief:
    least: float
    blamed: bool
    proven: bool


def _reading(text: Text, candidate: Candidate, checks: dict[str, bool], belief: _Belief) -> FieldReading:
    confidence = max(_PROVEN, candidate.confidence) if belief.proven and not belief.blamed else candidate.confidence
    believed = not belief.blamed and confidence >= belief.least
    page, quad = text.outside(candidate.told.span)
    return FieldReading(
        value=candidate.told.value if believed else None,
        confidence=round(confidence if candidate.told.value is not None and not belief.blamed else 0.0, 4),
        page=page,
        quad=quad,
        checks=checks,
    )
