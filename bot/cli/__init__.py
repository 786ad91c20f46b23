"""Every command of `bot`, one file a group.

``--json`` prints one JSON object to standard output and nothing else there; everything
meant for eyes goes to standard error then.
"""

from __future__ import annotations

import sys

import sqlalchemy as sa
import typer
from typer.exceptions import TyperException

from bot.cli import (
    accounts,
    alerts,
    appeals,
    ask,
    audit,
    backup,
    briefs,
    calendar,
    demo,
    doctor,
    documents,
    evaluate,
    index,
    people,
    questions,
    serve,
    settings,
    tasks,
    work,
)
from bot.cli.commands import Commands
from bot.cli.terminal import complain
from bot.cli.usage import in_words
from bot.errors import BotError
from bot.reasons import known_of_database, why_not_kept
from bot.telemetry.logs import configure_logs
from kpi_adapter.errors import KpiError
from retrieval.errors import RetrievalError

app = Commands(
    name="bot",
    help="泰州五大主导产业政策与指标服务",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("work")(work.work)
app.command("ingest")(documents.ingest)
app.command("ask")(ask.ask)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("settings")(settings.settings)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore_backup)
app.add_typer(backup.database, name="database")
app.add_typer(documents.app, name="documents")
app.add_typer(index.app, name="index")
app.add_typer(tasks.app, name="task")
app.add_typer(alerts.app, name="alerts")
app.add_typer(appeals.app, name="appeal")
app.add_typer(briefs.app, name="brief")
app.add_typer(calendar.app, name="calendar")
app.add_typer(people.app, name="people")
app.add_typer(accounts.app, name="account")
app.add_typer(questions.app, name="questions")
app.add_typer(audit.app, name="audit")
app.add_typer(evaluate.app, name="evaluate")


def main() -> None:
    """Run the command line; an expected error ends with what to do, not with a traceback."""
    configure_logs(level="WARNING")
    try:
        # Not standalone: Typer would tell of a wrong word itself, in English.
        sys.exit(app(prog_name="bot", standalone_mode=False))
    except TyperException as exc:
        _tell_of_usage(exc)
        sys.exit(exc.exit_code)
    except typer.Abort:
        complain("已中止，没有继续")
        sys.exit(1)
    except (BotError, RetrievalError, KpiError) as exc:
        complain(str(exc))
        sys.exit(1)
    except (sa.exc.DBAPIError, OSError) as exc:
        why = _why_refused(exc)
        if not why:
            raise
        complain(f"没有做完；原因：{why}；处理：解决后再执行一次，bot doctor 逐项检查")
        sys.exit(1)


def _why_refused(exc: Exception) -> str:
    """Word why there is nowhere to keep anything, or why the database does not answer; empty where
    something failed of other causes."""
    if why := why_not_kept(exc):
        return why
    # SQLite tells of a damaged file by the general kind. A relation that "does not exist" is of
    # another kind, and a mistake of ours.
    is_of_server = type(exc) in {sa.exc.OperationalError, sa.exc.DatabaseError}
    return known_of_database(getattr(exc, "orig", None)) if is_of_server else ""


def _tell_of_usage(exc: TyperException) -> None:
    context: typer.Context | None = getattr(exc, "ctx", None)
    said = exc.format_message()
    # A group without a command has printed its help by now, and says no more.
    if said:
        complain(in_words(said, context.command_path if context else "bot"))
