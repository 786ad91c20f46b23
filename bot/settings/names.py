"""Names of environment variables: those that are settings, and those that only look like it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dotenv import dotenv_values
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.settings import Settings

PREFIX = "BOT_"
_DOTENV = Path(".env")


def variables(
    section: type[BaseModel] = Settings, prefix: str = PREFIX
) -> Iterator[tuple[str, FieldInfo]]:
    """Return the variable of every setting, in the order of the page that lists them."""
    for name, field in section.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from variables(kind, f"{variable}__")
        else:
            yield variable, field


def given() -> set[str]:
    """Return the names that begin like a setting, in the environment and in `.env`."""
    written = dotenv_values(_DOTENV) if _DOTENV.is_file() else {}
    return {name.upper() for name in (*os.environ, *written) if name.upper().startswith(PREFIX)}


def unknown(names: Iterable[str]) -> dict[str, str]:
    """Return the names that set nothing, each with the setting most like it or an empty string.

    A section may be given whole as JSON, and a dictionary entry by entry.
    """
    known = [name for name, _ in variables()]
    sections = {name[: -len(rest) - 2] for name in known for rest in _tails(name)}
    return {
        name: next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.8)), "")
        for name in sorted(names)
        if name not in known
        and name not in sections
        and not name.startswith(tuple(f"{one}__" for one in known))
    }


def _tails(name: str) -> Iterator[str]:
    parts = name.split("__")
    return ("__".join(parts[count:]) for count in range(1, len(parts)))
