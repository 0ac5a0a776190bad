"""One example of every page, with fictitious people: for pictures and for tests."""

from __future__ import annotations

from kiosk.journeys.pages import (
    AskPrinted,
    Attract,
    ChooseItem,
    Farewell,
    Field,
    FieldKind,
    FillForm,
    GuideMaterial,
    ItemGuide,
    LayPapers,
    Page,
    PaperSlot,
    PaperState,
    Printing,
    PrintState,
    Rate,
    Receipt,
    Record,
    RecordRow,
    Review,
    TakeBelongings,
    Tile,
    Trail,
    Trouble,
    Wait,
)
from sync.contract.problem import Family, Words
from ui.identity_samples import IDENTITY_SAMPLES
from ui.staff_samples import STAFF_SAMPLES


def _trail(current: int) -> Trail:
    return Trail(
        title=Words(zh="社保缴费记录打印", en="Print your social insurance record"),
        steps=(
            Words(zh="确认身份", en="Identify"),
            Words(zh="查看记录", en="See the record"),
            Words(zh="打印证明", en="Print"),
        ),
        current=current,
    )


def _form_trail(current: int) -> Trail:
    return Trail(
        title=Words(zh="居住证办理", en="Residence permit"),
        steps=(
            Words(zh="确认身份", en="Identify"),
            Words(zh="填写信息", en="Fill in"),
            Words(zh="核对信息", en="Check"),
            Words(zh="提交", en="Hand in"),
        ),
        current=current,
    )


def _tile(item: str, icon: str, title: tuple[str, str], note: tuple[str, str], keywords: str, **more: Words) -> Tile:
    names, notes = (Words(zh=zh, en=en) for zh, en in (title, note))
    return Tile(item=item, title=names, note=notes, icon=icon, zone="A", keywords=keywords, **more)


_TILES = (
    _tile(
        "social-insurance-record",
        "shield-check",
        ("社保缴费记录打印", "Social insurance record"),
        ("查缴费记录，当场打印带章证明", "See your payments, print a sealed certificate"),
        "社保 缴费 证明 shebao jiaofei sb sbjf social insurance",
    ),
    _tile(
        "residence-permit",
        "house",
        ("居住证办理", "Residence permit"),
        ("刷身份证，填两项就能申请", "Your ID card and two answers are enough"),
        "居住证 暂住证 juzhuzheng jzz residence permit",
    ),
    _tile(
        "senior-card",
        "heart-pulse",
        ("老年优待证申领", "Senior card"),
        ("60 岁以上，公交公园优待", "Aged 60 or over: buses and parks"),
        "老年证 优待证 laonianzheng lnz senior card",
        unavailable=Words(zh="读卡器维护中", en="Card reader out of order"),
    ),
)

_MORE_TILES = (
    *_TILES[:2],
    _tile(
        "medical",
        "heart-pulse",
        ("医保服务", "Medical insurance"),
        ("参保 · 报销 · 备案", "Join, claim, file"),
        "yibao",
    ),
    _tile("estate", "building-2", ("不动产", "Real estate"), ("登记 · 查册", "Register, search"), "budongchan bdc"),
    _tile("household", "users", ("户籍办理", "Household"), ("户口 · 迁移", "Register, move"), "huji hj"),
    _tile(
        "company", "store", ("企业开办", "Start a business"), ("设立 · 变更 · 注销", "Open, change, close"), "qiye qy"
    ),
    _tile("tax", "receipt", ("税务发票", "Tax and invoices"), ("代开 · 完税证明", "Invoices, proof"), "shuiwu sw"),
    _TILES[2],
    _tile("payments", "wallet", ("缴费支付", "Payments"), ("水电 · 罚款 · 规费", "Bills, fines, fees"), "jiaofei jf"),
)


def _record() -> Record:
    schemes = (
        (Words(zh="养老", en="Pension"), "0.08"),
        (Words(zh="医疗", en="Medical"), "0.02"),
        (Words(zh="失业", en="Unemployment"), "0.005"),
    )
    rows = tuple(
        RecordRow(cells=(str(year), name, "12", f"{base:,}.00", f"{base * 12 * float(rate):,.2f}"))
        for year, base in ((2025, 8500), (2024, 8000), (2023, 7600), (2022, 7200), (2021, 6900), (2020, 6600))
        for name, rate in schemes
    )
    return Record(
        title=Words(zh="社会保险缴费记录", en="Social insurance payments"),
        name_masked="王*华",
        number_masked="1101**********0021",
        summary=(
            (Words(zh="养老累计", en="Pension"), Words(zh="72 个月", en="72 months")),
            (Words(zh="医疗累计", en="Medical"), Words(zh="72 个月", en="72 months")),
            (Words(zh="个人缴费合计", en="Paid by you"), "56,448.00"),
        ),
        columns=(
            Words(zh="年度", en="Year"),
            Words(zh="险种", en="Scheme"),
            Words(zh="月数", en="Months"),
            Words(zh="缴费基数", en="Base"),
            Words(zh="个人缴费", en="Paid"),
        ),
        rows=rows,
        as_of="2025-11-23",
        trail=_trail(1),
        can_go_back=True,
    )


def _form(*, filled: bool = False, on_file: bool = False) -> FillForm:
    months = Words(zh="大约在北京住了多久", en="How long have you lived in Beijing?")
    return FillForm(
        fields=(
            Field(name="name", label=Words(zh="姓名", en="Name"), kind=FieldKind.GIVEN, value="王*华"),
            Field(
                name="number",
                label=Words(zh="公民身份号码", en="ID number"),
                kind=FieldKind.GIVEN,
                value="1101**********0021",
            ),
            Field(
                name="address",
                label=Words(zh="住址", en="Address"),
                kind=FieldKind.GIVEN,
                value="" if on_file else "北京市示例区南中轴路 12 号",
                hint=Words(zh="以公安登记为准", en="As registered with the police") if on_file else None,
            ),
            Field(
                name="phone",
                label=Words(zh="手机号码", en="Mobile number"),
                kind=FieldKind.DIGITS,
                value="1380000" if filled else "",
                length=11,
                hint=Words(zh="11 位，用来通知办理结果", en="11 digits, to tell you the result"),
                problem=Words(zh="手机号码应为 11 位数字", en="A mobile number has 11 digits") if filled else None,
            ),
            Field(
                name="stay",
                label=months,
                kind=FieldKind.CHOICE,
                value="half" if filled else "",
                choices=(
                    ("half", Words(zh="满半年", en="Half a year or more")),
                    ("less", Words(zh="不到半年", en="Less than half a year")),
                ),
            ),
        ),
        trail=_form_trail(1),
        can_go_back=True,
    )


_FUND_TRAIL = Trail(
    title=Words(zh="公积金提取", en="Housing fund withdrawal"),
    steps=(
        Words(zh="确认身份", en="Identify"),
        Words(zh="放材料", en="Papers"),
        Words(zh="填写信息", en="Fill in"),
        Words(zh="核对信息", en="Check"),
        Words(zh="提交", en="Hand in"),
    ),
    current=1,
)
_LEASE = Words(zh="租房合同", en="Lease")


def _papers(*, problem: bool = False) -> LayPapers:
    other = Words(
        zh="租房合同上的承租人和正在办理的人不是同一个人，请换成本人的材料。",
        en="The tenant of the lease is not the person who applies. Please use that person's own papers.",
    )
    done = PaperState.GOOD
    return LayPapers(
        slots=(
            PaperSlot(id="id-front", name=Words(zh="身份证人像面", en="ID card, portrait side"), state=done, pages=1),
            PaperSlot(id="id-back", name=Words(zh="身份证国徽面", en="ID card, emblem side"), state=done, pages=1),
            PaperSlot(
                id="lease",
                name=_LEASE,
                state=PaperState.LOOK if problem else done,
                pages=2,
                words=other if problem else None,
            ),
            PaperSlot(
                id="bank-card",
                name=Words(zh="本人银行卡", en="Your bank card"),
                state=done if problem else PaperState.MISSING,
                pages=int(problem),
            ),
            PaperSlot(
                id="application",
                name=Words(zh="公积金提取申请表", en="Application for withdrawal"),
                state=PaperState.LATER if problem else PaperState.MISSING,
                may_follow=True,
            ),
        ),
        by="scanner" if problem else "camera",
        others=("camera",) if problem else ("scanner",),
        scanning=problem,
        reading=1,
        hint=Words(zh="拍好了，请换下一页。", en="Taken. Please lay down the next page."),
        problem=other if problem else None,
        trail=_FUND_TRAIL,
        can_go_back=True,
    )


def _read_form() -> FillForm:
    home = "北京市示例区南中轴路 12 号院 3 号楼 2 单元 501 号"
    return FillForm(
        fields=(
            Field(name="name", label=Words(zh="姓名", en="Name"), kind=FieldKind.GIVEN, value="王*华"),
            Field(
                name="home",
                label=Words(zh="租住地址", en="Rented home"),
                kind=FieldKind.CHOICE,
                value="read",
                choices=(
                    ("read", Words(zh=home, en=home)),
                    (
                        "reviewed",
                        Words(zh="没读清或不对，由工作人员看原件", en="Unclear or wrong: staff will see to it"),
                    ),
                ),
                read_from=_LEASE,
            ),
            Field(
                name="rent",
                label=Words(zh="每月租金（元）", en="Rent a month (yuan)"),
                kind=FieldKind.DIGITS,
                value="4500",
                length=6,
                shortest=2,
                read_from=_LEASE,
            ),
            Field(
                name="account",
                label=Words(zh="收款银行卡号", en="Bank card that gets the money"),
                kind=FieldKind.DIGITS,
                length=19,
                shortest=16,
                hint=Words(zh="卡面上的 16 至 19 位数字", en="16 to 19 digits on the card"),
            ),
        ),
        trail=_FUND_TRAIL.model_copy(update={"current": 2}),
        can_go_back=True,
    )


_GUIDE = ItemGuide(
    title=Words(zh="居住证办理", en="Residence permit"),
    department=Words(zh="北京市公安局示例分局", en="Sample Branch, Municipal Public Security Bureau"),
    conditions=(
        Words(zh="在北京居住半年以上", en="You have lived in Beijing for half a year or more"),
        Words(zh="有稳定工作、住处或在读", en="You have steady work, a home or are studying"),
    ),
    materials=(
        GuideMaterial(name=Words(zh="居民身份证", en="ID card"), necessity=Words(zh="必须", en="Required")),
        GuideMaterial(
            name=Words(zh="居住证明", en="Proof of residence"),
            necessity=Words(zh="可后补", en="May follow"),
            note=Words(
                zh="租房合同、房产证或单位证明，任选一样", en="A lease, a title deed or a letter of your employer"
            ),
        ),
    ),
    promised=Words(zh="7 个工作日", en="7 working days"),
    fee=Words(zh="不收费", en="Free"),
    label=Words(zh="示例，以北京市政务服务网为准", en="A sample; the city's service site has the last word"),
    can_go_back=True,
)

_LOST = Trouble(
    family=Family.TEMPORARY,
    happened=Words(
        zh="读卡器没有回应，没能读到您的身份证。", en="The card reader did not answer; your card was not read."
    ),
    safe=Words(zh="没有产生任何办理记录，您的信息不会留在本机。", en="Nothing was filed, nothing of you stays here."),
    advice=Words(zh="请再放一次身份证，或到旁边的自助机。", en="Put the card on it again, or use the next kiosk."),
    retry=True,
    choices=(("window", Words(zh="去窗口办理", en="Go to a counter")),),
    trail=_trail(0),
)

_PRINTER = Trouble(
    family=Family.PERMANENT,
    happened=Words(zh="打印机停了，证明没有打印出来。", en="The printer stopped; the certificate was not printed."),
    safe=Words(zh="没有多打一份，也没有产生费用。", en="Nothing was printed twice and nothing was charged."),
    advice=Words(zh="明天可到窗口凭身份证领取。", en="Collect it at a counter tomorrow with your ID card."),
    trail=_trail(2),
)

_HELPED = Words(zh="志愿者 李*明 正在陪同帮忙", en="Volunteer L*g is helping")

SAMPLES: dict[str, Page] = {
    "attract": Attract(
        bulletins=(Words(zh="夜间办理的事项，次日由窗口复核。", en="Requests at night are reviewed the next day."),)
    ),
    "home": ChooseItem(tiles=_TILES),
    "home-many": ChooseItem(
        tiles=_MORE_TILES,
        notice=Words(zh="夜间办理的事项，次日由窗口复核。", en="Requests at night are reviewed the next day."),
    ),
    "guide": _GUIDE,
    **IDENTITY_SAMPLES,
    "wait": Wait(doing=Words(zh="正在向中心查询您的社保记录", en="Asking the centre for your record"), trail=_trail(1)),
    "record": _record(),
    "papers": _papers(),
    "papers-problem": _papers(problem=True),
    "form": _form(),
    "form-read": _read_form(),
    "home-helped": ChooseItem(tiles=_TILES, companion=_HELPED),
    "form-helped": _form().model_copy(update={"companion": _HELPED}),
    "form-on-file": _form(on_file=True),
    "form-problem": _form(filled=True),
    "review": Review(
        values=(
            (Words(zh="姓名", en="Name"), "王*华"),
            (Words(zh="公民身份号码", en="ID number"), "1101**********0021"),
            (Words(zh="住址", en="Address"), "北京市示例区南中轴路 12 号"),
            (Words(zh="手机号码", en="Mobile number"), "13800000000"),
            (Words(zh="在京居住", en="Stay in Beijing"), Words(zh="满半年", en="Half a year or more")),
        ),
        promise=Words(zh="7 个工作日，12 月 2 日前办好", en="7 working days, done by 2 December"),
        trail=_form_trail(2),
        can_go_back=True,
    ),
    "receipt": Receipt(
        number="SL20251123-7A3F09C1",
        promise=Words(zh="7 个工作日，12 月 2 日前办好", en="7 working days, done by 2 December"),
        state=Words(zh="申请已在本机登记，联网后自动送达中心。", en="Filed here; it goes to the centre by itself."),
        trail=_form_trail(3),
    ),
    "printing": Printing(state=PrintState.PRINTING, pages=2, printed=1, trail=_trail(2)),
    "printing-waits": Printing(
        state=PrintState.WAITING,
        pages=2,
        printed=1,
        reason=Words(zh="打印机没纸了，工作人员已收到通知。", en="The printer is out of paper; staff have been told."),
        trail=_trail(2),
    ),
    "printing-done": Printing(state=PrintState.DONE, pages=2, printed=2, trail=_trail(2)),
    "ask": AskPrinted(title=Words(zh="社保缴费记录", en="Social insurance record"), trail=_trail(2)),
    "take": TakeBelongings(papers=2, card=True),
    "take-all": TakeBelongings(papers=2, card=True, slot=True),
    "take-slot": TakeBelongings(slot=True),
    "take-card": TakeBelongings(card=True),
    "rate": Rate(),
    "farewell": Farewell(papers=2),
    "farewell-kept": Farewell(
        kept=Words(
            zh="没办完的内容已加密保存，再来刷身份证可以接着办；30 天后删除。",
            en="What is unfinished is kept encrypted for 30 days. Show your card again to go on.",
        )
    ),
    "trouble": _LOST,
    "trouble-handed-over": _PRINTER,
    **STAFF_SAMPLES,
}
"""By a short name that is also the name of its picture."""
