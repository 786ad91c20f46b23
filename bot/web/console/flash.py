"""What became of an action, shown once on the page that follows it."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass

from fastapi import Request
from fastapi.responses import Response

FLASH_COOKIE = "bot_flash"
_LONGEST = 600


@dataclass(frozen=True)
class Flash:
    """`undo` is the number of the change that the message offers to take back."""

    text: str
    is_trouble: bool = False
    undo: int | None = None


def read_flash(request: Request) -> Flash | None:
    """Return the message a request brings along; None when there is none, or it is damaged."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(request.cookies.get(FLASH_COOKIE, "")))
        return Flash(str(kept["text"]), bool(kept["is_trouble"]), kept["undo"])
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None


def put_flash(response: Response, flash: Flash, *, is_secure: bool) -> None:
    """Let the next page show `flash`."""
    kept = asdict(flash) | {"text": flash.text[:_LONGEST]}
    value = base64.urlsafe_b64encode(json.dumps(kept, ensure_ascii=False).encode()).decode()
    response.set_cookie(
        FLASH_COOKIE,
        value,
        path="/console",
        max_age=60,
        httponly=True,
        samesite="strict",
        secure=is_secure,
    )


def clear_flash(response: Response) -> None:
    """Show the message no more."""
    response.delete_cookie(FLASH_COOKIE, path="/console")
