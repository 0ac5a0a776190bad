"""Templates on their way to a comparison: whole, one clear best or nobody, and nothing left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.vision.reference import NOBODY, TEMPLATE_TYPE, GalleryReference, take
from kiosk.vision.shared import PIECE, SharedTemplates

SIZE = 512


@pytest.fixture
def shared() -> Iterator[SharedTemplates]:
    memory = SharedTemplates.create()
    yield memory
    memory.close()


def people(number: int, size: int = SIZE) -> NDArray[np.float32]:
    rows = np.random.default_rng(7).standard_normal((number, size), np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def templates(rows: NDArray[np.float32]) -> list[bytes]:
    return [row.astype(TEMPLATE_TYPE).tobytes() for row in rows]


def test_templates_arrive_in_their_order_and_the_memory_is_empty_then(shared: SharedTemplates) -> None:
    rows = people(2 * PIECE + 3)
    assert list(shared.put(templates(rows), 2 * SIZE)) == [PIECE, 2 * PIECE, 2 * PIECE + 3]
    taken = take(shared, len(rows), 2 * SIZE)
    assert np.allclose(taken, rows, atol=1e-3) and taken.dtype == np.float32
    assert os.fstat(shared.fd).st_size == 0


def test_views_of_one_memory_do_as_well_as_bytes(shared: SharedTemplates) -> None:
    whole = memoryview(b"".join(templates(people(3))))
    views = [whole[at : at + 2 * SIZE] for at in range(0, len(whole), 2 * SIZE)]
    assert list(shared.put(views, 2 * SIZE)) == [3]
    assert np.allclose(take(shared, 3, 2 * SIZE), people(3), atol=1e-3)


def test_a_template_of_another_size_leaves_nothing(shared: SharedTemplates) -> None:
    with pytest.raises(ValueError, match="another size"):
        list(shared.put([bytes(8)] * PIECE + [bytes(9)], 8))
    assert os.fstat(shared.fd).st_size == 0


def test_fewer_templates_than_announced_are_refused(shared: SharedTemplates) -> None:
    list(shared.put([bytes(8)], 8))
    with pytest.raises(ValueError, match="fewer"):
        take(shared, 2, 8)


def test_wiping_overwrites_what_somebody_still_has_mapped(shared: SharedTemplates) -> None:
    list(shared.put([b"\x55" * 4096] * 600, 4096))
    kept = os.dup(shared.fd)
    try:
        overwritten = []
        truncate = os.ftruncate
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "ftruncate", lambda fd, size: overwritten.append(os.pread(kept, 600 * 4096, 0)))
            shared.wipe()
        assert overwritten == [bytes(600 * 4096)]
        truncate(kept, 0)
    finally:
        os.close(kept)


def test_the_one_who_is_clearly_the_best_is_found() -> None:
    rows = people(1000)
    likeness = GalleryReference(rows.copy(), 0.5, 0.05).compare(rows[417].copy())
    assert likeness.who == 417 and likeness.score == pytest.approx(1.0, abs=1e-5)


def test_two_who_are_too_alike_are_nobody() -> None:
    rows = people(10)
    rows[3] = rows[7]
    likeness = GalleryReference(rows.copy(), 0.5, 0.05).compare(rows[7].copy())
    assert likeness.who == NOBODY and likeness.score == pytest.approx(1.0, abs=1e-5)


def test_the_margin_decides_to_the_hair() -> None:
    face = np.array([1.0, 0.0], np.float32)
    second = np.array([0.9, np.sqrt(1 - 0.81)], np.float32)
    for margin, who in ((0.09, 0), (0.11, NOBODY)):
        assert GalleryReference(np.stack([face, second]), 0.5, margin).compare(face).who == who


def test_one_alone_is_clear_and_nobody_is_nobody() -> None:
    (face,) = people(1)
    assert GalleryReference(face[None].copy(), 0.5, 0.05).compare(face).who == 0
    assert GalleryReference(np.zeros((0, 0), np.float32), 0.5, 0.05).compare(face).who == NOBODY


def test_a_gallery_is_overwritten() -> None:
    rows = people(4)
    GalleryReference(rows, 0.5, 0.05).wipe()
    assert not rows.any()
