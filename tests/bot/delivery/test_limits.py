"""Every channel is written to within what its vendor documents, one answer after the other."""

from __future__ import annotations

import pytest

from bot.delivery.limits import channel_limits
from bot.durable import RateLimit

# Messages in seconds, to one account and to all together.
DOCUMENTED = {
    "wecom_app": ((30, 60.0), (10_000, 60.0)),
    "wecom_robot": ((20, 60.0), None),
    "telegram": ((1, 1.0), (30, 1.0)),
}


@pytest.mark.parametrize("channel", DOCUMENTED)
def test_no_channel_is_written_to_faster_than_its_vendor_allows(channel: str) -> None:
    to_one, to_all = DOCUMENTED[channel]
    limits = channel_limits(channel)
    assert is_within(limits.partition_rate, to_one)
    assert is_within(limits.rate, to_all)


@pytest.mark.parametrize("channel", [*DOCUMENTED, "wechat_official", "wecom_aibot", "web"])
def test_two_answers_to_one_account_never_overtake_each_other(channel: str) -> None:
    assert channel_limits(channel).partition_concurrency == 1


def is_within(rate: RateLimit | None, documented: tuple[int, float] | None) -> bool:
    if documented is None:
        return True
    count, seconds = documented
    return rate is not None and rate.period_s == seconds and rate.limit <= count
