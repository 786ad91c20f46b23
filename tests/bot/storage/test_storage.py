"""The application's own database."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import create_engine
from tests.databases import database_at


def test_an_error_of_the_database_does_not_repeat_what_a_person_wrote(tmp_path: Path) -> None:
    engine = create_engine(database_at(tmp_path, empty=True))
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as failed:
        connection.execute(
            sa.text("SELECT * FROM missing WHERE said = :said"), {"said": "我的诉求"}
        )
    engine.dispose()
    assert "诉求" not in str(failed.value)
