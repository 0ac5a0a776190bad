"""Reads config.toml into typed sections; a key nobody knows is refused by its name."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from sync.contract.problem import SERVICED, Family, Problem


class Section(BaseModel):
    """One table of config.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Settings(BaseSettings):
    """The tables one process reads. Environment variables `NZZ_SECTION__KEY` come before the file.

    `foreign` names the tables that belong to other processes of the same file.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="NZZ_", env_nested_delimiter="__")
    foreign: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Overrides first, then the environment, then the file."""
        return env_settings, init_settings


class ConfigProblem(Problem):
    """config.toml cannot be used as it is."""

    def __init__(self, technician: str) -> None:
        super().__init__("config.invalid", Family.PERMANENT, resident=SERVICED, technician=technician)


S = TypeVar("S", bound=Settings)


def load(model: type[S], path: Path) -> S:
    """Reads `path` into `model`.

    Raises:
        ConfigProblem: no such file, no TOML, an unknown key or a wrong value; every fault is named
            with the keys that are allowed and where they are explained.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigProblem(
            f"{path}: no such file. Name one with --config, or start from the config.toml of the project."
        ) from None
    except OSError as error:
        raise ConfigProblem(f"{path}: {error.strerror}. Name a file that may be read with --config.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigProblem(f"{path}: not TOML: {error}. Mend that line.") from None
    try:
        return model(**{name: table for name, table in tables.items() if name not in model.foreign})
    except ValidationError as error:
        faults = "\n".join(f"  {_explain(model, tables, fault)}" for fault in error.errors())
        raise ConfigProblem(f"{path}:\n{faults}\nEvery key is explained in docs/configuration.md.") from None


@runtime_checkable
class Choice(Protocol):
    """Annotates a table whose keys depend on what stands in it."""

    def choose(self, table: Any) -> type[BaseModel]:
        """The model that the table is read with. Raises LookupError when there is none."""


def _explain(model: type[BaseModel], tables: dict[str, Any], fault: Any) -> str:
    where = [str(part) for part in fault["loc"]]
    key = ".".join(where)
    if fault["type"] != "extra_forbidden":
        return f"{key} = {fault['input']!r}: {fault['msg']}."
    allowed = sorted(_keys(model, where[:-1], tables))
    near = difflib.get_close_matches(where[-1], allowed, n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return f"{key}: unknown key.{meant} Allowed here: {', '.join(allowed)}."


def _keys(model: type[BaseModel], path: list[str], table: Any) -> set[str]:
    for part in path:
        field = model.model_fields.get(part)
        table = table.get(part) if isinstance(table, dict) else None
        choices = [each.choose(table) for each in field.metadata if isinstance(each, Choice)] if field else []
        kind = choices[0] if choices else field.annotation if field else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            return set()
        model = kind
    foreign = model.foreign if issubclass(model, Settings) else frozenset()
    return set(model.model_fields) | foreign
