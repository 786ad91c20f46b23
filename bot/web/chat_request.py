"""Reads what was posted to the chat, or says in Chinese why it is refused."""

from __future__ import annotations

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from starlette.requests import ClientDisconnect

from bot.dialogue.wording import text_too_long
from bot.messages import LONGEST_TEXT, Attachment
from bot.web import wording

LARGEST_BODY = 64 * 1024
_MOST_ATTACHMENTS = 9
# No colon: other channels name their conversations "channel:account", and nobody may enter one
# of those from here.
CONVERSATION = r"^[0-9A-Za-z_.-]{1,128}$"


class ChatRefused(Exception):
    """The request cannot be taken; `status` is HTTP's, `detail` is for the person."""

    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        self.detail = detail
        super().__init__(detail)


class ChatRequest(BaseModel):
    """The documented body of ``POST /api/chat``; unknown keys are let pass."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=False)

    text: str = ""
    conversation: str | None = Field(None, pattern=CONVERSATION)
    user: str | None = Field(None, min_length=1, max_length=64)
    attachments: tuple[Attachment, ...] = Field((), max_length=_MOST_ATTACHMENTS)

    @field_validator("text")
    @classmethod
    def _without_nul(cls, value: str) -> str:
        # PostgreSQL stores no NUL in text.
        return value.replace("\0", "").strip()


async def read_chat_request(request: Request) -> ChatRequest:
    """Return the body of `request`.

    Raises:
        ChatRefused: it is no JSON (415, 422), too large (413), empty or malformed (422).
    """
    body = await limited_body(request)
    try:
        chat = ChatRequest.model_validate_json(body)
    except ValidationError as exc:
        raise ChatRefused(422, _first_problem(exc)) from exc
    if not chat.text and not chat.attachments:
        raise ChatRefused(422, wording.TEXT_MISSING)
    if len(chat.text) > LONGEST_TEXT:
        raise ChatRefused(422, text_too_long(len(chat.text)))
    return chat


async def limited_body(request: Request) -> bytes:
    """Return the JSON that was posted.

    Raises:
        ChatRefused: it is not sent as JSON (415), too large (413) or cut off (400).
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    # A form of another site can post without asking, but not as JSON.
    if media_type != "application/json":
        raise ChatRefused(415, wording.NOT_JSON_TYPE)
    return await limited_bytes(request)


async def limited_bytes(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """Return what was posted, `limit` bytes at most.

    Raises:
        ChatRefused: it is too large (413) or cut off (400).
    """
    # Content-Length may lie or be absent, so what arrives is counted.
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise ChatRefused(413, wording.body_too_large(limit))
    except ClientDisconnect as exc:
        # Nobody reads the refusal; it only keeps a hang-up from looking like a failure.
        raise ChatRefused(400, wording.NOT_JSON) from exc
    return bytes(body)


def _first_problem(exc: ValidationError) -> str:
    error = exc.errors(include_input=False, include_url=False)[0]
    if not error["loc"]:
        return wording.NOT_JSON
    return wording.field_malformed(str(error["loc"][0]))
