"""The only reader of the environment. Every setting has its default and its meaning here.

Environment variables carry the prefix ``BOT_``; nested ones are joined by ``__``
(``BOT_WECOM__CORP_ID``). A file ``.env`` in the working directory is read as well.
docs/settings.md is made from this file and a test keeps the two equal.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from croniter import croniter
from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.clock import BUSINESS_ZONE
from bot.errors import SettingsError

# How pydantic calls what is wrong, and what is expected instead.
_EXPECTED = {
    "int_": "应为整数",
    "float_": "应为数字",
    "bool_": "应为 true 或 false",
    "datetime_": "应为 ISO 8601 时间，如 2019-11-15T09:00:00+08:00",
    "greater_than": "数值太小",
    "less_than": "数值太大",
    "literal_": "不在可选值之中",
}

REPOSITORY = Path(__file__).resolve().parent.parent
# Room on both sides for a clock that runs on and for rules that look years ahead.
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100

DEMO_DATA = Path(__file__).resolve().parent / "demo"
DEMO_CLOCK = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


class RetrievalSection(BaseModel):
    """The policy library."""

    model: str = Field(
        "embedded",
        description="嵌入模型：embedded（随包自带）、hashing（测试用，不需 torch），或任何 "
        "sentence-transformers 模型的名称或路径",
    )
    index: str = Field("faiss", description="向量索引：faiss，或 Milvus 的 URI")


class FiguresSection(BaseModel):
    """Where the figures live; these systems belong to somebody else and are only read."""

    stats_url: str | None = Field(
        None, description="统计数据库的 SQLAlchemy 地址（只读）；演示模式下默认用演示库"
    )
    ledger_path: Path | None = Field(None, description="重点项目台账（Excel）的路径")
    timeout_s: float = Field(5.0, gt=0, description="一次取数最多等待的秒数")
    is_demonstration: bool = Field(False, description="数据源是演示数据，每个答案都要注明")


class WecomSection(BaseModel):
    """WeCom self-built app (企业微信自建应用)."""

    corp_id: str = Field("", description="企业 ID")
    agent_id: int = Field(0, description="应用 AgentId")
    secret: SecretStr = Field(SecretStr(""), description="应用 Secret")
    token: SecretStr = Field(SecretStr(""), description="回调 Token")
    aes_key: SecretStr = Field(SecretStr(""), description="回调 EncodingAESKey，43 个字符")
    api_base_url: str = Field(
        "https://qyapi.weixin.qq.com/cgi-bin", description="接口地址；测试时指向模拟服务"
    )
    callback_window_s: int = Field(
        600, ge=0, description="回调时间戳与本机时间允许相差的秒数；0 表示不检查"
    )
    timeout_s: float = Field(5.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether the callback can be served at all."""
        return bool(
            self.corp_id and self.token.get_secret_value() and self.aes_key.get_secret_value()
        )

    @field_validator("aes_key")
    @classmethod
    def _has_43_characters(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and len(value.get_secret_value()) != 43:
            raise ValueError("EncodingAESKey 应为 43 个字符")
        return value


class WecomRobotSection(BaseModel):
    """WeCom group robots (企业微信群机器人、消息推送): outward only."""

    webhooks: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="群名到机器人地址的对照（JSON），地址含密钥，形如 "
        '{"督查群": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"}',
    )
    timeout_s: float = Field(5.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether there is a group to speak to."""
        return bool(self.webhooks)


class WecomAibotSection(BaseModel):
    """WeCom AI bot (企业微信智能机器人), in callback mode."""

    token: SecretStr = Field(SecretStr(""), description="回调 Token")
    aes_key: SecretStr = Field(SecretStr(""), description="回调 EncodingAESKey，43 个字符")
    api_base_url: str = Field(
        "https://qyapi.weixin.qq.com/cgi-bin",
        description="回复地址（response_url）必须在这个接口之下；测试时指向模拟服务",
    )
    callback_window_s: int = Field(
        600, ge=0, description="回调时间戳与本机时间允许相差的秒数；0 表示不检查"
    )
    timeout_s: float = Field(5.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether the callback can be served at all."""
        return bool(self.token.get_secret_value() and self.aes_key.get_secret_value())


class WechatSection(BaseModel):
    """WeChat official account (微信公众号), in safe mode."""

    app_id: str = Field("", description="公众号 AppID")
    secret: SecretStr = Field(SecretStr(""), description="公众号 AppSecret")
    token: SecretStr = Field(SecretStr(""), description="回调 Token")
    aes_key: SecretStr = Field(
        SecretStr(""), description="回调 EncodingAESKey，43 个字符；只支持安全模式"
    )
    api_base_url: str = Field(
        "https://api.weixin.qq.com/cgi-bin", description="接口地址；测试时指向模拟服务"
    )
    has_customer_messages: bool = Field(
        True, description="公众号已认证、可发客服消息；否则来不及的答案在用户下次来时给出"
    )
    notice_template_id: str = Field(
        "", description="订阅通知的模板 ID；48 小时以外的提醒用它通知，留空则改走其他渠道"
    )
    notice_field: str = Field("thing1", description="订阅通知模板中写提醒首行的字段")
    passive_wait_s: float = Field(
        4.0, ge=0, le=4.5, description="等待答案随回调返回的最长秒数（微信限 5 秒）"
    )
    callback_window_s: int = Field(
        600, ge=0, description="回调时间戳与本机时间允许相差的秒数；0 表示不检查"
    )
    timeout_s: float = Field(5.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether the callback can be served at all."""
        return bool(
            self.app_id and self.token.get_secret_value() and self.aes_key.get_secret_value()
        )


class TelegramSection(BaseModel):
    """Telegram bot. Off unless a token is set: data then leaves the country's networks."""

    token: SecretStr = Field(SecretStr(""), description="机器人 Token；留空即关闭 Telegram")
    secret_token: SecretStr = Field(
        SecretStr(""), description="setWebhook 时的 secret_token，回调必须带着它"
    )
    username: str = Field("", description="机器人用户名（不带 @）；群里被点名时才作答")
    api_base_url: str = Field(
        "https://api.telegram.org", description="接口地址；测试时指向模拟服务"
    )
    proxy: str = Field("", description="访问接口所用的代理地址；留空则用系统的代理设置")
    timeout_s: float = Field(10.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether the bot is switched on and its webhook can be trusted."""
        return bool(self.token.get_secret_value() and self.secret_token.get_secret_value())


class AlertsSection(BaseModel):
    """When tasks turn blue, yellow and red, and who hears of it."""

    scan_cron: str = Field("*/10 8-18 * * *", description="扫描任务的时间（cron，北京时间）")
    blue_working_days: int = Field(3, ge=0, description="距时限几个工作日内亮蓝灯")
    escalate_working_days: tuple[int, ...] = Field(
        (3, 7), description="逾期满几个工作日报上一级领导，可多级"
    )

    @field_validator("scan_cron")
    @classmethod
    def _is_a_cron_expression(cls, value: str) -> str:
        if not croniter.is_valid(value):
            raise ValueError("应为五段 cron 表达式，如 */10 8-18 * * *")
        return value


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
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="日志级别")
    retrieval: RetrievalSection = Field(default_factory=lambda: RetrievalSection())
    figures: FiguresSection = Field(default_factory=lambda: FiguresSection())
    wecom: WecomSection = Field(default_factory=lambda: WecomSection())
    wecom_robot: WecomRobotSection = Field(default_factory=lambda: WecomRobotSection())
    wecom_aibot: WecomAibotSection = Field(default_factory=lambda: WecomAibotSection())
    wechat: WechatSection = Field(default_factory=lambda: WechatSection())
    telegram: TelegramSection = Field(default_factory=lambda: TelegramSection())
    alerts: AlertsSection = Field(default_factory=lambda: AlertsSection())

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
