"""``bot settings``: every setting, its default and its meaning, as docs/settings.md has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from bot.settings import REPOSITORY, Settings

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
        f"| `{name}` | {default} | {meaning} |\n"
        for name, default, meaning in _rows(Settings, "BOT_")
    )
    return HEADER + rows


def _rows(section: type[BaseModel], prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, field in section.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _rows(kind, f"{variable}__")
        else:
            yield variable, _shown(field), (field.description or "").replace("|", "\\|")


def _shown(field: FieldInfo) -> str:
    value: Any = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Path) and value.is_relative_to(REPOSITORY):
        value = value.relative_to(REPOSITORY)
    if value is None or value == "":
        return "（空）"
    return f"`{value}`"
