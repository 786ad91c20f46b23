"""审计: the addresses of the logs; read only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from bot.console import Console
from bot.console.audit_log import LogChoice, LogEntry, LogKind
from bot.console.audit_log_wording import CHANNELS, COLUMNS, KINDS
from bot.errors import ConsoleRefused
from bot.web.console.asking import ON_A_PAGE, Asked, day_of
from bot.web.console.desk import Desk
from bot.web.console.forms import Form
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

NAME = "audit"
PATH = "/console/audit"
# What a spreadsheet would take for a formula; East Asian ones also in full width
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def add(routes: APIRouter, desk: Desk, console: Console) -> None:
    """Add the section's routes."""

    def page(visit: ConsoleVisit, asked: Asked) -> HTMLResponse:
        kinds = console.log.kinds(visit.person)
        choice = LogChoice(
            kind=asked.choice("kind", LogKind) or kinds[0],
            person=asked.text("person"),
            since=asked.day("since"),
            until=asked.day("until"),
            text=asked.text("q"),
        )
        found = console.log.page(
            visit.person, choice, limit=ON_A_PAGE + 1, before=asked.number("before")
        )
        return desk.page(
            visit,
            "console_audit.html",
            section=NAME,
            kinds=[(kind.value, KINDS[kind]) for kind in kinds],
            choice=choice,
            entries=found[:ON_A_PAGE],
            next_before=found[ON_A_PAGE - 1].number if len(found) > ON_A_PAGE else None,
            is_first=asked.number("before") is None,
            channels=CHANNELS,
        )

    @routes.get(PATH)
    def shown(request: Request) -> Response:
        return desk.shown(request, lambda visit: page(visit, Asked(request)))

    @routes.post(f"{PATH}/export")
    async def export(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Response:
            choice = _choice(form)
            lines = _csv(console.log.export(visit.person, choice))
            name = f"audit-{choice.kind.value}.csv"
            return StreamingResponse(
                lines,
                media_type="text/csv; charset=utf-8",
                headers={
                    "Content-Disposition": f'attachment; filename="{name}"',
                    "Cache-Control": "no-store",
                    "X-Content-Type-Options": "nosniff",
                },
            )

        return await desk.changed(request, act, back=PATH)


def _choice(form: Form) -> LogChoice:
    try:
        kind = LogKind(form.get("kind", longest=16))
    except ValueError as exc:
        raise ConsoleRefused("没有这种记录") from exc
    return LogChoice(
        kind=kind,
        person=form.get("person", longest=100),
        since=day_of(form.get("since", longest=10)),
        until=day_of(form.get("until", longest=10)),
        text=form.get("q", longest=100),
    )


def _csv(entries: Iterator[LogEntry]) -> Iterator[str]:
    # Excel reads UTF-8 only behind a byte order mark.
    yield "\ufeff" + _line(COLUMNS)
    for one in entries:
        yield _line(
            (
                f"{one.at:%Y-%m-%d %H:%M:%S}",
                one.user_id,
                one.name,
                one.action,
                one.subject,
                one.text,
                CHANNELS.get(one.channel, one.channel),
            )
        )


def _line(cells: tuple[str, ...]) -> str:
    written = io.StringIO()
    safe = [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
    csv.writer(written).writerow(safe)
    return written.getvalue()


def _summary(_console: Console) -> str:
    return "查询、导出，只读"


LOG = Section(NAME, "审计", add, _summary)
