"""Upright boxes in words of the result."""

from __future__ import annotations

from ocr.reading import Quad


def box(left: float, top: float, right: float, bottom: float) -> Quad:
    """Corners clockwise from the top left."""
    return (left, top), (right, top), (right, bottom), (left, bottom)
