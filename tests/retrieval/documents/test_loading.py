"""Loading: the content decides what a file is, and bad files are refused with a reason."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.loaded_text import MOST_CHARACTERS, is_from_scan
from retrieval.documents.loading import load
from retrieval.errors import DocumentError, EmptyDocument, UnreadableDocument
from retrieval.shelf.ingestion import documents_under, parse_file, read_file
from tests.retrieval.documents.formats.compound_file import compound_file
from tests.retrieval.documents.formats.made_files import (
    PAGE,
    SENTENCE,
    every_format,
    ofd,
    ofd_page,
    package,
    pdf,
    scan,
)
from tests.retrieval.documents.formats.word97_file import word97_file
from tests.retrieval.material import shared

MADE = every_format()


@pytest.mark.parametrize("made", MADE)
def test_every_format_gives_the_sentence_and_the_rows_of_the_table(made: str) -> None:
    content, media_type = MADE[made]
    loaded = load(content)
    assert loaded.media_type == media_type
    lines = loaded.text.split("\n")
    assert SENTENCE in lines
    assert any("设备购置" in line and "50万元" in line for line in lines)
    assert "脚本" not in loaded.text


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("suffix", ["pdf", "doc", "txt", ""])
def test_a_wrong_name_changes_nothing(made: str, suffix: str, tmp_path: Path) -> None:
    content, media_type = MADE[made]
    path = tmp_path / f"文件.{suffix}"
    path.write_bytes(content)
    record = parse_file(read_file(path), "id").record
    assert record.media_type == media_type
    assert SENTENCE in record.text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "big5"]
)
def test_text_in_any_usual_character_set_is_read(encoding: str) -> None:
    text = "一、支持企業發展。" * 20 if encoding == "big5" else "一、支持企业发展。\n二、注意。"
    assert load(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_a_page_says_one_character_set_and_is_in_another(encoding: str) -> None:
    loaded = load(PAGE.format(charset="gb2312").encode(encoding))
    assert loaded.text.split("\n") == [SENTENCE, "项目 ｜ 金额", "设备购置 ｜ 50万元"]
    assert loaded.fields["articletitle"] == "关于印发某办法的通知"


@pytest.mark.parametrize(
    "content", [b"", b"  \n ", "—— \n".encode(), package({"word/document.xml": "<w/>"})]
)
def test_a_file_without_text_is_called_empty(content: bytes) -> None:
    with pytest.raises(EmptyDocument):
        load(content)


REFUSED = {
    "damaged pdf": (b"%PDF-1.4 broken", "损坏"),
    "damaged package": (b"PK\x03\x04 broken", "损坏"),
    "damaged compound file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office", "损坏"),
    "neither text nor document": (bytes(range(256)) * 8, "不是文本"),
    "password on a new Word file": (compound_file({"EncryptedPackage": b"?"}), "密码"),
    "password on an old Word file": (word97_file([("密\r", b"")], flags=0x100), "密码"),
    "Word 95": (word97_file([("旧\r", b"")], version=0x68), "Word 95"),
    "presentation": (compound_file({"PowerPoint Document": b"?"}), "演示文稿"),
    "archive of files": (package({"a.txt": "一、"}), "压缩包"),
    "locked OFD": (package({"OFD.xml": "<a/>", "Encryptions.xml": "<a/>"}), "加密"),
    "picture": (b"\x89PNG\r\n\x1a\n", "图片"),
    "archive without a page": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "网页"),
    "English error page": (
        b"<html><body><p>Sorry, this file is invalid so it cannot be shown.</p></body></html>",
        "中文",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_reason_and_advice(case: str) -> None:
    content, reason = REFUSED[case]
    with pytest.raises(UnreadableDocument) as refused:
        load(content)
    assert reason in refused.value.what
    assert refused.value.advice


BOMB = "<w:t>" + "0" * 70_000_000


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.xml", "OFD.xml"])
def test_a_package_that_unpacks_to_too_much_is_refused(part: str) -> None:
    content = package({part: BOMB})
    assert len(content) < 200_000
    with pytest.raises(UnreadableDocument, match="解压后超过"):
        load(content)


def test_a_text_longer_than_any_document_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="万字"):
        load("一、支持。".encode() * (MOST_CHARACTERS // 4))


def test_entities_that_grow_are_not_expanded() -> None:
    entities = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
    paragraph = "<w:p><w:r><w:t>一、支持&c;企业。</w:t></w:r></w:p>"
    body = f'{entities}<w:body xmlns:w="w">{paragraph}</w:body>'
    with suppress(DocumentError):
        assert "bbbb" not in load(package({"word/document.xml": body})).text


def test_characters_nobody_sees_are_left_out() -> None:
    text = "\ufeff一、支\u200b持企业\x00发展\x07。\r\n二、\u00ad注意。\u2028三、其他。"
    assert load(text.encode()).text == "一、支持企业发展。\n二、注意。\n三、其他。"


def test_marks_of_a_word_processor_at_the_ends_of_lines_are_left_out() -> None:
    text = "一、取消政策\ue004\n（一）停办。\ue003\ue003 \n\ue004\n厅\ue0052号"
    assert load(text.encode()).text == "一、取消政策\n（一）停办。 \n\n厅\ue0052号"


def test_pages_of_a_pdf_follow_each_other_and_lose_their_numbers() -> None:
    loaded = load(pdf([["一、支持企业。", "— 1 —"], ["二、鼓励创新。", "第 2 页 共 2 页"]]))
    assert loaded.text.split("\n") == ["一、支持企业。", "二、鼓励创新。"]


def test_text_of_an_ofd_is_read_from_top_to_bottom() -> None:
    page = ofd_page([(20, 60, "二、鼓励创新。"), (20, 20, "一、支持"), (36, 20, "企业。")])
    assert load(ofd(page)).text.split("\n") == ["一、支持企业。", "二、鼓励创新。"]


@pytest.mark.slow
def test_a_scan_is_read_and_said_to_be_one() -> None:
    lines = ["第一条 为了规范管理，制定本办法。", "二、支持企业发展，鼓励技术创新。"]
    loaded = load(scan(*lines))
    assert is_from_scan(loaded.media_type)
    assert "支持企业发展，鼓励技术创新。" in loaded.text
    assert not is_from_scan(load(pdf([lines])).media_type)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_load_or_are_refused(content: bytes) -> None:
    with suppress(DocumentError):
        assert load(content).text


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_any_text_loads_without_control_characters(text: str, encoding: str) -> None:
    with suppress(DocumentError):
        loaded = load(text.encode(encoding, "ignore")).text
        assert not any(ord(c) < 32 and c not in "\n\t" for c in loaded)
        assert loaded.encode()


def test_folders_are_walked_without_hidden_files_and_metadata(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "metadata.yaml"):
        (tmp_path / name).write_text("x")
    assert [p.name for p in documents_under([tmp_path, Path("absent.txt")])] == [
        "a.txt",
        "b.txt",
        "absent.txt",
    ]


REAL = ["doc", "docx", "govcn", "htm", "html", "md", "noext", "txt", "xls"]


@pytest.mark.parametrize("folder", REAL)
def test_real_government_files_load_or_are_no_document(folder: str) -> None:
    for path in sorted(shared("documents", folder).iterdir()):
        text = _text_or_reason(path)
        assert len(text) > 50 or "网页里没有中文正文" in text, path.name
        assert not any(ord(c) < 32 and c not in "\n\t" for c in text), path.name


def _text_or_reason(path: Path) -> str:
    try:
        return load(path.read_bytes()).text
    except UnreadableDocument as refused:
        return refused.what


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_broken_character_does_not_cost_the_page(encoding: str) -> None:
    page = PAGE.format(charset=encoding).encode(encoding)
    place = page.index("鼓励".encode(encoding))
    loaded = load(page[:place] + b"\xff" + page[place + 1 :])
    assert "支持企业发展" in loaded.text
    assert "设备购置 ｜ 50万元" in loaded.text


def test_lines_broken_at_a_width_become_paragraphs_again() -> None:
    article = "　　第三条 本办法自二〇一四年一月一日起试行，二〇一五年十二月三十\n一日废止。"
    whole = article.replace("\n", "")
    broken = "\n\n".join([article] * 12)
    assert load(broken.encode()).text.count(whole) == 12
    kept = "\n".join(f"第{n}条 各有关单位应当执行。" for n in range(30))
    assert load(kept.encode()).text == kept
