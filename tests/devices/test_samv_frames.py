"""The codec of the reader's line: whatever comes, it neither hangs nor invents a frame."""

from __future__ import annotations

from functools import reduce
from operator import xor

from hypothesis import given
from hypothesis import strategies as st

from devices.idcard.samv_frames import LONGEST, Command, Damage, Decoder, Reply, Status, compose, opened, reply, request

payloads = st.binary(min_size=1, max_size=60)
pieces = st.lists(st.integers(1, 9), min_size=1, max_size=20)
PLAIN = st.binary(max_size=40).filter(lambda noise: 0xAA not in noise)


def feed_in(decoder: Decoder, data: bytes, sizes: list[int]) -> list[bytes | Damage]:
    found: list[bytes | Damage] = []
    start = turn = 0
    while start < len(data):
        size = sizes[turn % len(sizes)]
        found += decoder.feed(data[start : start + size])
        start, turn = start + size, turn + 1
    return found


def test_requests_are_those_of_the_standard() -> None:
    assert request(Command.RESET).hex() == "aaaaaa9669000310ffec"
    assert request(Command.FIND).hex() == "aaaaaa9669000320 0122".replace(" ", "")
    assert request(Command.SELECT).hex() == "aaaaaa966900032002 21".replace(" ", "")
    assert request(Command.READ).hex() == "aaaaaa96690003300132"


def test_replies_have_the_lengths_of_the_standard() -> None:
    assert len(reply(Status.FOUND, bytes(4))) == 15
    assert len(reply(Status.OK, bytes(8))) == 19
    assert len(reply(Status.OK, bytes(4 + 256 + 1024))) == 1295


@given(st.binary(max_size=400), pieces)
def test_arbitrary_bytes_only_give_payloads_that_were_framed(data: bytes, sizes: list[int]) -> None:
    decoder = Decoder()
    for found in feed_in(decoder, data, sizes):
        if isinstance(found, bytes):
            assert compose(found) in data
            opened(found)


@given(st.lists(payloads, max_size=5), pieces)
def test_frames_come_out_whatever_pieces_they_arrive_in(sent: list[bytes], sizes: list[int]) -> None:
    decoder = Decoder()
    assert feed_in(decoder, b"".join(compose(each) for each in sent), sizes) == sent
    assert not decoder.pending


@given(PLAIN, payloads, PLAIN, payloads, pieces)
def test_noise_between_frames_is_skipped(
    before: bytes, first: bytes, between: bytes, second: bytes, sizes: list[int]
) -> None:
    data = before + compose(first) + between + compose(second)
    assert feed_in(Decoder(), data, sizes) == [first, second]


@given(payloads, st.data())
def test_a_changed_byte_never_gives_another_payload(sent: bytes, draw: st.DataObject) -> None:
    frame = bytearray(compose(sent))
    place = draw.draw(st.integers(0, len(frame) - 1))
    frame[place] ^= draw.draw(st.integers(1, 255))
    assert [found for found in Decoder().feed(bytes(frame)) if isinstance(found, bytes)] == []


@given(payloads)
def test_a_frame_behind_a_damaged_one_is_found(sent: bytes) -> None:
    damaged = bytearray(compose(b"\0\0\x90"))
    damaged[-1] ^= 0x01
    found = Decoder().feed(bytes(damaged) + compose(sent))
    assert found[0] is Damage.CHECKSUM
    assert found[-1] == sent


def test_a_frame_inside_what_only_looked_like_a_longer_one_is_found() -> None:
    inside = compose(b"\0\0\x9f1234")
    looks_longer = bytes.fromhex("aaaaaa9669") + (len(inside) + 4).to_bytes(2, "big") + inside + b"\1\0\0\0"
    assert Decoder().feed(looks_longer) == [Damage.LENGTH, b"\0\0\x9f1234"]


def test_a_length_that_cannot_be_is_damage_and_waits_for_nothing() -> None:
    decoder = Decoder()
    head = bytes.fromhex("aaaaaa9669") + (LONGEST + 1).to_bytes(2, "big")
    assert decoder.feed(head + compose(b"\0\0\x90")) == [Damage.LENGTH, b"\0\0\x90"]


def test_the_checksum_is_the_xor_of_length_and_payload() -> None:
    frame = compose(b"\x30\x01")
    assert reduce(xor, frame[5:]) == 0


def test_a_reply_shows_no_data() -> None:
    answer = opened(b"\0\0\x90" + "王".encode("utf-16-le"))
    assert answer == Reply(0x90, "王".encode("utf-16-le"))
    assert "738b" not in repr(answer)
    assert "王" not in repr(answer)
