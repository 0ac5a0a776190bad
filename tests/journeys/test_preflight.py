"""Before an item is begun: what it needs, whether it can be finished here now, and what else would do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devices.health import Supply
from devices.state import DeviceState
from kiosk import preflight
from kiosk.catalog import Item, load
from kiosk.preflight import Seen, check, needs
from kiosk.technician.supplies import SupplyWatch

WELL = Seen(DeviceState.ONLINE)
ALL = dict.fromkeys(("id-reader", "camera", "printer", "receipt-printer", "scanner", "document-camera"), WELL)


@pytest.fixture(scope="module")
def record() -> Item:
    """Identify, look, print."""
    return load().items["social-insurance-record"]


def test_steps_imply_devices_and_a_face_check_has_another_way(record: Item) -> None:
    found = {need.device: need for need in needs(record)}
    assert found["printer"].required
    assert not found["camera"].required and found["camera"].instead is not None


def test_everything_there_means_it_can_be_finished(record: Item) -> None:
    flight = check(record, ALL)
    assert flight.possible and flight.reason is None and flight.instead is None


@pytest.mark.parametrize("state", [DeviceState.OFFLINE, DeviceState.ABSENT, DeviceState.HARDWARE_ERROR])
def test_a_lost_reader_is_named_and_another_place_offered(record: Item, state: DeviceState) -> None:
    flight = check(record, {**ALL, "id-reader": Seen(state)})
    assert not flight.possible
    assert flight.reason is not None and "读卡器" in flight.reason.zh
    assert flight.instead is not None and "窗口" in flight.instead.zh


@pytest.mark.parametrize(
    ("entry", "enrolled", "possible"),
    [("smart-card", False, True), ("code-reader", False, True), ("camera", True, True), ("camera", False, False)],
)
def test_a_lost_reader_stops_nobody_who_can_say_otherwise_who_they_are(
    record: Item, entry: str, enrolled: bool, possible: bool
) -> None:
    seen = {**ALL, "id-reader": Seen(DeviceState.ABSENT), "camera": Seen(DeviceState.ABSENT), entry: WELL}
    flight = check(record, seen, enrolled=enrolled)
    assert flight.possible is possible
    reader = next(each for each in preflight.as_dict(flight)["devices"] if each["id"] == "id-reader")
    assert reader["required"] is not possible and (reader["instead"] is not None) is possible
    broken = {**seen, entry: Seen(DeviceState.HARDWARE_ERROR)}
    assert not check(record, broken, enrolled=enrolled).possible


def test_without_paper_the_reason_is_paper(record: Item) -> None:
    flight = check(record, {**ALL, "printer": Seen(DeviceState.NO_MEDIA)})
    assert flight.reason is not None and "缺纸" in flight.reason.zh


def test_a_camera_that_is_away_stops_nobody(record: Item) -> None:
    assert check(record, {**ALL, "camera": Seen(DeviceState.ABSENT)}).possible


def test_a_device_that_is_starting_or_at_work_is_no_obstacle(record: Item) -> None:
    assert check(record, {**ALL, "printer": Seen(DeviceState.BUSY), "id-reader": Seen(DeviceState.STARTING)}).possible


def test_a_device_that_is_not_fitted_is_an_obstacle(record: Item) -> None:
    assert not check(record, {id: seen for id, seen in ALL.items() if id != "printer"}).possible


def test_a_kiosk_that_cannot_seal_or_keep_offers_no_certificate(record: Item) -> None:
    assert not check(record, ALL, seal=False).possible
    assert not check(record, ALL, store=False).possible


def test_a_low_supply_is_told_and_stops_nobody(record: Item) -> None:
    flight = check(record, {**ALL, "printer": Seen(DeviceState.ONLINE, (Supply("paper", 8, True),))})
    assert flight.possible and flight.low == (("printer", "paper"),)


def test_staff_are_told_once_of_a_low_supply_also_over_a_restart(tmp_path: Path) -> None:
    told: list[str] = []

    def order(device: str, supply: Supply) -> bool:
        told.append(f"{device}/{supply.name}")
        return True

    low, full = (Supply("paper", 8, True),), (Supply("paper", 100, False),)
    watch = SupplyWatch(tmp_path / "told.json", order)
    watch.look("printer", low)
    watch.look("printer", low)
    SupplyWatch(tmp_path / "told.json", order).look("printer", low)
    assert told == ["printer/paper"]
    watch.look("printer", full)
    watch.look("printer", low)
    assert told == ["printer/paper"] * 2


def test_a_warning_that_could_not_be_written_is_tried_again(tmp_path: Path) -> None:
    answers = iter([False, True])
    watch = SupplyWatch(tmp_path / "told.json", lambda _device, _supply: next(answers))
    watch.look("printer", (Supply("paper", 8, True),))
    watch.look("printer", (Supply("paper", 8, True),))
    assert next(answers, None) is None


def test_the_answer_for_programs_is_plain_json(record: Item) -> None:
    told = json.loads(json.dumps(preflight.as_dict(check(record, {**ALL, "id-reader": Seen(DeviceState.ABSENT)}))))
    assert told["item"] == "social-insurance-record" and told["possible"] is False
    reader = next(each for each in told["devices"] if each["id"] == "id-reader")
    assert reader["required"] and reader["state"] == "absent" and reader["missing"]["zh"]
