"""What can be done to one document: correct, set its validity, read again, withdraw, restore, and
put another version in its place."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console import wording
from bot.console.documents import Documents
from bot.errors import ConsoleRefused
from bot.web.console import wording as said
from bot.web.console.desk import Desk, Done
from bot.web.console.document_pages import correction_page, one_page, version_page
from bot.web.console.forms import Form
from bot.web.console.visit import ConsoleVisit

_NAME = "documents"
_PATH = f"/console/{_NAME}"
_ONE = f"{_PATH}/{{document_id}}"


def add_actions(routes: APIRouter, desk: Desk, documents: Documents) -> None:
    """Add the routes to `routes`."""
    _add_corrections(routes, desk, documents)
    _add_validity(routes, desk, documents)
    _add_withdrawal(routes, desk, documents)
    _add_versions(routes, desk, documents)


def _add_corrections(routes: APIRouter, desk: Desk, documents: Documents) -> None:
    @routes.get(f"{_ONE}/fields/{{field}}")
    def asked(request: Request, document_id: str, field: str) -> Response:
        return desk.shown(
            request, lambda visit: correction_page(desk, documents, visit, document_id, field)
        )

    @routes.post(f"{_ONE}/fields/{{field}}")
    async def corrected(request: Request, document_id: str, field: str) -> Response:
        here = f"{_PATH}/{document_id}"

        def act(visit: ConsoleVisit, form: Form) -> Done:
            number = documents.correct(
                visit.person,
                document_id,
                field,
                form.get("value", longest=1000),
                source=form.required("source", said.SOURCE, longest=200),
                reason=form.required("reason", said.REASON, longest=500),
            )
            return Done(said.corrected(wording.FIELDS[field]), here, undo=number)

        def again(visit: ConsoleVisit, form: Form, problem: str) -> HTMLResponse:
            return correction_page(
                desk, documents, visit, document_id, field, typed=form, problem=problem
            )

        return await desk.changed(request, act, back=here, again=again)

    @routes.post(f"{_ONE}/fields/{{field}}/as-read")
    async def as_read(request: Request, document_id: str, field: str) -> Response:
        here = f"{_PATH}/{document_id}"

        def act(visit: ConsoleVisit, _form: Form) -> Done:
            number = documents.as_read(visit.person, document_id, field)
            return Done(said.as_read(wording.FIELDS[field]), here, undo=number)

        return await desk.changed(request, act, back=here)


def _add_validity(routes: APIRouter, desk: Desk, documents: Documents) -> None:
    @routes.post(f"{_ONE}/validity")
    async def validity(request: Request, document_id: str) -> Response:
        here = f"{_PATH}/{document_id}"

        def act(visit: ConsoleVisit, form: Form) -> Done:
            number = documents.set_validity(
                visit.person,
                document_id,
                form.get("status"),
                form.get("day", longest=10),
                source=form.required("source", said.SOURCE, longest=200),
                reason=form.required("reason", said.REASON, longest=500),
            )
            return Done(said.VALIDITY_SET, here, undo=number)

        def again(visit: ConsoleVisit, form: Form, problem: str) -> HTMLResponse:
            return one_page(desk, documents, visit, document_id, typed=form, problem=problem)

        return await desk.changed(request, act, back=here, again=again)


def _add_withdrawal(routes: APIRouter, desk: Desk, documents: Documents) -> None:
    @routes.get(f"{_ONE}/withdraw")
    def asked(request: Request, document_id: str) -> Response:
        def shown(visit: ConsoleVisit) -> HTMLResponse:
            title = documents.document(document_id).metadata.title.value or document_id
            return desk.confirm(
                visit,
                section=_NAME,
                title=said.withdraw_title(title),
                lines=said.WITHDRAW_MEANS,
                action=f"{_PATH}/{document_id}/withdraw",
                button=said.WITHDRAW,
                back=f"{_PATH}/{document_id}",
                reason=True,
            )

        return desk.shown(request, shown)

    @routes.post(f"{_ONE}/withdraw")
    async def withdraw(request: Request, document_id: str) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            reason = form.required("reason", said.REASON, longest=500)
            number = documents.withdraw(visit.person, document_id, reason=reason)
            return Done(said.WITHDRAWN, _PATH, undo=number)

        return await desk.changed(request, act, back=f"{_PATH}/{document_id}/withdraw")

    @routes.post(f"{_ONE}/restore")
    async def restore(request: Request, document_id: str) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Done:
            number = documents.restore(visit.person, document_id)
            return Done(said.RESTORED, f"{_PATH}/{document_id}", undo=number)

        return await desk.changed(request, act, back=_PATH)

    @routes.post(f"{_ONE}/read-again")
    async def read_again(request: Request, document_id: str) -> Response:
        here = f"{_PATH}/{document_id}"

        def act(visit: ConsoleVisit, _form: Form) -> Done:
            documents.read_again(visit.person, document_id)
            return Done(said.READ_AGAIN, here)

        return await desk.changed(request, act, back=here)


def _add_versions(routes: APIRouter, desk: Desk, documents: Documents) -> None:
    @routes.get(f"{_ONE}/version")
    def asked(request: Request, document_id: str) -> Response:
        return desk.shown(request, lambda visit: version_page(desk, documents, visit, document_id))

    @routes.post(f"{_ONE}/version")
    async def replaced(request: Request, document_id: str) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            reason = form.required("reason", said.REASON, longest=500)
            if len(form.files) != 1:
                raise ConsoleRefused(said.ONE_FILE)
            documents.document(document_id)
            file = form.files[0]
            with file.file:
                documents.uploads.hand_in(
                    visit.person,
                    file.filename or "",
                    file.file.read(),
                    replaces=document_id,
                    cause=reason,
                )
            return Done(said.VERSION_TAKEN, f"{_PATH}/{document_id}")

        def again(visit: ConsoleVisit, form: Form, problem: str) -> HTMLResponse:
            return version_page(desk, documents, visit, document_id, typed=form, problem=problem)

        return await desk.changed(
            request, act, back=f"{_PATH}/{document_id}/version", again=again, takes_files=True
        )

    @routes.post(f"{_ONE}/put-back/{{content_hash}}")
    async def put_back(request: Request, document_id: str, content_hash: str) -> Response:
        here = f"{_PATH}/{document_id}"

        def act(visit: ConsoleVisit, _form: Form) -> Done:
            number = documents.put_back(visit.person, document_id, content_hash)
            return Done(said.PUT_BACK, here, undo=number)

        return await desk.changed(request, act, back=here)
