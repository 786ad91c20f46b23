"""A file read apart: its reader ends with whoever waits, and is waited for page by page."""

from __future__ import annotations

import queue
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.errors import UnreadableDocument
from retrieval.notices import reading_apart
from retrieval.notices.reading_apart import load_apart
from tests.retrieval.documents.formats.made_files import pdf, pdf_that_draws_itself

PAGES = [["一、第一页有一句话。"], ["二、第二页有一句话。"], ["三、第三页有一句话。"]]
# Reads for ever, as a file made for that lets a library do.
NEVER_READ = """
import sys, threading
from retrieval.notices import reading_apart
def load(*_, **__):
    print("begun", flush=True)
    threading.Event().wait()
reading_apart.load = load
sys.argv[1:] = ["text"]
reading_apart.main()
"""

ENDING = """
import sys
from retrieval.notices import reading_apart
def load(*_, **__):
    {end}
reading_apart.load = load
sys.argv[1:] = sys.argv[3:]
reading_apart.main()
"""


class Heard(queue.SimpleQueue[bytes]):
    """What a reader says, and how long it is waited for each time; it never says more."""

    def __init__(self, *said: bytes) -> None:
        self.waits: list[float] = []
        for some in said:
            self.put(some)

    def get(self, block: bool = True, timeout: float | None = None) -> bytes:
        del block
        self.waits.append(timeout or 0)
        return super().get(block=False)


def handed_over(content: bytes, *, size: int | None = None) -> bytes:
    return struct.pack(">Q", len(content) if size is None else size) + content


def test_a_reader_ends_when_nobody_waits_for_it_any_more() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", NEVER_READ], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(handed_over(b"x"))
        reader.stdin.flush()
        assert reader.stdout.readline() == b"begun\n"
        # As the kernel closes it for a process that was killed.
        reader.stdin.close()
        assert reader.wait(60) == 1


def test_a_reader_that_was_handed_half_a_file_ends() -> None:
    for given in (b"", b"\0\0", handed_over(b"%PDF-", size=10)):
        ended = subprocess.run(
            [sys.executable, "-m", "retrieval.notices.reading_apart", "text"],
            input=given,
            stdout=subprocess.PIPE,
            check=False,
            timeout=60,
        )
        assert (ended.returncode, ended.stdout) == (1, b"")


def test_a_reader_tells_of_each_page() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "retrieval.notices.reading_apart", "text"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(handed_over(pdf(PAGES)))
        reader.stdin.flush()
        said = reader.stdout.read()
    assert said.startswith(b"\n" * len(PAGES) + b"{")


def test_each_page_is_waited_for_anew() -> None:
    heard = Heard(b"\n", b"\n", b"\n", b"{}", b"")
    assert reading_apart._all_of(heard, 300, 14_400) == b"\n\n\n{}"
    assert heard.waits == [300] * 5


def test_what_is_waited_for_in_vain_is_named() -> None:
    with pytest.raises(TimeoutError, match="有一页 300 秒"):
        reading_apart._all_of(Heard(b"\n"), 300, 14_400)
    with pytest.raises(TimeoutError, match="60 秒内"):
        reading_apart._all_of(Heard(b"\n"), 60, 60)


def test_a_page_that_is_never_read_is_given_up() -> None:
    with pytest.raises(UnreadableDocument, match=r"没有读完|读到一半出错"):
        load_apart(pdf_that_draws_itself(), page_s=2)


READ_WITH_LESS_MEMORY = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (3 * 1024**3, 3 * 1024**3))
from retrieval.notices.reading_apart import load_apart
print(load_apart(Path(sys.argv[1]).read_bytes()).text)
"""


def test_a_service_that_is_allowed_less_memory_reads_all_the_same(tmp_path: Path) -> None:
    """Every PDF was called damaged there."""
    (tmp_path / "a.pdf").write_bytes(pdf(PAGES))
    done = subprocess.run(
        [sys.executable, "-c", READ_WITH_LESS_MEMORY, tmp_path / "a.pdf"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "第三页有一句话" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("raise MemoryError", "内存超过了限度"),
        ("raise RuntimeError('Status Message: std::bad_alloc')", "内存超过了限度"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "内存不足"),
        ("import os; os._exit(3)", "可能已损坏"),
    ],
)
def test_a_reader_that_ran_out_of_memory_calls_no_file_damaged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, end: str, said: str
) -> None:
    """As the kernel ends whoever takes too much; the file may be as good as any."""
    ending = tmp_path / "python"
    ending.write_text(f"#!{sys.executable}\n{ENDING.format(end=end)}")
    ending.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(ending))
    with pytest.raises(UnreadableDocument, match=said):
        load_apart(pdf(PAGES))
