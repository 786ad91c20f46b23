"""Big files do not exhaust memory: each is read by a process of its own, whose peak is measured."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.retrieval.documents.formats.made_files import SENTENCE, package, pdf, word
from tests.retrieval.material import REPOSITORY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc"),
]

MIB = 1024 * 1024
BIG = 100 * MIB
_CHILD = """
import re, sys
from pathlib import Path
from retrieval.documents.survey import survey
report = survey([Path(sys.argv[1])])[0]
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(peak.group(1), report.sentences, report.reason or "")
"""


def text_file(path: Path) -> None:
    path.write_bytes(f"{SENTENCE}\n".encode() * (BIG // len(f"{SENTENCE}\n".encode())))


def page_file(path: Path) -> None:
    paragraph = f"<p>{SENTENCE}</p>\n".encode()
    path.write_bytes(b"<html><body>" + paragraph * (BIG // len(paragraph)))


def page_with_pictures(path: Path) -> None:
    picture = b"<img src='data:image/png;base64," + b"QUJD" * (BIG // 4) + b"'>"
    path.write_bytes(f"<html><body><p>{SENTENCE}</p>".encode() + picture)


def word_file_with_pictures(path: Path) -> None:
    path.write_bytes(word())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/image1.png", os.urandom(BIG))


def word_bomb(path: Path) -> None:
    path.write_bytes(package({"word/document.xml": b"<w:t>" + b"0" * (2 * BIG)}))


def long_pdf(path: Path) -> None:
    path.write_bytes(pdf([[f"{number}．{SENTENCE}" for number in range(30)]] * 300))


def ruled_pdf(path: Path) -> None:
    rules = "".join(f"60 {748 - 20 * at} 400 .5 re f\n" for at in range(12))
    path.write_bytes(pdf([["项目 金额"] * 11] * 300, rules=rules))


CASES: list[tuple[Callable[[Path], None], bool, int]] = [
    (text_file, False, 200),
    (page_file, False, 200),
    (page_with_pictures, True, 250),
    (word_file_with_pictures, True, 250),
    (word_bomb, False, 150),
    (long_pdf, True, 150),
    (ruled_pdf, True, 200),
]


@pytest.mark.parametrize(("write", "is_read", "most_mib"), CASES)
def test_a_big_file_is_read_or_refused_within_bounds(
    write: Callable[[Path], None], is_read: bool, most_mib: int, tmp_path: Path
) -> None:
    path = tmp_path / "文件"
    write(path)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    peak, sentences, *reason = done.stdout.split(maxsplit=2)
    assert int(peak) / 1024 < most_mib, done.stdout
    assert (int(sentences) > 0) is is_read, done.stdout
    assert is_read or reason
