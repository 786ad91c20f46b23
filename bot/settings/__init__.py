"""Every setting: read from the environment in one place, with its default and its meaning."""

from bot.settings.channels import (
    TelegramSection,
    WechatSection,
    WecomAibotSection,
    WecomRobotSection,
    WecomSection,
)
from bot.settings.sections import AlertsSection, AppealsSection, JsonServiceSection
from bot.settings.settings import (
    DEMO_CLOCK,
    DEMO_DATA,
    REPOSITORY,
    Settings,
    load_settings,
)

__all__ = [
    "DEMO_CLOCK",
    "DEMO_DATA",
    "REPOSITORY",
    "AlertsSection",
    "AppealsSection",
    "JsonServiceSection",
    "Settings",
    "TelegramSection",
    "WechatSection",
    "WecomAibotSection",
    "WecomRobotSection",
    "WecomSection",
    "load_settings",
]
