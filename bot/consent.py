"""Yes and no, as people say them to what was proposed, and the greeting in front of either; pure.

Whoever agrees may name what is to be done (催吧, 就这么报), whoever denies may say why. Anything
that says what else is wanted is neither.
"""

from __future__ import annotations

import re

from bot.half_width import bare

_CLAUSES = re.compile(r"[,，。;；!！?？\n]+")
_GREETING = re.compile(
    r"^(?:(?:早上|上午|中午|下午|晚上|大家|各位|领导|老师)好|[你您]好|早安|早上?|喂)[,，。!！;；~\s]+"
)
_BETWEEN = r"[,，、\s]*"
# 对吧 and 没问题吧 ask whether it is so.
_YES = (
    r"(?:(?:是|对|没错|没问题)(?!的?吧)的?|确认|确定|好[的嘞]?|可以|行|成|嗯+|同意|就这样|就这么(?:办|定)|办吧|ok)"
    r"[吧呀啊]*"
)
_YESES = re.compile(rf"(?:{_YES}{_BETWEEN})+")
# 催了吧 asks whether it was done.
_DO_IT = (
    rf"(?:{_YES}{_BETWEEN})*(?:那|就|你|给我|帮我|请|赶紧|现在|这[么样])*(?:{{doing}})"
    r"(?:上去|出去|过去|一下|[他她它])*[吧啊呀呗]*"
)
# 先不催, 等等先别报, 不提了: what was proposed is not to be done.
_NOT_TO_BE_DONE = (
    r"(?:(?:那|还是|等等|等一下|等会儿?|算[了啦]|不用?|别|全?都)[,，、\s]*)*(?:先|暂时|暂)?(?:不要|不用|不必|不|别)(?:先|急着?)?"
    r"(?:催办|销号|退办|延期|办结|转办|上报|提交|申请|反映|确认|登记|处理|[办报催提转退销延改发撤交签弄动做挪放缓推移记补])(?:了|它|他|她)?"
)
_ANOTHER_TIME = (
    r"[,，。;、\s]*(?:等|到)?(?:明天|后天|下[次周]|下个?(?:星期|月)|回头|以后|改天|过[几两]天|晚点|到时候?)"
    r"(?:再(?:说|看|议|定|办))?[吧呀啊]*"
)
_NO = re.compile(
    rf"(?:取消|不[是要行对用]?了?|算[了啦]|先?不办了?|否|别|先?等等|先?等一下|{_NOT_TO_BE_DONE})[吧呀啊]*"
    rf"(?:{_ANOTHER_TIME})?"
)
# What stands beside a no and says why: 还没弄好, 数还要核一遍, 维持原来的, 说的气话.
_WHY_NOT = re.compile(
    # 再看看47号, 没办的有哪些, 再查产值 ask for something.
    r"(?!.*(?:哪|谁|什么|啥|多少|几[个件项条家]|怎|咋|吗|呢$|\d))(?:"
    r"[^?？]{0,6}(?:还没有?|没有?|尚未)(?:办|做|弄|搞|核|写|改|看|想|定|谈|完|交|盖)(?!.{0,2}的)[^?？]{0,4}"
    r"|[^?？]{0,6}(?:还要|还得|还需|要再|得再|再)(?:核|看|想|改|等|补|查|问|商量|研究|对|考虑|确认)"
    r"(?:[一几][下遍次天]|看|想|核|改|等|查|问|对|实|清楚?|数据?|材料|附件|[吧的了啊呀])*"
    r"|(?:维持|保持|照|按)(?:着)?原(?:来|样|定|计划)?(?:的|不变|办)*|(?:按时|按期|照常)(?:办|交|报|完成)?"
    r"|(?:我)?(?:说说|说的?|讲的?|一时)?(?:是)?(?:气话|玩笑话?)|(?:跟你|我)?开(?:个|的)?玩笑的?|手滑了?|(?:点|按|搞|弄|发)错了?"
    # 算了不催了，他在出差; but 不报他们就罚款 is what is told.
    r"|(?:他|她|他们|人家|对方)(?!.*(?:改|换|应该|转|退|任务|就))[^?？]{1,10}|就?先?这样[吧了]?|不着?急|没事了?)[吧啊呀]*"
)
# 好，先不催了 agrees to nothing that was proposed.
_SIGH = re.compile(
    r"^(?:(?:哎呀?|诶|唉|哦|噢|啊|嗯|呃|喂)[,，、\s]*|(?:好的?|行|成|可以)[吧呀啊]*[,，、\s]+(?:不过|但是?)?)"
)
# 不是他 puts right whom; a longer no says it all.
_SHORTEST_NO, _LONGEST_NO = 2, 10
_NO_AND_WHO_ELSE = re.compile(r"不[是对]了?")


def without_greeting(text: str) -> str:
    """Return a message without the 您好 that it begins with."""
    return _GREETING.sub("", text)


def agrees(text: str, doing: str = "") -> bool:
    """Tell whether a message says yes and no more; `doing` are the words for what was proposed, as
    a pattern, by which 催吧 and 批 agree to it as well."""
    plain = without_greeting(bare(text).casefold())
    if _YESES.fullmatch(plain):
        return True
    return bool(doing) and re.fullmatch(_DO_IT.format(doing=doing), plain) is not None


def denies(text: str) -> bool:
    """Tell whether a message says no and at most why: 哎不对，还没弄好，别报. One that says what
    else is wanted, 不行，退回去, is no mere no."""
    plain = _SIGH.sub("", without_greeting(bare(text).casefold()))
    if is_bare_no(plain):
        return True
    clauses = [bare(clause) for clause in _CLAUSES.split(plain) if bare(clause)]
    if len(clauses) == 1:
        return _denies_in_one_breath(plain)
    said_no = [is_bare_no(clause) or _denies_in_one_breath(clause) for clause in clauses]
    return any(said_no) and all(
        is_no or _WHY_NOT.fullmatch(clause) for is_no, clause in zip(said_no, clauses, strict=True)
    )


def is_bare_no(text: str) -> bool:
    """Tell whether words say no and nothing beside it."""
    return _NO.fullmatch(text) is not None


def _denies_in_one_breath(text: str) -> bool:
    """算啦不延了按时办, dictated without a mark: a no, then another or the reason."""
    for end in range(_SHORTEST_NO, min(len(text), _LONGEST_NO + 1)):
        no, rest = text[:end], text[end:]
        if not is_bare_no(no) or _NO_AND_WHO_ELSE.fullmatch(no):
            continue
        if is_bare_no(rest) or _WHY_NOT.fullmatch(rest) or _denies_in_one_breath(rest):
            return True
    return False
