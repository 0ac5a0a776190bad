"""Names what nothing uses any more. What frameworks call by name is listed below, each with its reason."""

from __future__ import annotations

import sys

from vulture import Vulture

CODE = ["kiosk", "ocr", "devices", "sync", "ui", "center", "bench", "docs", ".ci"]

CALLED_BY_FRAMEWORKS = [
    "do_GET", "do_POST", "do_DELETE", "log_message",  # http.server
    "handle_error", "close_connection", "daemon_threads",  # the same
    "process_bind_param", "process_result_value", "isolation_level",  # SQLAlchemy
    "settings_customise_sources", "model_config",  # pydantic
    "requestImage", "eventFilter",  # Qt
    "baudrate", "_reset_input_buffer",  # pyserial
    "formatter_class", "epilog",  # argparse
    "_update_meta", "system_time",  # pyHanko
    "upgrade", "downgrade", "revision", "down_revision",  # alembic
    "buffer_text", "StartElementHandler", "EndElementHandler", "CharacterDataHandler",  # expat
    "StartDoctypeDeclHandler",  # the same
]  # fmt: skip

ASKED_OF_THE_FEED = ["case_state", "reached_centre"]
"""What the centre told the kiosk; tests ask it, and so will the page that shows a resident their cases."""

ASKED_OF_SIMULATORS = ["lay"]
"""A page on the glass beside a feeder: the simulated scanner of the dock has no glass, those of the tests have."""

AWAITS_A_JOURNEY = [
    "CodeReader",  # the contract; journeys call what is behind it
    "Speaker", "set_volume",  # the command line speaks; the guided voice of the pages comes later
    "pay_once",  # no item of the catalogue has a fee yet
    "write_record_once",  # no item of the catalogue writes to a card yet
]  # fmt: skip
"""Contracts and acts of kinds of device that are driven and proved, and that no journey uses."""

TOLD_BY_NAME = [
    "kind_accuracy", "page_iou", "pages_missed", "orientation_accuracy", "wall_s_per_page",
    "fields_missing", "fields_exact", "fields_wrong_but_accepted", "wrong_fields",
]  # fmt: skip
"""Figures of bench.ocr; its table and its JSON name them by their rows."""

REGISTERED_BY_DECORATORS = [
    "@*.get", "@*.post", "@*.exception_handler", "@*.middleware",  # FastAPI routes
    "@field_validator", "@model_validator", "@field_serializer", "@computed_field",  # pydantic
    "@Property", "@Slot", "@QmlElement", "@QmlSingleton", "@*.setter",  # seen from QML only
    "@takes", "@*.register",  # our own tables of handlers
]  # fmt: skip


def main() -> int:
    """Prints every piece of dead code; 1 when there is one."""
    known = CALLED_BY_FRAMEWORKS + ASKED_OF_THE_FEED + ASKED_OF_SIMULATORS + AWAITS_A_JOURNEY + TOLD_BY_NAME
    watcher = Vulture(ignore_names=known, ignore_decorators=REGISTERED_BY_DECORATORS)
    watcher.scavenge(CODE)
    # Fields of models and members of enums are what the wire carries; unused local variables are ruff's.
    dead = [item for item in watcher.get_unused_code() if item.typ != "variable"]
    for item in dead:
        print(f"{item.filename}:{item.first_lineno}: nothing uses the {item.typ} {item.name}")
    print("dead code: none" if not dead else f"{len(dead)} pieces of dead code")
    return bool(dead)


if __name__ == "__main__":
    sys.exit(main())
