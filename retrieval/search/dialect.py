"""What people say at home put as everybody says it, before anything of a question is read: pure.

顶多几多, 咋个 and 有冇 ask what 最多多少, 怎么 and 有没有 ask, and 97年 is 1997年. Only what means
the same wherever it stands belongs here; everyday words that have an official one are in the
vocabulary.
"""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.results import Turn
from retrieval.search.spelling import simplified

# (what is said, what everybody says)
_SAID: tuple[tuple[str, str], ...] = (
    # How much, how long, at most
    ("(?<![屋楼山房塔平坡棚车灯封到蓬头穹斜拱圆])顶多(?![少大高长层余])", "最多"),
    # 要好多钱 asks for a sum where nothing follows it: 收好多钱合法吗 speaks of much money.
    (r"几多|(?<=[要收交缴罚补赔给发])好多(?=[钱块岁天年分]?[?？\s]*$)", "多少"),
    ("多少钿|几钿", "多少钱"),
    ("几耐", "多久"),
    ("(?<![未哪好曾年])几时(?![起段辰候间期刻])|啥辰光|啥子时候", "什么时候"),
    ("好久(?=[能可]?以?(?:办|领|拿到|下来))", "什么时候"),
    # 一户最多盖多少平
    (r"(?<=多少)平(?![方米均安台坦价时])|(?<=\d)平(?=[?？,，。的以房]|$)", "平方米"),
    # How, what, who, where, whether
    ("咋个(?![人体别])|啷个|肿么", "怎么"),
    ("点样(?![品本式子板张])", "怎么样"),
    ("点解(?![读决答释析除约散冻封说])", "为什么"),
    ("啥子|(?<=[做为有系要交带])咩", "什么"),
    ("(?<![旁身左右里外这那一周两])边个(?=部门|单位|机关|局|区|市)", "哪个"),
    ("(?<![旁身左右里外这那一周两])边个(?![人体别案性])", "谁"),
    ("(?<![旁身左右里外这那一周两])边度(?![假夏汛过])", "哪里"),
    ("系唔系|(?<![联关])系咪", "是不是"),
    ("有冇", "有没有"),
    ("(?:得行|要得)[不啵吧吗没](?=[?？,，。]|$)|得不得行", "行不行"),
    ("(?<![高初集其空水命])中不中(?=[?？,，。]|$)", "行不行"),
    ("(?<=[才也就])得行(?=[不吗嘛啵?？,，。]|$)", "行"),
    # No and not
    ("唔使", "不用"),
    ("莫得|呒没|冇", "没有"),
    ("唔该", "请问"),
    ("唔", "不"),
    # Small words that no official text has
    ("[俾畀](?![便使予])", "给"),
    ("嘅", "的"),
    ("啲", "些"),
    ("睇", "看"),
    ("攞", "拿"),
    ("嚟", "来"),
    ("喺", "在"),
    ("揾", "找"),
    ("佢", "他"),
    (r"(?<![^\s,，。?？])而家(?![庭长里人属暴住教具电乡禽户政家在])", "现在"),
    ("(?<![知户分])晓得", "知道"),
    ("阿拉(?![善伯尔斯山木套丁哈巴沟腾玛])", "我们"),
    ("侬", "你"),
    ("俺们?", "我们"),
    # Whose
    ("娃儿|娃子|伢[儿子]|细伢子?|小囡|囡囡|细路仔|(?<!牛)仔女(?![装裤款])|幺儿(?!园)", "孩子"),
    ("(?<![儿孙弟侄甥])媳妇|婆姨|婆娘", "老婆"),
    ("(?<!房)屋头(?![顶部])|屋里厢", "家里"),
)
_PATTERNS = tuple((re.compile(said), common) for said, common in _SAID)
# 97年 and 08年 are years; 30年 is as long as somebody has paid. Of 15年 what stands around it
# tells: 保存15年的文件 and 缴费15年的规定 are of no year.
_LENGTH = "[第满期共达约超够交缴住干用付了过费龄计续存管务作低少]"
_A_LENGTH_BEHIND = "(?:[之以][上下内前后]|[期后级龄]|租|产权|使用|工龄|才|内|就)"
_NO_VERB = r"(?<![^\s,，。?？市省区县州京津沪渝海按照据查看找])"
_SHORT_YEAR = re.compile(
    rf"(?<![\d.])(?<!{_LENGTH})(?:(?P<last>7[89]|8[1-9]|9[1-9])|(?P<this>0\d))年(?!{_A_LENGTH_BEHIND})"
    rf"|(?<![\d.])(?<!{_LENGTH})(?P<late>1\d)年"
    r"(?=那[个份]|版|底|初|出台|发布|印发|颁布|签订?|\d{1,2}月)"
    rf"|(?<![\d.]){_NO_VERB}(?P<rule>1\d)年(?=的?(?:办法|规定|条例|通知|文件|意见|细则))"
)


def commonly_said(text: str) -> str:
    """A text in simplified characters and in the words that everybody asks with."""
    text = simplified(text)
    for pattern, common in _PATTERNS:
        text = pattern.sub(common, text)
    return _SHORT_YEAR.sub(_in_full, text)


def as_commonly_asked(turn: Turn) -> Turn:
    """A turn as it is, but what a person asked in the words that everybody asks with."""
    return replace(turn, text=commonly_said(turn.text)) if turn.role == "user" else turn


def _in_full(found: re.Match[str]) -> str:
    this = found["this"] or found["late"] or found["rule"]
    return f"20{this}年" if this else f"19{found['last']}年"
