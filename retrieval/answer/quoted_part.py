"""Which part of a sentence is quoted: pure."""

from __future__ import annotations

import re

from retrieval.documents.document_number import is_only_a_number
from retrieval.documents.layout import CELL_EDGE
from retrieval.documents.outline import ATTACHMENT_LIST
from retrieval.store import StoredUnit
from retrieval.text_form import normalised

# 财政部 国家税务总局, on a line of its own below a text; 受理单位是市民政局 and a list of hospitals
# tell something.
_OFFICE = re.compile(
    r"(?!.*(?:单位|主体|地点|机关|部门|地址|电话|窗口))[^\W\d_由应向将对为的负责是到在找去可、]{2,20}"
    r"(?:部|局|委|厅|国务院|法院|检察院|政府|办公室|委员会)"
)
_MOST_OFFICES = 6
_ASKS_FOR_PAPERS = re.compile("附件|[表书]|证明|清单|材料|资料|样式|模板|格式|怎么填|填写")
_LABEL = re.compile(
    "姓名|性别|民族|籍贯|年龄|出生|婚姻|政治面貌|文化程度|学历|职称|职务|工种|身份证|证件号|电话|手机|邮编|"
    "地址|户籍|单位名称|签[名字章]|盖章|经办人|负责人|审核人|意见|相片|照片|备注|日期|关系|人员|成员"
)
_DAY_TO_FILL_IN = re.compile("年?月日")
# 学历 | 本科以上 | and 审核意见 | 五日内签署 | tell something, though a cell of them is empty.
_TELLS = re.compile(
    "应当?|必?须|需|不|由|(?<!所)在(?!职)|以[上下]|[日天月年]内|[初中高]级|博士|硕士|本科|专科|大专|本市"
)
_LONGEST_LABEL = 24  # characters; what an office writes into a cell is longer
_MANY_LABELS = 3
_ON_DOCUMENTS = re.compile(
    "废止|作废|失效|有效|效力|执行|施行|实施|生效|解释|文件|通知|办法|规定|条例|取消|管用"
    "|还(?:能|可以|有|在|算)|[老旧]的?政策|原来|以前|谁|部门|单位|电话|咨询"
)
# 补贴每人100元，《…》同时废止 lays something down.
_OF_DOCUMENTS = re.compile(
    r"^(?:第[^条]{1,5}条)?(?:(?:本[^。;,]{1,8})?自[^。;,]{2,24}(?:起|施行|执行|实施),)?"
    r"(?:有效期[^。;,]{1,20},)?[^。;,《\d]{0,16}《[^。;]{2,240}》[^》。;]{0,30}(?:同时|予以)废止。?$|^(?:第[^条]{1,5}条)?本[^。;,]{2,6}由[^。;,]{2,24}负责解释。?$"
)


def segment_with(text: str, phrase: str) -> str:
    """The part of a sentence, between commas and semicolons, that holds a phrase, verbatim.

    The phrase may run over a comma; the whole text is returned when it cannot be placed.
    """
    parts: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if character in ",，;；。":
            parts.append(text[start : at + 1])
            start = at + 1
    parts.append(text[start:])
    for size in range(1, len(parts) + 1):
        for first in range(len(parts) - size + 1):
            joined = "".join(parts[first : first + size])
            if phrase in normalised(joined):
                return joined.strip().rstrip(",，;；。")
    return text


def last_paragraph(text: str) -> str:
    """What is quoted of a sentence that runs over several lines: its last line.

    The lines before it are titles, addressees and signatures of the preamble.
    """
    return text.rsplit("\n", 1)[-1]


def says_nothing(stored: StoredUnit) -> bool:
    """Whether what would be quoted of a sentence is a document's number or the offices that
    signed it: found for the title above it, it answers nothing."""
    last = last_paragraph(stored.unit.text)
    return is_only_a_number(last) or (stored.unit.clause.startswith("段") and _is_signed(last))


def is_blank(question: str, stored: StoredUnit) -> bool:
    """Whether a sentence is the name of an attachment, or the row of a form that somebody fills
    in (姓名 | | 性别 |), and neither is asked for: it lays nothing down."""
    unit = stored.unit
    if _ASKS_FOR_PAPERS.search(normalised(question)):
        return False
    return unit.clause.endswith(ATTACHMENT_LIST) or _is_row_of_a_form(unit.text)


def _is_row_of_a_form(text: str) -> bool:
    cells = [normalised(cell) for cell in text.split(CELL_EDGE)]
    written = [cell for cell in cells if cell and not _DAY_TO_FILL_IN.fullmatch(cell)]
    if len(cells) == 1 or not all(_is_label(cell) for cell in written):
        return False
    return len(written) >= (1 if len(written) < len(cells) else _MANY_LABELS)


def _is_label(cell: str) -> bool:
    if len(cell) > _LONGEST_LABEL or any(character.isdigit() for character in cell):
        return False
    return _LABEL.search(cell) is not None and _TELLS.search(cell) is None


def _is_signed(line: str) -> bool:
    names = line.split()
    is_short = 0 < len(names) <= _MOST_OFFICES
    return is_short and all(_OFFICE.fullmatch(name) for name in names)


def is_only_of_documents(question: str, text: str) -> bool:
    """Whether a sentence tells only what becomes of a document or who explains it, and that is
    not asked: 《…》同时废止 has all the words of its subject and no rule on it."""
    if _ON_DOCUMENTS.search(normalised(question)):
        return False
    return _OF_DOCUMENTS.search(normalised(text)) is not None
