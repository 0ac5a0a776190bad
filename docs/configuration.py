"""Writes docs/configuration.md: every key of config.toml with its type, default and meaning, read from the code."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from center.settings import CenterSettings
from devices.kinds import Slot
from kiosk.settings import KioskSettings
from sync.contract.settings import Section

HEAD = """# Configuration

`config.toml` in the folder a process is started in, or another file named with `--config`.
This page is made from the code by `make docs`; a test fails when it is not current.

- A key that nobody knows is refused by its name, with the keys that are allowed in its place.
- An environment variable comes before the file: `NZZ_SITE__NUMBER=07` is `number` in `[site]`,
  `NZZ_DEVICES__PRINTER__URI=…` is `uri` in `[devices.printer]`.
- Paths are relative to the folder the process is started in.
- Nothing here is a secret: keys are made at first start under `paths.state` and `center.state`.
"""


def main() -> str:
    """The whole page."""
    tables = {**sections(KioskSettings), **sections(CenterSettings)}
    return HEAD + "".join(table(name, section) for name, section in tables.items())


def sections(model: type[BaseModel]) -> dict[str, BaseModel]:
    """Every table of a model with its defaults, by its dotted name, in the order of the code."""
    found: dict[str, BaseModel] = {}
    for name, field in model.model_fields.items():
        if isinstance(field.default, BaseModel):
            found |= {name: field.default} | _below(field.default, name)
    return found


def others(section: BaseModel) -> dict[str, list[BaseModel]]:
    """By key of a section: tables of the drivers that are not the default there."""
    found = {}
    for key, field in type(section).model_fields.items():
        for slot in (each for each in field.metadata if isinstance(each, Slot)):
            found[key] = [options() for options in slot.known[1:]]
    return found


def _below(section: BaseModel, prefix: str) -> dict[str, BaseModel]:
    found: dict[str, BaseModel] = {}
    for key, value in section:
        if isinstance(value, BaseModel):
            name = f"{prefix}.{key}"
            found |= {name: value} | _below(value, name)
            for other in others(section).get(key, []):
                found[f'{name}] with driver = "{other.driver}"'] = other
    return found


def table(name: str, section: BaseModel) -> str:
    """One table of config.toml: what it is about and its keys."""
    model = type(section)
    meanings = docstrings(model)
    rows = [
        f"| `{key}` | {kind(model.model_fields[key].annotation)} | {shown(value)} | {meanings.get(key, '')} |"
        for key, value in section
        if not isinstance(value, BaseModel)
    ]
    head = [f"\n## [{name}{'' if ']' in name else ']'}\n", f"{inspect.getdoc(model)}\n"]
    return "\n".join([*head, "| key | type | default | meaning |", "|---|---|---|---|", *rows, ""] if rows else head)


def docstrings(model: type[BaseModel]) -> dict[str, str]:
    """The sentence that stands under each attribute of a class, with line breaks taken out."""
    bases = [base for base in model.__bases__ if issubclass(base, BaseModel) and base not in (Section, BaseModel)]
    found = {key: text for base in bases for key, text in docstrings(base).items()}
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    for statement, following in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            match following:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    found[statement.target.id] = " ".join(text.split()).replace("|", "\\|")
    return found


def kind(annotation: Any) -> str:
    """A type as somebody who writes TOML calls it."""
    if get_origin(annotation) is Literal:
        return " or ".join(shown(value) for value in get_args(annotation))
    if get_origin(annotation) in (tuple, list):
        return f"list of {kind(get_args(annotation)[0])}"
    if isinstance(annotation, types.UnionType):
        return " or ".join(kind(part) for part in get_args(annotation) if part is not types.NoneType)
    return {str: "text", Path: "path", int: "whole number", float: "number", bool: "true or false"}[annotation]


def shown(value: Any) -> str:
    """A value as TOML writes it."""
    match value:
        case None:
            return "–"
        case bool():
            return f"`{str(value).lower()}`"
        case tuple() | list():
            return f"`[{', '.join(shown(part).strip('`') for part in value)}]`"
        case str() | Path():
            return f'`"{value}"`'
        case _:
            return f"`{value}`"


if __name__ == "__main__":
    print(main(), end="")
