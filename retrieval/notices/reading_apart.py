"""Reads a stranger's file in a process of its own, which ends with it, or after some time.

A file made to be read for ever, or to bring the reader down, costs that process; the service goes
on. Nothing of the file is written to a disk. `python -m retrieval.notices.reading_apart` is that
process: the file comes in, a `Notice` or a refusal goes out, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys

from pydantic import ValidationError

from retrieval.errors import DocumentError, UnreadableDocument
from retrieval.notices.notice import Notice, read_notice

_MOST_MEMORY = 4 * 1024**3


def read_apart(content: bytes, *, timeout_s: float) -> Notice:
    """Read a file or a picture; blocks for at most about `timeout_s`.

    Raises:
        DocumentError: it cannot be read, or not within the time.
    """
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "retrieval.notices.reading_apart"],
            input=content,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise UnreadableDocument(
            f"{timeout_s:.0f} 秒内没有读完, 没有再读下去", "请只发要问的那一页，或截取要问的部分"
        ) from exc
    except OSError as exc:
        raise UnreadableDocument("现在读不了文件", "请稍后重试，或把要问的文字发来") from exc
    if ended.returncode:
        raise UnreadableDocument("文件读到一半出错, 可能已损坏", "请重新拍照、截图或另存后重发")
    try:
        answer = json.loads(ended.stdout)
        if "refused" in answer:
            raise UnreadableDocument(*answer["refused"])
        return Notice.model_validate(answer)
    except (ValueError, ValidationError) as exc:
        raise UnreadableDocument("文件读到一半出错", "请重新拍照、截图或另存后重发") from exc


def main() -> None:
    """Read what stands on the standard input."""
    _limit_memory()
    try:
        answer = read_notice(sys.stdin.buffer.read()).model_dump(mode="json")
    except DocumentError as exc:
        answer = {"refused": [exc.what, exc.advice]}
    sys.stdout.write(json.dumps(answer))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limit.
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    main()
