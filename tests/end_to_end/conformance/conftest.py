"""One running application for all cases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.conformance.office import Office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Office(tmp_path_factory.mktemp("office")) as made:
        yield made
