"""Loading: the content decides what a file is, and bad files are refused with a reason."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.loading import load
from retrieval.errors import DocumentError, EmptyDocument, UnreadableDocument
from retrieval.ingestion import documents_under
from tests.retrieval.material import shared


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("一、支持企业。")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "项目", "金额"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


PAGE = (
    '<html><head><meta charset="gb2312"><title>某市通知</title>'
    '<meta name="ArticleTitle" content="关于印发某办法的通知"></head>'
    "<body><nav>首页 政务公开</nav><div id='zoom'><p>第一条 为了规范管理。</p>"
    "<table><tr><td>项目</td><td>金额</td></tr></table></div><script>x()</script></body></html>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_text_in_any_usual_character_set_is_read(encoding: str) -> None:
    assert load("一、支持企业发展。".encode(encoding)).text == "一、支持企业发展。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_loses_its_furniture_and_keeps_its_table_rows(encoding: str) -> None:
    loaded = load(PAGE.encode(encoding))
    assert loaded.media_type == "text/html"
    assert loaded.text.split("\n") == ["第一条 为了规范管理。", "项目 ｜ 金额"]
    assert loaded.fields["articletitle"] == "关于印发某办法的通知"


def test_a_word_file_keeps_paragraphs_and_table_rows() -> None:
    assert load(word_file()).text.split("\n") == ["一、支持企业。", "项目 ｜ 金额"]


@pytest.mark.parametrize("content", [b"", b"  \n ", "—— \n".encode()])
def test_a_file_without_text_is_called_empty(content: bytes) -> None:
    with pytest.raises(EmptyDocument):
        load(content)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4 broken",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office",
        b"{\\rtf1 hello}",
        bytes(range(256)) * 8,
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        load(content)
    assert refused.value.what
    assert refused.value.advice


@given(st.binary(max_size=300))
def test_arbitrary_bytes_load_or_are_refused(content: bytes) -> None:
    with suppress(DocumentError):
        assert load(content).text


def test_folders_are_walked_without_hidden_files_and_metadata(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "metadata.yaml"):
        (tmp_path / name).write_text("x")
    assert [p.name for p in documents_under([tmp_path, Path("absent.txt")])] == [
        "a.txt",
        "b.txt",
        "absent.txt",
    ]


@pytest.mark.parametrize("folder", ["docx", "govcn", "htm", "html", "md", "noext", "txt"])
def test_real_government_files_load(folder: str) -> None:
    for path in sorted(shared("documents", folder).iterdir()):
        assert len(load(path.read_bytes()).text) > 50, path.name
