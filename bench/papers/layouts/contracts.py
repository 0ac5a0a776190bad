"""租房合同 of two to four pages: clauses in running text, or with a table of the main points."""

from __future__ import annotations

from decimal import Decimal

from bench.papers.canvas import Draft, Drawn, Paper, Pen
from bench.papers.fonts import Role
from bench.papers.layouts.tables import grid
from bench.papers.people import day, person
from bench.papers.words import capital, long_date

_CLAUSES = (
    "租赁期间，甲方应保证房屋及其附属设施处于适于使用和安全的状态。乙方对于装修、改善和增设的他物，合同终止时可"
    "依约定自行收回或由双方协商处理。",
    "乙方应按时交纳水、电、燃气、供暖、物业管理、有线电视、宽带等因使用房屋所发生的费用，逾期三十日未交的，甲方"
    "有权解除合同。",
    "未经甲方书面同意，乙方不得将房屋转租、转借给第三人，不得擅自改变房屋用途，不得存放易燃易爆物品。",
    "有下列情形之一的，本合同终止：（一）租赁期限届满且未续租的；（二）因不可抗力致使房屋毁损、灭失的；（三）双方"
    "协商一致解除的。",
    "任何一方违反本合同约定，应当向对方支付相当于一个月租金的违约金，并赔偿由此造成的损失。",
    "本合同项下发生的争议，由双方协商解决；协商不成的，依法向房屋所在地人民法院起诉。",
    "本合同自双方签字之日起生效，一式两份，甲乙双方各执一份，具有同等法律效力。",
    "房屋交付时，双方应当对室内家具、家电的品牌、数量和完好程度当面验收，并在附件上签字确认。",
    "租赁期限届满前一个月，乙方如需续租，应当书面通知甲方，同等条件下乙方享有优先承租权。",
)


_CLAUSE = dict(enumerate("一二三四五六七八九十", 1)) | {
    10 + extra: f"十{sign}" for extra, sign in enumerate("一二三四五", 1)
}


def lease(draft: Draft) -> Drawn:
    """See the module."""
    random = draft.random
    landlord, tenant = person(random, 1950, 1990), person(random, 1970, 2003)
    rent = Decimal(random.randrange(12, 120) * 100 + random.choice((0, 0, 50)))
    deposit = rent * random.choice((1, 1, 2))
    begin = day(random, 2024, 2026)
    end = begin.replace(year=begin.year + random.choice((1, 1, 2)), day=min(begin.day, 28))
    where = landlord.address
    text, fill = draft.pen(Role.SONG, Role.HEI, Role.KAI, size=random.choice((3.7, 4.0, 4.2))), draft.filled(3.8, 0.45)
    names = random.choice(
        (("出租方（甲方）", "承租方（乙方）"), ("甲方（出租人）", "乙方（承租人）"), ("出租人", "承租人"))
    )
    paper = draft.paper(210, 297)
    title = random.choice(("房屋租赁合同", "北京市住房租赁合同", "租房合同", "个人房屋出租合同"))
    paper.centred(22, title, draft.pen(Role.TITLE, size=random.uniform(6.5, 8.5)))
    y = 42.0
    for role, who in zip(names, (landlord, tenant), strict=True):
        y = _filled(paper, y, ((f"{role}：", who.name), ("身份证号：", who.number)), text, fill)
        y = _filled(paper, y, (("联系电话：", who.phone),), text, fill) + 1
    bits = [
        ("第一条　房屋坐落于", where, "，由甲方出租给乙方作居住使用。"),
        ("第二条　租赁期限自", f"{long_date(begin)}", f"起至{long_date(end)}止。"),
        ("第三条　月租金为人民币", f"{rent:.2f}元", f"（大写：{capital(rent)}）。"),
        ("第四条　乙方应于签约时交付押金", f"{deposit:.2f}元", f"（大写：{capital(deposit)}）。"),
    ]
    table = random.random() < 0.35
    if table:
        rows = [
            [("房屋坐落", text), (where, fill)],
            [("租赁期限", text), (f"{long_date(begin)}至{long_date(end)}", fill)],
            [("月租金", text), (f"{rent:.2f}元（大写：{capital(rent)}）", fill)],
            [("押金", text), (f"{deposit:.2f}元（大写：{capital(deposit)}）", fill)],
        ]
        y = grid(paper, 25, y + 2, (34, 126), 12, rows) + 6
    else:
        for head, value, tail in bits:
            y = _sentence(paper, y, (head, value, tail), text, fill)
    clauses = random.sample(_CLAUSES, k=random.randrange(5, len(_CLAUSES) + 1))
    pages = [paper]
    for number, clause in enumerate(clauses, 5 if not table else 1):
        if y > 250:
            pages.append(draft.paper(210, 297))
            y = 25.0
        heading = f"第{_CLAUSE[number]}条　"
        y = pages[-1].paragraph(25, y, 160, heading + clause, text, 1.75) + 2
    if y > 225:
        pages.append(draft.paper(210, 297))
        y = 25.0
    _signed(draft, pages[-1], y + 14, (landlord.name, tenant.name), long_date(begin), text)
    for number, page in enumerate(pages, 1):
        page.centred(284, f"第 {number} 页 共 {len(pages)} 页", text.sized(3.0))
    fields = {
        "landlord": landlord.name,
        "landlord_number": landlord.number,
        "tenant": tenant.name,
        "tenant_number": tenant.number,
        "address": where,
        "begin": begin.isoformat(),
        "end": end.isoformat(),
        "rent": f"{rent:.2f}",
        "deposit": f"{deposit:.2f}",
    }
    return Drawn("lease-table" if table else "lease", pages, fields)


def _filled(paper: Paper, y: float, parts: tuple[tuple[str, str], ...], text: Pen, fill: Pen) -> float:
    x = 25.0
    for label, value in parts:
        start = paper.write(x, y, label, text)
        end = paper.write(start + 1, y - (fill.size - text.size) / 2, value, fill)
        paper.rule(start, y + text.size * 1.35, end + 3, y + text.size * 1.35, width=0.15)
        x = end + 8
    return y + text.size * 2.1


def _sentence(paper: Paper, y: float, parts: tuple[str, str, str], text: Pen, fill: Pen) -> float:
    head, value, tail = parts
    x = paper.write(25, y, head, text)
    if x + paper.measure(value, fill) > 188:
        y, x = y + text.size * 1.9, 25.0
    start = x
    x = paper.write(x + 1, y - (fill.size - text.size) / 2, value, fill) + 1
    paper.rule(start, y + text.size * 1.35, x, y + text.size * 1.35, width=0.15)
    fits = len(tail)
    while fits and x + paper.measure(tail[:fits], text) > 188:
        fits -= 1
    if fits:
        paper.write(x, y, tail[:fits], text)
    y += text.size * 1.9
    return paper.paragraph(25, y, 160, tail[fits:], text, 1.9) if fits < len(tail) else y


def _signed(draft: Draft, paper: Paper, y: float, names: tuple[str, str], written: str, text: Pen) -> None:
    for x, role, name in ((25, "甲方（签字）：", names[0]), (110, "乙方（签字）：", names[1])):
        end = paper.write(x, y, role, text)
        paper.write(end + 1, y - 1.5, name, draft.hand(6.0))
        paper.write(x, y + 12, f"签订日期：{written}", text)
