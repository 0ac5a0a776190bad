"""The fixed terms of the catalogue, each with the words residents read."""

from __future__ import annotations

from enum import StrEnum

from sync.contract.problem import Words


class Zone(StrEnum):
    """Areas of the hall (服务区); the value is the sign over the area."""

    GOVERNMENT = "政务"
    LIVING = "生活"
    HEALTH = "健康"
    EDUCATION = "教育"

    @property
    def words(self) -> Words:
        """The sign in both languages."""
        return Words(zh=f"{self.value}服务区", en=_ZONES[self])


_ZONES = {
    Zone.GOVERNMENT: "Government services",
    Zone.LIVING: "Daily life",
    Zone.HEALTH: "Health",
    Zone.EDUCATION: "Education",
}


class StepName(StrEnum):
    """Steps a journey can have at the kiosk."""

    IDENTIFY = "identify"
    RECORD = "record"
    CERTIFICATE = "certificate"
    PAPERS = "papers"
    FORM = "form"
    REVIEW = "review"
    SUBMIT = "submit"
    FACE_LOGIN = "face-login"

    @property
    def words(self) -> Words:
        """What the stepper at the top of the page says."""
        return _STEPS[self]


_STEPS = {
    StepName.IDENTIFY: Words(zh="刷身份证", en="Identify"),
    StepName.RECORD: Words(zh="查看记录", en="See record"),
    StepName.CERTIFICATE: Words(zh="打印证明", en="Print"),
    StepName.PAPERS: Words(zh="放材料", en="Papers"),
    StepName.FORM: Words(zh="填写信息", en="Fill in"),
    StepName.REVIEW: Words(zh="核对", en="Check"),
    StepName.SUBMIT: Words(zh="提交", en="Hand in"),
    StepName.FACE_LOGIN: Words(zh="人脸登录", en="Face login"),
}


class Necessity(StrEnum):
    """Whether a material must be there (GB/T 39554: 材料必要性)."""

    REQUIRED = "required"
    OPTIONAL = "optional"

    @property
    def words(self) -> Words:
        """As the guide shows it."""
        return Words(zh="必需", en="Required") if self is Necessity.REQUIRED else Words(zh="可选", en="Optional")


class MaterialForm(StrEnum):
    """What a material looks like (材料形式)."""

    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"

    @property
    def words(self) -> Words:
        """As the guide shows it."""
        return _FORMS[self]


_FORMS = {
    MaterialForm.ORIGINAL: Words(zh="原件", en="Original"),
    MaterialForm.COPY: Words(zh="复印件", en="Copy"),
    MaterialForm.ELECTRONIC: Words(zh="电子", en="Electronic"),
}


class MaterialSource(StrEnum):
    """Where the kiosk gets a material from."""

    CARD = "card"
    """Read from the ID card on the reader."""
    SHARED = "shared"
    """Another department has it and shares it."""
    LICENCE = "licence"
    """Electronic licence (电子证照)."""
    SCAN = "scan"
    CAMERA = "camera"
    COUNTER = "counter"
    """Shown to a person later: at a counter, at the door, at pick-up."""

    @property
    def words(self) -> Words:
        """As the guide shows it."""
        return _SOURCES[self]


_SOURCES = {
    MaterialSource.CARD: Words(zh="本机刷身份证读取", en="Read from your ID card here"),
    MaterialSource.SHARED: Words(zh="由其他部门提供，不用带", en="Another department provides it; bring nothing"),
    MaterialSource.LICENCE: Words(zh="使用电子证照，不用带", en="Your electronic licence is used; bring nothing"),
    MaterialSource.SCAN: Words(zh="在本机扫描", en="Scanned here"),
    MaterialSource.CAMERA: Words(zh="在本机拍照", en="Photographed here"),
    MaterialSource.COUNTER: Words(zh="核对时出示", en="Show it when staff check"),
}


class Delivery(StrEnum):
    """How the result reaches the resident."""

    PRINT = "print"
    PICKUP = "pickup"
    MAIL = "mail"
    HOME = "home"
    HERE = "here"
    """There is nothing to take along: it is done when the resident leaves."""

    @property
    def words(self) -> Words:
        """As guide and form show it."""
        return _DELIVERIES[self]


_DELIVERIES = {
    Delivery.PRINT: Words(zh="在本机打印", en="Printed here"),
    Delivery.PICKUP: Words(zh="到中心领取", en="Pick up at the centre"),
    Delivery.MAIL: Words(zh="邮寄到家", en="By mail"),
    Delivery.HERE: Words(zh="在本机当场办好", en="Done at this kiosk"),
    Delivery.HOME: Words(zh="代办员送上门", en="Brought to your home"),
}


class PolicyMode(StrEnum):
    """Which rule lets an item start without every material; the value is the field's own term."""

    PLAIN = "plain"
    """Everything must be there."""
    SUPPLEMENT = "容缺"
    """容缺受理: accepted with a minor material missing; the result waits for it."""
    COMMITMENT = "告知承诺"
    """告知承诺制: the result comes first, against a signed promise that is checked afterwards."""


class DeviceKind(StrEnum):
    """Devices an item cannot do without. Never the camera alone: every item can be finished without a face."""

    ID_READER = "id-reader"
    PRINTER = "printer"
    SCANNER = "scanner"
