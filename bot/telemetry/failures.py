"""An exception as a log may hold it: its class, the lines it came through, no words of others."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]

# Their errors are worded for logs (`bot.errors`); a library's may repeat what a person wrote, an
# address with its password, or the row it could not read.
_OWN = frozenset({"bot", "retrieval", "kpi_adapter"})
# What the system and the databases' drivers call an error, in fixed words.
_NAMES = ("strerror", "sqlite_errorname", "sqlstate")
_CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n"
_MEANWHILE = "\nDuring handling of the above exception, another exception occurred:\n\n"


def described(exc_info: ExceptionInfo) -> str:
    """Return the traceback of an exception and of what it was raised from, oldest first."""
    return "".join(_parts(exc_info[1], set())).rstrip("\n")


def _parts(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before, joint = error.__cause__, _CAUSED
    if before is None and not error.__suppress_context__:
        before, joint = error.__context__, _MEANWHILE
    if before is not None and id(before) not in seen:
        yield from _parts(before, seen)
        yield joint
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_tb(error.__traceback__)
    yield f"{_called(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _parts(one, seen)


def _called(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ != "builtins":
        name = f"{kind.__module__}.{name}"
    words = _words(error)
    return f"{name}: {words}" if words else name


def _words(error: BaseException) -> str:
    if type(error).__module__.partition(".")[0] in _OWN:
        return str(error)
    named = (getattr(error, name, None) for name in _NAMES)
    return next((name for name in named if isinstance(name, str) and name), "")
