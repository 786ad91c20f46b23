"""有用 and 没用 under an answer: buttons, and what they send when pressed, or else words."""

from __future__ import annotations

from typing import get_args

from bot.channels import wording
from bot.messages import Choice, InboundMessage, Opinion, Reply

_COMMAND = "/opinion"
_VERDICTS = get_args(Opinion.model_fields["verdict"].annotation)


def opinion_buttons(reply: Reply) -> tuple[Choice, ...]:
    """Return the buttons for an opinion on `reply`, none when nobody is to judge it."""
    if not reply.opinion_on:
        return ()
    return (
        Choice(label=wording.USEFUL, send=f"{_COMMAND} useful {reply.opinion_on}"),
        Choice(label=wording.USELESS, send=f"{_COMMAND} useless {reply.opinion_on}"),
    )


def opinion_line(reply: Reply) -> str:
    """Return the line that asks for an opinion in words, "" when nobody is to judge `reply`."""
    return f"\n\n{wording.ASK_OPINION}" if reply.opinion_on else ""


def with_opinion(message: InboundMessage) -> InboundMessage:
    """Return `message` with the opinion its text stands for, when a button sent it."""
    words = message.text.split(" ")
    if len(words) != 3 or words[0] != _COMMAND or words[1] not in _VERDICTS or not words[2]:
        return message
    opinion = Opinion.model_validate({"of": words[2], "verdict": words[1]})
    return message.model_copy(update={"text": "", "opinion": opinion})
