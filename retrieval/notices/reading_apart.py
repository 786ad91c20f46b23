"""Reads a stranger's file in a process of its own, which ends with it, or after some time.

A file made to be read for ever, or to bring the reader down, costs that process; the service goes
on. Nothing of the file is written to a disk. `python -m retrieval.notices.reading_apart` is that
process: the file comes in; a `Notice`, a text or a refusal goes out, as JSON.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from typing import Any

from pydantic import ValidationError

from retrieval.documents.loaded_text import LoadedText
from retrieval.documents.loading import load
from retrieval.errors import DocumentError, EmptyDocument, UnreadableDocument
from retrieval.notices.notice import Notice, read_notice

LONGEST_LOADING_S = 1800.0
"""What a scan of some hundred pages takes on a slow machine, and no more."""

_MOST_MEMORY = 4 * 1024**3
# Each brings the models of its own that read scans; in one process they would take turns. A short
# file need not wait for a long one.
_LOADERS = threading.BoundedSemaphore(2)
_NOTICE, _TEXT = "notice", "text"


def read_apart(content: bytes, *, timeout_s: float) -> Notice:
    """Read a file or a picture; blocks for at most about `timeout_s`.

    Raises:
        DocumentError: it cannot be read, or not within the time.
    """
    answer = _asked(
        _NOTICE,
        content,
        timeout_s,
        otherwise="请重新拍照、截图或另存后重发",
        too_long="请只发要问的那一页，或截取要问的部分",
    )
    try:
        return Notice.model_validate(answer)
    except ValidationError as exc:
        raise UnreadableDocument("文件读到一半出错", "请重新拍照、截图或另存后重发") from exc


def load_apart(content: bytes, *, timeout_s: float = LONGEST_LOADING_S) -> LoadedText:
    """Extract a file's text as `load` does, where what reads it may crash or never end.

    Raises:
        DocumentError: as `load`; it brought its reader down, or was not read within the time.
    """
    with _LOADERS:
        answer = _asked(
            _TEXT,
            content,
            timeout_s,
            otherwise="请重新下载或另存后重试",
            too_long="请拆分，或另存为新的文件后重试",
        )
    return LoadedText(answer["text"], answer["media_type"], answer["fields"])


def _asked(
    what: str, content: bytes, timeout_s: float, *, otherwise: str, too_long: str
) -> dict[str, Any]:
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "retrieval.notices.reading_apart", what],
            input=content,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise UnreadableDocument(f"{timeout_s:.0f} 秒内没有读完, 没有再读下去", too_long) from exc
    except OSError as exc:
        raise UnreadableDocument("现在读不了文件", "请稍后重试，或把要问的文字发来") from exc
    if ended.returncode:
        raise UnreadableDocument("文件读到一半出错, 可能已损坏", otherwise)
    try:
        answer: dict[str, Any] = json.loads(ended.stdout)
    except ValueError as exc:
        raise UnreadableDocument("文件读到一半出错", otherwise) from exc
    if "refused" in answer:
        kind = EmptyDocument if answer["is_empty"] else UnreadableDocument
        raise kind(*answer["refused"])
    return answer


def main() -> None:
    """Read what stands on the standard input."""
    _limit()
    content = sys.stdin.buffer.read()
    try:
        answer = _text_of(content) if sys.argv[1:] == [_TEXT] else _notice_of(content)
    except DocumentError as exc:
        is_empty = isinstance(exc, EmptyDocument)
        answer = {"refused": [exc.what, exc.advice], "is_empty": is_empty}
    sys.stdout.write(json.dumps(answer))


def _text_of(content: bytes) -> dict[str, Any]:
    loaded = load(content)
    return {
        "text": loaded.text,
        "media_type": loaded.media_type,
        "fields": dict(loaded.fields),
    }


def _notice_of(content: bytes) -> dict[str, Any]:
    return read_notice(content).model_dump(mode="json")


def _limit() -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limits.
        return
    # Whoever would have ended this process may have ended first.
    signal.alarm(int(LONGEST_LOADING_S) + 60)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    main()
