"""The only reader of the environment. Every setting has its default and its meaning here.

Environment variables carry the prefix ``BOT_``; nested ones are joined by ``__``
(``BOT_WECOM__CORP_ID``). A file ``.env`` in the working directory is read as well.
docs/settings.md is made from this room and a test keeps the two equal.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    Field,
    ValidationError,
    field_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSetting

from bot.clock import BUSINESS_ZONE
from bot.errors import SettingsError
from bot.settings.channels import (
    IntakeSection,
    TelegramSection,
    WechatSection,
    WecomAibotSection,
    WecomRobotSection,
    WecomSection,
)
from bot.settings.sections import (
    AlertsSection,
    AppealsSection,
    FiguresSection,
    PagesSection,
    RetrievalSection,
    TracingSection,
)

# How pydantic calls what is wrong, and what is expected instead.
_EXPECTED = {
    "int_": "应为整数",
    "float_": "应为数字",
    "bool_": "应为 true 或 false",
    "time_": "应为一天中的时刻，如 22:00",
    "date_": "应为日期，如 2020-12-31",
    "datetime_": "应为 ISO 8601 时间，如 2019-11-15T09:00:00+08:00",
    "greater_than": "数值太小",
    "less_than": "数值太大",
    "literal_": "不在可选值之中",
    "string_pattern": "格式不对",
    "string_": "应为文字",
    "tuple_": "应为 JSON 数组，如 [3,7]",
    "too_": "项数不对",
    "missing": "项数不对",
    "dict_": "应为 JSON 对象",
}

_APPLICATION = Path(__file__).resolve().parent.parent
REPOSITORY = _APPLICATION.parent
# Room on both sides for a clock that runs on and for rules that look years ahead.
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100

DEMO_DATA = _APPLICATION / "demo"
DEMO_CLOCK = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


class Settings(BaseSettings):
    """All settings of the service."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_", env_nested_delimiter="__", env_file=".env", extra="ignore"
    )

    data_dir: Path = Field(Path(".data"), description="数据目录：数据库、索引、模型都在其中")
    database_url: str | None = Field(
        None, description="应用数据库的 SQLAlchemy 地址；默认为数据目录中的 SQLite"
    )
    business_clock: datetime | None = Field(
        None, description="业务时钟的起点（ISO 8601）；默认与系统时间一致"
    )
    demo: bool = Field(False, description="演示模式：装入演示数据，业务时间自 2019-11-15 09:00 起")
    plan_title: str = Field(
        "推进五大主导产业高质量发展",
        description="指标目录与督办任务所依据的文件，标题中的字样",
    )
    plan_end: date = Field(
        date(2020, 12, 31), description="方案期最后一天；周期任务不生成到这一天之后"
    )
    policy_docs: Path = Field(
        REPOSITORY / "policy_docs", description="演示模式启动时装入的政策文件夹"
    )
    host: str = Field("127.0.0.1", description="监听地址")
    port: int = Field(8000, ge=0, le=65535, description="监听端口")
    public_url: str = Field("", description="用户访问本服务的网址前缀，用于消息里的链接")
    answerers: int = Field(
        1,
        ge=0,
        le=16,
        description="作答进程数：答案、推送和定时任务在接收消息的进程之外完成；0 表示同在一个进程",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="日志级别")
    pages: PagesSection = Field(default_factory=lambda: PagesSection())
    retrieval: RetrievalSection = Field(default_factory=lambda: RetrievalSection())
    figures: FiguresSection = Field(default_factory=lambda: FiguresSection())
    wecom: WecomSection = Field(default_factory=lambda: WecomSection())
    wecom_robot: WecomRobotSection = Field(default_factory=lambda: WecomRobotSection())
    wecom_aibot: WecomAibotSection = Field(default_factory=lambda: WecomAibotSection())
    wechat: WechatSection = Field(default_factory=lambda: WechatSection())
    telegram: TelegramSection = Field(default_factory=lambda: TelegramSection())
    intake: IntakeSection = Field(default_factory=lambda: IntakeSection())
    alerts: AlertsSection = Field(default_factory=lambda: AlertsSection())
    appeals: AppealsSection = Field(default_factory=lambda: AppealsSection())
    tracing: TracingSection = Field(default_factory=lambda: TracingSection())

    @field_validator("business_clock")
    @classmethod
    def _is_aware(cls, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            raise ValueError(f"年份应在 {EARLIEST_YEAR} 至 {LATEST_YEAR} 之间")
        return value if value.tzinfo else value.replace(tzinfo=BUSINESS_ZONE)

    @property
    def is_demonstration(self) -> bool:
        """Tell whether the data shown is made up.

        A data directory remembers that it was prepared for the demonstration, so that
        `bot ask` beside a running demonstration sees the same city at the same time.
        """
        return self.demo or self.demonstration_marker.exists()

    @property
    def demonstration_marker(self) -> Path:
        """The file by which a data directory says that it holds demonstration data."""
        return self.data_dir / "demonstration"

    @property
    def appeals_with_register(self) -> AppealsSection:
        """The section of appeals; a demonstration knows the enterprises of its city."""
        if self.appeals.enterprises_file is not None or not self.is_demonstration:
            return self.appeals
        register = DEMO_DATA / "organisation" / "enterprises.csv"
        return self.appeals.model_copy(update={"enterprises_file": register})

    @property
    def clock_start(self) -> datetime | None:
        """Where the business clock starts; None lets it follow the system's."""
        if self.business_clock is not None:
            return self.business_clock
        return DEMO_CLOCK if self.is_demonstration else None

    @property
    def application_database_url(self) -> str:
        """The URL of the application's own tables."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'bot.sqlite'}"

    @property
    def intake_database_url(self) -> str:
        """The URL of the table of messages taken in.

        Under SQLite a file of its own: an acknowledgement must not wait for whoever holds the
        application's only write lock.
        """
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'intake.sqlite'}"

    @property
    def durable_database_url(self) -> str:
        """The URL of the durable workflows' tables.

        Under SQLite a file of its own: workflows write often and would otherwise hold the
        application's only write lock.
        """
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'durable.sqlite'}"


def load_settings(**overrides: Any) -> Settings:
    """Read the environment; `overrides` win.

    Raises:
        SettingsError: a value is malformed; the message names the variable, never a secret.
    """
    try:
        return Settings(**overrides)
    except UnreadableSetting as exc:
        # Its words name the section; what was written, perhaps a secret, is only in its cause.
        section = next(iter(re.findall(r'field "(\w+)"', str(exc))), "").upper()
        raise SettingsError(
            "设置有误",
            why=f"BOT_{section} 一节里有一项不是合格的 JSON",
            remedy='列表写作 [1,3,5]，对照写作 {"名称": "值"}，用英文的引号和逗号',
        ) from None
    except UnicodeDecodeError as exc:
        raise SettingsError(
            "设置文件 .env 读不了", why="不是 UTF-8 编码", remedy="把 .env 另存为 UTF-8"
        ) from exc
    except ValidationError as exc:
        problems = [
            "BOT_" + "__".join(str(part) for part in error["loc"]).upper() + "：" + _in_words(error)
            for error in exc.errors()
        ]
        raise SettingsError(
            "设置有误", why="；".join(problems), remedy="对照 docs/settings.md 修改环境变量或 .env"
        ) from None


def _in_words(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    for beginning, words in _EXPECTED.items():
        if kind.startswith(beginning):
            return words
    return error["msg"]
