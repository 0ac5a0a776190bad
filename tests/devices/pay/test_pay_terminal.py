"""The driver of the payment terminal against every fault of the simulated one."""

from __future__ import annotations

import threading
import time

import pytest

from devices.host import Device, DeviceHost
from devices.kinds import Kind, find
from devices.pay import Payment, PaymentState
from devices.pay.pay_wire import Do
from devices.pay.simulator import PayTerminalSimulator
from devices.pay.tcp import TcpPayTerminal
from devices.settings import PayTerminalSettings
from devices.settlement import NotBegun
from devices.state import Cancel, Cancelled, DeviceProblem, DeviceState
from sync.contract.problem import Problem
from tests.devices.conftest import status_where
from tests.devices.pay.conftest import TIMING


def pays_when_asked(simulator: PayTerminalSimulator, seen: list[Payment]) -> object:
    """The resident: pays as soon as there is a code on the screen."""

    def progress(payment: Payment) -> None:
        seen.append(payment)
        if payment.state is PaymentState.WAITING:
            simulator.apply("pay")

    return progress


def test_a_code_is_shown_and_paid(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    seen: list[Payment] = []
    payment = driver.pay("A-1", 1200, Cancel(), pays_when_asked(simulator, seen))
    assert payment == Payment("A-1", 1200, PaymentState.PAID)
    assert [each.qr for each in seen] == ["https://pay.example/A-1"]
    assert simulator.state()["charges"] == 1


def test_every_change_is_told_once(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    states: list[PaymentState] = []

    def progress(payment: Payment) -> None:
        states.append(payment.state)
        simulator.apply("bank-waits" if payment.state is PaymentState.WAITING else "decline")

    assert driver.pay("A-1", 1200, Cancel(), progress).state is PaymentState.DECLINED
    assert states == [PaymentState.WAITING, PaymentState.IN_PROGRESS]


def test_the_same_order_again_is_not_charged_again(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    simulator.apply("pay")
    for _ in range(3):
        assert driver.pay("A-1", 1200, Cancel()).state is PaymentState.PAID
    assert simulator.state()["charges"] == 1


def test_who_does_not_pay_in_time_can_not_pay_any_more(
    driver: TcpPayTerminal, simulator: PayTerminalSimulator, settings: PayTerminalSettings
) -> None:
    driver._settings = settings.model_copy(update={"pay_s": 0.1})
    assert driver.pay("A-1", 1200, Cancel()).state is PaymentState.CANCELLED
    simulator.apply("pay")
    assert driver.ask("A-1").state is PaymentState.CANCELLED
    assert simulator.state()["charges"] == 0


def test_an_order_that_was_cancelled_before_it_came_can_never_be_paid(
    driver: TcpPayTerminal, simulator: PayTerminalSimulator
) -> None:
    assert driver.ask("A-1").state is PaymentState.UNKNOWN_ORDER
    assert driver.cancel("A-1").state is PaymentState.CANCELLED
    simulator.apply("pay")
    assert driver.pay("A-1", 1200, Cancel()).state is PaymentState.CANCELLED


def test_what_is_paid_cannot_be_cancelled(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    simulator.apply("pay")
    driver.pay("A-1", 1200, Cancel())
    assert driver.cancel("A-1").state is PaymentState.PAID


@pytest.mark.parametrize("where", ["waiting", "silent"])
def test_cancel_stops_and_takes_the_order_back(
    driver: TcpPayTerminal, simulator: PayTerminalSimulator, where: str
) -> None:
    if where == "silent":
        simulator.apply("silent")
        driver._timing = type(TIMING)(answer_s=5.0, find_s=5.0)
    cancel, ended = Cancel(), []

    def pay() -> None:
        with pytest.raises(Cancelled):
            driver.pay("A-1", 1200, cancel)
        ended.append(time.monotonic())

    paying = threading.Thread(target=pay)
    paying.start()
    paying.join(0.2)
    assert paying.is_alive()
    asked = time.monotonic()
    cancel.request()
    paying.join(2)
    assert ended[0] - asked < 0.2
    assert simulator._orders["A-1"].state is PaymentState.CANCELLED


def test_a_terminal_that_dies_is_found_again_and_asked(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    for verb, state in (("dies-after-charge", PaymentState.PAID), ("dies-before-charge", PaymentState.CANCELLED)):
        simulator.apply(verb)
        back = threading.Timer(0.2, simulator.apply, ("plug",))
        back.start()
        payment = driver.pay(verb, 1200, Cancel())
        back.join()
        assert payment.state is state, verb
        if state is PaymentState.PAID:
            assert payment.fen == 1200
    assert simulator.state()["charges"] == 1


@pytest.mark.parametrize("verb", ["dies-after-charge", "dies-before-charge", "silent"])
def test_whatever_happens_the_money_is_asked_for_once(
    driver: TcpPayTerminal, simulator: PayTerminalSimulator, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    asked: list[Do] = []
    told = simulator._told
    monkeypatch.setattr(simulator, "_told", lambda request: (asked.append(request.do), told(request))[1])
    simulator.apply(verb)
    back = threading.Timer(0.3, simulator.apply, ("ok",))
    back.start()
    paid = threading.Timer(0.6, simulator.apply, ("pay",))
    paid.start()
    driver.pay("A-1", 1200, Cancel())
    for timer in (back, paid):
        timer.join()
    assert asked.count(Do.PAY) == 1
    assert Do.ASK in asked


def test_one_that_stays_dead_leaves_it_open(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    simulator.apply("dies-after-charge")
    with pytest.raises(DeviceProblem) as told:
        driver.pay("A-1", 1200, Cancel())
    assert told.value.code == "pay.offline"
    assert not isinstance(told.value, NotBegun)


def test_one_that_is_not_there_has_not_begun(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    driver._hang_up()
    simulator.apply("unplug")
    with pytest.raises(NotBegun):
        driver.pay("A-1", 1200, Cancel())
    simulator.apply("plug")
    assert driver.ask("A-1").state is PaymentState.UNKNOWN_ORDER


@pytest.mark.parametrize("fault", ["wrong-amount", "wrong-order"])
def test_another_amount_or_order_is_never_paid(
    driver: TcpPayTerminal, simulator: PayTerminalSimulator, fault: str
) -> None:
    simulator.apply("pay")
    simulator.apply(fault)
    with pytest.raises(DeviceProblem) as told:
        driver.pay("A-1", 1200, Cancel())
    assert told.value.code == {"wrong-amount": "pay.amount", "wrong-order": "pay.nonsense"}[fault]


@pytest.mark.parametrize("fault", ["slow", "noise", "silent"])
def test_what_cannot_be_read_leaves_it_open(
    driver: TcpPayTerminal, simulator: PayTerminalSimulator, fault: str
) -> None:
    simulator.apply("pay")
    simulator.apply(fault)
    with pytest.raises(DeviceProblem) as told:
        driver.pay("A-1", 1200, Cancel())
    assert told.value.state is DeviceState.OFFLINE
    simulator.apply("ok")
    driver._timing = type(TIMING)()  # a slow terminal has its late answers before it
    assert driver.ask("A-1").state is PaymentState.PAID, "it was asked, and paid, once"
    assert simulator.state()["charges"] == 1


def test_an_answer_that_comes_twice_is_taken_once(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    simulator.apply("double-answer")
    assert driver.ask("A-1").state is PaymentState.UNKNOWN_ORDER
    simulator.apply("pay")
    assert driver.pay("A-2", 5, Cancel()) == Payment("A-2", 5, PaymentState.PAID)
    assert driver.ask("A-1").order == "A-1"
    assert driver.poll() is DeviceState.ONLINE


@pytest.mark.parametrize(
    ("fault", "code", "state"),
    [
        ("out-of-order", "pay.out-of-order", DeviceState.HARDWARE_ERROR),
        ("no-bank", "pay.no-bank", DeviceState.HARDWARE_ERROR),
        ("silent", "pay.silent", DeviceState.OFFLINE),
        ("noise", "pay.nonsense", DeviceState.OFFLINE),
        ("unplug", "pay.offline", DeviceState.OFFLINE),
    ],
)
async def test_a_fault_is_a_state_and_heals(
    terminal: Device[TcpPayTerminal], simulator: PayTerminalSimulator, fault: str, code: str, state: DeviceState
) -> None:
    await status_where(terminal, lambda status: status.state is DeviceState.ONLINE)
    simulator.apply(fault)
    status = await status_where(terminal, lambda status: status.problem is not None)
    assert status.problem is not None
    assert (status.problem.code, status.state) == (code, state)
    simulator.apply("ok")
    await status_where(terminal, lambda status: status.state is DeviceState.ONLINE)


def test_closing_ends_a_payment_at_once(driver: TcpPayTerminal) -> None:
    ended: list[BaseException] = []

    def pay() -> None:
        try:
            driver.pay("A-1", 1200, Cancel())
        except Problem as problem:
            ended.append(problem)

    paying = threading.Thread(target=pay)
    paying.start()
    paying.join(0.1)
    driver.close()
    paying.join(0.5)
    assert len(ended) == 1


def test_a_self_test_asks_twice(driver: TcpPayTerminal, simulator: PayTerminalSimulator) -> None:
    assert [check.ok for check in driver.self_test(Cancel()).checks] == [True, True]
    simulator.apply("wrong-order")
    assert [check.ok for check in driver.self_test(Cancel()).checks] == [True, False]
    simulator.apply("unplug")
    assert [check.ok for check in driver.self_test(Cancel()).checks] == [False]


def test_the_driver_is_found_by_name(host: DeviceHost) -> None:
    assert find(Kind.PAY_TERMINAL, "tcp").make(PayTerminalSettings())
