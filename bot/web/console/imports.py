"""Files taken in three steps: upload, a preview of exactly what will change, confirmation."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console import Console
from bot.console.staging import LARGEST_BYTES
from bot.errors import BotError, ConsoleRefused, ImportRefused
from bot.identity import Person
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.visit import ConsoleVisit

# Kept beside the files, so that what was previewed is what is taken in.
_TEXTS = "texts.json"


@dataclass(frozen=True)
class Upload:
    """A file to be chosen: the name of its field, its label, what it may be. `save_as` is the
    name it is kept under; empty: its own."""

    name: str
    label: str
    accept: str
    save_as: str = ""


@dataclass(frozen=True)
class Preview:
    """What an import would do: lines to read, and rows in a table under `columns`."""

    lines: Sequence[str]
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Importing:
    """An import of a section.

    `preview` is handed who asks, the folder with the files, and the other fields; it changes
    nothing and raises ImportRefused with every bad row. `take_in` does it and says what was
    done. `allowed` raises for who may not.
    """

    section: str
    kind: str
    path: str
    back: str
    title: str
    uploads: Sequence[Upload]
    hints: Sequence[str]
    allowed: Callable[[Person], None]
    preview: Callable[[Person, Path, Mapping[str, str]], Preview]
    take_in: Callable[[Person, Path, Mapping[str, str]], str]
    texts: Mapping[str, str] = field(default_factory=dict)


def add_importing(routes: APIRouter, desk: Desk, console: Console, one: Importing) -> None:
    """Add the three steps of an import under its path."""
    staging = console.staging

    @routes.get(one.path)
    def choose(request: Request) -> Response:
        def show(visit: ConsoleVisit) -> HTMLResponse:
            one.allowed(visit.person)
            return _form(desk, visit, one)

        return desk.shown(request, show)

    @routes.post(one.path)
    async def upload(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            one.allowed(visit.person)
            ticket = staging.put(visit.person, one.kind, _files(one, form))
            return Done("文件已收到，还没有导入。请核对后确认", f"{one.path}/{ticket}")

        return await desk.changed(request, act, back=one.path, takes_files=True)

    @routes.get(f"{one.path}/{{ticket}}")
    def look(request: Request, ticket: str) -> Response:
        def show(visit: ConsoleVisit) -> HTMLResponse:
            one.allowed(visit.person)
            return _looked(desk, console, visit, one, ticket)

        return desk.shown(request, show)

    @routes.post(f"{one.path}/{{ticket}}")
    async def take_in(request: Request, ticket: str) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Done:
            one.allowed(visit.person)
            with staging.opened(visit.person, one.kind, ticket) as folder:
                said = one.take_in(visit.person, folder, _texts(folder))
            staging.drop(ticket)
            return Done(said, one.back)

        return await desk.changed(request, act, back=f"{one.path}/{ticket}")


def _files(one: Importing, form: Form) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for upload in one.uploads:
        for given in form.files_of(upload.name):
            name = given.filename or ""
            with given.file:
                if (given.size or 0) > LARGEST_BYTES:
                    raise ConsoleRefused(f"“{upload.label}”太大", remedy="拆成几个文件分别导入")
                # Also keeps a file from being taken for the texts that lie beside it.
                if not name.lower().endswith(tuple(upload.accept.split(","))):
                    raise ConsoleRefused(
                        f"“{upload.label}”格式不对", remedy=f"可用：{upload.accept}"
                    )
                found[upload.save_as or name] = given.file.read()
    texts = {name: form.required(name, label) for name, label in one.texts.items()}
    if texts and found:
        found[_TEXTS] = json.dumps(texts).encode()
    return found


def _texts(folder: Path) -> dict[str, str]:
    """Take the texts that came with the files out of their folder."""
    file = folder / _TEXTS
    if not file.exists():
        return {}
    texts: dict[str, str] = json.loads(file.read_bytes())
    file.unlink()
    return texts


def _form(desk: Desk, visit: ConsoleVisit, one: Importing) -> HTMLResponse:
    return desk.page(visit, "console_import.html", section=one.section, one=one)


def _looked(
    desk: Desk, console: Console, visit: ConsoleVisit, one: Importing, ticket: str
) -> HTMLResponse:
    bad: Sequence[tuple[int, str]] = ()
    problem, preview = "", None
    with console.staging.opened(visit.person, one.kind, ticket) as folder:
        try:
            preview = one.preview(visit.person, folder, _texts(folder))
        except ImportRefused as exc:
            problem, bad = f"{exc.what}。{exc.remedy}", exc.rows
        except BotError as exc:
            problem = str(exc)
    return desk.page(
        visit,
        "console_import_preview.html",
        section=one.section,
        one=one,
        ticket=ticket,
        preview=preview,
        problem=problem,
        bad=bad,
    )
