"""Draws a simulated ticket as it would look: a PNG of the paper, set by typst."""

from __future__ import annotations

import io
import json
from typing import Any

from devices.receipt.paper import Row, Ticket

_DOTS_A_MM = 8
_PPI = 200.0
_PAPER = """
#let data = json(bytes(sys.inputs.ticket))
#let pt = data.columns * 6pt
#set page(width: pt + 20pt, height: auto, margin: 10pt, fill: rgb("#fdfcf8"))
#set text(font: ("Noto Sans Mono CJK SC", "Noto Sans CJK SC"), size: 12pt, lang: "zh", fill: rgb("#222"))
#set par(leading: 0pt, spacing: 4pt)
#for row in data.rows {
  let shown = if row.svg != "" {
    image(bytes(row.svg), width: row.mm * 1mm)
  } else if row.text == "" { v(12pt) } else {
    scale(x: 100% * row.wide, y: 100% * row.tall, reflow: true, text(row.text))
  }
  block(width: 100%, spacing: 4pt, align(if row.centred { center } else { left }, shown))
}
"""


def draw(ticket: Ticket, columns: int) -> bytes:
    """A PNG of a ticket. Raises RuntimeError when typst cannot set it."""
    import typst  # noqa: PLC0415  only a simulator that is looked at needs it

    data = json.dumps({"columns": columns, "rows": [_row(row) for row in ticket.rows]}, ensure_ascii=False)
    made: Any = typst.compile(_PAPER.encode(), format="png", ppi=_PPI, sys_inputs={"ticket": data})
    return bytes(made)


def _row(row: Row) -> dict[str, Any]:
    svg, mm = "", 0.0
    if row.qr:
        svg, mm = _qr(row.qr)
    elif row.dots[0]:
        svg, mm = _dots(*row.dots)
    return {"text": row.text, "wide": row.wide, "tall": row.tall, "centred": row.centred, "svg": svg, "mm": mm}


def _qr(text: str) -> tuple[str, float]:
    import segno  # noqa: PLC0415

    code, out = segno.make(text, micro=False, error="l"), io.BytesIO()
    code.save(out, kind="svg", border=0)
    return out.getvalue().decode(), code.symbol_size(border=0)[0] * 6 / _DOTS_A_MM


def _dots(wide: int, data: bytes) -> tuple[str, float]:
    """Rows of dots as an SVG of black runs."""
    runs = []
    for y in range(len(data) // wide):
        bits = "".join(f"{byte:08b}" for byte in data[y * wide : (y + 1) * wide])
        at = 0
        for run in bits.replace("10", "1 0").replace("01", "0 1").split(" "):
            if run.startswith("1"):
                runs.append(f"M{at} {y}h{len(run)}v1H{at}z")
            at += len(run)
    size = f'viewBox="0 0 {wide * 8} {len(data) // wide}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} shape-rendering="crispEdges"><path d="{"".join(runs)}"/></svg>'
    )
    return svg, wide * 8 / _DOTS_A_MM
