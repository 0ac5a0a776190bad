"""住房公积金提取申请表: a table of boxes, or label and value with lines."""

from __future__ import annotations

from decimal import Decimal

from bench.papers.canvas import Draft, Drawn
from bench.papers.fonts import Role
from bench.papers.layouts.tables import grid, pairs
from bench.papers.people import bank_number, company, day, person
from bench.papers.seals import stamp
from bench.papers.words import capital, long_date

_REASONS = ("租房提取", "购房提取", "偿还购房贷款本息", "离休、退休", "大病提取")


def fund(draft: Draft) -> Drawn:
    """See the module."""
    random, who = draft.random, person(draft.random, 1966, 2003)
    amount = Decimal(random.randrange(1500, 96000)) + Decimal(random.choice((0, 0, 50, 36))) / 100
    account = f"{random.choice(('BJ', 'GJJ', ''))}{random.randrange(10**12):012d}"
    card, unit, reason = bank_number(random), company(random), random.choice(_REASONS)
    bank, applied = random.choice(("示例银行南中轴支行", "样本商业银行和义支行")), day(random, 2025, 2026)
    paper = draft.paper(210, 297)
    title = random.choice(("住房公积金提取申请表", "北京住房公积金提取申请书", "住房公积金提取申请审批表"))
    paper.centred(20, title, draft.pen(Role.TITLE, size=7.0))
    label, value = draft.pen(Role.SONG, Role.HEI, size=3.7), draft.filled(3.8, 0.45)
    plain = draft.pen(Role.SONG, Role.HEI, size=3.7)
    figures = random.choice((f"¥{amount:.2f}", f"{amount:.2f}元", f"￥{amount:,.2f}"))
    kind = random.choice(("table", "open", "above"))
    if kind == "table":
        rows = [
            [("申请人姓名", label), (who.name, value), ("性别", label), (who.sex, value)],
            [("身份证号码", label), (who.number, value)],
            [("个人公积金账号", label), (account, value), ("联系电话", label), (who.phone, value)],
            [("单位名称", label), (unit, plain)],
            [("提取原因", label), (reason, plain)],
            [("提取金额（小写）", label), (figures, value)],
            [("提取金额（大写）", label), (capital(amount), value)],
            [("收款银行", label), (bank, value)],
            [("收款账号", label), (card, value)],
        ]
        y = grid(paper, 20, 36, (36, 56, 28, 50), 13, rows) + 6
    else:
        pieces = [
            ("申请人姓名", who.name),
            ("身份证号码", who.number),
            ("个人公积金账号", account),
            ("联系电话", who.phone),
            ("单位名称", unit),
            ("提取原因", reason),
            ("提取金额", figures),
            ("金额大写", capital(amount)),
            ("收款银行", bank),
            ("收款账号", card),
        ]
        y = pairs(paper, pieces, label, value, (24, 40), 12, 150, underlined=kind == "open", above=kind == "above")
    promise = (
        "本人承诺：以上所填内容及所提交的材料真实、合法、有效。如有不实，愿意承担由此产生的一切法律责任，"
        "并同意将有关信息记入个人信用档案。"
    )
    y = paper.paragraph(24, y + 4, 160, promise, plain.sized(3.4), 1.7)
    end = paper.write(24, y + 6, "申请人签字：", plain)
    paper.write(end, y + 4.5, who.name, draft.hand(5.4))
    paper.write(116, y + 6, f"申请日期：{long_date(applied)}", plain)
    if random.random() < 0.6:
        paper.write(24, y + 22, "单位意见（盖章）：同意提取", plain)
        stamp(draft, paper, 70, y + 24, unit, 40)
    fields = {
        "name": who.name,
        "number": who.number,
        "account": account,
        "phone": who.phone,
        "reason": reason,
        "amount": f"{amount:.2f}",
        "bank": bank,
        "bank_card": card,
        "applied": applied.isoformat(),
    }
    return Drawn(f"fund-{kind}", [paper], fields)
