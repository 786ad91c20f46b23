"""提醒与送达: the addresses of messages, of scanning, and of who cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.alerts.judging import ScanItem
from bot.alerts.wording import KIND_NAMES, LIGHT_LABELS, REASON_LABELS
from bot.console import Console
from bot.console import messages_wording as words
from bot.console.audit_log_wording import CHANNELS
from bot.delivery import DeliveryState
from bot.delivery.listing import KeptMessage, MessageChoice
from bot.errors import ReceiptLost
from bot.masking import without_personal_numbers
from bot.messages import Recipient
from bot.tasks.wording import CHANNEL_LABELS
from bot.web.console.asking import Asked
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

NAME = "messages"
PATH = "/console/messages"
_SHOWN = 200
# Light, its name, the matter, the reason; what will be done, to whom.
_Row = tuple[str, str, str, str, tuple[str, str]]
# The command line answers who asks there and sends nothing.
_SENT_BY = tuple(name for name in CHANNEL_LABELS if name != "cli")


def add(routes: APIRouter, desk: Desk, console: Console) -> None:
    """Add the section's routes."""
    pages = _Pages(desk, console)
    _add_messages(routes, desk, console, pages)
    _add_scan(routes, desk, console, pages)

    @routes.get(f"{PATH}/unreachable")
    def unreachable(request: Request) -> Response:
        return desk.shown(request, lambda visit: pages.unreachable(visit, Asked(request)))


def _add_messages(routes: APIRouter, desk: Desk, console: Console, pages: _Pages) -> None:
    @routes.get(PATH)
    def listed(request: Request) -> Response:
        return desk.shown(request, lambda visit: pages.listed(visit, Asked(request)))

    @routes.get(f"{PATH}/one")
    def one(request: Request) -> Response:
        key = Asked(request).text("key", longest=200)
        return desk.shown(request, lambda visit: pages.message(visit, key))

    @routes.post(f"{PATH}/retry")
    async def retry(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            state = console.messages.retry(visit.person, form.get("key", longest=200))
            said = words.STATES[state] if state is not None else ""
            return Done(f"已重新发送，现在：{said}", PATH)

        return await desk.changed(request, act, back=PATH)


def _add_scan(routes: APIRouter, desk: Desk, console: Console, pages: _Pages) -> None:
    @routes.get(f"{PATH}/scan")
    def look(request: Request) -> Response:
        return desk.shown(request, pages.scan)

    @routes.post(f"{PATH}/scan")
    async def scan(request: Request) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Done:
            report = console.messages.scan(visit.person, dry_run=False)
            return Done(f"已扫描：{words.scanned(report)}", PATH)

        return await desk.changed(request, act, back=f"{PATH}/scan")


class _Pages:
    def __init__(self, desk: Desk, console: Console) -> None:
        self._desk = desk
        self._console = console
        self._messages = console.messages

    def listed(self, visit: ConsoleVisit, asked: Asked) -> HTMLResponse:
        choice = MessageChoice(
            state=asked.choice("state", DeliveryState),
            channel=asked.text("channel") or None,
            user_id=asked.text("person") or None,
            text=asked.text("q"),
        )
        page = asked.page(
            lambda limit, offset: self._messages.page(
                visit.person, choice, limit=limit, offset=offset
            )
        )
        return self._desk.page(
            visit,
            "console_messages.html",
            section=NAME,
            page=page,
            choice=choice,
            counts=self._messages.counts(visit.person),
            sent_by=_SENT_BY,
            **self._words(),
        )

    def message(self, visit: ConsoleVisit, key: str) -> HTMLResponse:
        message, tries = self._messages.show(visit.person, key)
        return self._desk.page(
            visit,
            "console_message.html",
            section=NAME,
            message=message,
            tries=tries,
            results=words.RESULTS,
            accounts="、".join(map(_account, message.recipients)),
            sending_again=words.sending_again(message),
            text=without_personal_numbers(message.reply.text),
            **self._words(),
        )

    def scan(self, visit: ConsoleVisit) -> HTMLResponse:
        report = self._messages.scan(visit.person, dry_run=True)
        names = self._console.people.register.names()
        told = [item for item in report.items if item.raised or item.is_held_back]
        told.sort(key=lambda item: item.concern.assessment.level.severity, reverse=True)
        rows = [self._item(item, names) for item in told]
        return self._desk.page(
            visit,
            "console_scan.html",
            section=NAME,
            scanned=words.scanned(report),
            is_news=bool(report.raised),
            rows=rows[:_SHOWN],
            left_out=max(0, len(rows) - _SHOWN),
        )

    def unreachable(self, visit: ConsoleVisit, asked: Asked) -> HTMLResponse:
        found = self._messages.unreachable(visit.person)
        return self._desk.page(
            visit,
            "console_unreachable.html",
            section=NAME,
            page=asked.page(lambda limit, offset: found[offset : offset + limit]),
            total=len(found),
            department_names=self._console.people.department_names(),
        )

    def _item(self, item: ScanItem, names: Mapping[str, str]) -> _Row:
        concern, told = item.concern, item.recipient_user_id
        light = concern.assessment.light
        return (
            light.value,
            LIGHT_LABELS[light],
            f"{KIND_NAMES[concern.kind].format(concern.number)} {concern.title}",
            REASON_LABELS[concern.assessment.reason],
            ("稍后通知", "") if item.is_held_back else ("通知", names.get(told, told)),
        )

    def _words(self) -> dict[str, Any]:
        return {
            "states": words.STATES,
            "kind": words.kind,
            "why": _why,
            "reason": words.reason,
            "channels": CHANNELS,
            "names": self._console.people.register.names(),
        }


def _account(recipient: Recipient) -> str:
    return f"{CHANNELS.get(recipient.channel, recipient.channel)} {recipient.account}"


def _why(message: KeptMessage) -> str:
    """Say why a message has not arrived."""
    if message.state is DeliveryState.SENT:
        return ""
    if message.last is None:
        return words.NO_ACCOUNT if message.state is DeliveryState.FAILED else ""
    if message.may_have_arrived:
        return words.reason(ReceiptLost.__name__)
    return words.reason(message.last.reason)


def _summary(console: Console) -> str:
    return f"未送达 {console.messages.failed()} 条"


MESSAGES = Section(NAME, "提醒与送达", add, _summary)
