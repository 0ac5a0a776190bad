"""The smart-card reader at a real pcscd: cards that come and go, daemons that restart, cards that say nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from smartcard import scard

from devices.host import DeviceHost, HostLimits
from devices.journal import Journal
from devices.settings import SmartCardSettings
from devices.settlement import Settlement
from devices.smartcard import STAFF, RecordChange
from devices.smartcard.apdu import Ins, command
from devices.smartcard.card_act import write_record_once
from devices.smartcard.chips import BLANK_NOTE, foreign_card
from devices.smartcard.pcsc import PcscReader, PcscTiming
from devices.smartcard.problems import PinWrong
from devices.smartcard.service import Connection, Context
from devices.smartcard.simulator import SmartCardSimulator
from devices.smartcard.slot import Slot
from devices.smartcard.staff import LAST_SERVICE, NOTES
from devices.smartcard.staff_issue import DEVELOPMENT_PIN
from devices.state import Cancel, Cancelled, DeviceState
from sync.contract.problem import Family, Problem

pytest_plugins = ["pcscd"]
pytestmark = pytest.mark.real
POLL_S = 0.4
"""How often pcscd looks whether a virtual card is there: no driver sees it sooner."""


def insert(cards: SmartCardSimulator, reader: PcscReader, card: str) -> None:
    cards.apply("put", {"card": card})
    reader.wait_inserted(Cancel())


@contextmanager
def meanwhile(act: Callable[[], object], after_s: float) -> Iterator[None]:
    timer = threading.Timer(after_s, act)
    timer.start()
    yield
    timer.join()


def test_a_card_is_noticed_read_and_missed(cards: SmartCardSimulator, reader: PcscReader) -> None:
    assert not reader.present()
    with pytest.raises(Problem, match=r"smartcard\.absent-card"):
        reader.read_social_security(Cancel())
    started = time.monotonic()
    insert(cards, reader, "li")
    assert time.monotonic() - started < POLL_S + 0.3
    card = reader.read_social_security(Cancel())
    assert (card.name, card.number) == ("李桂兰", "110100195403080046")
    started = time.monotonic()
    cards.apply("lift")
    reader.wait_removed(Cancel())
    assert time.monotonic() - started < POLL_S + 0.3
    assert not reader.present()


def test_waiting_stops_within_a_tenth_of_a_second(reader: PcscReader) -> None:
    cancel = Cancel()
    asked = 0.0

    def request() -> None:
        nonlocal asked
        asked = time.monotonic()
        cancel.request()

    with meanwhile(request, 0.2), pytest.raises(Cancelled):
        reader.wait_inserted(cancel)
    assert time.monotonic() - asked < 0.15


def test_a_card_pulled_in_the_middle_is_no_card(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "wang")
    cards.apply("pull-mid-read")
    with pytest.raises(Problem, match=r"smartcard\.pulled") as raised:
        reader.read_social_security(Cancel())
    assert raised.value.family is Family.EXPECTED
    insert(cards, reader, "wang")
    assert reader.read_social_security(Cancel()).name == "王丽华"


@pytest.mark.parametrize(("fault", "code"), [("garbage", "smartcard.unreadable"), ("wrong-length", "smartcard.record")])
def test_nonsense_is_refused_and_the_next_reading_is_well(
    cards: SmartCardSimulator, reader: PcscReader, fault: str, code: str
) -> None:
    insert(cards, reader, "wang")
    cards.apply(fault)
    with pytest.raises(Problem) as raised:
        reader.read_social_security(Cancel())
    assert raised.value.code == code
    cards.apply("ok")
    assert reader.read_social_security(Cancel()).name == "王丽华"


def test_a_card_that_says_nothing_holds_up_nobody(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "wang")
    cards.apply("silent")
    started = time.monotonic()
    with pytest.raises(Problem, match=r"smartcard\.silent"):
        reader.read_social_security(Cancel())
    assert time.monotonic() - started < 1.0
    assert reader.poll() is DeviceState.ONLINE
    cards.apply("lift")
    reader.wait_removed(Cancel())
    cards.apply("ok")
    insert(cards, reader, "wang")
    assert reader.read_social_security(Cancel()).name == "王丽华"


def test_a_command_at_a_silent_card_can_be_cancelled(cards: SmartCardSimulator, settings: SmartCardSettings) -> None:
    patient = PcscReader(settings, PcscTiming(answer_s=30.0))
    cards.apply("put", {"card": "wang"})
    patient.wait_inserted(Cancel())
    cards.apply("silent")
    cancel = Cancel()
    started = time.monotonic()
    with meanwhile(cancel.request, 0.3), pytest.raises(Cancelled):
        patient.read_social_security(cancel)
    assert time.monotonic() - started < 0.5
    patient.close()


def test_another_card_is_foreign(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "foreign")
    for read in (reader.read_social_security, reader.identify_staff):
        with pytest.raises(Problem, match=r"smartcard\.foreign"):
            read(Cancel())
    cards.apply("lift")
    reader.wait_removed(Cancel())
    insert(cards, reader, "staff")
    with pytest.raises(Problem, match=r"smartcard\.foreign"):
        reader.read_social_security(Cancel())


def test_staff_prove_themselves_with_card_and_pin(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "staff")
    card = reader.identify_staff(Cancel())
    challenge = os.urandom(32)
    for left in (2, 1):
        with pytest.raises(PinWrong) as raised:
            reader.prove_staff(card, "000000", challenge, Cancel())
        assert raised.value.tries_left == left
    signature = reader.prove_staff(card, DEVELOPMENT_PIN, challenge, Cancel())
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), card.public_key)
    key.verify(signature, challenge, ec.ECDSA(SHA256()))
    for code in (r"staff\.pin-wrong", r"staff\.pin-wrong", r"staff\.blocked"):
        with pytest.raises(Problem, match=code):
            reader.prove_staff(card, "000000", challenge, Cancel())
    with pytest.raises(Problem, match=r"staff\.blocked"):
        reader.prove_staff(card, DEVELOPMENT_PIN, challenge, Cancel())


def test_the_card_forgets_that_the_pin_was_shown(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "staff")
    challenge = bytes(32)
    reader.prove_staff(reader.identify_staff(Cancel()), DEVELOPMENT_PIN, challenge, Cancel())
    other = Connection(cards.readers[0])
    other.transmit(command(Ins.SELECT, 4, 0, STAFF.aid))
    assert other.transmit(command(Ins.INTERNAL_AUTHENTICATE, 0, 0, challenge)) == b"\x69\x82"
    other.close()


def test_a_reader_that_another_program_holds_is_busy(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "wang")
    context = Context()
    held = scard.SCardConnect(context.handle, cards.readers[0], scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0)
    with pytest.raises(Problem, match=r"smartcard\.busy"):
        reader.read_social_security(Cancel())
    scard.SCardDisconnect(held[1], scard.SCARD_LEAVE_CARD)
    context.close()
    assert reader.read_social_security(Cancel()).name == "王丽华"


def test_a_daemon_that_restarts_is_found_again(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "wang")
    cards.apply("restart-daemon")
    assert reader.poll() is DeviceState.ONLINE
    reader.wait_inserted(Cancel())
    assert reader.read_social_security(Cancel()).name == "王丽华"


def test_a_daemon_that_is_killed_comes_back(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "wang")
    keeper = cards.daemon.comm.parts[2]
    (daemon,) = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
    os.kill(int(daemon), signal.SIGKILL)
    reader.wait_inserted(Cancel())
    assert reader.read_social_security(Cancel()).name == "王丽华"


def test_waiting_goes_on_while_the_daemon_restarts(cards: SmartCardSimulator, reader: PcscReader) -> None:
    def restart_then_put() -> None:
        cards.apply("restart-daemon")
        cards.apply("put", {"card": "zhang"})

    with meanwhile(restart_then_put, 0.3):
        reader.wait_inserted(Cancel())
    assert reader.read_social_security(Cancel()).name == "张建国"


def test_a_reading_begins_anew_when_the_daemon_restarts_in_its_middle(
    cards: SmartCardSimulator, settings: SmartCardSettings
) -> None:
    reader = PcscReader(settings, PcscTiming(answer_s=3.0))
    cards.apply("put", {"card": "wang"})
    reader.wait_inserted(Cancel())
    cards.apply("slow")

    def restart() -> None:
        cards.apply("restart-daemon")
        cards.apply("ok")

    with meanwhile(restart, 0.6):
        assert reader.read_social_security(Cancel()).name == "王丽华"
    reader.close()


def test_without_a_daemon_the_technician_reads_what_to_install(cards: SmartCardSimulator, reader: PcscReader) -> None:
    cards.daemon.halt()
    with pytest.raises(Problem, match=r"smartcard\.service") as raised:
        reader.poll()
    assert "pcscd" in raised.value.technician
    started = time.monotonic()
    with pytest.raises(Problem, match=r"smartcard\.service"):
        reader.wait_inserted(Cancel())
    assert 2.0 <= time.monotonic() - started < 3.0, "the patience of a wait"
    cards.daemon.resume()
    assert reader.poll() is DeviceState.ONLINE


def test_a_reader_that_is_unplugged_is_absent_and_comes_back(cards: SmartCardSimulator, reader: PcscReader) -> None:
    cards.apply("unplug")
    with pytest.raises(Problem, match=r"smartcard\.absent\b") as raised:
        reader.poll()
    assert "none" in raised.value.technician
    with meanwhile(lambda: cards.apply("plug"), 0.5), meanwhile(lambda: cards.apply("put", {"card": "li"}), 0.1):
        reader.wait_inserted(Cancel())
    assert reader.read_social_security(Cancel()).name == "李桂兰"


def test_of_two_readers_the_named_one_is_used(
    cards: SmartCardSimulator, second_slot: Slot, settings: SmartCardSettings
) -> None:
    second_slot.put(foreign_card())
    cards.apply("put", {"card": "wang"})
    first, second = (PcscReader(settings.model_copy(update={"reader": part})) for part in ("00 00", cards.readers[1]))
    for reader in (first, second):
        reader.open()
        reader.wait_inserted(Cancel())
    assert first.read_social_security(Cancel()).name == "王丽华"
    with pytest.raises(Problem, match=r"smartcard\.foreign"):
        second.read_social_security(Cancel())
    with pytest.raises(Problem, match=r"smartcard\.absent\b") as raised:
        PcscReader(settings.model_copy(update={"reader": "Somebody's"})).open()
    assert cards.readers[1] in raised.value.technician
    first.close()
    second.close()


def test_a_self_test_proves_reader_and_card(cards: SmartCardSimulator, reader: PcscReader) -> None:
    assert [check.name for check in reader.self_test(Cancel()).checks] == ["reader", "slot"]
    insert(cards, reader, "wang")
    tested = reader.self_test(Cancel())
    assert tested.ok
    assert [check.name for check in tested.checks] == ["reader", "slot", "card"]
    cards.apply("unplug")
    assert not reader.self_test(Cancel()).ok


@pytest.fixture
async def host() -> AsyncIterator[DeviceHost]:
    host = DeviceHost(HostLimits(poll_every_s=0.1, reopen_first_s=0.05, reopen_longest_s=0.2, grace_s=0.3))
    yield host
    await host.close()


async def test_a_card_pulled_while_it_is_written_settles_unknown_until_it_is_asked(
    cards: SmartCardSimulator, settings: SmartCardSettings, host: DeviceHost, tmp_path: Path
) -> None:
    reader = host.add("smart-card", lambda: PcscReader(settings, PcscTiming()))
    journal = Journal(tmp_path / "acts.db")
    cards.apply("put", {"card": "staff"})
    await reader.call(lambda driver, cancel: driver.wait_inserted(cancel), timeout_s=3)
    card = await reader.call(lambda driver, cancel: driver.identify_staff(cancel), timeout_s=3)
    change = RecordChange(STAFF, card.id.encode(), NOTES, LAST_SERVICE, BLANK_NOTE, b"2025-01-31 k-07.")
    cards.apply("pull-mid-write")
    first = await write_record_once(reader, journal, "order-1", change)
    assert first.settlement is Settlement.UNKNOWN
    cards.apply("put", {"card": "wang"})
    await reader.call(lambda driver, cancel: driver.wait_inserted(cancel), timeout_s=3)
    assert (await write_record_once(reader, journal, "order-1", change)).settlement is Settlement.UNKNOWN
    cards.apply("put", {"card": "staff"})
    await reader.call(lambda driver, cancel: driver.wait_removed(cancel), timeout_s=3)
    await reader.call(lambda driver, cancel: driver.wait_inserted(cancel), timeout_s=3)
    assert (await write_record_once(reader, journal, "order-1", change)).settlement is Settlement.DONE


def test_a_card_that_was_swapped_for_another_is_read_whole(cards: SmartCardSimulator, reader: PcscReader) -> None:
    insert(cards, reader, "wang")
    cards.apply("slow")
    with meanwhile(lambda: cards.apply("put", {"card": "li"}), 0.4), pytest.raises(Problem, match=r"smartcard\.pulled"):
        reader.read_social_security(Cancel())


def test_the_simulator_leaves_nothing_behind(tmp_path: Path) -> None:
    simulator = SmartCardSimulator(tmp_path / "pcscd.comm")
    simulator.start()
    simulator.apply("put", {"card": "wang"})
    simulator.stop()
    assert list(tmp_path.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "smart-card-simulator"]
