"""``/console/documents``: the policy library by hand."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console import Console
from bot.console.documents import Documents
from bot.console.uploads import Upload
from bot.errors import ConsoleRefused
from bot.web.console import document_list
from bot.web.console import wording as said
from bot.web.console.asking import Asked
from bot.web.console.desk import Desk, Done
from bot.web.console.document_actions import add_actions
from bot.web.console.document_pages import one_page
from bot.web.console.forms import LARGEST_UPLOAD, Form
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

NAME = "documents"
PATH = f"/console/{NAME}"
_LATEST_UPLOADS = 8


def _add(routes: APIRouter, desk: Desk, console: Console) -> None:
    documents = console.documents

    @routes.get(PATH)
    def shelf(request: Request) -> Response:
        asked = Asked(request)

        def shown(visit: ConsoleVisit) -> HTMLResponse:
            return desk.page(
                visit,
                "console_documents.html",
                section=NAME,
                found=document_list.listed(
                    documents, asked.text("q"), asked.text("show"), asked.number("page") or 1
                ),
                withdrawn=documents.withdrawn(),
                limit=LARGEST_UPLOAD,
                **_uploads(documents),
            )

        return desk.shown(request, shown)

    @routes.get(f"{PATH}/uploads")
    def uploads(request: Request) -> Response:
        return desk.shown(
            request,
            lambda visit: desk.page(
                visit, "console_uploads_page.html", section="documents", **_uploads(documents)
            ),
        )

    @routes.post(f"{PATH}/upload")
    async def upload(request: Request) -> Response:
        return await desk.changed(
            request, partial(_hand_in, documents), back=PATH, takes_files=True
        )

    @routes.get(f"{PATH}/{{document_id}}")
    def one(request: Request, document_id: str) -> Response:
        return desk.shown(request, lambda visit: one_page(desk, documents, visit, document_id))

    add_actions(routes, desk, documents)


def _uploads(documents: Documents) -> dict[str, Any]:
    uploads = documents.uploads.latest(limit=_LATEST_UPLOADS)
    return {"uploads": uploads, "is_reading": not all(one.state.is_over for one in uploads)}


def _hand_in(documents: Documents, visit: ConsoleVisit, form: Form) -> Done:
    """Keep every file; what is refused is named, the others go on."""
    if not form.files:
        raise ConsoleRefused(said.NO_FILE)
    refused = []
    for file in form.files:
        try:
            documents.uploads.hand_in(visit.person, file.filename or "", file.file.read())
        except ConsoleRefused as exc:
            refused.append(exc.what)
        finally:
            file.file.close()
    taken = len(form.files) - len(refused)
    if not taken:
        raise ConsoleRefused("；".join(refused))
    return Done("；".join([said.taken(taken), *refused]), PATH)


def _summary(console: Console) -> str:
    reading: list[Upload] = [
        one for one in console.documents.uploads.latest(limit=50) if not one.state.is_over
    ]
    return said.documents_summary(len(console.documents.library.documents()), len(reading))


SECTION = Section(NAME, "文件", _add, _summary)
