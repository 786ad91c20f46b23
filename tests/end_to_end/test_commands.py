"""The command line as a user meets it, bad input included.

What is about processes (that all is kept between two of them, that one serves) starts them.
"""

from __future__ import annotations

import json
import os
import socket
import zipfile
from pathlib import Path

import pytest

from tests.databases import copy_city
from tests.end_to_end.conftest import Run

ANSWER_KEYS = {
    "intent",
    "text",
    "citations",
    "query",
    "figures",
    "actions",
    "outcome",
    "conversation",
    "milliseconds",
}
PLAN_QUESTION = "企业有困难向政府反映，多久能有回音？"


@pytest.fixture
def city(prepared_city: Path, tmp_path: Path) -> Path:
    """The demonstration, copied to where `run_bot` looks for it."""
    copy_city(prepared_city, tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.usefixtures("city")
def test_ask_prints_exactly_the_documented_object(start_bot: Run) -> None:
    done = start_bot("ask", PLAN_QUESTION, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) == ANSWER_KEYS
    [first, *_] = answer["citations"]
    assert set(first) == {"document", "document_number", "clause", "quote", "validity", "url"}
    assert first["clause"] == "四-(三)#s6"
    assert "1天应答、3天明确意见、5天办结" in first["quote"]


@pytest.mark.usefixtures("city")
def test_the_demonstration_is_said_to_be_one(run_bot: Run) -> None:
    assert "演示数据" in run_bot("ask", PLAN_QUESTION).stderr


@pytest.mark.usefixtures("city")
def test_after_the_period_the_answer_says_that_it_has_ended(run_bot: Run) -> None:
    during = run_bot("ask", PLAN_QUESTION)
    after = run_bot("ask", PLAN_QUESTION, BOT_BUSINESS_CLOCK="2026-11-23T09:00:00+08:00")
    assert "已满" not in during.stdout
    assert "已满" in after.stdout


@pytest.mark.usefixtures("city")
def test_after_the_period_a_target_is_not_presented_as_current(run_bot: Run) -> None:
    question = ("ask", "离8家百亿企业还差几家", "--as", "u002")
    assert "已满" not in run_bot(*question).stdout
    after = run_bot(*question, BOT_BUSINESS_CLOCK="2021-02-01T09:00:00+08:00")
    assert "方案期2018—2020年已满" in after.stdout


@pytest.mark.usefixtures("city")
def test_figures_come_with_period_unit_source_and_release_date(run_bot: Run) -> None:
    done = run_bot("ask", "1到10月五大产业产值多少", "--as", "u002", "--json")
    answer = json.loads(done.stdout)
    figure = answer["figures"][0]
    assert figure["value"] == 3657.33
    assert figure["unit"] == "亿元"
    assert figure["released_on"] == "2019-11-12"
    assert "市统计局" in figure["source"]
    assert "10月" in figure["period"]


@pytest.mark.usefixtures("city")
def test_a_conversation_is_continued_from_the_command_line(start_bot: Run) -> None:
    start_bot("ask", "1到10月五大产业产值多少", "--as", "u002", "--conversation", "c1")
    done = start_bot("ask", "那兴化呢", "--as", "u002", "--conversation", "c1", "--json")
    answer = json.loads(done.stdout)
    assert answer["outcome"] == "answered"
    assert "兴化" in answer["text"]


@pytest.mark.usefixtures("city")
def test_an_unknown_user_is_refused_in_words(run_bot: Run) -> None:
    done = run_bot("ask", "你好", "--as", "nobody")
    assert done.returncode == 1
    assert "没有用户“nobody”" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_setting_is_named(run_bot: Run) -> None:
    done = run_bot("doctor", BOT_PORT="many")
    assert done.returncode == 1
    assert "BOT_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_is_said_in_words(run_bot: Run) -> None:
    done = run_bot("ask", "你好", BOT_DATABASE_URL="nonsense://somewhere")
    assert done.returncode == 1
    assert "BOT_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("city")
def test_an_occupied_port_is_told_at_once(start_bot: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = start_bot("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "端口已被占用" in done.stderr
    assert "--port" in done.stderr


def test_a_failed_file_does_not_stop_the_others(run_bot: Run, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    (folder / "空.txt").write_bytes(b"")
    (folder / "好.txt").write_text("关于某事的通知\n\n一、总则\n企业可以申请。\n", encoding="utf-8")
    done = run_bot("ingest", str(folder), "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    states = {Path(file["path"]).name: file["status"] for file in report["files"]}
    assert states == {"空.txt": "failed", "好.txt": "ingested"}
    again = json.loads(run_bot("ingest", str(folder), "--json").stdout)
    assert {file["status"] for file in again["files"]} == {"failed", "unchanged"}


def test_a_strange_name_a_damaged_file_and_a_link_outside_stop_nothing(
    run_bot: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    with zipfile.ZipFile(folder / "坏.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt")).write_text("企业可以申请。", "utf-8")
    secret = tmp_path / "elsewhere.txt"
    secret.write_text("不该公开的内容。", encoding="utf-8")
    (folder / "link.txt").symlink_to(secret)
    (folder / "好.txt").write_text("一、总则\n企业可以申请。\n", encoding="utf-8")
    done = run_bot("ingest", str(folder), "--json")
    report = json.loads(done.stdout)
    assert sorted(file["status"] for file in report["files"]) == ["failed", "failed", "ingested"]
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("city")
def test_a_scan_tells_each_owner_once(run_bot: Run) -> None:
    listed = json.loads(run_bot("alerts", "scan", "--dry-run", "--json").stdout)
    first = json.loads(run_bot("alerts", "scan", "--json").stdout)
    second = json.loads(run_bot("alerts", "scan", "--json").stdout)
    assert listed["started"] == 0
    assert listed["due"] == first["started"] > 0
    assert second["started"] == 0


@pytest.mark.usefixtures("city")
def test_the_demonstration_refuses_a_real_citys_data(run_bot: Run, city: Path) -> None:
    (city / "demonstration").unlink()
    done = run_bot("demo")
    assert done.returncode == 1
    assert "正式数据" in done.stderr


@pytest.mark.usefixtures("city")
def test_doctor_finds_nothing_wrong_with_the_demonstration(run_bot: Run) -> None:
    done = run_bot("doctor", "--json")
    checks = json.loads(done.stdout)["checks"]
    assert done.returncode == 0, checks
    assert {check["state"] for check in checks} <= {"ok", "off"}


@pytest.mark.usefixtures("city")
def test_a_forgotten_demonstration_is_not_opened_to_the_world(start_bot: Run) -> None:
    done = start_bot("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 1
    assert "演示数据" in done.stderr
    assert "--demo" in done.stderr


@pytest.mark.parametrize("clock", ["9999-12-31T23:59:59", "0001-01-01T00:00:00", "yesterday"])
def test_a_clock_beyond_reason_is_refused(run_bot: Run, clock: str) -> None:
    done = run_bot("ask", "你好", BOT_BUSINESS_CLOCK=clock)
    assert done.returncode == 1
    assert "BOT_BUSINESS_CLOCK" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("city")
def test_documents_and_clauses_are_found_from_the_command_line(run_bot: Run) -> None:
    done = run_bot("documents", "search", "专精特新", "--region", "泰州市", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["narrowed_to"] == {"region": "泰州市"}
    assert "“专精特新”和科技“小巨人”企业培育库" in found["clauses"][0]["quote"]
    listed = run_bot("documents", "search", "--status", "现行有效")
    assert "共 1 份文件" in listed.stdout
    assert "下一步：bot ask" in listed.stderr


@pytest.mark.usefixtures("city")
def test_a_search_without_result_says_what_to_leave_out(run_bot: Run) -> None:
    done = run_bot(
        "documents", "search", "专精特新", "--region", "江苏省", "--status", "已废止或失效"
    )
    assert done.returncode == 0
    assert "去掉 --status、--region 再找" in done.stderr


@pytest.mark.usefixtures("city")
def test_a_search_that_makes_no_sense_is_refused(run_bot: Run) -> None:
    done = run_bot("documents", "search", "--status", "很新")
    assert done.returncode == 1
    assert "可以选：现行有效" in done.stderr
