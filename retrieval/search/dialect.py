"""What people say at home put as everybody says it, before anything of a question is read: pure.

顶多几多, 咋个 and 有冇 ask what 最多多少, 怎么 and 有没有 ask, and 97年 is 1997年. Only what means
the same wherever it stands belongs here; everyday words that have an official one are in the
vocabulary.
"""

from __future__ import annotations

import re

from retrieval.search.spelling import simplified

# (what is said, what everybody says)
_SAID: tuple[tuple[str, str], ...] = (
    # How much, how long, at most
    ("(?<![屋楼山房塔])顶多(?![少大高长])", "最多"),
    ("几多|(?<=[要收交缴罚补赔给发])好多(?=[钱块岁天年分]|[?？,，。]|$)", "多少"),
    ("多少钿|几钿", "多少钱"),
    ("几耐", "多久"),
    ("几时(?![起段辰候])|啥辰光|啥子时候|好久(?=[能可]?以?(?:办|领|拿到|下来))", "什么时候"),
    # 一户最多盖多少平
    (r"(?<=多少)平(?![方米均安台坦])|(?<=\d)平(?=[?？,，。的以房]|$)", "平方米"),
    # How, what, who, where, whether
    ("咋个|啷个|肿么", "怎么"),
    ("点样", "怎么样"),
    ("点解", "为什么"),
    ("啥子|神马|(?<=[做为有系要交带])咩", "什么"),
    ("(?<![旁身左右里外这那一周两])边个(?=部门|单位|机关|局|区|市)", "哪个"),
    ("(?<![旁身左右里外这那一周两])边个", "谁"),
    ("(?<![旁身左右里外这那一周两])边度", "哪里"),
    ("系唔系|系咪", "是不是"),
    ("有冇", "有没有"),
    ("(?:得行|要得)[不啵吧吗没](?=[?？,，。]|$)|得不得行|(?<!高)中不中(?=[?？,，。]|$)", "行不行"),
    ("(?<=[才也就])得行(?![使政驶动])", "行"),
    # No and not
    ("唔使", "不用"),
    ("莫得|呒没|冇", "没有"),
    ("唔该", "请问"),
    ("唔", "不"),
    # Small words that no official text has
    ("[俾畀]", "给"),
    ("嘅", "的"),
    ("啲", "些"),
    ("睇", "看"),
    ("攞", "拿"),
    ("嚟", "来"),
    ("喺", "在"),
    ("揾", "找"),
    ("佢", "他"),
    ("而家", "现在"),
    ("晓得", "知道"),
    ("阿拉(?![善伯尔斯])", "我们"),
    ("侬", "你"),
    ("俺们?", "我们"),
    # Whose
    ("娃儿|娃子|伢[儿子]|细伢子?|小囡|囡囡|细路仔?|仔女|幺儿", "孩子"),
    ("(?<![儿孙弟侄])媳妇|婆姨|婆娘", "老婆"),
    ("屋头|屋里厢", "家里"),
)
_PATTERNS = tuple((re.compile(said), common) for said, common in _SAID)
# 97年 and 08年 are years; 30年 is as long as somebody has paid. Of 15年 what follows tells.
_LENGTH = "[第满期共达约超够交缴住干用付了过]"
_A_LENGTH_BEHIND = "(?:[之以][上下内前后]|[期后]|租|产权|工龄|才|内|就)"
_SHORT_YEAR = re.compile(
    rf"(?<![\d.])(?<!{_LENGTH})(?:(?P<last>7[89]|8[1-9]|9[1-9])|(?P<this>0\d))年(?!{_A_LENGTH_BEHIND})"
    rf"|(?<![\d.])(?<!{_LENGTH})(?P<late>1\d)年"
    r"(?=那[个份]|版|底|初|出台|发布|印发|颁布|签订?|\d{1,2}月|的?(?:办法|规定|条例|通知|文件|意见|细则))"
)


def commonly_said(text: str) -> str:
    """A text in simplified characters and in the words that everybody asks with."""
    text = simplified(text)
    for pattern, common in _PATTERNS:
        text = pattern.sub(common, text)
    return _SHORT_YEAR.sub(_in_full, text)


def _in_full(found: re.Match[str]) -> str:
    return f"19{found['last']}年" if found["last"] else f"20{found['this'] or found['late']}年"
