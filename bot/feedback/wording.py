"""What people read after they said what they think of an answer, in Chinese."""

from __future__ import annotations

from bot.messages import Outcome, Reply

_THANKS = {
    "useful": "谢谢，已记下“有用”。",
    "useless": "已记下“没用”，会有人核对这条回答。您可以换个说法再问，或发送“转人工”。",
}


def thanks(verdict: str) -> Reply:
    """Say that the opinion is kept."""
    return Reply(intent="help", text=_THANKS[verdict], outcome=Outcome.ANSWERED)
