"""What somebody means who writes about appeals; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.appeals.appeal import Stage, Step
from bot.half_width import as_typed, half_width
from bot.tasks.done_words import Punctuality, read_done

_NUMBER = r"([A-Za-z]\d{4}-\d{1,6})"
NUMBER = re.compile(_NUMBER)
# The words that end the command and begin what is to be said.
_SAYS = r"\s*[:,,:。]\s*(.+)$"

_STEPS: tuple[tuple[Step, re.Pattern[str]], ...] = (
    (Step.WITHDRAW, re.compile(r"撤回|撤销|撤了|不(?:用|需要)(?:再)?(?:办|处理|管)")),
    (
        Step.REOPEN,
        re.compile(
            r"重新(?:办理?|处理|打开|受理)|再(?:办|处理)一[次遍]|没(?:有)?解决|不满意|不认可"
        ),
    ),
    (Step.REMIND, re.compile(r"催(?:一下|办|一催|促)?")),
    (Step.ASSIGN, re.compile(r"转(?:给|交|办|由|派|到)|交(?:给|由)|派给")),
    (Step.OPINION, re.compile(r"(?:明确|给出|提出)意见")),
    (Step.CLOSE, re.compile(r"(?:办结|办完|办好|结案)了?")),
    (Step.ANSWER, re.compile(r"应答|答复|回复|回应")),
    (Step.SUPPLEMENT, re.compile(r"补充")),
)
_ABOUT = re.compile(r"诉求|直通车")
_ASKS = re.compile(
    r"哪|几[件个]|多少|吗|什么|怎么|到哪|进展|进度|情况|如何|谁|经过|历史|有没有|呢$|列|查"
)
_HISTORY = re.compile(r"经过|历史|记录|过程")
_LATE = re.compile(r"逾期|超期|超时|过期|晚")
# 没超时的诉求 are the others; 有没有超时的 asks for the late ones.
_ON_TIME = re.compile(r"(?<!有)(?<!不是)(?:还没有?|没有?|尚未|未|不)(?:逾期|超期|超时|过期)")
_NOT_YET = r"(?<!有)(?<!不是)(?:还没有?|没有?|未|待|等)"
_AWAITING = (
    (Stage.ANSWER, re.compile(rf"{_NOT_YET}(?:应答|答复|回复)")),
    (Stage.OPINION, re.compile(rf"{_NOT_YET}(?:明确|给出|提出)?意见")),
)
# Not 没办结, and not 办结了吗, which asks of one that may be open.
_CLOSED = re.compile(
    r"(?<![没未不待])(?<!没有)(?:已经?)?(?:办结|办完|结案)(?!率|时限|时间|期限|了?(?:吗|没|么|[?]|$))"
)
_DUE = re.compile(r"(今天|今日|明天|本周|这周).{0,6}(?:到期|截止|期限|时限|要|该)")
# 昨天谁的诉求超时了: by the day that was its last. What is late today is all that is late.
_LATE_THEN = re.compile(r"([昨前][天日]|上个?(?:周|星期|月)).{0,8}(?:逾期|超期|超时|过期)")
# 昨天有新的诉求吗, 本周收到几件诉求: by the day they came in.
_RECEIVED = re.compile(
    r"(?P<when>(?:今|昨|前)[天日]|[上本这]个?(?:周|星期|月|季度)|当月|今年|去年|(?:最近|近|过去)[\d一二两三四五六七八九十半]+(?:天|日|个?(?:周|星期|月))"
    r"|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?份?)(?:以来|内|里)?[又还都一共总]*(?:有没有|有|是不是有)?(?:什么|哪些|[几多]少?件?)?"
    r"(?:新(?:收到?|来|提|增|登记|反映|受理)?了?的?|(?:收到|登记|提|来|反映|受理|接到)了?的?)(?:什么|哪些|[几多]少?件?)?新?的?(?:企业|直通车)*(?:诉求)"
)
_OPEN = re.compile(r"(?:没有?|未|尚未|待|在|不)(?:能|曾)?(?:办|结案|处理|解决)")
_POINTS_BACK = re.compile(r"刚才|[这那][个件条]|上面|(?<!其)它")
# 撤回刚才那个 is of the case; of 那个证撤销了 more is left than these, and it is of something else.
_SAYS_NO_MORE = re.compile(
    r"(?:请|麻烦|帮我?|给我|我们?|要|想|把|将|对|的|了|吧|啊|呢|诉求|事情?|问题|结果|先|就|还是|都|也|还|一下|掉"
    r"|登记|提|反映|[,。!;\s])*"
)
_NO_CONTENT = re.compile(
    r"(?:.{0,12}[,。;!])?我?们?(?:要|想|要去|想要)"
    r"(?:(?:投诉|反映|反应)(?:你们|一下|个|一个)?(?:问题|困难|诉求|情况)?|提(?:一?[下个])?(?:问题|困难|诉求|意见))"
)
# Said instead of 确认 while a case waits to be filed.
CORRECTED = re.compile(
    r"(?:(?:不对[,。\s]*|不是?[,。\s]+)?(?:我?[说写打]错了|改成|改为|我是说)|不[是对][,。\s]*应该是)"
    r"[,:。\s]*(?:应该)?(?:是|改成|改为)?[,:\s]*(.{3,})",
    re.DOTALL,
)
# 登记吧, where filing is what was asked to be confirmed.
FILE_IT = re.compile(
    r"(?:(?:好的?|行|可以|那|嗯|对)吧?[,，]?)*(?:就|给我|帮我|请)*"
    r"(?:登记|提交|上报|报)(?:上去|一下)?[吧了呀啊]?"
)
ADDED = re.compile(r"(?:再|还要?|我)?补充(?:一下|一点|下)?[,:。\s]*(.{3,})", re.DOTALL)
# 改成明天再说, 补充什么材料: no content of a case.
NOT_TO_BE_FILED = re.compile(
    r"不(?:用|要|必|提|报|投诉|登记|反映|撤)|算了|取消|再说|什么|怎么|哪|多少|[吗呢]$|^可以|没问题"
)
_MINE = re.compile(
    r"(?:我们?|本公司|我司|我们公司|我公司|我厂)(?:上次|之前|昨天|前几天)?(?:的|提的?|反映的?|登记的?|提出的?|报的?)"
    r".{0,6}(?:诉求|问题|困难|事)"
)
# An enterprise sees no cases but its own, so it need not say whose: 超时的诉求有哪些.
_TOLD_APART = re.compile(
    r"(?:我们?|本公司|我司|我公司)?(?:有?(?:几|多少)[件个]|有没有|有|哪些)?"
    # 有没有超时的 asks for those that are late.
    r"(?P<not_yet>(?<!有)(?:还没有?|没有?|未|尚未|已经?))?(?P<state>超时|逾期|超期|过期|办结|办完)了?的?诉求"
    r"(?:(?:都|还)?有?(?:几|多少)[件个]|(?:都|还)?有(?:哪些|吗)|是哪些|吗|呢)*"
)
_STANDING = re.compile(
    r"到哪|进展|进度|办得|处理得|怎么样|结果|回音|回复|答复|有没有|了吗|办了|状态|多久|什么时候|情况"
)
# Of cases called 诉求 these ask the same; 我们的困难有哪些政策支持 is about policy.
_STANDING_OF_CASES = re.compile(
    r"没人|没动静|没消息|没下文|几[个件条]|多少|有哪些|怎么还|超时|逾期|催"
)
# 我们的困难有哪些政策可以解决 asks for a policy.
_OF_POLICY = re.compile(r"政策|补贴|补助|奖励|扶持|资金|规定|办法")
_HELP = r"帮(?:我们?|忙|企业)(?:向(?:政府|上级|市里))?(?:反映|协调|呼吁)(?:一?下)?(?:吗|吧)?"
_OPENS = re.compile(
    r"^(?:我们?|本公司|我司)?(?:要|想|想要|需要|来)?"
    r"(?:提(?:交|出|个|一个)?|登记|反映|递交)(?:一?[个条件项])?(?:企业)?(?:直通车)?(?:的)?(?:诉求|困难)"
    r"\s*[:,,:。]\s*(.{4,})$"
    r"|^(?:我们?|本公司|我司|企业)?(?:要|想|想要|需要|来)(?:提|反映|反应|投诉)(?:一?[个下件])?(?:问题|情况)?"
    r"\s*[:,]\s*(.{4,})$"
    # 我要反映车间停电三天: the matter follows at once; 我要反映情况找谁 asks the way.
    r"|^(?:我们?|本公司|我司|企业)?(?:要|想|想要|需要|来)(?:反映|反应|投诉)(?:一下)?"
    r"(?!(?:一?[个些下])?(?:问题|困难|诉求|情况|意见))(?!.*(?:怎么|如何|哪|谁|吗|什么|多少|电话|渠道|途径|流程))(.{6,})$"
    # 请帮我们协调一下 is said to us. 请政府帮忙协调 names whose help is wanted, and is kept.
    rf"|^(.{{6,}}?)[,,。;\s]+(?:请|麻烦|能不能|能否|可以)?(?:你们?|您)?{_HELP}$"
    rf"|^(?!.*(?:怎么|怎样|如何|谁|什么|哪|多少)[^,。;\s]*$)(.{{6,}}?{_HELP})$",
    re.DOTALL,
)
_OWN_STEP = re.compile(r"诉求|这个(?:事|问题|件)|(?:办理)?结果")


class Form(StrEnum):
    """What a question wants to see."""

    LIST = "list"
    SHOW = "show"
    HISTORY = "history"


@dataclass(frozen=True)
class AppealQuestion:
    """A question about appeals; without a number all that the person may see are meant.

    `awaiting` leaves those that have not reached a stage; `due` is 今天, 明天 or 本周, or for what
    is late the days that were the last, 昨天 or 上周. An
    enterprise that urges, `is_urged`, wants to know how it stands. `is_closed` asks for those
    that were closed, `done` says how punctually, and `words` may name when;
    `is_unread` where the punctuality is one that is told apart nowhere. `received` says when the
    cases asked for came in, in the words used.
    """

    form: Form
    appeal_no: str = ""
    only_open: bool = False
    only_late: bool = False
    only_on_time: bool = False
    awaiting: Stage | None = None
    due: str = ""
    is_urged: bool = False
    is_closed: bool = False
    done: Punctuality | None = None
    words: str = ""
    is_unread: bool = False
    received: str = ""


@dataclass(frozen=True)
class AppealCommand:
    """A step to be taken; `text` is what is to be said, `rest` the message around it."""

    step: Step
    appeal_no: str
    text: str = ""
    rest: str = ""


@dataclass(frozen=True)
class NewAppeal:
    """An enterprise files a case in so many words."""

    content: str


@dataclass(frozen=True)
class NothingSaid:
    """An enterprise wants to file a case and does not say what it is about."""


Reading = AppealQuestion | AppealCommand | NewAppeal | NothingSaid


def names_a_case(text: str) -> bool:
    """Tell whether somebody says in so many words that a case is meant."""
    return bool(_ABOUT.search(text) or NUMBER.search(text))


def new_matter(text: str) -> str:
    """Return what an enterprise wants to file, as it wrote it; empty where it files nothing."""
    opening = _OPENS.search(_plain(text))
    said = next(group for group in opening.groups() if group) if opening else ""
    return as_typed(text, said.strip(" ,。;"))


def _plain(text: str) -> str:
    return half_width(text).strip(" \n。.!?~")


def read(text: str, *, is_official: bool, spoken_of: str = "") -> Reading | None:
    """Return what `text` means about appeals; None when it is about something else.

    `spoken_of` is the number of the one case that the conversation was about last.
    """
    plain = _plain(text)
    matter = "" if is_official else new_matter(text)
    if matter:
        return NewAppeal(matter)
    number = NUMBER.search(plain)
    if number:
        return _about_one(text, plain, number)
    if is_official:
        return _officials_list(plain)
    if _NO_CONTENT.fullmatch(plain):
        return NothingSaid()
    own = _own_step(plain, spoken_of)
    if own is not None:
        return own
    is_of_case = _ABOUT.search(plain) and not _OF_POLICY.search(plain)
    is_standing = _STANDING.search(plain) or (is_of_case and _STANDING_OF_CASES.search(plain))
    if apart := _TOLD_APART.fullmatch(plain):
        return _own_apart(apart)
    if _MINE.search(plain) and is_standing:
        return AppealQuestion(Form.LIST, only_late=bool(_LATE.search(plain)))
    if re.fullmatch(
        r"(?:查(?:询|一下|看)?|看(?:一下|看)?)?我(?:们)?的?诉求(?:进度|进展|情况|状态)?", plain
    ):
        return AppealQuestion(Form.LIST)
    return None


def _own_apart(found: re.Match[str]) -> AppealQuestion:
    """Read which of an enterprise's own cases it asks for by how they stand."""
    is_denied = (found["not_yet"] or "已").strip("已经") != ""
    is_late = _LATE.search(found["state"]) is not None
    if is_late:
        return AppealQuestion(
            Form.LIST, only_open=True, only_late=not is_denied, only_on_time=is_denied
        )
    return AppealQuestion(Form.LIST, only_open=is_denied, is_closed=not is_denied)


def _own_step(plain: str, spoken_of: str) -> AppealCommand | AppealQuestion | None:
    """Read what an enterprise wants done with a case of its own that it names by no number."""
    points_back = bool(spoken_of) and bool(_POINTS_BACK.search(plain))
    if not (points_back or _OWN_STEP.search(plain)) or re.search(r"政策|规定|吗$|怎么|多久", plain):
        return None
    for step, pattern in _STEPS:
        said = pattern.search(plain)
        if said is None or step not in {Step.WITHDRAW, Step.REOPEN}:
            continue
        rest = _POINTS_BACK.sub("", plain.replace(said[0], "", 1))
        if _OWN_STEP.search(plain) or _SAYS_NO_MORE.fullmatch(rest):
            return AppealCommand(step, spoken_of if points_back else "", "", plain)
    # Whoever urges wants to know how it stands: the officials are urged by the clocks.
    return AppealQuestion(Form.LIST, is_urged=True) if re.search(r"催", plain) else None


def _about_one(text: str, plain: str, named: re.Match[str]) -> Reading | None:
    appeal_no = named[1].upper()
    said = re.search(_SAYS, plain[named.end() :])
    before = plain[: -len(said[1])] if said else plain
    if not said and _ASKS.search(plain):
        return _shown(plain, appeal_no)
    for step, pattern in _STEPS:
        if pattern.search(before):
            words = as_typed(text, said[1].strip()) if said else ""
            return AppealCommand(step, appeal_no, words, plain)
    if _ABOUT.search(plain) or NUMBER.fullmatch(plain) or re.search(r"查|看", plain):
        return _shown(plain, appeal_no)
    return None


def _shown(plain: str, appeal_no: str) -> AppealQuestion:
    return AppealQuestion(Form.HISTORY if _HISTORY.search(plain) else Form.SHOW, appeal_no)


def _officials_list(plain: str) -> AppealQuestion | None:
    """Read an official's question about the cases themselves, not about the plan's promise."""
    if not _ABOUT.search(plain) or re.search(
        r"政策|规定|机制|时限是|几天|多久|条款|文件|按时率|及时率|办结率|应答率|达标", plain
    ):
        return None
    came = _RECEIVED.search(plain)
    if came is not None:
        return _received(plain, came)
    if not _ASKS.search(plain) and not re.search(
        r"办结的|结案的|待办|没办|未办|逾期|超时|超期|我的|全部|所有|手[里上头]|名下|待处理|[没未待]有?(?:应答|答复|回复|明确)",
        plain,
    ):
        return None
    closed = _closed(plain)
    if closed is not None:
        return closed
    due = _DUE.search(plain)
    is_all = bool(re.search(r"全部|所有|历史|已办结|办结了", plain))
    standing = _told_apart(plain, only_open=not is_all)
    late_then = _LATE_THEN.search(plain)
    if late_then and standing.only_late:
        return replace(standing, due=late_then[1].replace("日", "天"))
    return replace(
        standing, due=due[1].replace("今日", "今天").replace("这周", "本周") if due else ""
    )


def _closed(plain: str) -> AppealQuestion | None:
    """Read which closed cases are asked for; None where it is not asked for closed ones."""
    done = read_done(plain)
    words = done.rest if done else plain
    if not _CLOSED.search(words) or re.search(r"全部|所有|历史", plain):
        return None
    return AppealQuestion(
        Form.LIST,
        is_closed=True,
        done=done.punctuality if done else None,
        words=words,
        is_unread=done is not None and done.punctuality is None,
    )


def _told_apart(plain: str, *, only_open: bool) -> AppealQuestion:
    """Read which cases are asked for by how they stand."""
    is_on_time = bool(_ON_TIME.search(plain))
    return AppealQuestion(
        Form.LIST,
        only_open=only_open,
        only_late=bool(_LATE.search(plain)) and not is_on_time,
        only_on_time=is_on_time,
        awaiting=next((stage for stage, pattern in _AWAITING if pattern.search(plain)), None),
    )


def _received(plain: str, came: re.Match[str]) -> AppealQuestion:
    """Read which of the cases that came in then are asked for; without more, all of them."""
    rest = plain[: came.start()] + plain[came.end() :]
    asked = _closed(rest) or _told_apart(rest, only_open=bool(_OPEN.search(rest)))
    return replace(asked, received=came["when"])
