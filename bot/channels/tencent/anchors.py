"""Links inside the text messages of WeCom and WeChat, the only markup these know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.channels import wording
from bot.channels.sources import sources
from bot.messages import Choice, Citation

_ANCHOR = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)


def without_anchors(text: str) -> str:
    """Return `text` with no link of its own: what somebody wrote to us must lead nowhere."""
    return _ANCHOR.sub("〈", text)


def choice_lines(choices: Sequence[Choice]) -> str:
    """Return lines with what may be replied to append to a text, "" when there is no choice."""
    if not choices:
        return ""
    return "\n".join(["", wording.CHOICES, *(without_anchors(one.send) for one in choices)])


def source_anchors(citations: Sequence[Citation]) -> str:
    """Return one line per source to append to a text, "" when there is none."""
    return "".join(
        f'\n{wording.SOURCE}<a href="{source.url}">{_plain(source.name)}</a>'
        for source in sources(citations)
    )


def _plain(name: str) -> str:
    return name.replace("<", "〈").replace(">", "〉")
