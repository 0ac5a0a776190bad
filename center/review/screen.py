"""The reviewer's page: one look at what is missing and what fails, each field beside its place, then the pages."""

from __future__ import annotations

from html import escape
from pathlib import Path

from center.review.words import checks, origin
from sync.contract.packet import Origin, Packet, PacketField

_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
_CROP = 320
"""Pixels of the picture of a field's place."""
_AROUND = 0.15


def page(packet: Packet, base: str) -> str:
    """HTML without scripts; pictures and paper are below `base`."""
    papers = {at: each.name.zh for at, each in enumerate(packet.pages)}
    failed = [each for each in packet.checks if not each.passed]
    waiting = [field for field in packet.fields if field.origin is Origin.REVIEW or field.corrected]
    parts = [
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="referrer" content="no-referrer">',
        f"<title>{escape(packet.number)}</title><style>{_STYLE}</style>",
        f"<header><h1>{escape(packet.title.zh)}</h1><span>{escape(packet.number)}</span>",
        f'<a href="{base}/packet.pdf">下载 PDF（可检索）</a></header><section>',
        *(f'<p class="bad">容缺，需补交：{escape(each.name.zh)}</p>' for each in packet.missing),
        *(f'<p class="bad">✗ {escape(each.words.zh)}</p>' for each in failed),
        f'<p class="good">✓ 材料之间、材料与身份证之间核对通过 {len(packet.checks) - len(failed)} 项</p>',
        _to_look_at(waiting),
        "</section><section><table><tr><th>字段<th>值<th>来源<th>原件",
        *(_row(field, packet, papers, base) for field in packet.fields),
        "</table></section>",
    ]
    for at, each in enumerate(packet.pages):
        remarks = "".join(f' <span class="bad">{escape(words.zh)}</span>' for words in each.remarks)
        parts.append(f'<figure id="page-{at}"><figcaption>第 {at + 1} 张：{escape(each.name.zh)}{remarks}</figcaption>')
        parts.append(f'<img src="{base}/page-{at}.jpg" alt=""></figure>')
    return "".join(parts)


def _to_look_at(fields: list[PacketField]) -> str:
    names = escape("、".join(field.label.zh for field in fields))
    return f"<p>请重点看 {len(fields)} 项：{names}</p>" if fields else ""


def _row(field: PacketField, packet: Packet, papers: dict[int, str], base: str) -> str:
    tone = ' class="bad"' if field.origin is Origin.REVIEW or field.corrected else ""
    value = escape(field.value) or '<span class="bad">待填写</span>'
    return (
        f'<tr><td>{escape(field.label.zh)}<td class="value">{value}'
        f"<td{tone}>{escape(origin(field, papers))}<div class=muted>{escape(checks(field))}</div>"
        f"<td>{_crop(field, packet, base)}"
    )


def _crop(field: PacketField, packet: Packet, base: str) -> str:
    if field.page is None or field.box is None:
        return ""
    told = packet.pages[field.page]
    left, top, right, bottom = field.box
    ratio = told.height / told.width
    margin = _AROUND * (bottom - top) * ratio
    whole = _CROP / max(right - left + 2 * margin, 0.05)
    high = min(140.0, (bottom - top) * whole * ratio * 1.3)
    across, down = -(left - margin) * whole, -top * whole * ratio + 0.115 * high
    style = (
        f"background-image:url({base}/page-{field.page}.jpg);background-size:{whole:.0f}px {whole * ratio:.0f}px;"
        f"background-position:{across:.0f}px {down:.0f}px;height:{high:.0f}px"
    )
    return f'<a href="#page-{field.page}"><div class="crop" style="{style}"></div></a>'
