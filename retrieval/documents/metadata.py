"""What a document says about itself: read from its text and page, or stated in metadata.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from retrieval.errors import MetadataError

METADATA_FILE = "metadata.yaml"


def _null_is_not_stated(value: object) -> object:
    return {} if value is None else value


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextField(_Frozen):
    """A value and where it was read; both None when the document does not state it."""

    value: str | None = None
    read_from: str | None = None


class DateField(_Frozen):
    """Like TextField, for a calendar day in China."""

    value: date | None = None
    read_from: str | None = None


Text = Annotated[TextField, BeforeValidator(_null_is_not_stated)]
Day = Annotated[DateField, BeforeValidator(_null_is_not_stated)]


class Industry(_Frozen):
    """An industry a document names, the office it puts in charge, the clause that says so."""

    code: str
    name: str
    lead: str
    clause: str
    words: tuple[str, ...] = ()


class Coordinator(_Frozen):
    """The office a document puts in charge of coordination, and the clause that says so."""

    department: str
    clause: str


class Department(_Frozen):
    """An office as texts name it, and its successor since a day, if it has one."""

    name: str
    full_name: str
    written: tuple[str, ...] = ()
    successor: str | None = None
    since: date | None = None
    read_from: str | None = None


class DocumentMetadata(_Frozen):
    """Everything known about one document. `title` is never empty once a document is stored."""

    title: Text = TextField()
    short_title: str | None = None
    issuer: Text = TextField()
    document_number: Text = TextField()
    index_number: Text = TextField()
    issued_on: Day = DateField()
    published_on: Day = DateField()
    effective_on: Day = DateField()
    valid_until: Day = DateField()
    repealed_on: Day = DateField()
    period_start: Day = DateField()
    period_end: Day = DateField()
    addressees: Text = TextField()
    basis: Text = TextField()
    topic: Text = TextField()
    region: Text = TextField()
    industries: tuple[Industry, ...] = ()
    coordinator: Coordinator | None = None
    departments: tuple[Department, ...] = ()


class _Entry(DocumentMetadata):
    file: str


class _Catalogue(_Frozen):
    documents: tuple[_Entry, ...] = ()
    departments: tuple[Department, ...] = ()


def stated_metadata(path: Path) -> DocumentMetadata | None:
    """What `metadata.yaml` beside the file states about it, or None.

    Raises MetadataError, naming the file and the field, when it cannot be understood.
    """
    source = path.parent / METADATA_FILE
    if not source.is_file():
        return None
    try:
        catalogue = _Catalogue.model_validate(yaml.safe_load(source.read_text("utf-8")) or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as exc:
        raise MetadataError(f"{source.name} 有误: {exc}", "请按说明改正后重试") from exc
    name = unicodedata.normalize("NFC", path.name)
    for entry in catalogue.documents:
        if unicodedata.normalize("NFC", entry.file) == name:
            fields = entry.model_dump(exclude={"file", "departments"})
            departments = [item.model_dump() for item in catalogue.departments]
            return DocumentMetadata.model_validate({**fields, "departments": departments})
    return None


_NUMBER = re.compile(
    r"[\u4e00-\u9fa5]{1,16}?\s?[〔\[【(（]\s?(?:19|20)\d{2}\s?[〕\]】)）]\s?(?:第\s?)?\d{1,5}\s?号"
    r"|(?:国务院|[\u4e00-\u9fa5]{2,12}(?:人民政府|委员会|部|局))令\s?第\s?\d{1,4}\s?号"
)
_DAY = r"((?:19|20)\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?"
_DATE_LINE = re.compile(rf"^\s*{_DAY}\s*$", re.MULTILINE)
_PERIOD = re.compile(r"[(（]?((?:19|20)\d{2})\s*年?\s*[—–\-~至]+\s*((?:19|20)\d{2})\s*年[)）]?")
_EFFECTIVE = re.compile(rf"自\s*{_DAY}\s*起(?:施行|实施|执行|生效)")
_UNTIL = re.compile(rf"有效期(?:限)?(?:至|到|截至)\s*{_DAY}")
_ADDRESSEES = re.compile(
    r"^\s*([^。\n]{4,200}(?:政府|单位|部门|机构|委员会|局|企业)[^。\n]{0,20})[:：]\s*$", re.M
)
_TITLE = re.compile(
    r"^\s*(?!各)([^。;；:：\n]{4,80}(?:通知|办法|方案|意见|规定|条例|决定|细则|措施|公告|规划|法|目录|批复|复函|函))\s*$",
    re.M,
)
_HEAD = 1500


def read_metadata(text: str, fields: Mapping[str, str], fallback_title: str) -> DocumentMetadata:
    """Read what the text and the page's own fields state; what they do not state stays null.

    Page fields win over the text: they are filled in by the office that publishes.
    """
    plain = unicodedata.normalize("NFKC", text)
    head = plain[:_HEAD]
    title = _first_text(
        _field(fields, "标题", "articletitle"),
        _match(_TITLE, head, "标题行"),
        _field(fields, "title"),
        TextField(value=fallback_title, read_from="文件名"),
    )
    number = _first_text(_field(fields, "发文字号", "文号"), _match(_NUMBER, head, "文首"))
    period = _PERIOD.search(unicodedata.normalize("NFKC", title.value or ""))
    return DocumentMetadata(
        title=title,
        issuer=_first_text(_field(fields, "发文机关", "发布机构", "contentsource")),
        document_number=number,
        index_number=_first_text(_field(fields, "索引号")),
        issued_on=_first_day(_field(fields, "成文日期", "发文日期"), _last(_DATE_LINE, plain)),
        published_on=_first_day(_field(fields, "发布日期", "pubdate")),
        effective_on=_first_day(_match(_EFFECTIVE, plain, "正文")),
        valid_until=_first_day(_match(_UNTIL, plain, "正文")),
        period_start=DateField(value=date(int(period[1]), 1, 1), read_from="标题")
        if period
        else DateField(),
        period_end=DateField(value=date(int(period[2]), 12, 31), read_from="标题")
        if period
        else DateField(),
        addressees=_first_text(_match(_ADDRESSEES, head, "主送行")),
        topic=_first_text(_field(fields, "主题分类", "主题词")),
    )


def document_numbers_in(text: str) -> tuple[str, ...]:
    """Every 发文字号 that a text mentions, as written."""
    return tuple(found.group() for found in _NUMBER.finditer(text))


def _field(fields: Mapping[str, str], *names: str) -> TextField:
    for name in names:
        if fields.get(name):
            return TextField(value=fields[name].strip(), read_from=f"页面字段“{name}”")
    return TextField()


def _match(pattern: re.Pattern[str], text: str, place: str) -> TextField:
    found = pattern.search(text)
    if not found:
        return TextField()
    value = found.group(1) if pattern in {_TITLE, _ADDRESSEES} else found.group()
    return TextField(value=value.strip(), read_from=place)


def _last(pattern: re.Pattern[str], text: str) -> TextField:
    found = list(pattern.finditer(text))
    return TextField(value=found[-1].group().strip(), read_from="落款") if found else TextField()


def _first_text(*candidates: TextField) -> TextField:
    return next((item for item in candidates if item.value), TextField())


def _first_day(*candidates: TextField) -> DateField:
    for item in candidates:
        found = re.search(_DAY, unicodedata.normalize("NFKC", item.value or ""))
        if found:
            try:
                day = date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
            return DateField(value=day, read_from=item.read_from)
    return DateField()
