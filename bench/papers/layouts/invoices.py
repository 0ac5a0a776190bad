"""增值税电子普通发票: the older lying form and the fully digital one, and a narrow receipt of a till."""

from __future__ import annotations

from decimal import Decimal

from bench.papers.canvas import Draft, Drawn, Paper, Pen
from bench.papers.fonts import Role
from bench.papers.people import company, credit_code, day, person
from bench.papers.seals import stamp
from bench.papers.words import capital, padded_date

_INK = (120, 60, 30)
_GOODS = (
    ("*餐饮服务*餐费", "项"),
    ("*物流辅助服务*收派服务费", "次"),
    ("*纸制品*复印纸", "箱"),
    ("*经营租赁*房屋租金", "月"),
    ("*信息技术服务*软件服务费", "套"),
    ("*医疗服务*检查费", "次"),
)


def invoice(draft: Draft) -> Drawn:
    """See the module."""
    random = draft.random
    digital = random.random() < 0.5
    paper = draft.paper(216, 140, (253, 252, 250))
    label = draft.pen(Role.SONG, Role.KAI, size=3.0, ink=_INK)
    value = draft.pen(Role.SONG, Role.HEI, size=3.1, ink=(30, 30, 60))
    number = "".join(random.choices("0123456789", k=20 if digital else 8))
    code = "" if digital else f"0{random.randrange(10**11):011d}"
    date = day(random, 2023, 2026)
    personal = random.random() < 0.3
    buyer = f"{person(random).name}（个人）" if personal else company(random)
    seller = company(random)
    codes = ("" if personal else credit_code(random), credit_code(random))
    title = "电子发票（普通发票）" if digital else "北京增值税电子普通发票"
    paper.centred(7, title, draft.pen(Role.TITLE, Role.KAI, size=6.4, ink=_INK))
    paper.rule(70, 16, 146, 16, _INK)
    heads = [("发票号码：", number), ("开票日期：", padded_date(date))]
    if code:
        heads.insert(0, ("发票代码：", code))
    y = 8.0
    for name, content in heads:
        paper.write(paper.write(158, y, name, label), y, content, value)
        y += 5.5
    total = _body(draft, paper, (buyer, seller), codes, label, value)
    stamp(draft, paper, random.uniform(150, 180), random.uniform(104, 118), f"{seller}发票专用章", 30)
    paper.write(12, 131, f"收款人：{person(random).name}", label)
    paper.write(70, 131, f"复核：{person(random).name}", label)
    paper.write(118, 131, f"开票人：{person(random).name}", label)
    fields = {
        "invoice_number": number,
        "date": date.isoformat(),
        "buyer": buyer,
        "seller": seller,
        "seller_code": codes[1],
        "amount": f"{total:.2f}",
    }
    fields |= {"code": code} if code else {}
    fields |= {"buyer_code": codes[0]} if codes[0] else {}
    return Drawn("invoice-digital" if digital else "invoice", [paper], fields)


def _body(
    draft: Draft, paper: Paper, names: tuple[str, str], codes: tuple[str, str], label: Pen, value: Pen
) -> Decimal:
    paper.frame(8, 26, 200, 100, _INK, 0.35)
    for x, (side, name, code) in zip(
        (8, 108), zip(("购买方信息", "销售方信息"), names, codes, strict=True), strict=True
    ):
        paper.down(x + 1.2, 28, side, label.sized(2.9))
        paper.rule(x + 6, 26, x + 6, 48, _INK)
        paper.write(paper.write(x + 8, 30, "名称：", label), 30, name, value)
        paper.write(paper.write(x + 8, 39, "统一社会信用代码/纳税人识别号：", label.sized(2.7)), 39, code, value)
    paper.rule(108, 26, 108, 48, _INK)
    paper.rule(8, 48, 208, 48, _INK)
    columns = ((10, "项目名称"), (62, "规格型号"), (86, "单位"), (102, "数量"), (122, "单价"), (148, "金额"))
    for x, name in (*columns, (172, "税率/征收率"), (196, "税额")):
        paper.write(x, 50, name, label)
    y, net, tax = 56.0, Decimal(0), Decimal(0)
    rate = draft.random.choice((Decimal("0.06"), Decimal("0.13"), Decimal("0.01"), Decimal("0.09")))
    for goods, unit in draft.random.sample(_GOODS, k=draft.random.randrange(1, 5)):
        count, price = draft.random.randrange(1, 20), Decimal(draft.random.randrange(500, 90000)) / 100
        money = count * price
        duty = (money * rate).quantize(Decimal("0.01"))
        cells = ((10, goods), (88, unit), (104, str(count)), (122, f"{price:.2f}"), (148, f"{money:.2f}"))
        for x, text in (*cells, (176, f"{int(rate * 100)}%"), (195, f"{duty:.2f}")):
            paper.write(x, y, text, value)
        net, tax, y = net + money, tax + duty, y + 5.5
    total = net + tax
    paper.rule(8, 94, 208, 94, _INK)
    paper.write(18, 88, "合　　计", label)
    paper.write(146, 88, f"¥{net:.2f}", value)
    paper.write(192, 88, f"¥{tax:.2f}", value)
    paper.write(14, 97, "价税合计（大写）", label)
    paper.write(62, 97, capital(total), value)
    end = paper.write(138, 97, "（小写）", label)
    paper.write(end + 1, 97, f"¥{total:.2f}", value)
    paper.rule(8, 104, 208, 104, _INK)
    paper.down(9.2, 106, "备注", label.sized(2.9))
    paper.rule(14, 104, 14, 126, _INK)
    return total
