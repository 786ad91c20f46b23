"""Reads the forms of the console: fields, and files within their limits."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from bot.errors import ConsoleRefused
from bot.web.console import wording

_MOST_FIELDS = 100
_MOST_FILES = 20
_MOST_FIELD_BYTES = 64 * 1024
LARGEST_FORM = 256 * 1024
LARGEST_UPLOAD = 64 * 1024 * 1024
# What is too large is read to its end and thrown away, so that the browser hears the answer;
# beyond this the connection is cut.
_MOST_DISCARDED = 8 * LARGEST_UPLOAD


@dataclass(frozen=True)
class Form:
    """What was posted: texts by name, stripped, the last of each; and files, each with the name
    of its field in `file_fields`."""

    fields: dict[str, str]
    files: Sequence[UploadFile] = ()
    file_fields: Sequence[str] = ()

    def files_of(self, name: str) -> list[UploadFile]:
        """Return the files of one field."""
        pairs = zip(self.files, self.file_fields, strict=True)
        return [file for file, field in pairs if field == name]

    def get(self, name: str, *, longest: int = 4000) -> str:
        """Return a field, "" when it was not sent.

        Raises:
            ConsoleRefused: it is longer than `longest` characters.
        """
        text = self.fields.get(name, "")
        if len(text) > longest:
            raise ConsoleRefused(wording.field_too_long(longest))
        return text

    def required(self, name: str, label: str, *, longest: int = 4000) -> str:
        """Return a field that must be filled in.

        Raises:
            ConsoleRefused: it is empty or too long; the message calls it `label`.
        """
        text = self.get(name, longest=longest)
        if not text:
            raise ConsoleRefused(wording.field_missing(label))
        return text


async def read_form(request: Request, *, takes_files: bool = False) -> Form:
    """Return what was posted. Files are kept on disk beyond a megabyte, never in memory.

    Raises:
        ConsoleRefused: too large, malformed, or no form.
    """
    limit = LARGEST_UPLOAD if takes_files else LARGEST_FORM
    body = _limited(request, limit)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            parser = MultiPartParser(
                request.headers,
                body,
                max_files=_MOST_FILES,
                max_fields=_MOST_FIELDS,
                max_part_size=_MOST_FIELD_BYTES,
            )
            return _form(await parser.parse())
        if kind == "application/x-www-form-urlencoded":
            return _form(await FormParser(Headers(raw=request.headers.raw), body).parse())
    except MultiPartException as exc:
        raise ConsoleRefused(wording.FORM_MALFORMED, why=wording.form_fault(exc.message)) from exc
    except ClientDisconnect as exc:
        # Nobody reads the refusal; it only keeps a hang-up from looking like a failure.
        raise ConsoleRefused(wording.FORM_MALFORMED) from exc
    raise ConsoleRefused(wording.FORM_MALFORMED)


async def _limited(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    # Content-Length may lie or be absent, so what arrives is counted.
    announced = request.headers.get("content-length", "")
    size = 0
    is_too_large = announced.isdecimal() and int(announced) > limit
    async for chunk in request.stream():
        size += len(chunk)
        is_too_large = is_too_large or size > limit
        if not is_too_large:
            yield chunk
        elif size > _MOST_DISCARDED:
            break
    if is_too_large:
        raise ConsoleRefused(wording.too_large(limit))


def _form(posted: FormData) -> Form:
    fields = {
        name: value.replace("\0", "").replace("\r\n", "\n").strip()
        for name, value in posted.multi_items()
        if isinstance(value, str)
    }
    files = [
        (name, value)
        for name, value in posted.multi_items()
        if isinstance(value, UploadFile) and value.filename
    ]
    return Form(fields, [value for _, value in files], [name for name, _ in files])
