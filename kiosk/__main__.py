"""`python -m kiosk COMMAND`: runs the kiosk and shows what it can do."""

from __future__ import annotations

import sys

from sync.contract.command import run

COMMANDS = {
    "run": ("the screen, the visit and the devices", "kiosk.run"),
    "scenario": ("a whole journey, told in figures", "kiosk.scenario.command"),
    "catalog": ("check, show or search the items", "kiosk.catalog.command"),
    "face": ("compare faces, measure it, look after packs and gallery", "kiosk.vision.command"),
    "preflight": ("tell which items can be finished here now", "kiosk.preflight"),
    "report": ("test every device and write the readiness report", "kiosk.technician.report_command"),
    "staff": ("keep the list of who may open technician mode", "kiosk.technician.staff_command"),
    "verify": ("tell whether a certificate is genuine", "kiosk.certificates.command"),
}


def main(argv: list[str]) -> int:
    """Runs one command; only its own module is imported."""
    return run(argv, "kiosk", "南中轴综合服务中心 · self-service kiosk", COMMANDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
