"""Whether a question asks for the names on a list (名录), and of which one."""

from __future__ import annotations

import re

from kpi_adapter.catalogue.model import Catalogue, Register
from kpi_adapter.question.mentions import normalised

# 专精特新企业名单, 培育库里有哪些企业, 百亿企业都是哪几家. What follows the list word must
# close the question: 特色园区有哪些政策 asks for something else.
_LIST = (
    r"(?:的|里|中|里面|企业|单位|目前|现在|都|一共)*"
    r"(?:名单|名录|清单|花名册|(?:有|是)(?:哪些|哪几[家个])|有谁)"
    r"(?:企业|单位|机构|平台)?(?:给我|发我|看看|列一下|列出来)?[呢啊呀吗?!。]*$"
)


def register_asked(question: str, catalogue: Catalogue) -> Register | None:
    """The list whose names are asked for; the longest name that fits. Pure."""
    text = normalised(question)
    found = [
        (len(word), register)
        for register in catalogue.registers
        for word in (register.name, *register.aliases)
        if re.search(re.escape(normalised(word)) + _LIST, text)
    ]
    return max(found, key=lambda item: item[0])[1] if found else None
