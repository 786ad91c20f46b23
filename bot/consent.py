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
# Whatever may be proposed in a conversation.
_STEP = (
    r"(?:催办|催促|提醒|销号|退办|退回|驳回|批准|延期|办结|转办|交办|上报|提交|申请|反映|确认|登记|处理|撤[回销]|收回|补充|追加"
    r"|投诉|重开|重新办理?|通知|继续|[办报催提转退销延改发撤交签弄动做挪放缓推移记补加批管])"
)
# 不申请延期, 不补交, 别催办提醒 deny one thing; 不批退回 and 别退批了 want another.
_ONE_STEP = (
    rf"(?:(?!批退|退批)(?:(?:继续|申请|提交|上报|确认|登记|批准|处理){_STEP}|[批报]延期|催办?提醒"
    r"|[办报催提转退销延改发撤交签弄动做挪放缓推移记补加批]{2})"
    rf"|{_STEP})"
)
_NOT = (
    r"(?:不(?:要|用|必|需要?|想要?|打算|能|可以|该|应该|宜)?|(?:千万|可)?别"
    r"|没必要|用不着|犯不着|没打算)"
)
# 先不催, 等等先别报, 不提了, 不想再催了: what was proposed is not to be done.
_NOT_TO_BE_DONE = (
    r"(?:(?:那|这个|我|还是|等等|等一下|等会儿?|算[了啦]|不用?|别|全?都)[,，、\s]*)*(?:先|暂时|暂)?"
    rf"{_NOT}(?:先|急着?|再)?{_ONE_STEP}(?:给?[它他她](?:们|了)?)?了?"
)
# 撤回就不用了, 催办先不要: what was proposed, and that it is not to be.
_THAT_NOT = (
    rf"{_STEP}的?(?:事情?|话)?[,，]?(?:就|还是|先|我看|暂时)*"
    rf"(?:不(?:用|要|必|需要|{_STEP})|免|算|没必要|别)了?"
)
# 谁要报 asks for a name; 谁让你撤了, 我没说要撤, 撤什么撤, 我只是问问.
_NOT_MEANT = (
    rf"(?:我|又)*(?:没有?(?:说|让你|叫你|要你|想)|谁(?:说|(?:让|叫|要)(?:你|我))|不是(?:说|让你|叫你|想|要))(?:要|去)?{_STEP}[了的]?"
    rf"|(?P<what>{_STEP}|急|好|行)什么(?P=what)"
    r"|(?:我)?(?:不是|没)(?:这|那)个?意思"
    r"|(?:我)?(?:问|看|试)(?:问|看|试)?而已"
    r"|(?:我)?(?:就是?|只是?|不过是?|随便|随口)(?:问问?|看看?|试试?|了解)(?:一[下句])?(?:而已)?的?"
)
_ANOTHER_TIME = (
    r"[,，。;、\s]*(?:等|到)?(?:明天|后天|下[次周]|下个?(?:星期|月)|回头|以后|改天|过[几两]天|晚点|到时候?)"
    r"(?:再(?:说|看|议|定|办))?[吧呀啊]*"
)
_NO = re.compile(
    rf"(?:取消|不[是要行对用必成好]?了?|还是算[了啦]|算[了啦]|先?不办了?|否|(?:千万|可)?别{{1,3}}了?|先?等等|先?等一下|不(?:需要|同意|可以|至于)了?"
    rf"|(?:没必要|用不着|犯不着|没那?个?必要)了?|免了|拉倒|打住|停|慢着|且慢"
    rf"|{_NOT_TO_BE_DONE}|{_THAT_NOT}|{_NOT_MEANT})[吧呀啊]*"
    rf"(?:{_ANOTHER_TIME})?"
)
# Who puts it off has not agreed: 再想想, 先放一放, 过两天再说, 等我问问领导.
_PUT_OFF = re.compile(
    r"(?:(?:那|我|让我|容我|还是|等我?|先|再)[,，]?)*(?:"
    r"(?:想想|想一下|考虑考虑|考虑一下|考虑|看看|斟酌一下|商量商量|商量一下|琢磨琢磨|放一放|放放|放着|缓一缓|缓缓|拖一拖|等一等|等等|等会儿?|等下)(?:再(?:说|定|看))?"
    r"|(?:问|请示|汇报|商量|请教)(?:问|一下|一声)?(?:领导|老板|同事|他们?|她|财务|上面|对方|部门|科里|局里)(?:一下|一声|商量)?(?:再(?:说|定|看))?"
    r"|(?:过?[几两一]天|过(?:一?会儿?|一?阵子?|段时间)|一?会儿?|明天|后天|下[次周]|下个?(?:星期|月)|回头|以后|改天|晚点|到时候?|有空)?再(?:说|议|定|看|讲)"
    r"|稍等(?:一下)?|等[几两]天"
    r")[吧呀啊了]*"
)
_POLITE = re.compile(
    r"^(?:(?:谢谢|多谢|谢了|感谢|麻烦你?了?|辛苦了?)[您你啦了]*[,，、\s]*)+"
    # A run of marks is entered at its beginning only.
    r"|(?<![,，、\s])(?:[,，、\s]*(?:谢谢|多谢|谢了|感谢|麻烦你?了|辛苦了?)[您你啦了]*)+$"
)
# What stands beside a no and says why: 还没弄好, 数还要核一遍, 维持原来的, 说的气话.
_WHY_NOT = re.compile(
    # 再看看47号, 没办的有哪些, 再查产值 ask for something.
    r"(?!.*(?:哪|谁|什么|啥|多少|几[个件项条家]|怎|咋|吗|呢$|\d))(?:"
    r"[^?？]{0,6}(?:还没有?|没有?|尚未)(?:办|做|弄|搞|核|写|改|看|想|定|谈|完|交|盖|好|成|通|来|到|收|动|落实|解决|处理|批|结果|回音|消息)"
    r"(?!.{0,2}的)[^?？]{0,4}"
    r"|[^?？]{0,6}还(?:在|有)[^?？]{0,4}|[^?？]{0,4}(?:都|已经?|快)(?:经?在?(?:办|做|弄|处理|改|解决)|好|完|交|报)[^?？]{0,3}"
    # 我们先看看 puts it off, 我们先看下泰兴的 asks for something.
    r"|(?:我们?|咱们?)(?:自己|再|先)"
    r"(?!(?:查|看|问|说|讲|列|算)(?:一?下|[查看问说讲])?(?:一下)?(?![一下看查问说讲再情了吧呀啊,，]|$)|来?(?:查|列))[^?？]{1,6}"
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
# 不报不行, 别不报: what is denied twice is wanted.
_DENIED_TWICE = re.compile(
    rf"不{_STEP}了?(?:可?不(?:行|成|可以?)|怎么行)|(?:别|不(?:要|能|可以?|该|应该))不{_STEP}"
)
# 不是他 puts right whom; a longer no says it all.
_SHORTEST_NO, _LONGEST_NO = 2, 10
# Who only denies does so in few words.
_LONGEST_DENIAL = 60
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
    plain = _POLITE.sub("", _SIGH.sub("", without_greeting(bare(text).casefold())))
    if _DENIED_TWICE.search(plain):
        return False
    if _is_no(plain):
        return True
    clauses = [bare(clause) for clause in _CLAUSES.split(plain) if bare(clause)]
    if len(clauses) == 1:
        return _denies_in_one_breath(plain)
    said_no = [_is_no(clause) or _denies_in_one_breath(clause) for clause in clauses]
    return any(said_no) and all(
        is_no or _WHY_NOT.fullmatch(clause) for is_no, clause in zip(said_no, clauses, strict=True)
    )


def _is_no(text: str) -> bool:
    """A no, or what puts it off."""
    return is_bare_no(text) or _PUT_OFF.fullmatch(text) is not None


def is_bare_no(text: str) -> bool:
    """Tell whether words say no and nothing beside it."""
    return _NO.fullmatch(text) is not None


def _denies_in_one_breath(text: str) -> bool:
    """算啦不延了按时办, dictated without a mark: a no, then another or the reason; or the
    reason first, 还没好别撤."""
    if len(text) > _LONGEST_DENIAL:
        return False
    first = range(_SHORTEST_NO, min(len(text), _LONGEST_NO + 1))
    if any(_WHY_NOT.fullmatch(text[:end]) and is_bare_no(text[end:]) for end in first):
        return True
    # Where a no ends that began where another had ended; each is gone on from once.
    ends, left = {0}, [0]
    while left:
        start = left.pop()
        for end in range(start + _SHORTEST_NO, min(len(text), start + _LONGEST_NO + 1)):
            no, rest = text[start:end], text[end:]
            if end in ends or not is_bare_no(no) or _NO_AND_WHO_ELSE.fullmatch(no):
                continue
            if _is_no(rest) or _WHY_NOT.fullmatch(rest):
                return True
            ends.add(end)
            left.append(end)
    return False
