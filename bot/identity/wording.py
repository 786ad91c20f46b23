"""What people are told about binding an account."""

from __future__ import annotations

from bot.identity.binding import BindingOutcome
from bot.messages import Outcome, Reply

_TEXTS = {
    BindingOutcome.BOUND: "绑定成功。此后在这里可以按您的身份查询数据、办理任务。",
    BindingOutcome.REFUSED: "绑定码不对、已用过或已过期。请核对，或请管理员重新生成。",
    BindingOutcome.TOO_MANY: "绑定码错误次数过多，请一小时后再试，或联系管理员。",
    BindingOutcome.GROUP: "群不能绑定身份。请在与机器人的私聊里发送绑定码。",
}


def binding_reply(outcome: BindingOutcome) -> Reply:
    """Return what somebody who sent a code is told."""
    is_bound = outcome is BindingOutcome.BOUND
    return Reply(
        intent="binding",
        text=_TEXTS[outcome],
        outcome=Outcome.ANSWERED if is_bound else Outcome.REFUSED,
    )
