"""What a city kept at any released revision is all there after the upgrade, on every database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.storage import create_engine
from bot.storage.migrate import alembic_config, upgrade
from tests.bot.durable.made_up_rows import ROWS, everything, fill
from tests.databases import name_of, new_database

REVISIONS = sorted(
    r.revision for r in ScriptDirectory.from_config(alembic_config()).walk_revisions()
)
# What a later revision calls a column of an earlier one.
RENAMED = {("alerts", "task_no"): "subject"}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        made = create_engine(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    else:
        server = request.getfixturevalue("postgresql")
        made = create_engine(new_database(server, name_of(tmp_path)))
    yield made
    made.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_was_kept_at_a_revision_is_there_at_the_last(engine: sa.Engine, revision: str) -> None:
    upgrade_to(engine, revision)
    kept = fill(engine)
    upgrade(engine)
    found = everything(engine)
    for table, rows in kept.items():
        names = {name: RENAMED.get((table, name), name) for name in rows[0]}
        now = [{name: row[later] for name, later in names.items()} for row in found[table]]
        assert sorted(now, key=repr) == sorted(rows, key=repr), table


@pytest.mark.parametrize("revision", [r for r in REVISIONS if r < "0004"])
def test_an_alert_of_before_the_digests_was_a_message_of_its_own(
    engine: sa.Engine, revision: str
) -> None:
    upgrade_to(engine, revision)
    fill(engine)
    upgrade(engine)
    alerts = everything(engine)["alerts"]
    assert len(alerts) == len(ROWS)
    assert all(alert["message_key"] == alert["alert_id"] for alert in alerts)


@pytest.mark.parametrize("statement", [2, 40, 80])
def test_an_upgrade_that_is_ended_at_any_statement_leaves_the_revision_before_it(
    engine: sa.Engine, statement: int
) -> None:
    upgrade_to(engine, REVISIONS[0])
    fill(engine)
    before = everything(engine)
    left = statement

    def end(*_event: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise RuntimeError

    sa.event.listen(engine, "after_cursor_execute", end)
    with pytest.raises(RuntimeError):
        upgrade(engine)
    sa.event.remove(engine, "after_cursor_execute", end)
    assert everything(engine) == before
    upgrade(engine)
    assert everything(engine).keys() > before.keys()


def upgrade_to(engine: sa.Engine, revision: str) -> None:
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
