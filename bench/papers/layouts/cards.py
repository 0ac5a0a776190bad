"""Cards in the size of ISO 7810: identity, social security, bank, health."""

from __future__ import annotations

from datetime import timedelta

from bench.papers.canvas import BLACK, RED, Colour, Draft, Drawn, Paper, Pen
from bench.papers.fonts import Role
from bench.papers.people import bank_number, company, day, person
from bench.papers.seals import stamp
from bench.papers.words import dotted_date, long_date, padded_date

_WIDTH, _HEIGHT = 85.6, 54.0
_LABEL: Colour = (60, 110, 150)


def id_front(draft: Draft) -> Drawn:
    """居民身份证, the side with the portrait."""
    random, who = draft.random, person(draft.random)
    paper = draft.paper(_WIDTH, _HEIGHT, (226, 236, 238))
    paper.waves((205, 224, 232))
    label = draft.pen(Role.HEI, Role.SONG, size=2.7, ink=_LABEL)
    value = draft.pen(Role.HEI, size=3.1)
    top, left, step = random.uniform(5.5, 7.0), random.uniform(4.5, 6.5), random.uniform(6.6, 7.2)
    wide = random.random() < 0.5
    labels = ("姓　名", "性　别", "出　生", "住　址") if wide else ("姓名", "性别", "出生", "住址")
    stop = left + 12
    paper.write(left, top, labels[0], label)
    paper.write(stop, top - 0.3, who.name, value.sized(3.5))
    paper.write(left, top + step, labels[1], label)
    paper.write(stop, top + step, who.sex, value)
    end = paper.write(stop + 10, top + step, "民族" if not wide else "民　族", label)
    paper.write(end + 2, top + step, who.ethnic, value)
    paper.write(left, top + 2 * step, labels[2], label)
    x = stop
    for part, unit in ((who.birth.year, "年"), (who.birth.month, "月"), (who.birth.day, "日")):
        x = paper.write(x, top + 2 * step, str(part), value) + 1.2
        x = paper.write(x, top + 2 * step, unit, label) + 1.6
    paper.write(left, top + 3 * step, labels[3], label)
    paper.paragraph(stop, top + 3 * step, 38, who.address, value, 1.35)
    paper.write(left, 45.0, "公民身份号码", label)
    number = draft.pen(Role.HEI, size=3.9)
    number.spacing = random.choice((0.05, 0.12))
    paper.write(left + 25, 44.3, who.number, number)
    paper.paste(draft.portrait(), 60, 7.5, 20, 26)
    fields = {
        "name": who.name,
        "sex": who.sex,
        "ethnic_group": who.ethnic,
        "birth": who.birth.isoformat(),
        "address": who.address,
        "number": who.number,
    }
    return Drawn("id-front-wide" if wide else "id-front", [paper], fields)


def id_back(draft: Draft) -> Drawn:
    """居民身份证, the side with the emblem."""
    random = draft.random
    paper = draft.paper(_WIDTH, _HEIGHT, (236, 230, 226))
    paper.waves((226, 210, 214))
    paper.rosette(14, 15, 8, RED)
    title = draft.pen(Role.TITLE, Role.SONG, size=5.2)
    paper.centred(8, "中华人民共和国", title, 26, 82)
    large = title.sized(7.5)
    large.spacing = 0.12
    paper.centred(17, "居民身份证", large, 26, 82)
    begin = day(random, 2012, 2023)
    years = random.choice((5, 10, 20, 20, 0))
    end = "长期" if not years else dotted_date(begin.replace(year=begin.year + years, day=min(begin.day, 28)))
    issuer = random.choice(("北京市公安局示例分局", "示例市公安局样本分局", "样本县公安局", "示范市公安局范例分局"))
    label, value = draft.pen(Role.HEI, size=2.8), draft.pen(Role.HEI, size=3.1)
    left = random.uniform(17, 22)
    paper.write(left, 38, "签发机关", label)
    paper.write(left + 16, 37.9, issuer, value)
    paper.write(left, 45.5, "有效期限", label)
    paper.write(left + 16, 45.4, f"{dotted_date(begin)}-{end}", value)
    told = end if end == "长期" else end.replace(".", "-")
    return Drawn("id-back", [paper], {"issuer": issuer, "begin": begin.isoformat(), "end": told})


def social_security(draft: Draft) -> Drawn:
    """社会保障卡, second and third generation."""
    random, who = draft.random, person(draft.random)
    tint = random.choice(((214, 228, 240), (240, 232, 214), (222, 236, 222)))
    paper = draft.paper(_WIDTH, _HEIGHT, tint)
    paper.waves((tint[0] - 14, tint[1] - 10, tint[2] - 8), 3)
    title = draft.pen(Role.TITLE, Role.HEI, size=5.0, ink=random.choice(((150, 30, 40), (30, 60, 120), BLACK)))
    paper.centred(4, "中华人民共和国社会保障卡", title)
    label, value = draft.pen(Role.HEI, Role.SONG, size=2.8), draft.pen(Role.HEI, size=3.0)
    issued = day(random, 2014, 2025)
    card = "".join(random.choices("ABCDEFGHJK", k=1)) + f"{random.randrange(10**8):08d}"
    rows = [
        ("姓名", who.name),
        ("社会保障号码", who.number),
        ("社会保障卡号", card),
        (random.choice(("发卡日期", "制卡日期")), f"{issued.year}年{issued.month}月"),
    ]
    if random.random() < 0.4:
        rows[1], rows[2] = rows[2], rows[1]
    mark = random.choice(("", "：", " "))
    y = 17.0
    for name, content in rows:
        end = paper.write(30, y, name + mark.strip(), label)
        paper.write(end + 1.5, y, content, value)
        y += 6.4
    paper.paste(draft.portrait(), 6, 16, 19, 25)
    paper.write(30, 46, random.choice(("北京市人力资源和社会保障局", "示例省人力资源和社会保障厅")), value)
    fields = {"name": who.name, "number": who.number, "card_number": card, "issued": f"{issued:%Y-%m}"}
    return Drawn("social-security", [paper], fields)


def bank(draft: Draft) -> Drawn:
    """银行卡, the side with the number."""
    random = draft.random
    dark = random.random() < 0.55
    tint = random.choice(((24, 60, 120), (120, 20, 32), (30, 92, 76), (40, 40, 46)) if dark else ((214, 196, 150),))
    paper = draft.paper(_WIDTH, _HEIGHT, tint)
    paper.waves((tint[0] + 14, tint[1] + 12, tint[2] + 12), 4)
    ink: Colour = (240, 240, 236) if dark else (50, 44, 36)
    name = random.choice(("示例银行", "样本商业银行", "范例农商银行"))
    paper.write(6, 5, name, draft.pen(Role.TITLE, Role.HEI, size=5.2, ink=ink))
    paper.write(58, 6, random.choice(("储蓄卡", "借记卡 DEBIT", "一卡通")), draft.pen(Role.HEI, size=3.2, ink=ink))
    paper.fill(8, 18, 11, 8.5, (206, 178, 96))
    number = bank_number(random)
    groups = random.choice(((4, 4, 4, 4, 3), (6, 13)))
    shown, at = [], 0
    for size in groups:
        shown.append(number[at : at + size])
        at += size
    pen = draft.pen(Role.HEI, size=5.6, ink=ink)
    x = 7.0
    if random.random() < 0.5:  # embossed: a bright edge and a dark one
        edge = pen.inked((90, 90, 90))
        count = len(paper.lines)
        paper.write(x + 0.3, 30.3, " ".join(shown), edge)
        del paper.lines[count:]
    paper.write(x, 30, " ".join(shown), pen)
    paper.write(30, 41, f"有效期 {random.randrange(1, 13):02d}/{random.randrange(27, 36)}", pen.sized(3.0))
    paper.write(70, 45, "UnionPay", draft.pen(Role.TITLE, Role.HEI, size=3.4, ink=ink))
    paper.write(6, 46.5, f"客服电话 {random.randrange(95000, 95999)}", pen.sized(2.5))
    return Drawn("bank-dark" if dark else "bank-light", [paper], {"number": number, "bank": name})


def health(draft: Draft) -> Drawn:
    """健康证: a card with or without lines, or a small folded sheet."""
    random, who = draft.random, person(draft.random, 1965, 2004)
    large = random.random() < 0.4
    width, height = (105.0, 74.0) if large else (_WIDTH, _HEIGHT)
    paper = draft.paper(width, height, random.choice(((246, 250, 246), (236, 246, 252), (252, 250, 240))))
    k = height / _HEIGHT
    title = random.choice(("从业人员健康证明", "健康合格证", "北京市从业人员健康证明", "预防性健康检查合格证明"))
    paper.centred(4 * k, title, draft.pen(Role.TITLE, size=5.0 * k, ink=random.choice((RED, BLACK, (20, 90, 60)))))
    issued = day(random, 2024, 2026)
    ends = issued + timedelta(days=365)
    number = f"{random.choice(('京健', '示健证', 'JK'))}{issued.year}{random.randrange(10**6):06d}"
    work = random.choice(("食品经营", "公共场所", "餐饮服务", "药品经营"))
    unit, centre = (
        company(random),
        random.choice(("示例区疾病预防控制中心", "样本社区卫生服务中心", "示例医院体检中心")),
    )
    rows = [
        ("姓名", who.name),
        ("性别", who.sex),
        ("编号", number),
        (random.choice(("从业类别", "行业类别")), work),
        ("单位", unit),
        ("发证日期", random.choice((long_date, padded_date))(issued)),
        (random.choice(("有效期至", "有效日期至")), random.choice((long_date, padded_date))(ends)),
    ]
    label, value = draft.pen(Role.SONG, Role.HEI, size=2.6 * k), draft.filled(2.7 * k, 0.2)
    _rows(paper, rows, label, value, 5 * k, 12.5 * k, 5.0 * k, lined=random.random() < 0.4)
    paper.paste(draft.portrait(), width - 25 * k, 13 * k, 18 * k, 23 * k)
    paper.write(width - 34 * k, 44 * k, centre, label.sized(2.2 * k))
    stamp(draft, paper, width - 18 * k, 40 * k, centre, 17 * k)
    fields = {
        "name": who.name,
        "sex": who.sex,
        "number": number,
        "issued": issued.isoformat(),
        "end": ends.isoformat(),
        "category": work,
        "centre": centre,
    }
    return Drawn("health-large" if large else "health", [paper], fields)


def _rows(
    paper: Paper, rows: list[tuple[str, str]], label: Pen, value: Pen, x: float, y: float, step: float, *, lined: bool
) -> None:
    stop = x + max(paper.measure(f"{name}：", label) for name, _ in rows)
    for name, content in rows:
        paper.write(x, y, f"{name}：", label)
        paper.write(stop, y - (value.size - label.size) / 2, content, value)
        if lined:
            paper.rule(stop, y + step * 0.8, stop + 30, y + step * 0.8, width=0.15)
        y += step
