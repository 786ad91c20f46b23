"""What the commands share: the parts they work with, and how they print."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console

from bot.settings import Settings, load_settings
from bot.wiring import Parts

out = Console()
err = Console(stderr=True)


def open_parts(**overrides: Any) -> Parts:
    """Return the parts for the settings of the environment."""
    return Parts(load_settings(**overrides))


def say_demonstration(settings: Settings) -> None:
    """Say on standard error that everything shown is demonstration data."""
    if settings.is_demonstration and settings.clock_start is not None:
        err.print(f"演示数据 · 业务时间自 {settings.clock_start:%Y-%m-%d %H:%M} 起", style="yellow")


def print_json(value: Any) -> None:
    """Print `value` as the one JSON object of standard output."""
    print(json.dumps(value, ensure_ascii=False))  # noqa: T201


def complain(message: str) -> None:
    """Print an error for a person."""
    err.print(f"错误：{message}", style="red", markup=False, highlight=False, soft_wrap=True)
