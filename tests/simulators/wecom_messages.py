"""What WeCom accepts as a message, and how it says no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Answer = dict[str, Any]

TEXT_BYTES = 2048


def refusal(code: int, hint: str) -> Answer:
    """Return an answer with an error code."""
    return {"errcode": code, "errmsg": hint}


def truncated(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the message as a phone shows it: text is cut at the limit, in silence."""
    if payload["msgtype"] != "text":
        return payload
    content = str(payload["text"]["content"]).encode()[:TEXT_BYTES].decode(errors="replace")
    return {**payload, "text": {"content": content}}


def refused_card(card: dict[str, Any]) -> Answer | None:
    """Return why a card with buttons is refused; None when it is sound."""
    buttons: Iterable[dict[str, Any]] = card.get("button_list", [])
    keys = [str(button.get("key", "")) for button in buttons]
    is_sound = (
        card.get("card_type") == "button_interaction"
        and 0 < len(str(card.get("task_id", "")).encode()) <= 128
        and 1 <= len(keys) <= 6
        and len(set(keys)) == len(keys)
        and all(0 < len(key.encode()) <= 1024 for key in keys)
        and _opens_pages(card)
    )
    return None if is_sound else refusal(40035, "invalid template_card")


def _opens_pages(card: dict[str, Any]) -> bool:
    """Tell whether the rows of `card` are at most six, and each link says where it leads."""
    rows: list[dict[str, Any]] = card.get("horizontal_content_list", [])
    action: dict[str, Any] = card.get("card_action", {"type": 0})
    linked = [row for row in [*rows, action] if row.get("type", 0) == 1]
    return (
        len(rows) <= 6
        and all(row.get("keyname") for row in rows)
        and all(str(row.get("url", "")).startswith(("http://", "https://")) for row in linked)
    )
