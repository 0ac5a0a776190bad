"""What a paper says for one field: every place that may tell it, and the one that is believed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ocr.fields.amounts import amount
from ocr.fields.forms import FieldForm, Form
from ocr.fields.labels import Anchor, anchors_of
from ocr.fields.rows import GAP, Span, Text
from ocr.fields.spots import Finder, Spot
from ocr.fields.types import CLOSED, FREE, GROUPED, NAMES, OF_ONE_LENGTH, SELF_PROVING, SEVERAL_LINES, TYPES, Told

_ANYWHERE = 0.96
"""Quality of a value that was found without its label."""
_SIGNED = 0.9
_PROVEN = 0.97
_STEEP = 1.5
"""How much faster confidence falls than the engine's score: one wrong sign of ten costs it little."""
_UNCLEAR = 4.0
"""The same for how surely the whole page was read: a name on a bad page may be another name."""
_STEEPER = 2.5
"""The same for names in lines of their own: no label shares the score."""
_GENTLE = 0.8
"""The same for types with few values."""
_LOST_SIGN, _SPARE = 0.15, 0.3
"""What it costs when all the doubt of a long line may be about one sign, and how much of that is usual."""
_SIGNATURE = 0.15
"""How much surer a name has to be than another one in the signature."""
_CUT = 0.2
"""Heights to the edge of a page within which a value is cut off."""
_SAME = 0.02
"""How much surer one value has to be than another one."""
_ABREAST = 1.5
"""How far apart, in heights, labels of one kind may be that stand beside each other."""
_AGREED = 0.7
"""Share of doubt that is left when a second place says the same."""


@dataclass(frozen=True, repr=False)
class Candidate:
    """What one place says."""

    told: Told
    confidence: float


class Candidates:
    """Everything a paper says about the fields of its form."""

    def __init__(self, text: Text, form: Form) -> None:
        self._text, self._form = text, form
        labels = [label for each in form.field for label in (*each.labels, *each.capital)]
        labels += [label for part in form.part for label in part.labels] + list(form.others)
        self._anchors = anchors_of(text.rows, labels)
        self._finder = Finder(text.rows, self._anchors)
        self._headings = {
            part.name: [
                each
                for each in self._anchors
                if each.label in part.labels and not (each.signing or (part.marked and each.glued))
            ]
            for part in form.part
        }

    def best(self, form: FieldForm) -> Candidate | None:
        """The value that is believed; without a value where something does not check or two places disagree."""
        found = self._labelled(form)
        if form.anywhere and not found:  # what stands at the label and does not check is not made up for elsewhere
            found = self._unlabelled(form)
        return _choose(found, _SIGNATURE if form.marked else _SAME)

    def _labelled(self, form: FieldForm) -> list[Candidate]:
        anchors = self._own(form)
        if form.type == "amount":
            capitals = [spot for anchor in self._of(form.capital) for spot in self._spots(anchor, form)]
            places = [spot for anchor in anchors for spot in self._spots(anchor, form)]
            return [self._candidate(form, told, quality) for told, quality in amount(places, capitals)]
        read = TYPES[form.type]
        found = []
        for anchor in anchors:
            for spot in self._spots(anchor, form):
                told = read(spot.span, form.pattern)
                if told is not None:
                    found.append(self._candidate(form, told, spot.quality * (_SIGNED if anchor.signing else 1.0)))
        return found

    def _spots(self, anchor: Anchor, form: FieldForm) -> list[Spot]:
        return self._finder.spots(
            anchor, lines=form.type in SEVERAL_LINES, flows=form.flows, proven=form.type in SELF_PROVING
        )

    def _unlabelled(self, form: FieldForm) -> list[Candidate]:
        """By its form alone, where no label claims the text; only when all places say one thing, or parts of it."""
        read, found = TYPES[form.type], []
        for number, row in enumerate(self._text.rows):
            taken = [(anchor.start, anchor.end) for anchor in self._anchors if anchor.row == number]
            cells = [row.span] if form.type in GROUPED and not taken else _unclaimed(row.span, taken)
            for cell in cells:
                told = read(cell, form.pattern)
                if told is not None and told.value is not None:
                    found.append(self._candidate(form, told, _ANYWHERE))
        longest = max((each.told.value or "" for each in found), key=len, default="")
        if all((each.told.value or "") in longest for each in found):
            return [each for each in found if each.told.value == longest]
        return []

    def _own(self, form: FieldForm) -> list[Anchor]:
        """The labels that ask for this field."""
        anchors = [each for each in self._of(form.labels) if not (form.marked and each.glued)]
        if form.part is not None:
            return [each for each in anchors if self._part_of(each) == form.part]
        if form.nth is None:
            return anchors
        expected = max(each.nth or 0 for each in self._form.field if each.labels == form.labels)
        return [_in_order(anchors)[form.nth - 1]] if len(anchors) == expected else []

    def _of(self, labels: Iterable[str]) -> list[Anchor]:
        wanted = set(labels)
        return [anchor for anchor in self._anchors if anchor.label in wanted]

    def _part_of(self, anchor: Anchor) -> str | None:
        """The part whose heading stands nearest before a label: in its row, or above it and in its column."""
        distances = {
            name: min((_distance(heading, anchor) for heading in headings), default=float("inf"))
            for name, headings in self._headings.items()
        }
        near = min(distances, key=lambda name: distances[name], default=None)
        return near if near is not None and distances[near] < float("inf") else None

    def _candidate(self, form: FieldForm, told: Told, quality: float) -> Candidate:
        steep = _GENTLE if form.type in CLOSED else _STEEPER if form.type in NAMES and told.span.alone else _STEEP
        confidence = told.sure * quality * max(0.0, 1 - steep * (1 - told.span.score))
        if told.proven:
            confidence = max(_PROVEN * quality, confidence)
        elif form.type in FREE:
            confidence -= _UNCLEAR * (1 - self._text.clearness(told.span.signs[0].piece.page))
            confidence -= _LOST_SIGN * max(0.0, told.span.lost - _SPARE)
        if form.type not in OF_ONE_LENGTH and self._is_cut(told.span):
            confidence *= 0.5
        return Candidate(told, max(0.0, min(1.0, confidence)))

    def _is_cut(self, span: Span) -> bool:
        """Whether a value reaches the edge of its page: the rest of it may be missing."""
        place = span.place()
        if place is None:
            return False
        piece = span.signs[0].piece
        width = self._text.pages[piece.page].sheet.picture.shape[1]
        edge = _CUT * piece.height
        return bool(place[:, 0].min() < edge or place[:, 0].max() > width - edge)


def _choose(found: Sequence[Candidate], margin: float) -> Candidate | None:
    by_value: dict[str | None, list[Candidate]] = defaultdict(list)
    for each in found:
        by_value[each.told.value].append(each)
    failed = by_value.pop(None, [])
    if not by_value:
        return max(failed, key=lambda each: each.confidence, default=None)
    ranked = sorted((max(same, key=lambda each: each.confidence) for same in by_value.values()), key=_confidence)
    best = ranked[-1]
    if len(ranked) > 1 and best.confidence - ranked[-2].confidence < margin:
        return Candidate(
            replace(best.told, value=None, checks={**best.told.checks, "one-value": False}), best.confidence
        )
    if len(by_value[best.told.value]) > 1:
        return Candidate(best.told, 1 - _AGREED * (1 - best.confidence))
    return best


def _confidence(candidate: Candidate) -> float:
    return candidate.confidence


def _in_order(anchors: Sequence[Anchor]) -> list[Anchor]:
    """As people read them: those at about one height from the left, whichever of them is a little higher."""
    rows: list[list[tuple[float, Anchor]]] = []
    for anchor in anchors:
        assert anchor.first is not None
        piece = anchor.first.piece
        last = rows[-1][0][1].first if rows else None
        if last and last.piece.page == piece.page and abs(last.piece.middle - piece.middle) < _ABREAST * piece.height:
            rows[-1].append((anchor.first.left, anchor))
        else:
            rows.append([(anchor.first.left, anchor)])
    return [anchor for row in rows for _, anchor in sorted(row, key=lambda each: each[0])]


def _distance(heading: Anchor, anchor: Anchor) -> float:
    """Smaller is nearer; infinite for a heading that stands behind or below."""
    a, b = heading.first, anchor.first
    assert a is not None
    assert b is not None
    if a.piece.page != b.piece.page:
        return float("inf") if a.piece.page > b.piece.page else 1e6
    if heading.row == anchor.row:
        return 0.01 * (b.left - a.left) if heading.start <= anchor.start else float("inf")
    down = b.piece.middle - a.piece.middle
    return down + 0.5 * abs(b.left - a.left) if down > 0 else float("inf")


def _unclaimed(span: Span, labels: Sequence[tuple[int, int]]) -> list[Span]:
    """The cells of a row that hold no label and do not follow one."""
    cells, start, claimed = [], 0, False
    for at, sign in enumerate((*span.text, GAP)):
        if sign != GAP:
            continue
        if at > start:
            own = any(start <= label < at for label, _ in labels)
            if not own and not claimed:
                cells.append(span.part(start, at))
            claimed = own and any(end >= at for _, end in labels if start < end <= at + 1)
        start = at + 1
    return cells
