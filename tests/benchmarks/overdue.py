"""A thousand people who each owe one late task: how fast they are told."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bot.delivery.model import DeliveryRow
from bot.delivery.receipt import DeliveryState
from tests.benchmarks.cluster import Cluster
from tests.end_to_end.serving import REPOSITORY, eventually

LONGEST_S = 300.0
SUPERVISOR = "u003"  # of the demonstration


def deliveries_a_second(cluster: Cluster, people: int, folder: Path) -> float:
    """Scan once from the command line, as the schedule would, and wait until the running
    processes have told everybody; return messages a second from the first to the last."""
    folder.mkdir()
    _write(
        folder / "departments.csv",
        ("dept_code", "dept_name"),
        [("LOAD", "压测单位")],
    )
    _write(
        folder / "people.csv",
        ("user_id", "name", "dept_code", "role"),
        [(f"m{number}", f"人员{number}", "LOAD", "official") for number in range(people)],
    )
    _write(
        folder / "tasks.csv",
        (
            "task_no", "title", "kind", "basis_clause", "dept_code", "owner_user_id",
            "supervisor_user_id", "issued_on", "due_on", "status",
        ),
        [
            (f"9{number:05}", f"第{number}项压测任务", "一次性", "四-(一)", "LOAD", f"m{number}",
             SUPERVISOR, "2019-01-01", "2019-11-01", "承办中")
            for number in range(people)
        ],
    )  # fmt: skip
    engine = sa.create_engine(cluster.database_url)
    before = _finished(engine)
    for command in (
        ("people", "import", str(folder)),
        ("task", "import", str(folder / "tasks.csv")),
        ("alerts", "scan"),
    ):
        _run(cluster, command)
    eventually(
        lambda: len(_finished(engine)) - len(before) >= people,
        what="everybody was told",
        within_s=LONGEST_S,
    )
    told = sorted(set(_finished(engine)) - set(before))
    engine.dispose()
    return people / max((told[-1] - told[0]).total_seconds(), 1e-3)


def _finished(engine: sa.Engine) -> list[datetime]:
    query = sa.select(DeliveryRow.finished_at).where(DeliveryRow.state == DeliveryState.SENT)
    with engine.connect() as connection:
        return [at for at in connection.scalars(query) if at is not None]


def _run(cluster: Cluster, command: Sequence[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command],
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "BOT_DATA_DIR": str(cluster.folder),
            "BOT_DEMO": "true",
            **cluster.environment,
        },
        cwd=cluster.folder,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"bot {' '.join(command)}: {done.stderr}")


def _write(path: Path, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows(rows)
