"""The neutral reply as WeCom messages. Pure: the same reply and key give the same payloads.

https://developer.work.weixin.qq.com/document/path/90236
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.channels import wording
from bot.channels.opinion import opinion_buttons, opinion_line
from bot.channels.sources import sources
from bot.channels.splitting import split_text, utf8_bytes
from bot.channels.tencent.anchors import choice_lines, source_anchors, without_anchors
from bot.channels.tencent.card_labels import are_cut, short_labels
from bot.channels.tencent.xml import cdata
from bot.channels.vendor_http import Payload
from bot.channels.wecom_app.card_key import MAX_KEY_BYTES, read_key, write_key
from bot.channels.wecom_app.wording import CHOOSE_TITLE, GO_ON_TITLE, JUDGE_TITLE, SOURCE_ROW
from bot.messages import Choice, Reply

TEXT_LIMIT = 2048
MAX_BUTTONS = 6
_CHECK_FROM_S, _CHECK_TO_S = 1800, 14400


@dataclass(frozen=True)
class Addressing:
    """To whom, from which app, and for which delivery (`key` is stable across retries)."""

    account: str
    agent_id: int
    key: str


def text_payloads(reply: Reply, to: Addressing) -> list[Payload]:
    """Return the reply's text in as few messages as it needs.

    What the card after it does not show is part of it: the sources as links, choices that fit no
    button, and how to judge the answer.
    """
    text = without_anchors(reply.text)
    if not _is_judged_by_card(reply):
        text += source_anchors(reply.citations)
    if not _is_readable_on_card(reply.choices):
        text += choice_lines(reply.choices)
    if not _is_judged_by_card(reply):
        text += opinion_line(reply)
    return [
        _payload(to, "text", {"content": part}, place)
        for place, part in enumerate(split_text(text, TEXT_LIMIT))
    ]


def image_payload(media_id: str, to: Addressing) -> Payload:
    """Return the message that shows an uploaded picture."""
    return _payload(to, "image", {"media_id": media_id})


def card_payload(reply: Reply, to: Addressing) -> Payload | None:
    """Return the one card after the text: buttons for the choices and for what one may think of
    the answer, with its sources to open; None when nothing to press fits a card."""
    choices = reply.choices if _fits_card(reply.choices) else ()
    if not _is_judged_by_card(reply):
        return _card(to, CHOOSE_TITLE, choices) if choices else None
    title = GO_ON_TITLE if choices else JUDGE_TITLE
    return _card(to, title, choices, opinion_buttons(reply), _source_rows(reply))


def pressed_card(key: str, *, user_id: str, corp_id: str, created: int) -> str:
    """Return the passive reply that replaces a card's buttons by the one that was pressed.

    https://developer.work.weixin.qq.com/document/path/90241; it changes the presser's card
    only and, unlike update_template_card, spends no response_code.
    """
    label = read_key(key).label
    shown = wording.CHOSEN.format(label=label) if label else wording.RECEIVED
    return (
        f"<xml><ToUserName>{cdata(user_id)}</ToUserName>"
        f"<FromUserName>{cdata(corp_id)}</FromUserName><CreateTime>{created}</CreateTime>"
        "<MsgType><![CDATA[update_button]]></MsgType>"
        f"<Button><ReplaceName>{cdata(shown)}</ReplaceName></Button></xml>"
    )


def _is_judged_by_card(reply: Reply) -> bool:
    """Tell whether the card takes opinions, which needs room beside the choices."""
    opinions = opinion_buttons(reply)
    choices = reply.choices if _fits_card(reply.choices) else ()
    return bool(opinions) and _fits_card((*choices, *opinions))


def _is_readable_on_card(choices: tuple[Choice, ...]) -> bool:
    return _fits_card(choices) and not are_cut([choice.label for choice in choices])


def _source_rows(reply: Reply) -> Payload:
    """Return the parts of a card that open the cited pages."""
    shown = sources(reply.citations)
    if not shown:
        return {}
    # A row shows some twenty characters: the clause comes first.
    rows = [
        {
            "type": 1,
            "keyname": SOURCE_ROW,
            "value": f"{page.clause} {page.document}",
            "url": page.url,
        }
        for page in shown
    ]
    return {"horizontal_content_list": rows, "card_action": {"type": 1, "url": shown[0].url}}


def _card(
    to: Addressing,
    title: str,
    choices: tuple[Choice, ...],
    opinions: tuple[Choice, ...] = (),
    more: Payload | None = None,
) -> Payload:
    # The key says in full what was pressed.
    labels = [*short_labels([choice.label for choice in choices]), *(o.label for o in opinions)]
    card = {
        "card_type": "button_interaction",
        "main_title": {"title": title},
        "task_id": hashlib.sha256(to.key.encode()).hexdigest()[:32],
        "button_list": [
            {"text": label, "style": 1 if place == 0 else 2, "key": _key(choice)}
            for place, (label, choice) in enumerate(zip(labels, (*choices, *opinions), strict=True))
        ],
        **(more or {}),
    }
    return _payload(to, "template_card", card)


def _payload(to: Addressing, kind: str, content: Payload, place: int = 0) -> Payload:
    payload: Payload = {
        "touser": to.account,
        "msgtype": kind,
        "agentid": to.agent_id,
        kind: content,
        "enable_duplicate_check": 1,
        "duplicate_check_interval": _check_interval(to.key, place),
    }
    return payload


def _check_interval(key: str, place: int) -> int:
    # WeCom drops a request whose JSON equals an earlier one. A retry must be dropped, but two
    # answers with the same words must not: the interval, which nobody sees, tells them apart.
    digest = hashlib.sha256(f"{key}\0{place}".encode()).digest()
    return _CHECK_FROM_S + int.from_bytes(digest[:4]) % (_CHECK_TO_S - _CHECK_FROM_S + 1)


def _key(choice: Choice) -> str:
    return write_key(choice.label, choice.send)


def _fits_card(choices: tuple[Choice, ...]) -> bool:
    keys = {_key(choice) for choice in choices}
    return 0 < len(keys) == len(choices) <= MAX_BUTTONS and all(
        utf8_bytes(key) <= MAX_KEY_BYTES for key in keys
    )
