"""Whether somebody complains, and has to be heard by a person. Pure."""

from __future__ import annotations

import re

_COMPLAINS = re.compile(
    r"没人(?:理|管|回|修|处理|负责)|没(?:有)?(?:下文|回音|回复)|都.{0,4}(?:个?礼拜|个?星期|个?月|天|周|年)了|"
    r"拖了|推诿|踢皮球|投诉无门|气死|太过分|急死|忍不了|扯皮"
)
_SHOUTS = re.compile(r"[!！]{2,}")
# 技改补贴到底有多少!! asks, however loud; 怎么还不修!! and 什么时候才修好!! do not.
_ASKS = re.compile(
    r"多少|几(?=[个家年万成级类])|怎么(?![还就又能]|这么|那么|回事|搞的)|如何|(?<!为)(?:什么|啥)(?!时候才|态度|玩意|东西)|"
    r"哪(?!有|像)|谁(?![来管])|[吗么](?=[?？!！。\s]|$)|是否|[是能有](?:不|没)[是能有]|可不可以"
)


def is_distressed(text: str) -> bool:
    """Whether a message complains; one that only asks a question loudly does not."""
    if _COMPLAINS.search(text):
        return True
    return bool(_SHOUTS.search(text)) and not _ASKS.search(text)
