"""Large certificates: 出生医学证明, 不动产权证, 营业执照."""

from __future__ import annotations

from decimal import Decimal

from bench.papers.canvas import BLACK, RED, Draft, Drawn
from bench.papers.fonts import Role
from bench.papers.layouts.tables import grid, pairs
from bench.papers.people import company, credit_code, day, person
from bench.papers.seals import stamp
from bench.papers.words import capital, long_date, padded_date, plain_date

_FAMILY = 1
_HOSPITALS = ("示例市第一人民医院", "北京示例妇产医院", "样本县妇幼保健院")
_SCOPE = (
    "餐饮服务；食品销售；外卖递送服务；酒店管理。（依法须经批准的项目，经相关部门批准后方可开展经营活动，"
    "具体经营项目以相关部门批准文件或许可证件为准）",
    "技术开发、技术咨询、技术服务、技术转让；软件开发；计算机系统服务；数据处理；销售计算机、软件及辅助设备。"
    "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）",
    "组织文化艺术交流活动；会议及展览服务；广告设计、制作、代理、发布；打印复印服务；日用百货销售。",
)


def birth(draft: Draft) -> Drawn:
    """出生医学证明: newborn, mother, father."""
    random = draft.random
    mother, father = person(random, 1980, 2002, male=False), person(random, 1976, 2001, male=True)
    born, boy = day(random, 2022, 2026), random.random() < 0.5
    child = random.choice((mother, father)).name[:_FAMILY] + person(random).name[1:]
    number = f"{random.choice('TUVWX')}{random.randrange(10**9):09d}"
    paper = draft.paper(210, 148, random.choice(((244, 250, 246), (250, 246, 240))))
    paper.waves((222, 238, 228), 3)
    paper.centred(8, "出生医学证明", draft.pen(Role.TITLE, size=8.5, ink=random.choice((RED, (20, 90, 70), BLACK))))
    label, value = draft.pen(Role.SONG, Role.HEI, size=3.2), draft.filled(3.6, 0.2)
    hour, minute = random.randrange(24), random.randrange(60)
    weeks, weight, length = random.randrange(36, 42), random.randrange(2400, 4300), random.randrange(46, 54)
    hospital = random.choice(_HOSPITALS)
    place = random.choice(("北京市示例区", "江苏省示范市范例区"))
    when = f"{long_date(born)}{hour}时{minute}分"
    rows = [
        [("新生儿姓名", label), (child, value), ("性别", label), ("男" if boy else "女", value)],
        [("出生时间", label), (when, value), ("出生孕周", label), (f"{weeks}周", value)],
        [("出生体重", label), (f"{weight}克", value), ("出生身长", label), (f"{length}厘米", value)],
        [("出生地点", label), (place, value), ("医疗机构名称", label), (hospital, value)],
        [("母亲姓名", label), (mother.name, value), ("年龄", label), (f"{born.year - mother.birth.year}岁", value)],
        [("有效身份证件号码", label), (mother.number, value), ("民族", label), (mother.ethnic, value)],
        [("父亲姓名", label), (father.name, value), ("年龄", label), (f"{born.year - father.birth.year}岁", value)],
        [("有效身份证件号码", label), (father.number, value), ("民族", label), (father.ethnic, value)],
    ]
    lined = random.random() < 0.6
    end = grid(paper, 16, 26, (31, 66, 27, 54), 10.5, rows, ink=(90, 120, 100), lined=lined)
    paper.write(18, end + 5, f"出生证编号：{number}" if random.random() < 0.5 else f"编号 {number}", value.sized(3.8))
    paper.write(112, end + 5, f"签发机构：{hospital}", label)
    paper.write(112, end + 12, f"签发日期：{long_date(born)}", label)
    stamp(draft, paper, 160, end + 4, f"{hospital}出生医学证明专用章", 34)
    fields = {
        "child": child,
        "sex": "男" if boy else "女",
        "birth": born.isoformat(),
        "certificate_number": number,
        "mother": mother.name,
        "mother_number": mother.number,
        "father": father.name,
        "father_number": father.number,
        "hospital": hospital,
    }
    return Drawn("birth-table" if lined else "birth-open", [paper], fields)


def property_right(draft: Draft) -> Drawn:
    """不动产权证书: the page with the table."""
    random, who = draft.random, person(draft.random)
    issued = day(random, 2015, 2025)
    number = f"京（{issued.year}）示例区不动产权第{random.randrange(10**7):07d}号"
    unit = f"110199{random.randrange(10**6):06d}GB{random.randrange(10**5):05d}F{random.randrange(10**8):08d}"
    area = Decimal(random.randrange(3000, 18000)) / 100
    paper = draft.paper(170, 235, (252, 250, 240))
    label, value = draft.pen(Role.SONG, Role.HEI, size=3.8), draft.pen(Role.SONG, Role.HEI, Role.KAI, size=3.8)
    paper.write(20, 14, number, value.sized(4.4))
    metres = random.choice(("㎡", "平方米"))
    shared = random.choice(("单独所有", "共同共有"))
    until = f"国有建设用地使用权 {long_date(issued)}起{long_date(issued.replace(year=issued.year + 70, day=1))}止"
    rows = [
        [("权利人", label), (who.name, value)],
        [("共有情况", label), (shared, value)],
        [("坐落", label), (who.address, value)],
        [("不动产单元号", label), (unit, value)],
        [("权利类型", label), ("国有建设用地使用权/房屋所有权", value)],
        [("权利性质", label), (random.choice(("出让/商品房", "划拨/房改房")), value)],
        [("用途", label), (random.choice(("城镇住宅用地/住宅", "住宅")), value)],
        [("面积", label), (f"房屋建筑面积{area}{metres}", value)],
        [("使用期限", label), (until, value)],
    ]
    end = grid(paper, 18, 26, (34, 100), 14, rows, middle=random.random() < 0.3)
    own, part = (f"{area * Decimal(share):.2f}{metres}" for share in ("0.8", "0.2"))
    note = f"权利其他状况：专有建筑面积{own}，分摊建筑面积{part}；房屋总层数：18，所在层：6。"
    end = paper.paragraph(20, end + 4, 130, note, value.sized(3.4))
    paper.write(92, end + 8, "登记机构（章）", label)
    paper.write(92, end + 16, random.choice((long_date, plain_date))(issued), label)
    stamp(draft, paper, 110, end + 12, "示例区规划和自然资源局不动产登记专用章", 40)
    fields = {
        "owner": who.name,
        "certificate_number": number,
        "unit_number": unit,
        "address": who.address,
        "area": str(area),
        "shared": shared,
    }
    return Drawn("property", [paper], fields)


def licence(draft: Draft) -> Drawn:
    """营业执照: lying or standing, 正本 or 副本."""
    random = draft.random
    boss, name, code = person(random, 1960, 2000).name, company(random), credit_code(random)
    founded = day(random, 2005, 2024)
    money = Decimal(random.choice((10, 50, 100, 300, 500, 1000, 2000)))
    where = person(random).address
    stands = random.random() < 0.4
    width, height = (210.0, 297.0) if stands else (297.0, 210.0)
    paper = draft.paper(width, height, (253, 250, 240))
    for inset in (8, 10):
        paper.frame(inset, inset, width - 2 * inset, height - 2 * inset, (190, 150, 80), 0.6)
    paper.rosette(width / 2, 30, 12, RED)
    title = draft.pen(Role.TITLE, size=15)
    title.spacing = 0.3
    paper.centred(46, "营业执照", title)
    label, value = draft.pen(Role.TITLE, Role.SONG, size=4.4), draft.pen(Role.SONG, Role.HEI, size=4.4)
    if random.random() < 0.6:
        paper.centred(66, f"（副　本）（{random.randrange(1, 4)}-1）", value)
    paper.write(22, 52, "统一社会信用代码", label.sized(4))
    paper.write(22, 59, code, value.sized(5))
    spaced = random.random() < 0.5
    said = random.choice((f"{money}万元", f"{capital(money * 10000)[:-1]}整", f"{money}万元人民币"))
    left = [
        ("名　　称" if spaced else "名称", name),
        ("类　　型" if spaced else "类型", "有限责任公司(自然人投资或控股)"),
        ("法定代表人", boss),
        ("经营范围", random.choice(_SCOPE)),
    ]
    right = [
        ("注册资本", said),
        ("成立日期", random.choice((long_date, padded_date))(founded)),
        ("营业期限", random.choice((f"{long_date(founded)}至长期", "长期"))),
        ("住　　所" if spaced else "住所", where),
    ]
    if stands:
        pairs(paper, [*left[:3], *right, left[3]], label, value, (24, 82), 13, 160, mark="")
    else:
        pairs(paper, left, label, value, (24, 84), 14, 118, mark="")
        pairs(paper, right, label, value, (158, 84), 14, 118, mark="")
    y = height - 46
    paper.write(width - 110, y, "登记机关", label)
    paper.write(width - 84, y + 12, padded_date(founded), value)
    stamp(draft, paper, width - 66, y + 8, "北京市示例区市场监督管理局", 44)
    small = "市场主体应当于每年1月1日至6月30日通过国家企业信用信息公示系统报送公示年度报告。"
    paper.write(20, height - 17, small, value.sized(2.6))
    fields = {
        "credit_code": code,
        "name": name,
        "legal_representative": boss,
        "address": where,
        "capital": said,
        "established": founded.isoformat(),
    }
    return Drawn("licence-standing" if stands else "licence-lying", [paper], fields)
