"""Says where in an item file a value is wrong, and what may stand there."""

from __future__ import annotations

import difflib
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails


def explain(model: type[BaseModel], fault: ErrorDetails) -> tuple[str, str]:
    """The key of a validation error of `model`, and the reason in words for whoever writes the file."""
    *path, last = fault["loc"] or ("",)
    key = _spell(fault["loc"])
    if fault["type"] == "extra_forbidden":
        allowed = _keys_at(model, path)
        near = difflib.get_close_matches(str(last), allowed, n=1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        return key, f"unknown key.{meant} Allowed here: {', '.join(allowed)}."
    if fault["type"] == "missing":
        return key, "missing. The item needs it."
    reason = fault["msg"].removeprefix("Value error, ")
    shown = f" (found {fault['input']!r})" if isinstance(fault["input"], str | int | float) else ""
    return key, f"{reason}{shown}."


def _spell(path: tuple[int | str, ...]) -> str:
    spelt = ""
    for part in path:
        spelt += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return spelt.removeprefix(".")


def _keys_at(model: type[BaseModel], path: list[int | str]) -> list[str]:
    for part in path:
        if isinstance(part, int):
            continue
        fields = {info.alias or name: info for name, info in model.model_fields.items()}
        inner = _model_in(fields[part].annotation)
        if inner is None:
            return []
        model = inner
    return sorted(info.alias or name for name, info in model.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside `X`, `X | None`, `tuple[X, ...]` or an annotated one of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
