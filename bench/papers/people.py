"""Fictitious people and what their papers say: numbers are right by their checksums, from codes nobody was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志梅红玉春晓宇浩轩子涵欣怡梓雨泽嘉宁昊然思"
    "远博文佳琪雪莹珊瑞祥荣福海燕淑珍凤琴云鹏辉婷慧鑫"
)
_RARE = "喆燊淼垚翀彧璟晟煜骁翎霏"
ETHNIC = ("汉",) * 12 + ("满", "回", "蒙古", "维吾尔", "壮", "土家", "朝鲜", "藏")
_REGIONS = ("110100", "310100", "440300", "500100", "120100")
"""Codes of whole cities, which no citizen number carries."""
_PLACES = (
    ("北京市", "示例区"),
    ("北京市", "样本区"),
    ("河北省示例市", "样本县"),
    ("江苏省示范市", "范例区"),
    ("四川省示例市", "样例区"),
)
_STREETS = ("南中轴路", "示例大街", "和义西里", "东高地路", "木樨园北街", "康乐巷", "育才路", "幸福东街", "样本胡同")
_ESTATES = ("示例家园", "样本花园", "和谐小区", "康居苑", "阳光里", "翠竹园")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: no I, O, S, V, Z."""
_COMPANIES = ("示例餐饮", "样本科技", "范例商贸", "示范文化传媒", "例行物业", "样张图文")


def citizen_number(random: Random, birth: date, male: bool) -> str:
    """GB 11643, with the code of a whole city."""
    order = random.randrange(10, 990) // 2 * 2 + male
    head = f"{random.choice(_REGIONS)}{birth:%Y%m%d}{order:03d}"
    return head + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(head, _WEIGHTS, strict=True)) % 11]


def credit_code(random: Random) -> str:
    """GB 32100, with the code of a whole city."""
    head = f"91{random.choice(_REGIONS)}" + "".join(random.choices(_CREDIT, k=9))
    rest = sum(_CREDIT.index(sign) * pow(3, place, 31) for place, sign in enumerate(head)) % 31
    return head + _CREDIT[(31 - rest) % 31]


def bank_number(random: Random) -> str:
    """Luhn, 19 figures; no issuer was given 629999."""
    head = "629999" + "".join(random.choices("0123456789", k=12))
    total = 0
    for place, figure in enumerate(reversed(head)):
        value = int(figure) * (1 if place % 2 else 2)
        total += value - 9 * (value > 9)
    return head + str(-total % 10)


def mobile(random: Random) -> str:
    """In 19900…, which fiction uses here."""
    return f"1990000{random.randrange(10_000):04d}"


def day(random: Random, first: int, last: int) -> date:
    """Some day from year `first` to `last`."""
    start = date(first, 1, 1)
    return start + timedelta(days=random.randrange((date(last, 12, 31) - start).days))


def address(random: Random) -> str:
    """A home in a district that does not exist."""
    city, district = random.choice(_PLACES)
    house = f"{city}{district}{random.choice(_STREETS)}{random.randrange(1, 199)}号"
    match random.randrange(4):
        case 0:
            return house
        case 1:
            return f"{house}院{random.randrange(1, 20)}号楼{random.randrange(1, 7)}单元{random.randrange(101, 2809)}号"
        case 2:
            flat = f"{random.randrange(1, 30)}栋{random.randrange(101, 1808)}室"
            return f"{house}{random.choice(_ESTATES)}{flat}"
        case _:
            return f"{city}{district}{random.choice(_ESTATES)}{random.randrange(1, 30)}-{random.randrange(101, 1808)}"


def company(random: Random) -> str:
    """A firm of no city."""
    return f"北京{random.choice(_COMPANIES)}{random.choice(('有限公司', '有限责任公司', '股份有限公司'))}"


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    male: bool
    ethnic: str
    birth: date
    number: str
    address: str
    phone: str

    @property
    def sex(self) -> str:
        """As papers say it."""
        return "男" if self.male else "女"


def person(random: Random, first: int = 1945, last: int = 2004, male: bool | None = None) -> Person:
    """Somebody born from year `first` to `last`."""
    is_male = random.random() < 0.5 if male is None else male
    birth = day(random, first, last)
    given = "".join(random.choices(_GIVEN, k=random.choice((1, 2, 2, 2))))
    if random.random() < 0.08:
        given = given[:-1] + random.choice(_RARE)
    return Person(
        name=random.choice(_FAMILY) + given,
        male=is_male,
        ethnic=random.choice(ETHNIC),
        birth=birth,
        number=citizen_number(random, birth, is_male),
        address=address(random),
        phone=mobile(random),
    )
