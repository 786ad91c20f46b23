"""What a sentence lays down beside what is asked: pure.

Who is late pays another rate, and who gets money back pays nothing; neither tells what is paid by
whoever asks for it.
"""

from __future__ import annotations

import re

from retrieval.text_form import normalised

# 逾期不改正的,按百分之一百二十收缴
_OPENS_WITH_A_BREACH = re.compile(
    r"^(?:第[^条]{1,6}条)?[^,。;]{0,24}?(?:逾期[不未仍]|拒不|拒绝|尚未|未按|未依)[^,。;]{0,24}的,"
)
# Who asks when something is 中止 or 收回 asks what it is for.
_ASKS_OF_A_BREACH = re.compile(
    "逾期|超期|过期|过了|错过|忘|漏|拖|欠|晚[了交缴办报]|迟|不|没|未|拒|违|罚|滞纳|后果|怎么样|会怎"
    "|咋|怎么办|处理|中止|终止|停|取消|收回|注销|[吊撤]销|失效|作废|放弃|情[形况]"
)
_ASKS_WHAT_IS_PAID = re.compile("[交缴](?:纳|费)?(?:多少|几[百千块元])|[交缴](?:费|纳)标准")
_MONEY_BACK = re.compile("(?<!不予)(?<!不)(?:返还|退还|退回)")
_ASKS_OF_MONEY_BACK = re.compile("[返退]")


def is_aside(question: str, sentence: str) -> bool:
    """Whether a sentence is for those who break a rule where no breach is asked of, or tells what
    is paid back where it is asked what is paid."""
    form, text = normalised(question), normalised(sentence)
    if _OPENS_WITH_A_BREACH.match(text) and not _ASKS_OF_A_BREACH.search(form):
        return True
    return bool(
        _ASKS_WHAT_IS_PAID.search(form)
        and _MONEY_BACK.search(text)
        and not _ASKS_OF_MONEY_BACK.search(form)
    )
