"""How a journey speaks to the resident, whatever draws the pages."""

from __future__ import annotations

from typing import Protocol

from kiosk.journeys.answers import Answer
from kiosk.journeys.pages import Page


class Screen(Protocol):
    """One page at a time. Implemented by the Qt Quick shell and by the scripted resident."""

    async def show(self, page: Page) -> Answer:
        """Shows a page and waits for a touch that the page understands.

        Cancelling leaves the page standing until the next one: a step shows a page and watches a
        device at the same time, and whichever comes first wins.

        Raises:
            ResidentGone: nobody answered within the page's idle limit.
        """

    def update(self, page: Page) -> None:
        """Redraws the page that is shown with new data (progress, a hint) and keeps it waiting."""
