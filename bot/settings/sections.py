"""The settings of each part that is no channel."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated

from croniter import croniter
from pydantic import AfterValidator, BaseModel, Field, SecretStr, ValidationInfo, field_validator


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
