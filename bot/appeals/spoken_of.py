"""A case that is meant without its number: by what it is about, or as the one just shown; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.appeals.appeal import Appeal
from bot.half_width import half_width
from bot.tasks.title_match import longest_common_run

# So many characters of a case's own words are no chance.
SURE_RUN = 4
_STANDING = re.compile(
    r"(?:办|处理|解决|协调|弄|推进)得?(?:到哪(?:儿|里|一?步)?|怎么样|咋样|如何|好了?[吗没]|完了?[吗没]|了[吗没])"
    r"|到哪一?步|进展|进度|(?:有|没)(?:没有|有)?(?:结果|回音|消息|下文|动静|答复|回复)|怎么还(?:没|不)"
)
_OWN = re.compile(r"我们?|本公司|我司|我厂|上次|之前|反映的|提的|那[个件]")
_POLICY = re.compile(r"政策|补贴|补助|奖励|规定|怎么(?:办理|申请|申报)|流程|材料")
_TAIL = r"(?:的|了|呢|吗|没有?|啊|呀|吧)*[?？。!！\s]*"
_MORE_OF_IT = re.compile(
    r"(?:那么?|这个?|它|现在|已经?|是不是|有没有|到底)*(?:"
    r"(?:超时|逾期|超期|过期|到期|晚|拖)了?(?:多久|几天|多少天)?"
    r"|(?:办结|办完|办好|处理完|处理好|解决|应答|答复)了?(?:吗|没有?|么)"
    r"|(?:还有|还剩|剩|还要)(?:几天|多久|多少天)|时限(?:是|到)?(?:什么时候|哪天|几号|多少)?"
    r"|(?:什么时候|啥时候|何时|哪天|几号)(?:到期|截止|要办结|能?办[好完结]|答复|回复)"
    r"|(?:是)?(?:谁|哪个(?:部门|单位)|哪家)(?:在|来)?(?:负责|办|管|受理|处理)?"
    rf"){_TAIL}"
)


def meant_by_content(text: str, cases: Sequence[Appeal]) -> str:
    """Return the number of the one of their own cases that somebody asks after by what it is
    about; "" where none or several are."""
    plain = half_width(text)
    if not (_STANDING.search(plain) and _OWN.search(plain)) or _POLICY.search(plain):
        return ""
    alike = [one for one in cases if longest_common_run(plain, one.content) >= SURE_RUN]
    return alike[0].appeal_no if len(alike) == 1 else ""


def asks_more_of_it(text: str) -> bool:
    """Tell whether few words ask more of the one case that was just shown."""
    return _MORE_OF_IT.fullmatch(half_width(text).strip()) is not None
