"""Where every channel's messages arrive: opinions are kept, codes redeemed, the rest answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.delivery import Delivery
from bot.dialogue.answering import Answering, reply_key
from bot.dialogue.dialogue import private_conversation
from bot.feedback import Feedback
from bot.feedback import wording as feedback_wording
from bot.feedback.spoken import verdict_in
from bot.identity import Directory
from bot.identity.binding import Binding, BindingOutcome, code_in
from bot.identity.wording import binding_reply
from bot.messages import InboundMessage, Opinion, Recipient, Reply

SPOKEN_OPINION_WITHIN = timedelta(hours=24)
"""How long after an answer the word “有用” alone is about it."""


class Reception:
    """Takes each message where it belongs; the same message again changes nothing."""

    def __init__(
        self,
        answering: Answering,
        feedback: Feedback,
        binding: Binding,
        directory: Directory,
        delivery: Delivery,
    ) -> None:
        self._answering = answering
        self._feedback = feedback
        self._binding = binding
        self._directory = directory
        self._delivery = delivery

    def receive(self, message: InboundMessage) -> None:
        """Keep the opinion, redeem the code, or start answering."""
        if message.opinion is not None:
            self._keep_opinion(message, message.opinion)
        elif (code := code_in(message.text)) and self._binding.is_for(message.channel):
            self._redeem(message, code)
        elif not self._keep_spoken_opinion(message):
            self._answering.receive(message)

    def decline(self, message: InboundMessage) -> None:
        """Tell the sender that the message is not answered; an opinion needs no reply."""
        if message.opinion is None:
            self._answering.decline(message)

    def under_way(self) -> Sequence[str]:
        """Return the conversations of the messages that wait or are being answered."""
        return self._answering.under_way()

    def _redeem(self, message: InboundMessage, code: str) -> None:
        # The answer is kept with what it tells: a code works once, so that the same message after
        # a crash would be told that it is wrong.
        key = reply_key(message)

        def keep(session: Session, outcome: BindingOutcome) -> None:
            self._delivery.keep(session, [_sender(message)], binding_reply(outcome), key=key)

        if self._delivery.state(key) is None:
            self._binding.redeem(code, message.channel, message.sender, also=keep)
        self._delivery.start(key)

    def _keep_spoken_opinion(self, message: InboundMessage) -> bool:
        verdict = verdict_in(message.text)
        if verdict is None:
            return False
        judged = self._last_answer(message)
        if not judged or not self._keep_opinion(message, Opinion(of=judged, verdict=verdict)):
            return False
        self._reply(message, feedback_wording.thanks(verdict))
        return True

    def _last_answer(self, message: InboundMessage) -> str:
        sent = self._delivery.sent_within([_sender(message)], SPOKEN_OPINION_WITHIN)
        return next((reply.opinion_on for reply in sent if reply.opinion_on), "")

    def _reply(self, message: InboundMessage, reply: Reply) -> None:
        self._delivery.deliver([_sender(message)], reply, key=reply_key(message))

    def _keep_opinion(self, message: InboundMessage, opinion: Opinion) -> bool:
        person = self._directory.person_for(message.channel, message.sender)
        return self._feedback.keep(
            private_conversation(message.channel, person.user_id, message.conversation),
            opinion.of,
            verdict=opinion.verdict,
            reason=opinion.reason,
        )


def _sender(message: InboundMessage) -> Recipient:
    return Recipient(channel=message.channel, account=message.sender)
