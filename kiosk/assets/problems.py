"""What can go wrong while assets are fetched, and what to do about it."""

from __future__ import annotations

from sync.contract.problem import Family, Problem, Words

_TOLD = Words(
    zh="本机还没有准备好，请使用旁边的设备或到窗口办理。",
    en="This kiosk is not ready yet. Please use the next one or a counter.",
)


class AssetsProblem(Problem):
    """Set-up could not put an asset in its place."""

    def __init__(self, code: str, family: Family, technician: str) -> None:
        super().__init__(f"assets.{code}", family, resident=_TOLD, technician=technician)
