"""What the console says, in Chinese; the rest of its words is in templates."""

from __future__ import annotations

NOT_FOR_YOU = "管理台只供管理员和督查员使用"
NOT_FOR_YOU_REMEDY = "请用管理员或督查员的账号登录"
NO_SUCH_CHANGE = "没有这条操作记录"
CANNOT_UNDO = "这项操作不能撤销"
ALREADY_UNDONE = "这项操作已经撤销过了"
UNDO = "撤销"

UPLOAD_STATES = {
    "waiting": "等待读取",
    "reading": "正在读取",
    "ingested": "已入库",
    "unchanged": "没有变化",
    "failed": "没有入库",
}
READING_FAILED = "读取时程序出错，已记录；请换一种格式（如 docx、txt）再试"
NO_NAME = "未命名文件"
HAND_IN = "上传"
HAND_IN_VERSION = "上传新版本"
INGEST = "入库"
REPLACE = "换成新版本"
PUT_BACK = "换回以前的文本"
NO_SUCH_TEXT = "没有这份以前的文本，可能已经换回了"
VERSION_SINCE = "这份文件之后又换过版本，没有撤销"
VERSION_SINCE_REMEDY = "请在文件页面的“以前的文本”里选择要换回的那一份"
CORRECT = "更正"
SET_VALIDITY = "设定效力"
WITHDRAW = "撤下"
RESTORE = "恢复"
READ_AGAIN = "重新读取"
AS_READ = "按原文读取"
NOT_STATED = "文件未载"
WITHDRAWN = "已撤下"
IN_LIBRARY = "在库"
NO_SUCH_DOCUMENT = "没有这份文件"
ALREADY_WITHDRAWN = "没有这份文件，可能已经撤下"
NOT_WITHDRAWN = "这份文件没有撤下，不用恢复"
TITLE_NEEDED = "标题不能为空"
DAY_NEEDED = "请填写日期"
DAY_MALFORMED = "日期应为 2024-05-01 这样的格式"
NO_SUCH_FIELD = "没有这一项，或这一项不能更正"
NO_SUCH_QUESTION = "没有这个问题，可能已经处理过了"
NO_SUCH_ALIAS = "没有这个说法，可能已经删掉了"
NO_SUCH_ANSWER = "没有这条固定答复，可能已经删掉了"
DISMISS = "不处理"
ADD_ALIAS = "加说法"
REMOVE_ALIAS = "删说法"
WRITE = "写固定答复"
REMOVE_ANSWER = "删固定答复"
PACKAGED_CATALOGUE = "kpi_adapter/catalogue/data（随包自带）"
NO_FIGURES = "没有配置数据源"
NO_LATEST = "没有读到最新数"
NO_SUCH_INDICATOR = "没有这个指标"
CHECK = "重新检查"
ACCESS = {
    "public": "所有人",
    "official": "政府工作人员",
    "department": "负责的部门、督查员和领导",
    "leader": "领导和督查员",
}
CORRECT_THE_DAY = "先更正“有效期至”“施行日期”等相应的日期，或填写新的日期，再设定效力"
NO_SUCH_STATUS = "请选择一种效力"

FIELDS = {
    "title": "标题",
    "issuer": "发文机关",
    "level": "层级",
    "document_number": "发文字号",
    "index_number": "索引号",
    "issued_on": "成文日期",
    "published_on": "发布日期",
    "effective_on": "施行日期",
    "valid_until": "有效期至",
    "repealed_on": "废止日期",
    "period_start": "方案期开始",
    "period_end": "方案期结束",
    "stated_validity": "注明的时效",
    "region": "适用地区",
    "topic": "主题分类",
    "addressees": "主送",
    "basis": "制定依据",
}
# By what a media type ends in; what is read off pictures has WARN_SCAN besides.
FORMATS = {
    "wordprocessingml.document": "Word 文件",
    "ms-word.xml": "Word 文件",
    "msword": "Word 文件",
    "spreadsheetml.sheet": "Excel 表格",
    "ms-excel": "Excel 表格",
    "pdf": "PDF 文件",
    "ofd": "OFD 文件",
    "rtf": "RTF 文件",
    "html": "网页",
    "markdown": "纯文本",
    "plain": "纯文本",
}
VALIDITY_CHOICES = {
    "in_force": "现行有效",
    "repealed": "已废止",
    "not_yet_in_force": "尚未施行",
}
WARN_STRUCTURE = "没有读出编号结构，按段落收录：引用时只能指到第几段"
WARN_SCAN = "由扫描件识别而来，可能有错字；引用前请对照原件"
WARN_NUMBER = "没有读出发文字号"
WARN_ISSUED = "没有读出成文日期：无法判断先后，也无法从它起算施行日期"
WARN_ISSUER = "没有读出发文机关"
WARN_VALIDITY = "原文没有写明有效期：回答里会注明“时效不明”"


def empty_file(name: str) -> str:
    """Say that a file has nothing in it."""
    return f"“{name}”是空文件，没有收下"


def format_in_words(media_type: str) -> str:
    """Return the kind of a file as people call it; "" for one without a name."""
    kind = media_type.partition(";")[0].strip()
    return next((name for ending, name in FORMATS.items() if kind.endswith(ending)), "")


def titled(title: str) -> str:
    """Return a document's title as a text names it."""
    return title if title.startswith("《") else f"《{title}》"


def sentences(count: int) -> str:
    """Say how much was read."""
    return f"共 {count} 句"


def bytes_shown(size: int) -> str:
    """Return a size in bytes as people read it."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f} MB"
    return f"{max(1, round(size / 1024))} KB"


def corrected_by(source: str, name: str, day: str) -> str:
    """Say where a corrected value comes from, as the clause page shows it."""
    return f"{source}（{name}{day}登记）"


def same_title(count: int) -> str:
    """Warn that other documents bear the same title."""
    return f"库里另有 {count} 份同名文件，请核对是否重复"


def would_still_be(label: str) -> str:
    """Say that a validity would not be the one that is shown."""
    return f"这样设定以后，文件按其他记载仍是“{label}”，没有保存"


def could_not_read(reason: str) -> str:
    """Say that a document could not be read again."""
    return f"没有读成：{reason}"


def latest_question(name: str) -> str:
    """Return the question that asks for an indicator's newest value."""
    return f"{name}最新是多少"


def checked(problems: int) -> str:
    """Say how the checks ended."""
    return f"{problems} 处有误" if problems else "全部通过"
