"""The simulated cards themselves: what a social-security, a staff and a foreign card answer to each command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from devices.smartcard import SOCIAL_SECURITY, STAFF, Application
from devices.smartcard.apdu import MORE, OTHER_LENGTH, Ins, Status, decode_record, encode_record
from devices.smartcard.social_security import Tag
from devices.smartcard.staff import FILE, ID, LAST_SERVICE, NOTES, PIN_BYTES, PUBLIC_KEY

PIN_TRIES = 3
BLANK_NOTE = bytes(16)


@dataclass(repr=False)
class Chip:
    """A card with one application of record files, T=0: what it has to say is fetched with GET RESPONSE."""

    application: Application
    files: dict[int, list[bytes]] = field(default_factory=dict)
    """Records by file."""
    writable: frozenset[int] = frozenset()
    selected: bool = field(default=False, init=False)
    current: int | None = field(default=None, init=False)
    waiting: bytes = field(default=b"", init=False)

    def reset(self) -> None:
        """Power off and on again."""
        self.selected, self.current, self.waiting = False, None, b""

    def answer(self, command: bytes) -> bytes:
        """What the card answers; any bytes get an answer."""
        if len(command) < 4:
            return _word(Status.WRONG_LENGTH)
        if command[0] != 0x00:
            return _word(Status.CLASS_NOT_SUPPORTED)
        data = command[5 : 5 + command[4]] if len(command) > 5 else b""
        return self._do(command[1], command[2], command[3], data, command[4] if len(command) == 5 else 0)

    def _do(self, ins: int, p1: int, p2: int, data: bytes, expect: int) -> bytes:
        match ins:
            case Ins.SELECT:
                return self._select(p1, data)
            case Ins.GET_RESPONSE:
                return self._get_response(expect)
            case Ins.READ_RECORD if self.selected:
                return self._read(p1, p2, expect)
            case Ins.UPDATE_RECORD if self.selected:
                return self._update(p1, p2, data)
        return self._special(ins, p2, data) if self.selected else _word(Status.INSTRUCTION_NOT_SUPPORTED)

    def _special(self, ins: int, p2: int, data: bytes) -> bytes:
        return _word(Status.INSTRUCTION_NOT_SUPPORTED)

    def _later(self, data: bytes) -> bytes:
        self.waiting = data
        return bytes([MORE, len(data)])

    def _get_response(self, expect: int) -> bytes:
        if not self.waiting:
            return _word(Status.NO_DIAGNOSIS)
        if expect not in (0, len(self.waiting)):
            return bytes([OTHER_LENGTH, len(self.waiting)])
        data, self.waiting = self.waiting, b""
        return data + _word(Status.OK)

    def _select(self, p1: int, data: bytes) -> bytes:
        if p1 == 0x04:
            self.selected, self.current = data == self.application.aid, None
            if self.selected:
                return self._later(bytes([0x6F, len(data) + 2, 0x84, len(data)]) + data)
        elif self.selected and int.from_bytes(data, "big") in self.files:
            self.current = int.from_bytes(data, "big")
            return _word(Status.OK)
        return _word(Status.FILE_NOT_FOUND)

    def _find(self, p1: int, p2: int) -> tuple[list[bytes], int] | Status:
        """The file and the place of a record in it."""
        short = p2 >> 3
        file = 0xEF00 | short if short else self.current
        if file not in self.files:
            return Status.NO_CURRENT_FILE
        records = self.files[file]
        places = [p1 - 1] if p2 & 7 == 4 else [place for place, each in enumerate(records) if each[:1] == bytes([p1])]
        if not places or not 0 <= places[0] < len(records):
            return Status.RECORD_NOT_FOUND
        return records, places[0]

    def _read(self, p1: int, p2: int, expect: int) -> bytes:
        found = self._find(p1, p2)
        if isinstance(found, Status):
            return _word(found)
        record = found[0][found[1]]
        if expect != len(record):
            return bytes([OTHER_LENGTH, len(record)])
        return record + _word(Status.OK)

    def _update(self, p1: int, p2: int, data: bytes) -> bytes:
        found = self._find(p1, p2)
        if isinstance(found, Status):
            return _word(found)
        if self.current not in self.writable:
            return _word(Status.NOT_SATISFIED)
        if len(data) != len(found[0][found[1]]):
            return _word(Status.WRONG_LENGTH)
        found[0][found[1]] = data
        return _word(Status.OK)


@dataclass(repr=False)
class StaffChip(Chip):
    """Adds the PIN and the key. The key and the count of tries stay with the card over power off."""

    key: ec.EllipticCurvePrivateKey = field(kw_only=True)
    pin: str = field(kw_only=True)
    tries: int = field(default=PIN_TRIES, init=False)
    shown: bool = field(default=False, init=False)

    def reset(self) -> None:
        """Power off and on again: the PIN has to be shown again."""
        super().reset()
        self.shown = False

    def _special(self, ins: int, p2: int, data: bytes) -> bytes:
        match ins:
            case Ins.VERIFY if p2 == 0x01:
                return self._verify(data)
            case Ins.INTERNAL_AUTHENTICATE if self.shown:
                return self._later(self.key.sign(data, ec.ECDSA(SHA256())))
            case Ins.INTERNAL_AUTHENTICATE:
                return _word(Status.NOT_SATISFIED)
        return _word(Status.INSTRUCTION_NOT_SUPPORTED)

    def _verify(self, data: bytes) -> bytes:
        if self.tries == 0:
            return _word(Status.BLOCKED)
        if not data:
            return _word(0x63C0 | self.tries)
        self.shown = data == self.pin.encode().ljust(PIN_BYTES, b"\xff")
        self.tries = PIN_TRIES if self.shown else self.tries - 1
        if self.shown:
            return _word(Status.OK)
        return _word(0x63C0 | self.tries) if self.tries else _word(Status.BLOCKED)


def social_security(person: Mapping[str, str], serial: int) -> Chip:
    """The card of one of the fictitious people of devices/idcard/cards.toml."""
    number, region = person["number"], bytes.fromhex(person["number"][:6])
    first = {
        Tag.CARD_CODE: region + bytes.fromhex(f"D15600000500{serial:08X}"),
        Tag.CLASS: b"3",
        Tag.VERSION: b"3.00",
        Tag.ISSUER: region,
        Tag.ISSUED: bytes.fromhex("20240101"),
        Tag.EXPIRES: bytes.fromhex("20340101"),
        Tag.CARD_NUMBER: b"A%08d" % serial,
    }
    second = {
        Tag.NUMBER: number.encode(),
        Tag.NAME: person["name"].encode("gbk").ljust(30, b"\0"),
        Tag.SEX: person["sex"].encode(),
        Tag.ETHNIC_GROUP: bytes.fromhex(person["ethnic_group"]),
        Tag.BIRTHPLACE: region,
        Tag.BIRTH: bytes.fromhex(person["birth"]),
    }
    first[Tag.CARD_CODE] = first[Tag.CARD_CODE].ljust(16, b"\xff")
    first[Tag.ISSUER] = first[Tag.ISSUER].ljust(12, b"\0")
    files = {0xEF05: first, 0xEF06: second}
    return Chip(
        SOCIAL_SECURITY, {file: [encode_record(*each) for each in says.items()] for file, says in files.items()}
    )


def staff_card(id: str, key: ec.EllipticCurvePrivateKey, pin: str) -> StaffChip:
    """A staff card, with a note that a kiosk may write."""
    records = {
        FILE: [encode_record(ID, id.encode()), encode_record(PUBLIC_KEY, public_point(key))],
        NOTES: [encode_record(LAST_SERVICE, BLANK_NOTE)],
    }
    return StaffChip(STAFF, records, frozenset({NOTES}), key=key, pin=pin)


def foreign_card() -> Chip:
    """A bank's card: it has other applications than those of a kiosk."""
    return Chip(Application(bytes.fromhex("A000000333010101"), (0, 0)))


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as the card tells it: 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def lengthened(answer: bytes) -> bytes:
    """A record that says to be longer than it is."""
    if len(answer) > 4 and answer.endswith(_word(Status.OK)) and decode_record(answer[:-2]) is not None:
        return answer[:1] + bytes([answer[1] + 3]) + answer[2:]
    return answer


def _word(status: int) -> bytes:
    return int(status).to_bytes(2, "big")
