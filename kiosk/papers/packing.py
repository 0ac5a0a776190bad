"""Packs what the papers of a visit say for the reviewer of the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.catalog import FormField, Item
from kiosk.papers.desk import Desk, Slot, State
from kiosk.papers.protocol import ReadPage
from ocr.reading import Quad
from sync.contract.packet import (
    Box,
    Origin,
    Packet,
    PacketCheck,
    PacketField,
    PacketLine,
    PacketMissing,
    PacketPage,
    digest,
)
from sync.contract.problem import Words


@dataclass(frozen=True, repr=False)
class Packed:
    """A packet and everything it names."""

    packet: Packet
    attachments: tuple[bytes, ...]
    """The packet first, then its pages."""

    @property
    def sha256(self) -> str:
        """Of the packet."""
        return digest(self.attachments[0])


def pack(number: str, item: Item, desk: Desk, values: Mapping[str, str], read: Mapping[str, str]) -> Packed:
    """`values` are what the form says in the end, `read` what papers said of it, both by field."""
    slots = list(desk.slots.values())
    first: dict[str, int] = {}
    pages: list[tuple[Slot, ReadPage]] = []
    for slot in slots:
        first[slot.id] = len(pages)
        pages += [(slot, page) for page in slot.pages]
    packet = Packet(
        number=number,
        item=item.code,
        title=item.name,
        pages=tuple(_page(slot, page) for slot, page in pages),
        fields=tuple(_field(field, desk, first, values, read) for field in item.form),
        checks=tuple(
            PacketCheck(code=each.code, papers=each.slots, passed=each.passed, words=Words(zh=each.zh, en=each.en))
            for each in desk.checks
        ),
        missing=tuple(PacketMissing(paper=slot.id, name=slot.name) for slot in slots if slot.state is State.LATER),
    )
    return Packed(packet, (packet.model_dump_json().encode(), *dict.fromkeys(page.jpeg for _, page in pages)))


def _page(slot: Slot, page: ReadPage) -> PacketPage:
    return PacketPage(
        paper=slot.id,
        name=slot.name,
        sha256=digest(page.jpeg),
        width=page.width,
        height=page.height,
        turned=page.orientation,
        remarks=tuple(slot.remarks),
        lines=tuple(PacketLine(text=line.text, box=_box(line.corners, page)) for line in page.lines),
    )


def _field(
    field: FormField, desk: Desk, first: Mapping[str, int], values: Mapping[str, str], read: Mapping[str, str]
) -> PacketField:
    value = values.get(field.name, "")
    if field.paper is None:
        origin = Origin.CARD if field.source.card else Origin.RESIDENT
        return PacketField(name=field.name, label=field.label, value=value, origin=origin)
    said, slot = read.get(field.name), desk.slots[field.paper.material]
    found = slot.value(field.paper.field)
    corrected = bool(value) and said is not None and value != said
    origin = Origin.REVIEW if not value else Origin.PAPER if value == said else Origin.RESIDENT
    page = None if found is None or found.quad is None else found.page
    return PacketField(
        name=field.name,
        label=field.label,
        value=value,
        origin=origin,
        corrected=corrected,
        read=said if value != said else None,
        confidence=found.confidence if found else None,
        page=None if page is None else first[slot.id] + page,
        box=None if found is None or found.quad is None else _box(found.quad, slot.pages[found.page]),
        checks=found.checks if found else {},
    )


def _box(corners: Quad | Sequence[tuple[float, float]], page: ReadPage) -> Box:
    xs, ys = [x / page.width for x, _ in corners], [y / page.height for _, y in corners]
    left, top, right, bottom = (round(min(1.0, max(0.0, each)), 4) for each in (min(xs), min(ys), max(xs), max(ys)))
    return left, top, right, bottom
