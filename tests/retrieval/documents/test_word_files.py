"""Word files: what a reader sees comes in, what a reader does not see stays out."""

from __future__ import annotations

import struct

import pytest

from retrieval.documents.loading import load
from tests.retrieval.documents.formats.made_files import package, rtf_characters
from tests.retrieval.documents.formats.word97_file import IN_TABLE, row_end, word97_file

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(text: str, properties: str = "", more: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}{more}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def lines_of(body: str, **parts: str) -> list[str]:
    names = {"numbering": "word/numbering.xml", "styles": "word/styles.xml"}
    document = f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'
    content = package(
        {"word/document.xml": document} | {names[name]: part for name, part in parts.items()}
    )
    return load(content).text.split("\n")


def numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'


def level(at: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def test_numbers_that_word_counts_by_itself_are_written() -> None:
    levels = (
        level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCountingThousand", "（%2）")
        + level(2, "decimal", "%3.")
    )
    numbering = (
        f'<w:numbering xmlns:w="{SPACE}"><w:abstractNum w:abstractNumId="3">{levels}'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    body = "".join(
        paragraph(run(text), numbered(at))
        for at, text in [
            (0, "目标"),
            (1, "总体"),
            (2, "甲。"),
            (2, "乙。"),
            (1, "具体"),
            (0, "措施"),
        ]
    )
    assert lines_of(body, numbering=numbering) == [
        "一、目标", "（一）总体", "1.甲。", "2.乙。", "（二）具体", "二、措施",
    ]  # fmt: skip


def test_articles_numbered_by_a_style_go_beyond_a_hundred() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{SPACE}"><w:abstractNum w:abstractNumId="3">'
        f'{level(0, "chineseCounting", "第%1条")}</w:abstractNum><w:num w:numId="7">'
        '<w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles xmlns:w="{SPACE}"><w:style w:styleId="条"><w:pPr>{numbered(0)}</w:pPr>'
        "</w:style></w:styles>"
    )
    body = paragraph(run("内容。"), '<w:pStyle w:val="条"/>') * 112
    lines = lines_of(body, numbering=numbering, styles=styles)
    assert [lines[at] for at in (0, 19, 99, 100, 111)] == [
        "第一条 内容。", "第二十条 内容。", "第一百条 内容。", "第一百零一条 内容。",
        "第一百一十二条 内容。",
    ]  # fmt: skip


def test_merged_cells_are_written_in_every_row_they_span() -> None:
    body = table(
        cell("指标") + cell("分值", '<w:gridSpan w:val="2"/>'),
        cell("学历", '<w:vMerge w:val="restart"/>') + cell("大专") + cell("60分"),
        cell("", "<w:vMerge/>") + cell("本科") + cell("60分"),
    )
    assert lines_of(body) == ["指标 ｜ 分值", "学历 ｜ 大专 ｜ 60分", "学历 ｜ 本科 ｜ 60分"]


def test_rows_of_a_table_inside_a_cell_stay_rows() -> None:
    inner = table(cell("小学") + cell("260"), cell("初中") + cell("280"))
    body = table(cell("石岐区") + cell("计划", more=inner))
    assert lines_of(body) == ["石岐区 ｜ 计划", "小学 ｜ 260", "初中 ｜ 280"]


def test_a_table_that_only_frames_the_text_leaves_its_paragraphs_apart() -> None:
    text = paragraph(run("第一条 目的。")) + paragraph(run("第二条 范围。"))
    body = f"<w:tbl><w:tr><w:tc>{text}</w:tc></w:tr></w:tbl>"
    assert lines_of(body) == ["第一条 目的。", "第二条 范围。"]


def test_content_controls_text_boxes_and_insertions_come_in() -> None:
    boxed = f"<w:txbxContent>{paragraph(run('框内。'))}</w:txbxContent>"
    box = f"<mc:Choice xmlns:mc='m'>{boxed}</mc:Choice>"
    again = box.replace("Choice", "Fallback")
    body = f"<w:sdt><w:sdtContent>{paragraph(run('控件内。'))}</w:sdtContent></w:sdt>" + paragraph(
        f"<w:ins>{run('插入。')}</w:ins><w:r>{box}{again}</w:r>"
    )
    assert lines_of(body) == ["控件内。", "插入。", "框内。"]


def test_deleted_hidden_and_field_text_stays_out() -> None:
    shown = run("显示", '<w:vanish w:val="0"/>')
    body = paragraph(
        f"<w:del>{run('删去')}</w:del>{run('隐藏', '<w:vanish/>')}{shown}"
        f"<w:r><w:instrText>HYPERLINK a</w:instrText></w:r>{run('链接。')}"
    )
    assert lines_of(body) == ["显示链接。"]


@pytest.mark.parametrize("root", ["w:wordDocument", "pkg:package"])
def test_a_document_saved_as_one_xml_file_is_read(root: str) -> None:
    spaces = 'xmlns:w="urn:w" xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    text = f"<{root} {spaces}><w:body>{paragraph(run('一、支持企业。'))}</w:body></{root}>"
    assert load(text.encode()).text == "一、支持企业。"


def test_an_old_word_file_loses_field_codes_and_hidden_text() -> None:
    text = "见\x13HYPERLINK a\x14附件\x15保密，\x01参照执行。\r"
    content = word97_file([("第一条 目的。\r", b""), (text, b"")], hidden="保密")
    assert load(content).text.split("\n") == ["第一条 目的。", "见附件，参照执行。"]


def test_an_old_word_file_writes_merged_cells_in_every_row() -> None:
    rows = [
        ("学历\x07", IN_TABLE), ("大专\x07", IN_TABLE), ("\x07", row_end(False, False)),
        ("\x07", IN_TABLE), ("本科\x07", IN_TABLE), ("\x07", row_end(True, False)),
    ]  # fmt: skip
    content = word97_file([*rows, ("说明。\r", b"")])
    assert load(content).text.split("\n") == ["学历 ｜ 大专", "学历 ｜ 本科", "说明。"]


def test_a_table_inside_a_cell_of_an_old_word_file_is_part_of_the_cell() -> None:
    inner = IN_TABLE + struct.pack("<HI", 0x6649, 2)
    rows = [
        ("甲\r", inner + struct.pack("<HB", 0x244B, 1)),
        ("\r", inner + struct.pack("<HB", 0x244C, 1)),
        ("乙\x07", IN_TABLE), ("丙\x07", IN_TABLE), ("\x07", row_end(False, False)),
    ]  # fmt: skip
    assert load(word97_file([*rows, ("完。\r", b"")])).text.split("\n") == ["甲 乙 ｜ 丙", "完。"]


RTF_HEAD = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 Song;}{\\f1\\fcharset0 Arial;}}"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rtf_characters("一、支持。"), "一、支持。"),
        ("\\u19968?\\u12289?\\u25903?", "一、支"),
        ("\\uc2\\u25903\\'d6\\'a7\\u25345\\'b3\\'d6", "支持"),
        ("\\uc0\\u55360\\u56320", "\U00020000"),
        ("\\f1 " + rtf_characters("字体不对也认得。"), "字体不对也认得。"),
        ("{\\v hidden}{\\*\\generator x}{\\header top}shown", "shown"),
        ("{\\field{\\*\\fldinst HYPERLINK a}{\\fldrslt link}}", "link"),
        ("a{\\pict\\bin4 }}{{}b\\\\\\{", "ab\\{"),
    ],
)  # fmt: skip
def test_characters_of_rich_text_are_read(source: str, text: str) -> None:
    assert load(f"{RTF_HEAD}\\f0 {source}}}".encode("ascii")).text == text


def test_merged_cells_of_rich_text_are_written_in_every_row() -> None:
    rows = (
        "\\trowd\\clvmgf\\cellx1\\cellx2\\intbl A\\cell B\\cell\\row"
        "\\trowd\\clvmrg\\cellx1\\cellx2\\intbl \\cell C\\cell\\row\\pard D\\par"
    )
    assert load(f"{RTF_HEAD}{rows}}}".encode()).text.split("\n")[:3] == ["A ｜ B", "A ｜ C", "D"]


ARTICLE = ("第一条渔港码头由渔业局养护，船长应当按照规定", "登记泊位并缴费。")


def test_lines_broken_at_a_width_become_paragraphs_again_in_a_word_file_too() -> None:
    body = "".join(paragraph(run(line)) for line in ARTICLE * 12)
    assert lines_of(body) == ["".join(ARTICLE)] * 12


@pytest.mark.parametrize(
    "lines",
    [
        [f"渔港码头泊位名单编号为{number:03}的渔船一艘" for number in range(100, 105)],
        ["张三丰"] * 24,
    ],
)
def test_lines_of_one_length_that_are_few_or_short_are_left(lines: list[str]) -> None:
    assert lines_of("".join(paragraph(run(line)) for line in lines)) == lines


def test_rows_of_one_length_are_left_as_rows() -> None:
    row = cell("渔港码头泊位补贴") + cell("每月三百元一次发放")
    assert len(lines_of(table(*[row] * 24))) == 24
