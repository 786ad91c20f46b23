"""A notice that somebody shows is read, and found in the library however little was read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.errors import DocumentError, UnreadableDocument
from retrieval.notices.identifying import KnownBy
from retrieval.notices.notice import Notice, read_notice
from retrieval.notices.reading_apart import read_apart
from tests.retrieval.conftest import OpenLibrary
from tests.retrieval.documents.formats.made_files import photograph
from tests.retrieval.notices.flats import LINES

EMPTY = Notice(
    title=None,
    document_number=None,
    issuer=None,
    issued_on=None,
    sentences=(),
    is_recognised=False,
)


@pytest.fixture
def library(open_library: OpenLibrary, tmp_path: Path) -> PolicyLibrary:
    opened = open_library()
    for name, lines in (("办法", LINES), ("另一份", ("另一份管理办法", "第一条 另有规定。"))):
        path = tmp_path / f"{name}.txt"
        path.write_text("\n".join(lines), "utf-8")
        opened.ingest(path)
    return opened


@pytest.mark.parametrize("turned", [1, 6])
def test_a_photograph_is_read_as_it_was_held(turned: int) -> None:
    notice = read_notice(photograph(*LINES[:4], turned=turned))
    assert (notice.title, notice.document_number) == LINES[:2]
    assert notice.is_recognised
    assert "劳动合同" in "".join(notice.sentences)


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    notice = read_apart("\n".join(LINES).encode(), timeout_s=60)
    assert notice.document_number == "泰政规〔2015〕1号"
    assert notice.issued_on == date(2015, 9, 1)
    assert not notice.is_recognised


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "图片打不开"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "HEIC"),
        (b"PK\x03\x04" + b"\0" * 40, "已损坏"),
        (b"   \n", "空"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        read_apart(content, timeout_s=60)


def test_what_is_not_read_in_time_is_given_up() -> None:
    with pytest.raises(UnreadableDocument, match="没有读完"):
        read_apart(b"x", timeout_s=0)


@pytest.mark.parametrize(
    ("read", "by"),
    [
        ({"document_number": "泰政规[2015] 1号"}, KnownBy.NUMBER),
        ({"title": "关于印发《泰州市人才公寓管理办法》的通知"}, KnownBy.TITLE),
        ({"sentences": LINES[2:6]}, KnownBy.TEXT),
    ],
)
def test_it_is_found_by_number_by_title_or_by_its_text(
    library: PolicyLibrary, read: dict[str, object], by: KnownBy
) -> None:
    (found,) = library.identify(EMPTY.model_copy(update=read))
    assert found.by is by
    stored = library.document(found.document_id)
    assert stored is not None
    assert stored.metadata.title.value == LINES[0]
    if by is KnownBy.TEXT:
        assert {"第二条#s1", "第三条#s1"} <= set(found.addresses)


def test_a_misread_character_does_not_hide_it_and_a_common_phrase_does_not_make_it(
    library: PolicyLibrary,
) -> None:
    misread = tuple(line.replace("劳动", "劳勤") for line in LINES[2:6])
    assert library.identify(EMPTY.model_copy(update={"sentences": misread}))
    strange = ("本通知自印发之日起施行，请各单位遵照执行，有关情况及时报告。",)
    assert library.identify(EMPTY.model_copy(update={"sentences": strange})) == []
    assert library.identify(EMPTY) == []
