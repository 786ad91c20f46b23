"""What the tests of several channels begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.channel import Channel
from bot.channels.wecom_app.channel import build
from bot.settings import Settings, WecomSection
from tests.bot.channels.callback_vectors import Received
from tests.bot.channels.tables import channel_database
from tests.simulators.wecom import WecomSimulator


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def wecom() -> WecomSimulator:
    return WecomSimulator()


@pytest.fixture
def wecom_channel(wecom: WecomSimulator, tmp_path: Path) -> Iterator[Channel]:
    """The app at WeCom, which answers while the test runs."""
    with wecom.serve():
        section = WecomSection(
            corp_id=wecom.corp_id,
            agent_id=wecom.agent_id,
            secret=SecretStr(wecom.secret),
            token=SecretStr(wecom.token),
            aes_key=SecretStr(wecom.aes_key),
            api_base_url=wecom.base_url,
        )
        channel = build(Settings(wecom=section), channel_database(tmp_path), wecom.clock)
        assert channel is not None
        yield channel
        channel.close()
