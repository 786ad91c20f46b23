"""The only reader of the environment. Every setting has its default and its meaning here.

Environment variables carry the prefix ``BOT_``; nested ones are joined by ``__``
(``BOT_WECOM__CORP_ID``). A file ``.env`` in the working directory is read as well.
docs/settings.md is made from this file and a test keeps the two equal.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal

from croniter import croniter
from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
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


def _is_a_schedule(value: str) -> str:
    # As the durable work reads it: of six fields the first is seconds, @daily is a schedule too.
    if not croniter.is_valid(value, second_at_beginning=True):
        raise ValueError("应为五段 cron 表达式，如 */10 8-18 * * *")
    return value


Cron = Annotated[str, AfterValidator(_is_a_schedule)]


class PagesSection(BaseModel):
    """The pages: who may ask how often, and how long what was said is kept."""

    guest_messages_per_minute: int = Field(
        30, ge=0, description="同一地址的访客每分钟最多发几条消息；0 为不限"
    )
    kept_days: int = Field(
        365,
        ge=0,
        description="对话记录、评价、已发出的消息和网页上的提醒保存几天，过期自动删除；"
        "0 为一直保存",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="可信的反向代理地址（逗号分隔，可写网段），只采信它们转来的 "
        "X-Forwarded-For 与 X-Forwarded-Proto；留空则都不采信",
    )


class RetrievalSection(BaseModel):
    """The policy library."""

    model: str = Field(
        "embedded",
        description="嵌入模型：embedded（随包自带）、hashing（只供测试），或任何 "
        "sentence-transformers 模型的名称或路径（需 torch）",
    )
    index: str = Field(
        "faiss",
        description="向量索引：faiss，或 Milvus 的地址（http://主机:19530，需安装 "
        "policybot[milvus]；一座城市用一个 Milvus 库）；以 .db 结尾的文件名即 Milvus Lite，"
        "只供一个进程",
    )
    model_home: Path | None = Field(
        None, description="已做好的内置模型所在文件夹（其下有 models/）；留空则在数据目录里制作"
    )
    index_token: SecretStr = Field(
        SecretStr(""), description="Milvus 的访问令牌，或 用户名:密码；留空即不用"
    )


class JsonServiceSection(BaseModel):
    """A paged JSON service that keeps figures or the ledger."""

    base_url: str = Field("", description="接口地址；留空即不用")
    token: SecretStr = Field(SecretStr(""), description="访问令牌，放在 Authorization 头里")
    page_size: int = Field(200, ge=1, description="每页行数")


class FiguresSection(BaseModel):
    """Where the figures live; these systems belong to somebody else and are only read."""

    stats_url: str | None = Field(
        None, description="统计数据库的 SQLAlchemy 地址（只读）；演示模式下默认用演示库"
    )
    stats_folder: Path | None = Field(
        None, description="统计数据表（CSV 或 Excel）所在的文件夹；与数据库地址、接口三选一"
    )
    stats_http: JsonServiceSection = Field(default_factory=lambda: JsonServiceSection())
    ledger_path: Path | None = Field(None, description="重点项目台账（Excel）的路径")
    ledger_http: JsonServiceSection = Field(default_factory=lambda: JsonServiceSection())
    catalogue_dir: Path | None = Field(None, description="指标目录（YAML）的文件夹；默认用自带的")
    decisions: dict[str, str] = Field(
        default_factory=dict,
        description='有可选口径的指标取哪一种（JSON），形如 {"K01": "开票销售", "K13": "产业"}；'
        "可选项见指标口径的回答",
    )
    timeout_s: float = Field(5.0, gt=0, description="一次取数最多等待的秒数")
    row_limit: int = Field(20_000, ge=1, description="一次取数最多的行数；超过则请用户缩小范围")
    breaker_failures: int = Field(3, ge=1, description="数据源连续失败几次后暂停访问")
    breaker_rest_s: float = Field(30.0, ge=0, description="暂停访问的秒数；其间用上次读到的数")
    is_demonstration: bool = Field(False, description="数据源是演示数据，每个答案都要注明")


class AlertsSection(BaseModel):
    """When tasks turn blue, yellow and red, and who hears of it."""

    scan_cron: Cron = Field("*/10 8-18 * * *", description="扫描任务的时间（cron，北京时间）")
    blue_working_days: int = Field(3, ge=0, description="距时限几个工作日内亮蓝灯")
    escalate_working_days: tuple[int, ...] = Field(
        (3, 7), description="逾期满几个工作日报上一级领导，可多级"
    )
    unsigned_working_days: int = Field(1, ge=0, description="交办后超过几个工作日未签收亮黄灯")
    quiet_from: time = Field(time(22, 0), description="每天从几点起不打扰；与结束时间相同则不设")
    quiet_until: time = Field(time(8, 0), description="每天到几点为止不打扰；休息日全天不打扰")
    red_ignores_quiet: bool = Field(True, description="红灯不受免打扰时间和休息日限制")
    watch_indicators: bool = Field(False, description="指标落后于序时进度也亮灯并提醒责任单位")
    watch_projects: bool = Field(False, description="项目落后于工期、应开未开也亮灯并提醒责任单位")
    indicator_red_below: int = Field(
        80, gt=0, le=100, description="指标完成率与时间进度之比低于百分之几亮红灯，此上不足百为黄"
    )
    project_yellow_points: int = Field(10, gt=0, description="项目进度低于工期几个百分点亮黄灯")
    project_red_points: int = Field(
        30, le=100, description="项目进度低于工期几个百分点亮红灯；应大于黄灯的百分点"
    )
    project_red_months: int = Field(3, ge=2, description="项目连续几个月应开未开亮红灯，此前为黄灯")

    @field_validator("project_red_points")
    @classmethod
    def _is_worse_than_yellow(cls, value: int, info: ValidationInfo) -> int:
        if value <= info.data.get("project_yellow_points", 0):
            raise ValueError("应大于 project_yellow_points")
        return value

    @field_validator("escalate_working_days")
    @classmethod
    def _climbs(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if any(days < 1 for days in value) or list(value) != sorted(set(value)):
            raise ValueError("应为从小到大、互不相同的正整数，如 [3,7]")
        return value


class AppealsSection(BaseModel):
    """直通车: appeals of enterprises under three clocks."""

    days: tuple[int, int, int] = Field(
        (1, 3, 5), description="应答、明确意见、办结各几天，从提出的次日算起"
    )
    natural_days: bool = Field(False, description="按自然日计；默认按工作日")
    office_closes: time = Field(
        time(17, 30), description="下班时间；此后提出的诉求算次一工作日（按工作日计时）"
    )
    escalate_working_days: tuple[int, ...] = Field(
        (1, 3), description="超时满几个工作日报上一级领导，可多级"
    )
    receiver_user_id: str = Field("", description="新诉求的受理人；留空为最基层的督查人员")
    source_url: str = Field("", description="按时取诉求的接口（返回 JSON 数组）；留空不取")
    enterprises_file: Path | None = Field(
        None, description="企业名录 CSV（enterprise_id,name,contact_user_id），接口按它找联系人"
    )
    source_token: SecretStr = Field(SecretStr(""), description="诉求接口的 Bearer Token，可不填")
    source_cron: Cron = Field("*/10 8-18 * * *", description="取诉求的时间（cron，北京时间）")
    timeout_s: float = Field(10.0, gt=0, description="调用诉求接口最多等待的秒数")

    @field_validator("days")
    @classmethod
    def _grow(cls, value: tuple[int, int, int]) -> tuple[int, int, int]:
        if value[0] < 1 or list(value) != sorted(value):
            raise ValueError("应为三个从小到大的正整数，如 [1,3,5]")
        return value


class TracingSection(BaseModel):
    """OpenTelemetry traces; not sent while no collector is named."""

    endpoint: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="OpenTelemetry 收集器的 OTLP/HTTP 地址，如 http://127.0.0.1:4318/v1/traces；空则不送",
    )
    share: float = Field(
        1.0, ge=0.0, le=1.0, description="送给收集器的消息比例；各阶段用时的指标不受影响"
    )


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
