"""What an audit of thirty questions about documents seldom asked about showed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.retrieval.material import asked_of_real_documents

ON = date(2019, 11, 15)


@pytest.mark.slow
def test_thirty_questions_of_another_audit_are_mostly_answered_right(tmp_path: Path) -> None:
    report = asked_of_real_documents(tmp_path, "asked_by_strangers_13.yaml", ON)
    assert report.right >= 0.8 * report.total, report.wrong
    assert report.answered_without_source == 0
