"""The neutral reply as Telegram messages, in HTML mode with a plain twin. Pure.

https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import html
from dataclasses import dataclass

from bot.channels import wording
from bot.channels.opinion import opinion_buttons
from bot.channels.sources import sources
from bot.channels.splitting import split_text, utf8_bytes, utf16_units
from bot.channels.vendor_http import Payload
from bot.messages import Choice, Citation, Reply

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_DATA_BYTES = 64
MAX_BUTTONS = 100


@dataclass(frozen=True)
class TelegramText:
    """One message: as HTML, as plain text for when the HTML is refused, and its buttons."""

    html: str
    plain: str
    buttons: tuple[Choice, ...] = ()

    def payload(self, chat_id: str, *, is_plain: bool = False) -> Payload:
        """Return the body of sendMessage."""
        payload: Payload = {
            "chat_id": chat_id,
            "text": self.plain if is_plain else self.html,
            "link_preview_options": {"is_disabled": True},
        }
        if not is_plain:
            payload["parse_mode"] = "HTML"
        if self.buttons:
            payload["reply_markup"] = {
                "inline_keyboard": [
                    [{"text": choice.label, "callback_data": choice.send}]
                    for choice in self.buttons
                ]
            }
        return payload


def texts(reply: Reply) -> list[TelegramText]:
    """Return the reply's text, sources and choices in as few messages as they need.

    A choice whose message is longer than a button may carry is written out instead.
    """
    buttons = tuple(c for c in reply.choices if utf8_bytes(c.send) <= CALLBACK_DATA_BYTES)
    written = [choice.send for choice in reply.choices if choice not in buttons]
    text = reply.text
    if written:
        text += "\n".join(["", wording.CHOICES, *written])
    # The limit counts what is shown, so the text is cut before it is escaped.
    messages = [
        TelegramText(html.escape(part, quote=False), part)
        for part in split_text(text, TEXT_LIMIT, utf16_units)
    ]
    links = _links(reply.citations)
    if links.plain and utf16_units(messages[-1].plain + links.plain) <= TEXT_LIMIT:
        last = messages.pop()
        messages.append(TelegramText(last.html + links.html, last.plain + links.plain))
    elif links.plain:
        messages.append(TelegramText(links.html.strip(), links.plain.strip()))
    buttons += tuple(b for b in opinion_buttons(reply) if utf8_bytes(b.send) <= CALLBACK_DATA_BYTES)
    if buttons:
        last = messages.pop()
        messages.append(TelegramText(last.html, last.plain, buttons))
    return messages


def caption(description: str) -> str:
    """Return `description` as a picture may carry it."""
    return description[: CAPTION_LIMIT // 2]


def _links(citations: tuple[Citation, ...]) -> TelegramText:
    shown = sources(citations)
    return TelegramText(
        html="".join(
            f'\n{wording.SOURCE}<a href="{html.escape(page.url)}">{html.escape(page.name)}</a>'
            for page in shown
        ),
        plain="".join(f"\n{wording.SOURCE}{page.name} {page.url}" for page in shown),
    )
