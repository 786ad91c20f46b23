"""The badge of a validity, and its colour."""

from __future__ import annotations

from datetime import date

import pytest

from bot.validity_label import Tone, tone_of, tone_of_label, validity_label
from retrieval import Validity
from retrieval.documents.validity import ValidityReason, ValidityStatus

STATUS = {
    ValidityReason.REPEALED: ValidityStatus.REPEALED,
    ValidityReason.SUPERSEDED: ValidityStatus.REPEALED,
    ValidityReason.STATED_ENDED: ValidityStatus.REPEALED,
    ValidityReason.NOT_YET_ISSUED: ValidityStatus.NOT_YET_IN_FORCE,
    ValidityReason.NOT_YET_EFFECTIVE: ValidityStatus.NOT_YET_IN_FORCE,
    ValidityReason.DRAFT: ValidityStatus.NOT_YET_IN_FORCE,
    ValidityReason.VALIDITY_EXPIRED: ValidityStatus.PERIOD_ENDED,
    ValidityReason.WITHIN_VALIDITY: ValidityStatus.IN_FORCE,
    ValidityReason.PERIOD_ENDED: ValidityStatus.PERIOD_ENDED,
    ValidityReason.WITHIN_PERIOD: ValidityStatus.IN_FORCE,
    ValidityReason.AMENDED: ValidityStatus.AMENDED,
    ValidityReason.SUSPENDED: ValidityStatus.SUSPENDED,
    ValidityReason.STATED_CURRENT: ValidityStatus.IN_FORCE,
    ValidityReason.NOTHING_STATED: ValidityStatus.UNKNOWN,
}
PERIOD = (date(2018, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize("reason", ValidityReason)
@pytest.mark.parametrize("period", [None, PERIOD])
def test_the_words_of_a_badge_give_the_colour_of_the_validity_they_are_said_of(
    reason: ValidityReason, period: tuple[date, date] | None
) -> None:
    validity = Validity(STATUS[reason], reason, date(2021, 5, 1), period=period)
    assert tone_of_label(validity_label(validity)) is tone_of(validity)


@pytest.mark.parametrize("label", [None, "", "没有这样的说法"])
def test_words_that_are_no_badge_have_the_colour_of_what_is_not_known(label: str | None) -> None:
    assert tone_of_label(label) is Tone.UNKNOWN
