"""One running application for all cases of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.conformance.office import Office
from tests.end_to_end.serving import eventually


# Not for the whole run: durable work is one in a process, and a worker that is given other tests
# between two cases would find it ended by them.
@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Office(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture(autouse=True)
def leave_nothing_under_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """What one case leaves to be sent must not meet the faults that another has scripted."""
    yield
    if "office" in request.fixturenames:
        office: Office = request.getfixturevalue("office")
        eventually(office.is_at_rest, what="an office at rest")
