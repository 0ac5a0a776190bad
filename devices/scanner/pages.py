"""Sheets of paper for the simulated scanner and document camera: drawn once each, when they are first wanted."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 300
_HEAD = """
#set page(paper: "a4", margin: 22mm)
#set text(font: ("Noto Serif CJK SC", "Libertinus Serif"), size: 12pt, lang: "zh")
#set par(leading: 1em, justify: true)
"""
_SHEETS = {
    "application": """
#align(center, text(size: 22pt, weight: "bold")[个人业务申请表])
#v(6mm)
#table(columns: (28mm, 1fr, 28mm, 1fr), rows: 11mm, align: horizon,
  [姓名], [（样张）], [性别], [ ],
  [申请事项], table.cell(colspan: 3)[社会保障卡补领],
  [住址], table.cell(colspan: 3)[南中轴路　号],
  [联系电话], [ ], [申请日期], [2026 年 1 月 5 日])
#v(6mm)
申请人承诺：以上所填内容真实有效，并同意将所交材料用于办理本次申请的事项。材料不齐的，在规定的期限内补齐。
#v(6mm)
#for number in range(1, 9) [#number. 第 #number 项材料：原件一份，复印件一份，当场核对后退还原件。#parbreak()]
#place(bottom + right, dx: -10mm, dy: -16mm, circle(radius: 19mm, stroke: 1.2mm + rgb("#c8102e"),
  align(center + horizon, text(fill: rgb("#c8102e"), size: 15pt, weight: "bold")[样张\\ 专用章])))
""",
    "proof": """
#align(center, text(size: 24pt, weight: "bold")[居住证明])
#v(12mm)
#set par(first-line-indent: 2em)
兹证明本页为模拟扫描仪所用的样张，不载任何人的信息。样张上的文字用来检查扫描的清晰度、方向和颜色。
#v(6mm)
特此证明。
#v(30mm)
#align(right)[南中轴综合服务中心 #linebreak() 2026 年 1 月 5 日]
""",
    "letter": """
#set text(font: "Libertinus Serif", lang: "en")
= Specimen
#for number in range(1, 26) [Line #number of a page that is shown from its first word to its last.#parbreak()]
""",
    "blank": "",
}
NAMES = tuple(_SHEETS)


@cache
def draw(name: str) -> Image:
    """A sheet of A4 in RGB at 300 dpi. Takes about a second the first time."""
    import typst  # noqa: PLC0415  heavy, and only needed when somebody puts a page in
    from PIL import Image  # noqa: PLC0415

    png = typst.compile((_HEAD + _SHEETS[name]).encode(), format="png", ppi=float(DPI))
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB")


@cache
def jpeg(name: str, dpi: int, *, quality: int = 85) -> bytes:
    """A sheet as the JPEG file that a scanner makes of it."""
    image = draw(name)
    if dpi != DPI:
        image = image.resize((round(image.width * dpi / DPI), round(image.height * dpi / DPI)), reducing_gap=2.0)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, dpi=(dpi, dpi))
    return file.getvalue()
