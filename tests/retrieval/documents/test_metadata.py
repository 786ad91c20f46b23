"""What documents say about themselves: read from page and text, corrected by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.days import day_in
from retrieval.documents.document_number import document_numbers_in, number_key
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.metadata_reading import read_metadata
from retrieval.documents.official_document import parse
from retrieval.documents.titles import title_key
from retrieval.errors import MetadataError
from retrieval.evaluation.metadata import evaluate_metadata
from retrieval.shelf.ingestion import parse_file, read_file
from tests.retrieval.material import shared

ORDER = """中华人民共和国某某部令
第 12 号
《某某管理规定》已经部务会议通过，现予公布，自2021年3月1日起施行。
部长 某某
2021年1月5日
某某管理规定
第一条 根据《中华人民共和国某某法》，制定本规定。
第二条 证书有效期3年。
第三条 本规定有效期五年。
"""
JOINT = """甲省财政厅 甲省科学技术厅
关于印发《甲省某某专项资金
管理办法（试行）》的通知
甲财规[2020] 7 号
各设区市财政局、科技局：
现将《甲省某某专项资金管理办法（试行）》印发给你们。
甲 省 财 政 厅　　甲省科学技术厅
二○二○年十二月三十一日
甲省某某专项资金管理办法（试行）
第一条 为规范管理，依据《国务院关于某某的意见》（国发〔2019〕1号）和《某某法》，制定本办法。
第二条 本办法自印发之日起30日后施行，试行期2年。
"""


def read(text: str, fields: dict[str, str] | None = None) -> DocumentMetadata:
    return read_metadata(text, fields or {}, "文件名", parse(text))


def test_an_order_is_read_as_what_it_promulgates() -> None:
    facts = read(ORDER)
    assert facts.title.value == "某某管理规定"
    assert facts.document_number.value == "中华人民共和国某某部令第12号"
    assert facts.issuer.value == "某某部"
    assert facts.issued_on.value == date(2021, 1, 5)
    assert facts.effective_on.value == date(2021, 3, 1)
    assert facts.valid_until.value == date(2026, 2, 28)
    assert facts.valid_until.read_from == "第三条#s1“有效期五年”"
    assert facts.basis.value == "《中华人民共和国某某法》"


def test_a_joint_notice_names_every_issuer_and_counts_its_term_from_its_signature() -> None:
    facts = read(JOINT)
    assert facts.title.value == (
        "甲省财政厅甲省科学技术厅关于印发《甲省某某专项资金管理办法（试行）》的通知"
    )
    assert facts.document_number.value == "甲财规[2020]7号"
    assert facts.issuer.value == "甲省财政厅、甲省科学技术厅"
    assert facts.issued_on.value == date(2020, 12, 31)
    assert facts.effective_on.value == date(2021, 1, 30)
    assert facts.valid_until.value == date(2023, 1, 29)
    assert facts.addressees.value == "各设区市财政局、科技局"
    assert facts.basis.value == "《国务院关于某某的意见》（国发〔2019〕1号）和《某某法》"


@pytest.mark.parametrize("text", [ORDER, JOINT])
def test_what_was_read_in_the_text_stands_where_it_says(text: str) -> None:
    facts = read(text)
    for field in (facts.title, facts.document_number, facts.addressees, facts.basis):
        if field.value is None:
            continue
        assert field.start is not None
        stretch = "".join(text[field.start : field.end].split())
        assert field.value == stretch or field is facts.document_number


@pytest.mark.parametrize(
    ("sentence", "effective", "until"),
    [
        ("本办法自2025年8月1日起施行，有效期至2030年7月31日。", "2025-08-01", "2030-07-31"),
        ("本通知自2025年8月1日起实施，有效期3年。", "2025-08-01", "2028-07-31"),
        ("本细则自2010年1月1日起实施,2015年1月1日废止。", "2010-01-01", "2014-12-31"),
        ("本意见自发布之日起施行，有效期至2027年12月31日。", "2024-02-29", "2027-12-31"),
        ("本办法自公布之日起施行，试行一年。", "2024-02-29", "2025-02-27"),
        ("本规定从2024年3月1日起执行至2026年3月1日。", "2024-03-01", "2026-03-01"),
        ("本办法自2024年5月1日起试行，试行期两年。", "2024-05-01", "2026-04-30"),
        ("本方案自2024年5月1日起实施，至2024年12月31日止。", "2024-05-01", "2024-12-31"),
        ("本通知自2024年5月1日起执行，执行至2026年底。", "2024-05-01", "2026-12-31"),
        ("本通知自2024年5月1日起执行，有效期至2026年2月。", "2024-05-01", "2026-02-28"),
        ("本办法有效期为2019年1月1日至2023年12月31日。", None, "2023-12-31"),
        ("按本办法取得的认定资格有效期为3年。", None, None),
        ("本办法所称专项资金，执行期限为3年。", None, None),
        ("《甲办法》自2019年1月1日起施行。", None, None),
        ("居住证自2019年1月1日起有效期1年。", None, None),
        ("申请人持有的许可证有效期至2030年1月1日。", None, None),
        ("本市居住证有效期为1年。", None, None),
        ("本办法由市某局负责解释。", None, None),
    ],
)
def test_terms_are_read_from_sentences_about_the_document_itself(
    sentence: str, effective: str | None, until: str | None
) -> None:
    facts = read(f"某市某某办法\n第一条 {sentence}\n某市人民政府\n2024年2月29日")
    days = (facts.effective_on.value, facts.valid_until.value)
    assert tuple(day.isoformat() if day else None for day in days) == (effective, until)


def test_the_page_wins_over_the_text_and_its_validity_line_is_understood() -> None:
    fields = {
        "索引号": "123/2025-1",
        "文号": "泰政办规〔2025〕2号",
        "发布机构": "某市人民政府办公室",
        "时效": "自2025年8月1日起施行，有效期至2030年7月31日",
    }
    facts = read("某某措施\n一、甲。\n某市某局\n2025年7月1日", fields)
    assert facts.document_number.value == "泰政办规〔2025〕2号"
    assert facts.index_number.value == "123/2025-1"
    assert facts.issuer.value == "某市人民政府办公室"
    assert facts.valid_until.value == date(2030, 7, 31)
    assert facts.valid_until.read_from == "页面字段“时效性”"


def test_the_table_printed_at_the_head_of_a_page_is_read_with_its_places() -> None:
    text = (
        "索 引 号： XM-2015-008 ｜ 文 号：厦府〔2015〕36号\n发布机构：某市人民政府 ｜ "
        "发文日期：20150213\n名 称：某市人民政府关于某某的通知\n各区人民政府：\n一、甲。"
    )
    facts = read(text)
    assert facts.index_number.value == "XM-2015-008"
    assert facts.document_number.value == "厦府〔2015〕36号"
    assert facts.issued_on.value == date(2015, 2, 13)
    number = facts.document_number
    assert text[number.start : number.end] == number.value


@pytest.mark.parametrize(
    ("issuer", "level", "region"),
    [
        ("江苏省市场监督管理局", "省级", "江苏省"),
        ("武汉市市场监督管理局", "市级", "武汉市"),
        ("义乌市人民政府", None, "义乌市"),
        ("国务院办公厅", "国家级", None),
        ("国家发展改革委", "国家级", None),
        ("江苏省人民政府", "省级", "江苏省"),
        ("上海市教育委员会", "省级", "上海市"),
        ("泰州市人民政府办公室", "市级", "泰州市"),
        ("泰兴市人民政府", "县级", "泰兴市"),
        ("重庆市渝北区教育委员会", "县级", "重庆市渝北区"),
    ],
)
def test_the_level_follows_from_the_issuer(
    issuer: str, level: str | None, region: str | None
) -> None:
    facts = read("某某通知\n一、甲。", {"发文机关": issuer})
    assert facts.level.value == level
    assert facts.region.value == region


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("根据国发〔2018〕42号和苏政发[2018]86号文件", ["国发〔2018〕42号", "苏政发[2018]86号"]),
        ("（国发﹝2007﹞24号）", ["国发﹝2007﹞24号"]),
        ("2004年上海市人民政府令第32号发布", ["上海市人民政府令第32号"]),
        ("第2号文件", []),
    ],
)
def test_document_numbers_are_found_in_any_brackets(text: str, numbers: list[str]) -> None:
    assert list(document_numbers_in(text)) == numbers


def test_two_spellings_of_a_number_or_a_title_are_one() -> None:
    assert number_key("国发 [2007] 第24号") == number_key("国发〔2007〕24号")
    assert number_key("国令第707号") == number_key("中华人民共和国国务院令第707号")
    assert title_key("某市人民政府关于印发《某市某某办法》的通知") == title_key("某市某某办法")
    assert title_key("某市某某办法（2020年修订）") == title_key("某市某某办法")
    assert title_key("某市某某办法") != title_key("某市某某细则")


@given(st.dates(date(1949, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    digits = "〇一二三四五六七八九"
    year = "".join(digits[int(sign)] for sign in str(day.year))
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02}-{day.day:02}",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{year}年{_small(day.month)}月{_small(day.day)}日",
    ):
        assert day_in(written) == day


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{'〇一二三'[tens]}十"
    return head + ("〇一二三四五六七八九"[ones] if ones else "")


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    facts = read(text)
    assert facts.title.value
    for field in (facts.title, facts.issuer, facts.document_number, facts.basis):
        if field.start is not None and field.end is not None:
            assert 0 <= field.start < field.end <= len(text)


def test_metadata_yaml_corrects_single_fields_of_any_file(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(JOINT, "utf-8")
    (tmp_path / "metadata.yaml").write_text(
        "documents:\n  - file: 甲.txt\n    document_number: 甲财规〔2020〕8号\n"
        "    valid_until: 2025-12-31\n    basis: null\n",
        "utf-8",
    )
    facts = parse_file(read_file(tmp_path / "甲.txt"), "x").record.metadata
    assert (facts.document_number.value, facts.document_number.read_from) == (
        "甲财规〔2020〕8号",
        "登记",
    )
    assert facts.valid_until.value == date(2025, 12, 31)
    assert facts.basis.value is None
    assert facts.issuer.value == "甲省财政厅、甲省科学技术厅"


def test_a_field_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(JOINT, "utf-8")
    (tmp_path / "metadata.yaml").write_text(
        "documents:\n  - file: 甲.txt\n    number: 甲\n", "utf-8"
    )
    with pytest.raises(MetadataError, match="number"):
        read_file(tmp_path / "甲.txt")


def test_what_government_pages_state_is_read_right() -> None:
    report = evaluate_metadata(shared("documents"))
    assert report.documents > 30
    for field, known in report.known.items():
        assert report.right[field] >= 0.95 * known, report.misses
    for field in ("title", "document_number", "issuer"):
        assert report.right_from_text[field] >= 0.95 * report.known[field]


def test_the_note_under_a_title_tells_when_it_takes_effect_and_not_what_it_rests_on() -> None:
    facts = read(
        "某省停车条例\n（2019年8月1日某省人民代表大会常务委员会通过 自2019年9月1日起施行"
        " 根据2020年9月29日《关于修改〈某省停车条例〉的决定》修正）\n第一条 制定本条例。\n"
    )
    assert facts.effective_on.value == date(2019, 9, 1)
    assert facts.basis.value is None


def test_an_announcement_is_not_what_it_announces() -> None:
    facts = read(
        "江苏省市场监督管理局公告\n2021年第15号\n关于发布《餐饮服务规范》的公告\n"
        "现将《餐饮服务规范》予以发布，自2021年10月1日起施行。\n"
    )
    assert facts.title.value == "关于发布《餐饮服务规范》的公告"


def test_a_misread_document_number_is_no_part_of_the_title() -> None:
    facts = read("泰政发〔2O19〕l2号\n市政府关于加快发展的若干意见\n各市(区)人民政府:\n一、甲。\n")
    assert facts.title.value == "市政府关于加快发展的若干意见"
    assert facts.document_number.value is None


ARTICLES = "".join(f"<p>第{n}条 单位应当检测消防设施，并保存记录。</p>" for n in "一二三四五")


def read_page(body: str, tmp_path: Path) -> DocumentMetadata:
    path = tmp_path / "t2013_95013.html"
    path.write_text(f"<html><body>{body}</body></html>", "utf-8")
    return parse_file(read_file(path), "x").record.metadata


def test_a_title_above_the_column_of_a_page_is_the_document_s(tmp_path: Path) -> None:
    page = (
        "<a href='/'>某某条例</a><table><tr><td>甲市消防条例</td></tr></table>"
        f"<table><tr><td>发布日期：2013-08-19</td></tr></table><div>{ARTICLES}</div>"
    )
    title = read_page(page, tmp_path).title
    assert (title.value, title.read_from) == ("甲市消防条例", "正文上方的标题")


def test_a_title_in_the_text_stands_against_the_page_s_heading(tmp_path: Path) -> None:
    text = f"<div><p>甲市消防条例</p>{ARTICLES}</div>"
    page = f"<table><tr><td>甲市人大关于公布甲市消防条例的公告</td></tr></table>{text}"
    assert read_page(page, tmp_path).title.value == "甲市消防条例"
    assert read_page(f"<h2>名 称：甲市消防办法</h2>{text}", tmp_path).title.value == "甲市消防条例"


def test_what_stands_above_the_way_through_the_site_is_no_title() -> None:
    news = "关于申领租房补贴的温馨提示\n甲市公开招考紧缺专业公务员公告\n关于开展咨询日的通知"
    way = "您的位置：首页 > 政策法规 > 养老保险"
    text = f"{news}\n{way}\n甲市社会养老保险条例\n第一条 职工应当参加养老保险。"
    assert read(text).title.value == "甲市社会养老保险条例"


@pytest.mark.parametrize(
    ("note", "issuer", "level"),
    [
        ("（1997年10月27日建设部令第58号发布）", "建设部", "国家级"),
        ("（2006年8月30日国务院令第475号公布 自2006年11月1日起施行）", "国务院", "国家级"),
        ("（深圳市人民政府令第161号 自2007年3月15日起施行）", "深圳市人民政府", "市级"),
        (
            "（2014年10月30日深圳市第五届人民代表大会\n常务委员会第三十二次会议通过）",
            "深圳市人民代表大会常务委员会",
            "市级",
        ),
        ("（2011年根据有关决定修正）", None, None),
    ],
)
def test_the_note_under_a_title_tells_who_issued(
    note: str, issuer: str | None, level: str | None
) -> None:
    metadata = read(f"某某管理规定\n{note}\n第一条 为了规范管理，制定本规定。")
    assert (metadata.issuer.value, metadata.level.value) == (issuer, level)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("87d1cb48_银川市流动人口服务管理条例2008-无省级", "银川市流动人口服务管理条例"),
        ("北京市居住证管理办法（草案送审稿）.docx", "北京市居住证管理办法（草案送审稿）"),
        ("t20130724_94318", "t20130724_94318"),
        ("南京招生工作意见出炉", "南京招生工作意见出炉"),
    ],
)
def test_a_file_s_name_gives_the_title_in_it(name: str, title: str) -> None:
    read = read_metadata("没有标题的一段话。", {}, name)
    assert (read.title.value, read.title.read_from) == (title, "文件名")


def test_a_title_over_two_lines_is_whole_though_the_file_s_name_repeats_the_last() -> None:
    text = (
        "关于全面推开职工在莞就读子女参加\n社会基本医疗保险有关问题的通知\n各镇人民政府：\n"
        "一、参保条件。\n"
    )
    name = "职工在东莞就读子女参加社会基本医疗保险有关问题的通知"
    whole = "关于全面推开职工在莞就读子女参加社会基本医疗保险有关问题的通知"
    assert read_metadata(text, {}, name, parse(text)).title.value == whole
