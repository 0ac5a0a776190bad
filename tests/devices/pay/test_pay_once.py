"""A payment is taken at most once, whatever dies in the middle, and what became of it is found out or told."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from devices.host import Device
from devices.journal import Journal
from devices.pay import Payment, PaymentState
from devices.pay.settlement import give_up, pay_once, settle
from devices.pay.simulator import PayTerminalSimulator
from devices.pay.tcp import TcpPayTerminal
from devices.settlement import Act, ActOutcome, Settlement
from sync.contract.problem import Family, Problem
from tests.devices.conftest import status_where
from tests.devices.pay.conftest import LIMITS


async def pay(terminal: Device[TcpPayTerminal], journal: Journal, order: str = "A-1", fen: int = 1200) -> ActOutcome:
    return await pay_once(terminal, journal, order, fen, timeout_s=4, limits=LIMITS)


async def test_paid_is_done_and_stays_done(
    terminal: Device[TcpPayTerminal], journal: Journal, simulator: PayTerminalSimulator
) -> None:
    simulator.apply("pay")
    for _ in range(2):
        assert await pay(terminal, journal) == ActOutcome(Settlement.DONE, 1200, None)
    known = journal.find("A-1")
    assert known is not None
    assert (known.act, known.units, known.done_units, known.state) == (Act.PAYMENT, 1200, 1200, "done")
    assert simulator.state()["charges"] == 1


async def test_what_to_show_is_told_in_the_event_loop(
    terminal: Device[TcpPayTerminal], journal: Journal, simulator: PayTerminalSimulator
) -> None:
    shown: list[str | None] = []
    loop = asyncio.get_running_loop()

    def progress(payment: Payment) -> None:
        assert asyncio.get_running_loop() is loop
        shown.append(payment.qr)
        simulator.apply("pay")

    outcome = await pay_once(terminal, journal, "A-1", 1200, timeout_s=4, progress=progress, limits=LIMITS)
    assert outcome.settlement is Settlement.DONE
    assert shown == ["https://pay.example/A-1"]


async def test_declined_is_not_done(
    terminal: Device[TcpPayTerminal], journal: Journal, simulator: PayTerminalSimulator
) -> None:
    simulator.apply("decline")
    outcome = await pay(terminal, journal)
    assert outcome.settlement is Settlement.NOT_DONE
    assert outcome.problem is not None
    assert (outcome.problem.code, outcome.problem.family) == ("pay.declined", Family.EXPECTED)


@pytest.mark.parametrize(
    ("verb", "settlement", "charges"),
    [("dies-after-charge", Settlement.DONE, 1), ("dies-before-charge", Settlement.NOT_DONE, 0)],
)
async def test_a_terminal_that_dies_and_comes_back_tells(
    terminal: Device[TcpPayTerminal],
    journal: Journal,
    simulator: PayTerminalSimulator,
    verb: str,
    settlement: Settlement,
    charges: int,
) -> None:
    simulator.apply(verb)
    asyncio.get_running_loop().call_later(0.3, simulator.apply, "plug")
    assert (await pay(terminal, journal)).settlement is settlement
    assert simulator.state()["charges"] == charges


async def test_one_that_stays_dead_is_unknown_and_staff_are_told(
    terminal: Device[TcpPayTerminal],
    journal: Journal,
    simulator: PayTerminalSimulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    simulator.apply("dies-after-charge")
    with caplog.at_level(logging.WARNING):
        outcome = await pay(terminal, journal)
    assert outcome.settlement is Settlement.UNKNOWN
    assert outcome.problem is not None
    assert "不要重复付款" in outcome.problem.resident.zh
    assert "Look it up at the bank" in caplog.text
    assert journal.unknown()[0].order == "A-1"
    simulator.apply("plug")
    assert (await pay(terminal, journal)).settlement is Settlement.DONE, "the same order asks, and is not charged again"
    assert simulator.state()["charges"] == 1


async def test_another_amount_is_unknown(
    terminal: Device[TcpPayTerminal], journal: Journal, simulator: PayTerminalSimulator
) -> None:
    simulator.apply("pay")
    simulator.apply("wrong-amount")
    outcome = await pay(terminal, journal)
    assert outcome.settlement is Settlement.UNKNOWN
    assert outcome.done_units == 0
    assert outcome.problem is not None
    assert "1300 fen" in outcome.problem.technician


async def test_a_terminal_that_is_absent_has_not_begun(
    terminal: Device[TcpPayTerminal], journal: Journal, simulator: PayTerminalSimulator
) -> None:
    simulator.apply("unplug")
    await status_where(terminal, lambda status: status.state.lost)
    outcome = await pay(terminal, journal)
    assert outcome.settlement is Settlement.NOT_DONE
    assert outcome.problem is not None
    assert outcome.problem.code == "pay.offline"
    simulator.apply("plug")
    simulator.apply("pay")
    assert (await pay(terminal, journal)).settlement is Settlement.NOT_DONE, "what was not done stays so"
    assert (await pay(terminal, journal, "A-2")).settlement is Settlement.DONE


async def test_an_order_has_one_amount(
    terminal: Device[TcpPayTerminal], journal: Journal, simulator: PayTerminalSimulator
) -> None:
    simulator.apply("pay")
    await pay(terminal, journal)
    with pytest.raises(Problem, match=r"act\.order-reused"):
        await pay(terminal, journal, fen=1)


@pytest.mark.parametrize("paid", [True, False])
async def test_a_resident_who_gives_up_is_not_charged_later(
    terminal: Device[TcpPayTerminal], journal: Journal, simulator: PayTerminalSimulator, paid: bool
) -> None:
    shown = asyncio.Event()
    paying = asyncio.ensure_future(
        pay_once(terminal, journal, "A-1", 1200, timeout_s=4, progress=lambda _: shown.set(), limits=LIMITS)
    )
    await asyncio.wait_for(shown.wait(), 2)
    if paid:
        simulator.apply("pay")
        simulator.apply("silent")  # and the kiosk does not hear of it
    paying.cancel()
    await asyncio.gather(paying, return_exceptions=True)
    simulator.apply("ok")
    outcome = await give_up(terminal, journal, "A-1", limits=LIMITS)
    assert outcome is not None
    assert outcome.settlement is (Settlement.DONE if paid else Settlement.NOT_DONE)
    simulator.apply("pay")
    assert simulator.state()["charges"] == int(paid)
    assert await give_up(terminal, journal, "nobody's") is None


@pytest.mark.parametrize(
    ("state", "settlement"),
    [
        (PaymentState.PAID, Settlement.DONE),
        (PaymentState.WAITING, Settlement.NOT_DONE),
        (PaymentState.DECLINED, Settlement.NOT_DONE),
        (PaymentState.IN_PROGRESS, Settlement.UNKNOWN),
        (None, Settlement.NOT_DONE),
    ],
)
async def test_after_a_crash_the_journal_is_settled(
    terminal: Device[TcpPayTerminal],
    tmp_path: Path,
    simulator: PayTerminalSimulator,
    state: PaymentState | None,
    settlement: Settlement,
) -> None:
    journal = Journal(tmp_path / "acts.db")
    journal.begin("A-1", "digest", 1200, act=Act.PAYMENT, device="pay-terminal")
    journal.sent("A-1")
    if state is not None:
        simulator._orders["A-1"] = Payment("A-1", 1200, state)
    journal.close()  # the kiosk died here
    journal = Journal(tmp_path / "acts.db")
    assert [outcome.settlement for outcome in await settle(terminal, journal, limits=LIMITS)] == [settlement]
    assert journal.unsettled() == []
    simulator.apply("pay")
    if settlement is Settlement.NOT_DONE:
        assert simulator.state()["charges"] == 0, "what was not paid can never be paid later"
    journal.close()
