"""``/telegram/webhook``: checks the secret, hands over and acknowledges.

https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from typing import Any

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels import wording
from bot.channels.callback import (
    Callback,
    Receive,
    RefusalReason,
    guarded_callback,
    hand_over,
    read_body,
    refusal,
)
from bot.channels.telegram import CHANNEL
from bot.channels.telegram.updates import PressedButton, inbound_message, pressed_button
from bot.clock import Clock
from bot.errors import DeliveryError
from bot.settings import TelegramSection

PATH = "/telegram/webhook"
MAX_BODY = 1024 * 1024
SECRET_HEADER = "x-telegram-bot-api-secret-token"

_log = structlog.get_logger(__name__)

ReplaceButtons = Callable[[str, int, str], None]
"""Takes chat id, message id and the label to show (`TelegramClient.replace_buttons`)."""


def callback(
    settings: TelegramSection, receive: Receive, clock: Clock, *, replace_buttons: ReplaceButtons
) -> Callback:
    """Return the bot's webhook; `clock` is system time."""

    async def accept(request: Request) -> Response:
        _check_secret(request, settings.secret_token.get_secret_value())
        update = _read_update(await read_body(request, MAX_BODY))
        message = inbound_message(update, username=settings.username, received_at=clock.now())
        pressed = pressed_button(update)
        if message is not None and not await hand_over(receive, message):
            return Response(status_code=500)
        if pressed is None:
            return Response()
        return _acknowledged(pressed, None if message is None else replace_buttons)

    return guarded_callback(CHANNEL, PATH, POST=accept)


def _check_secret(request: Request, secret: str) -> None:
    given = request.headers.get(SECRET_HEADER, "")
    if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
        raise refusal(RefusalReason.BAD_SIGNATURE)


def _read_update(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise refusal(RefusalReason.MALFORMED) from exc
    if not isinstance(update, dict):
        raise refusal(RefusalReason.MALFORMED)
    return update


def _acknowledged(pressed: PressedButton, replace_buttons: ReplaceButtons | None) -> Response:
    """Stop the button's spinner within this answer, then let the message show the choice."""
    answer = {"method": "answerCallbackQuery", "callback_query_id": pressed.query_id}
    if replace_buttons is None:
        return JSONResponse(answer)
    label = wording.CHOSEN.format(label=pressed.label) if pressed.label else wording.RECEIVED

    def show() -> None:
        try:
            replace_buttons(pressed.chat_id, pressed.message_id, label)
        except DeliveryError as exc:
            # The choice itself is safe; only its look is not.
            _log.warning("button_not_replaced", channel=CHANNEL, reason=type(exc).__name__)

    return JSONResponse({**answer, "text": label}, background=BackgroundTask(show))
