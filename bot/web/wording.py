"""What the pages say when they refuse, in Chinese; the rest of their words is in templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.clock import BUSINESS_ZONE
from bot.web.board_page import BoardPart
from bot.web.cited_text import Standing

NOT_JSON = '请求内容不是有效的 JSON。请按 {"text": "问题"} 的格式提交。'
NOT_JSON_TYPE = "请以 application/json 提交。"
TEXT_MISSING = "没有收到问题。请在 text 中写明要问的内容。"
NOT_A_FILE = "请以 application/octet-stream 提交文件内容。"
EMPTY_FILE = "这是空文件，没有内容可读。"
ANSWER_FAILED = "服务暂时出了问题，这条消息没有得到答复，已记录。请稍后重试。"
DOCUMENT_MISSING = "没有找到这份文件"
_CITED_NOTICES = {
    Standing.MISSING: "没有找到链接所指的条款，文件可能已经更新。下面是文件现在的文字。",
    Standing.CHANGED: "文件在引用之后更新过，这一处的文字已有改动。"
    "下面标出的是现在的文字，请以此为准。",
}
NO_DOCUMENT_NUMBER = "文件未载"
DISK_FULL = (
    "服务器的磁盘已满，现在存不下新的内容。请告诉单位的管理员清出空间，之后再试；已经存下的都还在。"
)
BOARD_NOTHING = "没有这一页"
BOARD_NOTHING_WHY = "链接不完整，或者这部分不在您的权限内。"
BRIEFS_REFUSED = "督办简报不对外公开"
BRIEFS_REFUSED_WHY = (
    "督办简报和考核表供政府工作人员查看。工作人员请先登录；政策和已发布的指标可以直接看。"
)
BOARD_UNAVAILABLE = "看板暂时打不开"
BOARD_PARTS = {
    BoardPart.INDICATORS: "指标",
    BoardPart.DELIVERABLES: "九个一",
    BoardPart.PROJECTS: "项目",
    BoardPart.TASKS: "任务",
}
PASSWORDS_DIFFER = "两次输入的新密码不一样"
FORM_STALE = "页面停留太久，请重新提交"
MEMBERS_UNAVAILABLE = "企业微信暂时连不上，请稍后再试"
SESSION_ENDED = "登录已过期，请重新登录。"
NOT_OUR_PAGE = "请求没有带上本页的凭证。请刷新页面后重试。"
FEEDBACK_UNKNOWN = "没有找到这条答复，可能已经过期。请重新提问后再评价。"
FEEDBACK_MALFORMED = "评价的格式不对，请对照接口说明修改。"
SHELF_WORDS = "搜索词"
SHELF_FIELDS = {"status": "时效", "issuer": "发文机关", "region": "地区", "industry": "产业"}
SHELF_STATUSES = {
    "in_force": "现行有效（含方案期内）",
    "amended": "部分条款已修改",
    "period_ended": "已到期（含方案期已满）",
    "repealed": "已废止或失效",
    "suspended": "暂停执行",
    "not_yet_in_force": "尚未施行",
    "unknown": "效力不明",
}
SHELF_NOTHING_TO_SEARCH = "搜索词里没有可以查的字"
SHELF_WRITE_WORDS = "写几个字，如“人才”“专精特新”或文号"
SHELF_NO_SUCH_STATUS = "没有这种时效"
SHELF_TOO_OFTEN = "您所在的网络搜索太频繁，这次没有搜索"
SHELF_NOT_SEARCHED = "条款内容暂时查不了，上面只查了标题、文号和发文机关。请稍后再试。"
SHELF_LIBRARY_EMPTY = "库里还没有文件"
SHELF_SHORTEN = "请删减后再搜；长问题可以在问答里问"
SHELF_TYPE_AGAIN = "请重新输入"


def broken(request_id: str) -> str:
    """Say that something broke, and by what the administrator finds it in the log."""
    found_by = f"，并说明请求号 {request_id}" if request_id else ""
    return (
        "服务出了没有料到的问题，已经记入日志。请稍后再试；"
        f"总是这样，请告诉单位的管理员{found_by}。"
    )


def not_kept(why: str) -> str:
    """Say that a disk, which is not full, takes nothing more; what is on it is not vouched for."""
    return f"服务器的{why}，现在存不下新的内容。请立即告诉单位的管理员检查磁盘，之后再试。"


def cited_notice(standing: Standing, label: str) -> str | None:
    """Say how the document stands to the link; None where it is as it was cited."""
    if standing is Standing.MOVED:
        return f"文件在引用之后更新过，所引的文字没有变，现在是{label}。"
    return _CITED_NOTICES.get(standing)


def shelf_wait(seconds: int) -> str:
    """Say when a guest may search again."""
    return f"请 {seconds} 秒后再搜索；登录后不受此限制"


def too_many_messages(seconds: int) -> str:
    """Say that a guest must wait."""
    return f"您所在的网络提问太频繁，请 {seconds} 秒后再试。登录后不受此限制。"


def body_too_large(limit: int) -> str:
    """Say that a request is too large."""
    mega = 1024 * 1024
    size = f"{limit // mega} MB" if limit >= mega else f"{limit // 1024} KB"
    return f"发来的内容太大，最多 {size}。"


def file_sent(name: str) -> str:
    """Say in place of a question that a file was sent."""
    return f"〔发来文件〕{name}"


def field_malformed(name: str) -> str:
    """Say which field of a request cannot be understood."""
    return f"请求中的 {name} 格式不对，请对照接口说明修改。"


def business_date(moment: datetime) -> str:
    """Return the business date as pages show it."""
    return moment.astimezone(BUSINESS_ZONE).date().isoformat()


def moment(at: datetime) -> str:
    """Return a moment as pages show it, to the minute, in Asia/Shanghai."""
    return at.astimezone(BUSINESS_ZONE).strftime("%Y-%m-%d %H:%M")


def shelf_too_long(label: str, length: int, limit: int) -> str:
    """Say that a search is too long."""
    return f"{label}太长：共 {length} 字，最多 {limit} 字"


def shelf_unreadable(label: str) -> str:
    """Say that a search holds what is no character."""
    return f"{label}里有不能识别的字符"


def shelf_choose(known: str) -> str:
    """Say what there is to choose from."""
    return f"可以选：{known}"


def shelf_found(total: int, clauses: int, words: str) -> str:
    """Say how much was found: documents called so and, of the clauses, how many are shown."""
    if not words:
        return f"共 {total} 份文件"
    held = f"；内容写到的条款，列出最相符的 {clauses} 处" if clauses else ""
    return f"标题、文号或发文机关相符的文件 {total} 份{held}"


def shelf_searched(words: str, chips: Sequence[str], library: int) -> str:
    """Say what was searched without success."""
    where = f"在库里 {library} 份文件的标题、文号、发文机关和条款内容中" if words else "库里"
    narrowed = f"（限{'，'.join(chips)}）" if chips else ""
    return f"{where}没有找到{f'“{words}”' if words else '符合条件的文件'}{narrowed}。"
