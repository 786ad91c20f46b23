"""Rows for every table of a database, whatever its columns are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

ROWS = (1, 2, 3)

Kept = dict[str, list[dict[str, Any]]]


def fill(engine: sa.Engine, leave: Collection[str] = ()) -> Kept:
    """Put some rows into every table there is but those to `leave`; return what all hold."""
    with engine.begin() as connection:
        for table in reflected(connection):
            if table.name in leave:
                continue
            connection.execute(
                table.insert(),
                [
                    {column.name: made_up(column, number) for column in table.columns}
                    for number in ROWS
                ],
            )
    return everything(engine)


def everything(engine: sa.Engine) -> Kept:
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in reflected(connection)
        }


def reflected(connection: sa.Connection) -> list[sa.Table]:
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def made_up(column: sa.Column[Any], number: int) -> Any:
    """A value the column takes; one that refers to a row has the value of that row."""
    for key in column.foreign_keys:
        return made_up(key.column, number)
    kind = column.type.as_generic()
    made: tuple[tuple[type[sa.types.TypeEngine[Any]], Any], ...] = (
        (sa.JSON, {"第": number}),
        (sa.Boolean, number % 2 == 0),
        (sa.Integer, number),
        (sa.Float, number + 0.5),
        (sa.Numeric, number),
        (sa.DateTime, datetime(2019, 11, number, 9, 30)),
        (sa.Date, date(2019, 11, number)),
        (sa.Time, time(number, 30)),
        (sa.LargeBinary, bytes([number])),
    )
    for type_, value in made:
        if isinstance(kind, type_):
            return value
    return f"{number}号{column.name}"[: getattr(kind, "length", None)]
