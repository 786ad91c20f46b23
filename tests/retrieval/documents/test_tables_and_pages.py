"""Spreadsheets, pages and fixed layouts: rows stay rows, and page furniture goes."""

from __future__ import annotations

import time
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import xlwt

from retrieval.documents.loading import load
from retrieval.documents.web_chrome import is_chrome
from tests.retrieval.documents.formats.made_files import ofd, ofd_page, package, pdf

PROSE = "<p>第一条 为了规范管理，根据法律，制定本办法。</p>" * 6


def lines_of_page(body: str) -> list[str]:
    return load(f"<html><body>{body}</body></html>".encode()).text.split("\n")


def lines_of_book(fill: object) -> list[str]:
    assert callable(fill)
    book = openpyxl.Workbook()
    fill(book)
    buffer = BytesIO()
    book.save(buffer)
    return load(buffer.getvalue()).text.split("\n")


def test_a_row_of_a_spreadsheet_says_what_its_values_are() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append(["重点项目台账"])
        sheet.append(["序号", "投资", None, "占比", "开工"])
        sheet.append([None, "计划", "完成", None, None])
        sheet.append([1, 10.5, 3.0, 0.285, date(2019, 3, 1)])
        sheet.append(["注：单位为亿元。"])
        sheet["D4"].number_format = "0.0%"
        sheet.merge_cells("A1:E1")
        for span in ("A2:A3", "B2:C2", "D2:D3", "E2:E3"):
            sheet.merge_cells(span)

    assert lines_of_book(fill)[-2:] == [
        "序号：1 ｜ 投资·计划：10.5 ｜ 投资·完成：3 ｜ 占比：28.5% ｜ 开工：2019-03-01",
        "注：单位为亿元。",
    ]


def test_sheets_are_named_and_hidden_ones_stay_out() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for name in ("甲", "乙", "丙"):
            sheet = book.create_sheet(name)
            sheet.append(["项目", "金额"])
            sheet.append([name, 1])
        book["乙"].sheet_state = "hidden"

    assert lines_of_book(fill) == [
        "工作表：甲", "项目 ｜ 金额", "项目：甲 ｜ 金额：1",
        "工作表：丙", "项目 ｜ 金额", "项目：丙 ｜ 金额：1",
    ]  # fmt: skip


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet["A1"], sheet["XFD1048576"] = "一、支持企业。", "远"

    assert lines_of_book(fill) == ["一、支持企业。"]


def test_an_old_workbook_is_read_alike() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("目录")
    sheet.write_merge(0, 0, 0, 2, "目录（2014年）")
    for column, name in enumerate(["类别", "名称", "比例"]):
        sheet.write(1, column, name)
    sheet.write_merge(2, 3, 0, 0, "甲类")
    for row, name in ((2, "格列卫"), (3, "利妥昔单抗")):
        sheet.write(row, 1, name)
        sheet.write(row, 2, 0.9, xlwt.easyxf(num_format_str="0%"))
    buffer = BytesIO()
    book.save(buffer)
    assert load(buffer.getvalue()).text.split("\n") == [
        "目录（2014年）", "类别 ｜ 名称 ｜ 比例",
        "类别：甲类 ｜ 名称：格列卫 ｜ 比例：90%", "类别：甲类 ｜ 名称：利妥昔单抗 ｜ 比例：90%",
    ]  # fmt: skip


def test_a_cell_over_several_rows_of_a_page_is_written_in_each() -> None:
    table = (
        "<table><tr><th>指标</th><th colspan='2'>分值</th></tr>"
        "<tr><td rowspan='2'><p>学</p><p>历</p></td><td>大专</td><td>60分</td></tr>"
        "<tr><td>本<span>科</span></td><td>80分</td></tr></table>"
    )
    assert lines_of_page(f"{PROSE}{table}")[-3:] == [
        "指标 ｜ 分值",
        "学 历 ｜ 大专 ｜ 60分",
        "学 历 ｜ 本科 ｜ 80分",
    ]


def test_a_table_that_only_places_things_is_read_as_text() -> None:
    rows = f"<tr><td>左</td><td>{PROSE * 13}</td></tr><tr><td>a</td><td>b</td></tr>"
    table = f"<table>{rows}</table>"
    assert lines_of_page(table).count("第一条 为了规范管理，根据法律，制定本办法。") > 50


def test_menus_of_links_go_and_lists_of_attachments_stay() -> None:
    menu = "".join(f"<li><a href='#'>{name}</a></li>" for name in ("组织", "要闻", "公开", "互动"))
    files = "".join(f"<li><a href='#'>附件{n}：申报表{n}</a></li>" for n in range(1, 5))
    lines = lines_of_page(f"<ul>{menu}</ul><h1>关于印发办法的通知</h1>{PROSE}<ul>{files}</ul>")
    assert "要闻" not in lines
    assert "附件3：申报表3" in lines
    assert lines[0] == "关于印发办法的通知"


def test_a_page_inside_one_form_is_not_lost() -> None:
    lines = lines_of_page(f"<form action='x'><input value='搜索'>{PROSE}</form>")
    assert lines[0].startswith("第一条")


def test_what_stands_beside_the_document_goes_unless_it_belongs_to_it() -> None:
    side = "<div>推荐阅读<br>某地新闻一则</div>"
    number = "<div>某政发〔2018〕1号</div>"
    assert "某地新闻一则" not in lines_of_page(f"{side}<div>{PROSE}</div>")
    assert "某政发〔2018〕1号" in lines_of_page(f"{number}<div>{PROSE}</div>")


def test_pictures_written_into_a_page_are_not_text() -> None:
    page = f"<html><body><img src='data:image/png;base64,{'QUJD' * 100}'>{PROSE}</body></html>"
    assert "QUJD" not in load(page.encode()).text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("首 页 | 信息公开 | 在线办事 | 互动交流 | 公共服务", True),
        ("佛山市社会保险基金管理局 版权所有© 2015 备案号:粤ICP备 05029485号", True),
        ("你是第 1225552 位来访者", True),
        ("【打印本页】 【关闭窗口】", True),
        ("新浪微博", True),
        ("信息公开", True),
        ("附件：1．申报表", False),
        ("第一条 为了规范信息公开，制定本办法。", False),
        ("主办单位：市经信委", False),
        ("项目 ｜ 金额 ｜ 期限 ｜ 部门", False),
        ("互动交流机制由市政府办公室负责。", False),
    ],
)
def test_page_furniture_is_told_from_the_document(line: str, expected: bool) -> None:
    assert is_chrome(line) is expected


def test_empty_lines_of_markdown_are_gone_through_once() -> None:
    started = time.process_time()
    text = load(f"# 标题\n\n第一条 为了管理。{chr(10) * 30_000}第二条 制定本办法。".encode()).text
    assert time.process_time() - started < 3
    assert text.split("\n")[-1] == "第二条 制定本办法。"


def test_markdown_loses_its_marks_and_keeps_its_numbers() -> None:
    source = (
        "某市通知\n====\n\n- [首页](/)\n- [要闻](/a)\n- [公开](/b)\n- [互动](/c)\n\n"
        "**第一条** 为了*规范*，制定本办法。\n\n1. 目标。\n2. 任务。\n\n"
        "    一、缩进的正文。\n\n| 项目 | 金额 |\n|---|---|\n| 设备 | 50万元 |\n"
    )
    assert load(source.encode()).text.split("\n") == [
        "某市通知", "第一条 为了规范，制定本办法。", "1. 目标。", "2. 任务。", "一、缩进的正文。",
        "项目 ｜ 金额", "设备 ｜ 50万元",
    ]  # fmt: skip


def test_plain_text_is_kept_as_it_is() -> None:
    source = "某市通知\n\n    1. 目标*一*。\n  - 任务_二_。\n#3 附表 <br> 说明\n"
    assert load(source.encode()).text == source


def test_an_archive_that_a_converter_flattened_gives_its_page_only() -> None:
    source = (
        "Content-Type: multipart/related; boundary=----------abcdefgh MIME-Version: 1.0 "
        "------------abcdefgh Content-Type: text/html; charset=utf-8 "
        "Content-Transfer-Encoding: 8bit\n\n**第一条** 目的。\n\n"
        "------------abcdefgh Content-Type: text/css Content-Transfer-Encoding: 8bit a{color:red}"
    )
    assert load(source.encode()).text.strip() == "第一条 目的。"


def test_rows_of_a_ruled_table_in_a_pdf_stay_rows() -> None:
    # Three rows of two columns around the second to fourth line of text.
    across = "".join(f"60 {755 - 20 * at} 400 .5 re f\n" for at in range(4))
    down = "".join(f"{x} 695 .5 60 re f\n" for x in (60, 110, 460))
    loaded = load(
        pdf(
            [
                [
                    "一、标准如下：",
                    "学历　大专学历",
                    "学历　本科学历",
                    "职称　中级职称",
                    "二、其他。",
                ]
            ],
            rules=across + down,
        )
    )
    assert loaded.text.split("\n") == [
        "一、标准如下：", "学历 ｜ 大专学历", "学历 ｜ 本科学历", "职称 ｜ 中级职称", "二、其他。",
    ]  # fmt: skip


def test_columns_of_an_ofd_become_a_row_when_they_stand_apart() -> None:
    row = [(20, 40, "学历"), (60, 40.5, "大专"), (100, 40, "60分")]
    page = ofd_page([(20, 20, "一、标准。"), *row])
    assert load(ofd(page)).text.split("\n") == ["一、标准。", "学历 ｜ 大专 ｜ 60分"]


def test_text_of_an_ofd_may_be_placed_by_a_matrix() -> None:
    objects = "".join(
        f'<TextObject Boundary="0 0 210 297" Size="10" CTM="0.4 0 0 0.4 20 {top}">'
        f'<TextCode X="0" Y="5" DeltaX="g 3 10">{text}</TextCode></TextObject>'
        for top, text in ((50, "第二行。"), (20, "第一行。"))
    )
    page = f"<Page><Content><Layer>{objects}</Layer></Content></Page>"
    assert load(ofd(page)).text.split("\n") == ["第一行。", "第二行。"]


def test_an_ofd_may_name_its_pages_from_the_root() -> None:
    content = package(
        {
            "OFD.xml": "<OFD><DocBody><DocRoot>/D/Document.xml</DocRoot></DocBody></OFD>",
            "D/Document.xml": "<Document><Pages><Page BaseLoc='/P/0.xml'/></Pages></Document>",
            "P/0.xml": ofd_page([(20, 20, "一、支持企业。")]),
        }
    )
    assert load(content).text == "一、支持企业。"
