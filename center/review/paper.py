"""The packet as one PDF: what is to be reviewed with the place of each field, then the pages with searchable text."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import typst

from center.review import Review
from center.review.words import checks, origin
from sync.contract.packet import PacketPage

_TEMPLATE = Path(__file__).with_name("packet.typ")


def pdf(review: Review) -> bytes:
    """One file to keep with the case."""
    sources: dict[str, str | bytes] = {"main.typ": _TEMPLATE.read_bytes()}
    for number, (told, picture) in enumerate(zip(review.packet.pages, review.pictures, strict=True)):
        sources[f"page-{number}.svg"] = _drawing(told, picture)
    told_all = json.dumps(_told(review))
    made = typst.compile(sources, format="pdf", sys_inputs={"packet": told_all})  # type: ignore[call-overload]
    assert isinstance(made, bytes)
    return made


def _drawing(page: PacketPage, picture: bytes) -> bytes:
    """A picture as text: sources of the typesetter that never touch a disk have to be text."""
    size = f'width="{page.width}" height="{page.height}"'
    data = base64.b64encode(picture).decode()
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/jpeg;base64,{data}"/></svg>'
    )
    return drawing.encode()


def _told(review: Review) -> dict[str, Any]:
    """What the template writes, in its words."""
    packet = review.packet
    papers = {at: page.name.zh for at, page in enumerate(packet.pages)}
    return {
        "number": packet.number,
        "title": packet.title.zh,
        "missing": [each.name.zh for each in packet.missing],
        "checks": [{"passed": each.passed, "words": each.words.zh} for each in packet.checks],
        "fields": [
            {
                "label": field.label.zh,
                "value": field.value,
                "origin": origin(field, papers),
                "checks": checks(field),
                "page": field.page,
                "box": field.box,
            }
            for field in packet.fields
        ],
        "pages": [
            {
                "name": page.name.zh,
                "width": page.width,
                "height": page.height,
                "remarks": [remark.zh for remark in page.remarks],
                "lines": [{"text": line.text, "box": line.box} for line in page.lines],
            }
            for page in packet.pages
        ],
    }
