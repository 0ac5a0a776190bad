"""Small books: 户口簿 and 结婚证."""

from __future__ import annotations

from bench.papers.canvas import RED, Draft, Drawn, Paper
from bench.papers.fonts import Role
from bench.papers.layouts.tables import grid, pairs
from bench.papers.people import Person, day, person
from bench.papers.seals import stamp
from bench.papers.words import dotted_date, long_date, padded_date

_STATION = ("示例市公安局样本派出所", "北京市公安局示例分局和义派出所", "样本县公安局城关派出所")


def household(draft: Draft) -> Drawn:
    """户口簿: the page of a member, often with the first page before it."""
    random, who = draft.random, person(draft.random)
    relation = random.choice(("户主", "妻", "子", "女", "长子", "次女", "父亲"))
    head = who.name if relation == "户主" else person(random).name
    pages = [_first(draft, who, head)] if random.random() < 0.4 else []
    pages.append(_member(draft, who, relation))
    fields = {
        "name": who.name,
        "relation": relation,
        "sex": who.sex,
        "ethnic_group": who.ethnic,
        "birth": who.birth.isoformat(),
        "number": who.number,
    }
    if len(pages) > 1:
        fields |= {"head": head, "address": who.address}
    return Drawn("household-two" if len(pages) > 1 else "household", pages, fields)


def _first(draft: Draft, who: Person, head: str) -> Paper:
    random, paper = draft.random, draft.paper(143, 105, (250, 246, 236))
    label, value = draft.pen(Role.SONG, size=3.2), draft.pen(Role.SONG, Role.HEI, size=3.6)
    rows = [
        [
            ("户　别", label),
            (random.choice(("家庭户", "集体户", "非农业家庭户")), value),
            ("户主姓名", label),
            (head, value),
        ],
        [("户　号", label), (f"{random.randrange(10**9):09d}", value), ("住　址", label), (who.address, value)],
    ]
    end = grid(paper, 10, 18, (22, 36, 22, 43), 13, rows, ink=(60, 60, 60))
    paper.write(12, end + 6, "省级公安机关", label)
    paper.write(12, end + 12, "户口专用章", label)
    paper.write(80, end + 6, "户口登记机关", label)
    paper.write(80, end + 12, "户口专用章", label)
    stamp(draft, paper, 100, end + 12, random.choice(_STATION), 30)
    paper.write(30, end + 28, f"承办人签章：{person(random).name}", label)
    paper.write(88, end + 28, f"{long_date(day(random, 2005, 2024))}签发", label)
    return paper


def _member(draft: Draft, who: Person, relation: str) -> Paper:
    random, paper = draft.random, draft.paper(143, 105, (250, 246, 236))
    label, value = draft.pen(Role.SONG, size=2.7), draft.pen(Role.SONG, Role.HEI, size=3.2)
    paper.centred(5, "常住人口登记卡", draft.pen(Role.TITLE, Role.HEI, size=4.6))
    place = random.choice(("北京市示例区", "河北省样本县", "江苏省示范市"))
    birth = random.choice((long_date, padded_date))(who.birth)
    empty = ("", value)
    rows = [
        [("姓　名", label), (who.name, value), ("户主或与户主关系", label), (relation, value)],
        [("曾用名", label), empty, ("性　别", label), (who.sex, value)],
        [("出生地", label), (place, value), ("民　族", label), (f"{who.ethnic}族", value)],
        [("籍　贯", label), (place, value), ("出生日期", label), (birth, value)],
        [("本市(县)其他住址", label), empty, ("宗教信仰", label), empty],
        [("公民身份号码", label), (who.number, value), ("身高", label), (f"{random.randrange(155, 188)}厘米", value)],
        [
            ("文化程度", label),
            (random.choice(("大学本科", "高中", "初中")), value),
            ("婚姻状况", label),
            ("已婚", value),
        ],
        [("服务处所", label), empty, ("职　业", label), (random.choice(("工人", "职员", "教师", "")), value)],
    ]
    end = grid(paper, 8, 14, (24, 46, 27, 30), 8.6, rows, ink=(60, 60, 60))
    paper.write(10, end + 3, f"承办人签章：{person(random).name}", label)
    paper.write(78, end + 3, f"登记日期：{long_date(day(random, 2005, 2024))}", label)
    stamp(draft, paper, random.uniform(104, 124), end - random.uniform(2, 12), random.choice(_STATION), 28)
    return paper


def marriage(draft: Draft) -> Drawn:
    """结婚证: the inner pages, holder above both people."""
    random = draft.random
    husband, wife = person(random, 1960, 2002, male=True), person(random, 1960, 2002, male=False)
    first, second = (husband, wife) if random.random() < 0.5 else (wife, husband)
    paper = draft.paper(175, 125, random.choice(((250, 238, 232), (252, 244, 236))))
    paper.waves((248, 226, 220), 4)
    label, value = draft.pen(Role.SONG, Role.HEI, size=3.2), draft.pen(Role.SONG, Role.HEI, Role.KAI, size=3.4)
    registered = day(random, 1995, 2026)
    number = f"J{random.choice(('110199', '320199', '130999'))}-{registered.year}-{random.randrange(10**6):06d}"
    paper.paste(draft.portrait(), 20, 22, 50, 34)
    paper.write(14, 66, "中华人民共和国民政部监制", label.inked(RED))
    right, wide = 92, random.random() < 0.5
    names = ("持 证 人", "登记日期", "结婚证字号") if wide else ("持证人", "登记日期", "结婚证字号")
    written = random.choice((long_date, padded_date))(registered)
    y = pairs(
        paper, list(zip(names, (first.name, written, number), strict=True)), label, value, (right, 14), 8, 74, mark=""
    )
    for who in (first, second):
        born = random.choice((long_date, padded_date, dotted_date))(who.birth)
        heads = ("姓　名", "国　籍", "性别", "出生日期") if wide else ("姓名", "国籍", "性别", "出生日期")
        y += 5
        paper.rule(right, y - 2.5, 168, y - 2.5, (210, 150, 140), 0.15)
        for (a, b), (c, d) in (((heads[0], who.name), (heads[2], who.sex)), ((heads[1], "中国"), (heads[3], born))):
            end = paper.write(right, y, a, label)
            paper.write(max(end + 2, right + 13), y, b, value)
            end = paper.write(right + 34, y, c, label)
            paper.write(end + 2, y, d, value)
            y += 7.5
        end = paper.write(right, y, "身份证件号", label)
        paper.write(end + 2, y, who.number, value)
        y += 7.5
    paper.write(14, 84, "登记机关：北京市示例区民政局", label)
    paper.write(14, 92, f"婚姻登记员：{person(random).name}", label)
    stamp(draft, paper, random.uniform(48, 66), random.uniform(92, 102), "北京市示例区民政局婚姻登记专用章", 38)
    fields = {
        "holder": first.name,
        "registered": registered.isoformat(),
        "certificate_number": number,
        "name_1": first.name,
        "number_1": first.number,
        "name_2": second.name,
        "number_2": second.number,
    }
    return Drawn("marriage-wide" if wide else "marriage", [paper], fields)
