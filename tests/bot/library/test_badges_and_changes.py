"""Every validity has a badge and a colour, and every change its words."""

from __future__ import annotations

from datetime import date

import pytest

from bot.library.wording import change_note, does, is_done
from bot.validity_label import CURRENT_LABELS, tone_of, validity_label
from retrieval.documents.changes import Change, ChangeKind, Effect
from retrieval.documents.validity import Validity, ValidityReason, ValidityStatus

DAY = date(2019, 11, 15)
PLAN = (date(2018, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize("status", ValidityStatus)
def test_every_validity_has_a_colour(status: ValidityStatus) -> None:
    assert tone_of(Validity(status, ValidityReason.NOTHING_STATED, DAY))


@pytest.mark.parametrize("reason", ValidityReason)
def test_every_reason_has_a_badge_without_a_gap_in_it(reason: ValidityReason) -> None:
    label = validity_label(Validity(ValidityStatus.UNKNOWN, reason, DAY))
    assert label
    assert "{" not in label


def test_the_badge_of_an_ended_plan_names_its_years() -> None:
    ended = Validity(ValidityStatus.PERIOD_ENDED, ValidityReason.PERIOD_ENDED, DAY, period=PLAN)
    assert validity_label(ended) == "方案期2018—2020年已满"


def test_only_what_applies_whole_is_current() -> None:
    assert frozenset({"方案期内", "现行有效"}) == CURRENT_LABELS


@pytest.mark.parametrize("kind", ChangeKind)
def test_every_change_is_said_from_both_sides_and_at_its_clause(kind: ChangeKind) -> None:
    effect = Effect(kind=kind, title="旧办法", address="二#s1", quote="原件")
    change = Change(effect=effect, since=DAY, document_id="new", document="新办法")
    assert does(effect).removeprefix("本文件") == is_done(change).removeprefix("被")
    assert change_note(change)
