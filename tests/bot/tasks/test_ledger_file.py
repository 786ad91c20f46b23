"""Importing tasks: all or nothing, repeatable, every bad row named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bot.errors import ImportRefused
from bot.identity import Directory
from bot.storage.engine import SessionFactory
from bot.tasks.change import Change
from bot.tasks.ledger_file import ImportCount, KnownCodes, import_tasks, read_rows
from bot.tasks.service import TaskService
from bot.tasks.store import TaskStore
from bot.tasks.task import TaskState
from bot.tasks.transition import Action
from tests.bot.beginnings import NOW, ORGANISATION

TASKS = ORGANISATION / "tasks.csv"
GOOD = TASKS.read_text(encoding="utf-8").splitlines()


def test_the_demonstration_tasks_come_in(store: TaskStore) -> None:
    tasks = store.all()
    assert len(tasks) == 51
    by_no = {task.task_no: task for task in tasks}
    assert by_no["46"].co_department_codes == ("JRB",)
    assert by_no["10"].state is TaskState.AWAITING_RECEIPT
    assert by_no["47"].due_on is not None
    assert by_no["47"].due_on.isoformat() == "2019-10-31"


def test_importing_again_changes_nothing_that_people_did_since(
    sessions: SessionFactory,
    known: KnownCodes,
    store: TaskStore,
    service: TaskService,
    directory: Directory,
) -> None:
    service.carry_out(directory.require("u031"), Change(Action.SIGN_RECEIPT, "42"), channel="web")
    count = import_tasks(sessions, TASKS, known=known, now=NOW)
    assert count == ImportCount(added=0, updated=0, unchanged=51)
    assert store.get("42").state is TaskState.IN_PROGRESS


def test_a_changed_row_wins_and_a_dry_run_only_counts(
    sessions: SessionFactory, known: KnownCodes, store: TaskStore, tmp_path: Path
) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text(
        "\n".join([GOOD[0], GOOD[50].replace("2019-11-22", "2019-11-29")]), encoding="utf-8"
    )
    dry = import_tasks(sessions, file, known=known, now=NOW, dry_run=True)
    assert dry == ImportCount(added=0, updated=1, unchanged=0, updated_nos=("50",))
    assert str(store.get("50").due_on) == "2019-11-22"
    import_tasks(sessions, file, known=known, now=NOW, user_id="u003")
    changed = store.get("50")
    assert (str(changed.due_on), str(changed.original_due_on)) == ("2019-11-29", "2019-11-22")
    assert [event.user_id for event in store.history("50")] == ["", "u003"]


def test_an_excel_file_reads_like_the_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in GOOD[:3]:
        sheet.append([int(c) if c.isdigit() else c for c in line.split(",")[:12]])
    book.save(tmp_path / "tasks.xlsx")
    rows = read_rows(tmp_path / "tasks.xlsx")
    assert [row["task_no"] for row in rows.values()] == ["1", "2"]
    assert rows[2]["due_on"] == "2018-12-31"


def test_a_csv_saved_by_excel_on_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "tasks.csv"
    file.write_bytes(TASKS.read_text(encoding="utf-8").encode("gb18030"))
    assert read_rows(file)[8]["title"] == "2019年3季度产业联盟特色活动"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("承办中", "进行中", "状态 进行中 不存在"),
        (",u021,", ",u999,", "用户 u999 不存在"),
        (",ZSJ,", ",XXX,", "部门 XXX 不存在"),
        ("2019-11-22", "11月22日", "时限 11月22日 看不懂"),
        ("2019-11-22", "2019-09-01", "时限早于交办日期"),
        (",三-2,", ",第三部分,", "条款 第三部分 看不懂"),
        ("四季度京沪专题招商对接活动", "", "缺少 title"),
    ],
)
def test_one_bad_row_keeps_the_whole_file_out_and_is_named(
    sessions: SessionFactory,
    known: KnownCodes,
    tmp_path: Path,
    old: str,
    new: str,
    reason: str,
) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text("\n".join([*GOOD[:50], GOOD[50].replace(old, new)]), encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        import_tasks(sessions, file, known=known, now=NOW)
    assert refused.value.rows == [(51, reason)]
    assert TaskStore(sessions).all() == []


def test_a_repeated_number_and_a_bad_rule_are_named(
    sessions: SessionFactory, known: KnownCodes, tmp_path: Path
) -> None:
    file = tmp_path / "tasks.csv"
    bad_rule = GOOD[1].replace("FREQ=MONTHLY", "FREQ=FORTNIGHTLY").replace("1,2018年", "99,2018年")
    file.write_text("\n".join([GOOD[0], GOOD[2], GOOD[2], bad_rule]), encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        import_tasks(sessions, file, known=known, now=NOW)
    assert [number for number, _ in refused.value.rows] == [3, 4]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook"])
def test_an_unreadable_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "tasks.xlsx"
    file.write_bytes(content)
    with pytest.raises(ImportRefused, match="读不了"):
        read_rows(file)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=1",
        "FREQ=DAILY;BYHOUR=9,10",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "BYMONTH=3",
        "每季度",
    ],
)
def test_a_rule_that_no_task_can_have_is_refused(
    sessions: SessionFactory, known: KnownCodes, tmp_path: Path, rule: str
) -> None:
    header = TASKS.read_text(encoding="utf-8").splitlines()[0]
    row = f'90,周期任务,周期,三-1,JXW,,u007,u003,2019-01-02,2019-03-31,承办中,,,"{rule}"'
    file = tmp_path / "tasks.csv"
    file.write_text(f"{header}\n\n{row}\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="第3行：周期规则"):
        import_tasks(sessions, file, known=known, now=NOW)


def test_missing_columns_are_named_once(
    sessions: SessionFactory, known: KnownCodes, tmp_path: Path
) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text("task_no,title\n1,甲\n2,乙\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="缺少列 kind、basis_clause") as refused:
        import_tasks(sessions, file, known=known, now=NOW)
    assert refused.value.rows == []


def test_a_task_file_that_is_not_there_and_one_that_is_no_table_are_told_apart(
    tmp_path: Path,
) -> None:
    with pytest.raises(ImportRefused, match="没有这个文件"):
        read_rows(tmp_path / "tasks.csv")
    (tmp_path / "tasks.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ImportRefused, match="不是完好的"):
        read_rows(tmp_path / "tasks.xlsx")


def test_a_row_whose_mark_is_not_closed_hides_no_task_below_it(tmp_path: Path) -> None:
    lines = TASKS.read_text("utf-8").splitlines()
    file = tmp_path / "tasks.csv"
    file.write_text("\n".join([lines[0], lines[1], '"' + lines[2], *lines[3:]]), "utf-8")
    with pytest.raises(ImportRefused, match="第3行"):
        read_rows(file)
