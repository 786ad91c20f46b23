"""The application's own database."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import create_engine, session_factory, utc_now
from bot.storage.data_folder import is_open_to_others, lets_others_in, make_data_folder
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


needs_modes = pytest.mark.skipif(os.name != "posix", reason="rights are not told by a mode here")


@needs_modes
def test_the_folder_of_a_new_city_is_closed_to_other_users(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "city"
    engine = create_engine(f"sqlite:///{folder / 'bot.sqlite'}")
    engine.dispose()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not is_open_to_others(folder)


@needs_modes
@pytest.mark.parametrize("mode", [0o755, 0o750, 0o2770])
def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    make_data_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == mode


@pytest.mark.parametrize(
    ("own", "above", "is_open"),
    [
        (0o755, (0o755,), True),
        (0o711, (0o755, 0o1777), True),
        (0o750, (0o755,), False),
        (0o700, (0o755,), False),
        (0o755, (0o700, 0o755), False),
        (0o755, (0o755, 0o750, 0o755), False),
    ],
)
def test_a_folder_is_open_where_others_come_to_it(
    own: int, above: tuple[int, ...], is_open: bool
) -> None:
    assert lets_others_in(own, *above) is is_open


@needs_modes
def test_a_folder_within_a_closed_one_is_open_to_nobody(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = home / "city"
    folder.mkdir(parents=True)
    home.chmod(0o700)
    folder.chmod(0o755)
    assert not is_open_to_others(folder)
