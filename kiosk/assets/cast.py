"""Tells whether the portraits and camera scenes of the fictitious people are there and made by the present recipe."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kiosk.assets.manifest import digest

PEOPLE = ("wang", "li", "zhang", "chen", "smith", "garcia")
SCENES = (
    *("wang", "li", "zhang", "chen", "smith", "garcia"),
    *(f"{key}-{side}" for key in PEOPLE for side in ("left", "right")),
    *("two-people", "nobody"),
    *("dark", "backlight", "mask", "sunglasses", "glare", "blurred", "far", "near", "aside"),
    *("photo-of-wang", "photo-turned-of-wang", "phone-with-wang", "phone-turning-wang", "stranger-then-wang"),
)
INDEX = "cast.json"
_RECIPES = (Path(__file__), *sorted((Path(__file__).parents[1] / "vision" / "cast").glob("*.py")))


def recipe() -> str:
    """sha256 over everything that decides how the pictures are made."""
    together = hashlib.sha256()
    for part in _RECIPES:
        together.update(part.read_bytes())
    return together.hexdigest()


def write_index(assets: Path) -> None:
    """Records what was made, so that the next set-up finds it complete or makes it anew."""
    made = [f"people/{key}.webp" for key in PEOPLE]
    for scene in [f"{kind}/{scene}" for kind in ("scenes", "scenes-ir") for scene in SCENES]:
        made += sorted(str(file.relative_to(assets)) for file in (assets / scene).iterdir())
    files = {name: digest(assets / name) for name in made}
    (assets / INDEX).write_text(json.dumps({"recipe": recipe(), "files": files}, indent=1), encoding="utf-8")


def missing(assets: Path) -> list[str]:
    """The pictures that are not as they were made; the index itself when the recipe has changed since."""
    try:
        index = json.loads((assets / INDEX).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return [INDEX]
    if index.get("recipe") != recipe():
        return [INDEX]
    return [name for name, wanted in index["files"].items() if digest(assets / name) != wanted]
