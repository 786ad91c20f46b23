"""Reads a stranger's file in a process of its own, which ends with it, or after some time.

A file made to be read for ever, or to bring the reader down, costs that process; the service goes
on. Nothing of the file is written to a disk. `python -m retrieval.notices.reading_apart` is that
process: the file comes in; a `Notice`, a text or a refusal goes out, as JSON, after an empty line
for each page that was read.

The pipe that the file comes through stays open for as long as somebody waits: its end means that
nobody does any more, even by SIGKILL, and the reader ends with it.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from typing import IO, Any

from pydantic import ValidationError

from retrieval.documents.loaded_text import LoadedText
from retrieval.documents.loading import load
from retrieval.errors import DocumentError, EmptyDocument, UnreadableDocument
from retrieval.notices.notice import Notice, read_notice

LONGEST_PAGE_S = 300.0
"""How long a page may take, and the start before the first. On busy cores a page of a scan takes
half a minute; one that takes ten times as long is not read at all."""

LONGEST_LOADING_S = 4 * 3600.0
"""What the longest scan that is taken needs, every page on a busy machine; then it is given up,
for no more than two files are read at once."""

_MOST_MEMORY = 4 * 1024**3
# Each brings the models of its own that read scans; in one process they would take turns. A short
# file need not wait for a long one.
_LOADERS = threading.BoundedSemaphore(2)
_NOTICE, _TEXT = "notice", "text"
_SIZE = struct.Struct(">Q")
_CHUNK = 1 << 16


def read_apart(content: bytes, *, timeout_s: float) -> Notice:
    """Read a file or a picture; blocks for at most about `timeout_s`.

    Raises:
        DocumentError: it cannot be read, or not within the time.
    """
    answer = _asked(
        _NOTICE,
        content,
        timeout_s,
        timeout_s,
        otherwise="请重新拍照、截图或另存后重发",
        too_long="请只发要问的那一页，或截取要问的部分",
    )
    try:
        return Notice.model_validate(answer)
    except ValidationError as exc:
        raise UnreadableDocument("文件读到一半出错", "请重新拍照、截图或另存后重发") from exc


def load_apart(
    content: bytes, *, page_s: float = LONGEST_PAGE_S, timeout_s: float = LONGEST_LOADING_S
) -> LoadedText:
    """Extract a file's text as `load` does, where what reads it may crash or never end.

    Raises:
        DocumentError: as `load`; it brought its reader down, or a page was not read within
            `page_s`, or all of it within `timeout_s`.
    """
    with _LOADERS:
        answer = _asked(
            _TEXT,
            content,
            page_s,
            timeout_s,
            otherwise="请重新下载或另存后重试",
            too_long="请拆分，或另存为新的文件后重试",
        )
    return LoadedText(answer["text"], answer["media_type"], answer["fields"])


def _asked(
    what: str, content: bytes, page_s: float, timeout_s: float, *, otherwise: str, too_long: str
) -> dict[str, Any]:
    try:
        status, said = _said_by_reader(what, content, page_s, timeout_s)
    except TimeoutError as exc:
        raise UnreadableDocument(f"{exc}没有读完，没有再读下去", too_long) from exc
    except OSError as exc:
        raise UnreadableDocument("现在读不了文件", "请稍后重试，或把要问的文字发来") from exc
    if status == -signal.SIGKILL:
        raise UnreadableDocument(
            "读到一半被系统中止，多半是服务器内存不足", "请联系管理员，或拆分后重试"
        )
    if status:
        raise UnreadableDocument("文件读到一半出错，可能已损坏", otherwise)
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError as exc:
        raise UnreadableDocument("文件读到一半出错", otherwise) from exc
    if "refused" in answer:
        kind = EmptyDocument if answer["is_empty"] else UnreadableDocument
        raise kind(*answer["refused"])
    return answer


def _said_by_reader(
    what: str, content: bytes, page_s: float, timeout_s: float
) -> tuple[int, bytes]:
    """Return the reader's exit status, and what it wrote.

    Raises:
        TimeoutError: with the time that was not enough, in words.
        OSError: it could not be started.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "retrieval.notices.reading_apart", what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        talking = [
            threading.Thread(target=_hand_over, args=(reader.stdin, content), daemon=True),
            threading.Thread(target=_hear, args=(reader.stdout, heard), daemon=True),
        ]
        for thread in talking:
            thread.start()
        try:
            said = _all_of(heard, page_s, timeout_s)
            return reader.wait(), said
        finally:
            reader.kill()
            for thread in talking:
                thread.join()


def _hand_over(pipe: IO[bytes], content: bytes) -> None:
    try:
        pipe.write(_SIZE.pack(len(content)))
        rest = memoryview(content)
        while rest:
            rest = rest[pipe.write(rest) :]
    except OSError:
        # It has ended; how, its status says.
        return


def _hear(pipe: IO[bytes], heard: queue.SimpleQueue[bytes]) -> None:
    while some := pipe.read(_CHUNK):
        heard.put(some)
    heard.put(b"")


def _all_of(heard: queue.SimpleQueue[bytes], page_s: float, timeout_s: float) -> bytes:
    said: list[bytes] = []
    end = time.monotonic() + timeout_s
    while True:
        left = end - time.monotonic()
        try:
            some = heard.get(timeout=max(0.0, min(page_s, left)))
        except queue.Empty:
            in_words = f"{timeout_s:.0f} 秒内" if left <= page_s else f"有一页 {page_s:.0f} 秒"
            raise TimeoutError(in_words) from None
        if not some:
            return b"".join(said)
        said.append(some)


def main() -> None:
    """Read what comes in on the standard input."""
    _limit()
    content = _handed_over()
    threading.Thread(target=_end_with_whoever_waits, daemon=True).start()
    try:
        answer = _text_of(content) if sys.argv[1:] == [_TEXT] else _notice_of(content)
    except DocumentError as exc:
        is_empty = isinstance(exc, EmptyDocument)
        answer = {"refused": [exc.what, exc.advice], "is_empty": is_empty}
    except Exception as exc:
        # As libraries in C++ say it.
        if not isinstance(exc, MemoryError) and "bad_alloc" not in str(exc):
            raise
        what = "读这份文件要的内存超过了限度"
        answer = {"refused": [what, "请压缩图片或拆分后重试"], "is_empty": False}
    sys.stdout.write(json.dumps(answer))


def _handed_over() -> bytes:
    head = sys.stdin.buffer.read(_SIZE.size)
    size = _SIZE.unpack(head)[0] if len(head) == _SIZE.size else 1
    content = sys.stdin.buffer.read(size)
    if len(content) < size:
        sys.exit(1)
    return content


def _end_with_whoever_waits() -> None:
    # Nothing more comes; not through the buffer, whose lock an ending interpreter wants for itself.
    os.read(sys.stdin.fileno(), 1)
    # Not by an exception: the library that reads may never come back to hear of it.
    os._exit(1)


def _page_read() -> None:
    sys.stdout.write("\n")
    sys.stdout.flush()


def _text_of(content: bytes) -> dict[str, Any]:
    loaded = load(content, page_read=_page_read)
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
    # Where what reads keeps the interpreter for itself, no thread hears that nobody waits.
    signal.alarm(int(LONGEST_LOADING_S) + 60)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    # Whoever runs the service may have allowed it less.
    allowed = _MOST_MEMORY if most == resource.RLIM_INFINITY else min(most, _MOST_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


if __name__ == "__main__":
    main()
