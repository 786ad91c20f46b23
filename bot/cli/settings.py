"""``bot settings``: every setting, its default and its meaning, as docs/settings.md has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import REPOSITORY
from bot.settings.names import variables

HEADER = """# 设置

环境变量，前缀 `BOT_`，下级用 `__` 连接；工作目录中的 `.env` 也会读取。
本页由 `bot settings > docs/settings.md` 生成，测试保证它与程序一致。

| 变量 | 默认值 | 含义 |
|---|---|---|
"""


def settings() -> None:
    """列出全部设置（Markdown）。"""
    print(settings_page(), end="")  # noqa: T201


def settings_page() -> str:
    """Return docs/settings.md."""
    rows = "".join(
        f"| `{name}` | {_shown(field)} | {_meaning(field)} |\n" for name, field in variables()
    )
    return HEADER + rows


def _meaning(field: FieldInfo) -> str:
    return (field.description or "").replace("|", "\\|")


def _shown(field: FieldInfo) -> str:
    value: Any = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Path) and value.is_relative_to(REPOSITORY):
        value = value.relative_to(REPOSITORY)
    if value is None or value == "":
        return "（空）"
    return f"`{value}`"
