"""What the library says when its database refuses."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from retrieval.errors import StoreError
from retrieval.store import Store


def _refused(engine: sa.Engine) -> str:
    with pytest.raises(StoreError) as refused:
        Store(engine).generation()
    return refused.value.what


def test_what_a_servers_driver_says_is_not_repeated() -> None:
    engine = sa.create_engine("sqlite://")
    said = RuntimeError('connection to "10.0.0.8" failed for user "bot"')

    @sa.event.listens_for(engine, "before_cursor_execute")
    def refuse(*_call: object) -> None:
        raise sa.exc.OperationalError("SELECT 1", {}, said)

    assert _refused(engine) == "政策库的数据库操作失败（RuntimeError）"


def test_what_a_files_driver_says_is() -> None:
    assert "no such table" in _refused(sa.create_engine("sqlite://"))
