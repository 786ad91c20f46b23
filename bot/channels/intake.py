"""Keeps one person's flood, and everybody's together, within what the service can answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from prometheus_client import Counter

from bot.channels.callback import Receive
from bot.channels.send_window import SendWindow
from bot.clock import Clock
from bot.messages import InboundMessage

_MINUTE = timedelta(minutes=1)
_declined = Counter("bot_messages_declined_total", "Messages over a rate limit", ["limit"])


class Intake:
    """Stands before the application's `receive`, one for all channels of a process.

    Above `per_sender` messages a minute from one person, or `overall` from everybody, a
    message is not answered; the person hears so once a minute through `decline`, which is
    called with the message. Beyond that it is acknowledged and dropped: the vendor must not
    repeat it. Counted in this process, in system time.
    """

    def __init__(
        self,
        receive: Receive,
        decline: Callable[[InboundMessage], None],
        clock: Clock,
        *,
        per_sender: int = 20,
        overall: int = 1200,
    ) -> None:
        self._receive = receive
        self._decline = decline
        self._senders = SendWindow(per_sender, _MINUTE, clock)
        self._everybody = SendWindow(overall, _MINUTE, clock)
        self._declines = SendWindow(1, _MINUTE, clock)

    def __call__(self, message: InboundMessage) -> None:
        """Hand `message` on, or decline it.

        Raises:
            Exception: whatever `receive` raises; the vendor then repeats the message.
        """
        sender = f"{message.channel}:{message.sender}"
        if self._senders.reserve(sender):
            self._say_no(message, sender, "sender")
        elif self._everybody.reserve("everybody"):
            self._say_no(message, sender, "overall")
        else:
            self._receive(message)

    def _say_no(self, message: InboundMessage, sender: str, limit: str) -> None:
        _declined.labels(limit).inc()
        if not self._declines.reserve(sender):
            self._decline(message)
