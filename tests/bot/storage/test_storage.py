"""The application's own database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import create_engine, session_factory, utc_now
from tests.databases import database_at, name_of, new_database


def test_an_error_of_the_database_does_not_repeat_what_a_person_wrote(tmp_path: Path) -> None:
    engine = create_engine(database_at(tmp_path, empty=True))
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as failed:
        connection.execute(
            sa.text("SELECT * FROM missing WHERE said = :said"), {"said": "我的诉求"}
        )
    engine.dispose()
    assert "诉求" not in str(failed.value)


@pytest.mark.parametrize("minutes", [-10, 0, 10])
def test_the_clock_of_a_server_is_held_against_the_own(
    postgresql: str, tmp_path: Path, minutes: int
) -> None:
    engine = create_engine(new_database(postgresql, name_of(tmp_path)))
    own_behind = timedelta(minutes=minutes)
    ahead = session_factory(engine).server_ahead(lambda: utc_now() - own_behind)
    engine.dispose()
    assert abs(ahead - own_behind) < timedelta(minutes=1)


def test_a_file_has_no_clock_of_its_own(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    wrong = utc_now() - timedelta(days=1)
    assert session_factory(engine).server_ahead(lambda: wrong) == timedelta(0)
    engine.dispose()
