"""直通车: the addresses of appeals."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.alerts.wording import LIGHT_LABELS
from bot.appeals.appeal import NEEDS_WORDS, Step
from bot.appeals.store import AppealChoice
from bot.appeals.wording import (
    EVENT_LABELS,
    STAGE_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    clocks_note,
    short,
)
from bot.console import Console
from bot.console.appeals import OPEN
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.web.console.asking import Asked
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

NAME = "appeals"
PATH = "/console/appeals"
_APPEAL = f"{PATH}/no/{{appeal_no}}"
_TAKE_OVER = "take_over"
_QUESTIONS = {
    Step.ANSWER: "企业会收到您写的应答。",
    Step.OPINION: "企业会收到您写的明确意见；还没有应答的，同时算作应答。",
    Step.CLOSE: "企业会收到您写的办结说明；三个时限都到此为止，不能重开。",
    Step.ASSIGN: "接办的联络员和企业都会收到通知。",
    Step.REMIND: "受理人会收到催办通知。",
}


def add(routes: APIRouter, desk: Desk, console: Console) -> None:
    """Add the section's routes."""
    pages = _Pages(desk, console)

    @routes.get(PATH)
    def listed(request: Request) -> Response:
        return desk.shown(request, lambda visit: pages.listed(visit, Asked(request)))

    @routes.get(_APPEAL)
    def appeal(request: Request, appeal_no: str) -> Response:
        return desk.shown(request, lambda visit: pages.appeal(visit, appeal_no))

    @routes.get(f"{_APPEAL}/{{step}}")
    def ask(request: Request, appeal_no: str, step: str) -> Response:
        return desk.shown(request, lambda visit: pages.step(visit, appeal_no, step))

    @routes.post(f"{_APPEAL}/{{step}}")
    async def take(request: Request, appeal_no: str, step: str) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            appeal = console.appeals.take(
                visit.person,
                appeal_no,
                _step(step),
                form.get("text", longest=2000),
                to_user=_receiver(visit.person, step, form),
            )
            said = f"诉求 {appeal_no} 已{STEP_LABELS[_step(step)]}"
            return Done(f"{said}，现为“{STATE_LABELS[appeal.state]}”", f"{PATH}/no/{appeal_no}")

        def again(visit: ConsoleVisit, form: Form, problem: str) -> Response:
            page = pages.step(visit, appeal_no, step, problem=problem, typed=form)
            # What is no longer possible has no form to show again.
            back = f"{PATH}/no/{appeal_no}"
            return page or desk.trouble(visit, problem, status=422, back=back)

        return await desk.changed(request, act, back=f"{PATH}/no/{appeal_no}", again=again)


class _Pages:
    def __init__(self, desk: Desk, console: Console) -> None:
        self._desk = desk
        self._console = console
        self._appeals = console.appeals

    def listed(self, visit: ConsoleVisit, asked: Asked) -> HTMLResponse:
        show_all = asked.text("state") == "all"
        choice = AppealChoice(states=None if show_all else OPEN, text=asked.text("q"))
        page = asked.page(
            lambda limit, offset: self._appeals.page(
                visit.person, choice, limit=limit, offset=offset
            )
        )
        return self._desk.page(
            visit,
            "console_appeals.html",
            section=NAME,
            page=page,
            choice=choice,
            state="all" if show_all else "",
            **self._words(),
        )

    def appeal(self, visit: ConsoleVisit, appeal_no: str) -> HTMLResponse:
        found = self._appeals.show(visit.person, appeal_no)
        steps = [
            (step.value, STEP_LABELS[step])
            for step in self._appeals.open_steps(visit.person, found.appeal)
        ]
        is_mine = found.appeal.owner_user_id == visit.person.user_id
        if steps and not is_mine:
            steps.append((_TAKE_OVER, "由我接办"))
        return self._desk.page(
            visit,
            "console_appeal.html",
            section=NAME,
            found=found,
            steps=steps,
            history=self._appeals.history(visit.person, appeal_no),
            events=EVENT_LABELS,
            **self._words(),
        )

    def step(
        self,
        visit: ConsoleVisit,
        appeal_no: str,
        step: str,
        *,
        problem: str = "",
        typed: Form | None = None,
    ) -> HTMLResponse | None:
        appeal = self._appeals.show(visit.person, appeal_no).appeal
        if _step(step) not in self._appeals.open_steps(visit.person, appeal):
            return None
        asks_receiver = step == Step.ASSIGN.value
        return self._desk.page(
            visit,
            "console_appeal_step.html",
            section=NAME,
            status=422 if problem else 200,
            appeal=appeal,
            step=step,
            label="由我接办" if step == _TAKE_OVER else STEP_LABELS[_step(step)],
            question=_QUESTIONS[_step(step)],
            needs_words=_step(step) in NEEDS_WORDS,
            receivers=self._console.people.officials_offered(visit.person) if asks_receiver else (),
            asks_receiver=asks_receiver,
            text=typed.fields.get("text", "") if typed is not None else "",
            problem=problem,
            **self._words(),
        )

    def _words(self) -> dict[str, Any]:
        return {
            "states": STATE_LABELS,
            "stages": STAGE_LABELS,
            "labels": LIGHT_LABELS,
            "short": short,
            "rules": clocks_note(self._appeals.rules),
            "names": self._console.people.register.names(),
            "department_names": self._console.people.department_names(),
        }


def _step(name: str) -> Step:
    if name == _TAKE_OVER:
        return Step.ASSIGN
    try:
        return Step(name)
    except ValueError as exc:
        raise ConsoleRefused("没有这一步") from exc


def _receiver(by: Person, step: str, form: Form) -> str:
    if step == _TAKE_OVER:
        return by.user_id
    if step == Step.ASSIGN.value:
        return form.required("to_user", "转给谁", longest=64)
    return ""


def _summary(console: Console) -> str:
    waiting, late = console.appeals.waiting()
    return f"未办结 {waiting}，超时 {late}"


APPEALS = Section(NAME, "直通车", add, _summary)
