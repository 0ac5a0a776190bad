"""One-inch portraits, and papers of no kind that is known: notices, receipts, dense lists."""

from __future__ import annotations

from bench.papers.canvas import Draft, Drawn, Paper
from bench.papers.fonts import Role
from bench.papers.people import address, company, day, person
from bench.papers.seals import stamp
from bench.papers.words import long_date

_NOTICE = (
    "各位居民：为做好供暖季设备检修工作，我社区将对部分楼栋管线进行维护，期间可能短时停水，请提前做好储水准备，"
    "由此带来的不便敬请谅解。",
    "为方便群众办事，政务服务大厅自即日起实行周末延时服务，周六上午九时至十二时可办理社会保险、居住证、公积金提取"
    "等事项，请携带本人有效证件。",
    "根据有关规定，现将老年人免费体检安排通知如下：年满六十五周岁的居民请持身份证到社区卫生服务中心登记，体检当日请"
    "空腹前往。",
)


def photo(draft: Draft) -> Drawn:
    """一寸照: one or a sheet of them, nothing to read."""
    random = draft.random
    many = random.random() < 0.3
    across, down = (4, 2) if many else (1, 1)
    paper = draft.paper(27 * across + 2, 37 * down + 2, (255, 255, 255))
    face = draft.portrait()
    for row in range(down):
        for column in range(across):
            paper.paste(face, 2 + 27 * column, 2 + 37 * row, 25, 35)
    return Drawn("photo-sheet" if many else "photo", [paper], {})


def other(draft: Draft) -> Drawn:
    """See the module."""
    kind = draft.random.choice(("notice", "receipt", "list"))
    page = {"notice": _notice, "receipt": _receipt, "list": _list}[kind](draft)
    return Drawn(f"other-{kind}", [page], {})


def _notice(draft: Draft) -> Paper:
    random, paper = draft.random, draft.paper(210, 297)
    text = draft.pen(Role.SONG, Role.HEI, Role.KAI, size=random.uniform(3.8, 5.0))
    paper.centred(26, random.choice(("通　知", "温馨提示", "关于服务时间调整的公告")), draft.pen(Role.TITLE, size=9))
    y = 50.0
    for part in random.sample(_NOTICE, k=random.randrange(1, 4)):
        y = paper.paragraph(28, y, 154, "　　" + part, text, 1.8) + 4
    name = random.choice(("示例街道办事处", "和义街道样本社区居民委员会", "示例区政务服务中心"))
    paper.write(120, y + 16, name, text)
    paper.write(124, y + 28, long_date(day(random, 2023, 2026)), text)
    stamp(draft, paper, 145, y + 22, name, 42)
    return paper


def _receipt(draft: Draft) -> Paper:
    random, paper = draft.random, draft.paper(80, 150)
    text = draft.pen(Role.HEI, Role.SONG, size=3.2)
    paper.centred(7, company(random), text)
    paper.centred(14, random.choice(("购物小票", "收据", "结账单")), text.sized(5))
    paper.write(
        6, 24, f"时间：{day(random, 2024, 2026)} {random.randrange(8, 22):02d}:{random.randrange(60):02d}", text
    )
    paper.write(6, 30, f"单号：{random.randrange(10**10):010d}", text)
    y, total = 40.0, 0
    for goods in random.sample(("大米5kg", "纯牛奶250ml*12", "苹果", "洗衣液", "毛巾", "酱油", "鸡蛋30枚"), k=5):
        cents, count = random.randrange(300, 9000), random.randrange(1, 4)
        paper.write(6, y, goods, text)
        paper.write(46, y, f"×{count}", text)
        paper.write(56, y, f"{cents * count / 100:.2f}", text)
        total, y = total + cents * count, y + 7
    paper.rule(6, y, 74, y)
    paper.write(6, y + 3, f"合计：{total / 100:.2f}", text.sized(4.4))
    paper.paragraph(6, y + 14, 68, f"地址：{address(random)}", text.sized(2.8))
    paper.centred(y + 28, "谢谢惠顾，请保管好小票", text)
    return paper


def _list(draft: Draft) -> Paper:
    random, paper = draft.random, draft.paper(210, 297)
    text = draft.pen(Role.SONG, Role.HEI, size=random.uniform(2.6, 3.0))
    paper.centred(12, "住宅专项维修资金缴存明细表", draft.pen(Role.TITLE, size=5.5))
    stops, step = (12, 26, 50, 112, 138, 170), random.uniform(5.2, 6.2)
    heads = ("序号", "姓名", "坐落", "面积（㎡）", "缴存金额（元）", "缴存日期")
    y, number = 24.0, 0
    for x, head in zip(stops, heads, strict=True):
        paper.write(x, y, head, text)
    while y < 276:
        y, number = y + step, number + 1
        where = f"示例家园{random.randrange(1, 30)}号楼{random.randrange(1, 7)}单元{random.randrange(101, 2809)}"
        money, area = random.randrange(300000, 2000000) / 100, random.randrange(4000, 18000) / 100
        cells = (str(number), person(random).name, where, f"{area:.2f}", f"{money:.2f}", f"{day(random, 2015, 2025)}")
        for x, content in zip(stops, cells, strict=True):
            paper.write(x, y, content, text)
        paper.rule(10, y + step * 0.85, 200, y + step * 0.85, (120, 120, 120), 0.1)
    return paper
