"""The import of departments and people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.console import Console
from bot.console.people_wording import imported
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.identity.rights import PeopleAction, may
from bot.identity.roster import DEPARTMENTS_FILE, PEOPLE_FILE, RosterCount
from bot.web.console.imports import Importing, Preview, Upload
from bot.web.console.people_pages import NAME, PATH

_SHOWN = 200


def roster_import(console: Console) -> Importing:
    """Return the import of the two files of an office."""

    def preview(by: Person, folder: Path, _texts: Mapping[str, str]) -> Preview:
        count = console.people.import_roster(by, folder, dry_run=True)
        names = console.people.register.names()
        return Preview(
            [_counted(count), "角色、部门和上级以文件为准；停用的人不会因此启用"],
            ("用户编号", "现在的姓名", "变化"),
            [
                *((user_id, names.get(user_id, ""), "新增") for user_id in count.added[:_SHOWN]),
                *((user_id, names.get(user_id, ""), "更新") for user_id in count.changed[:_SHOWN]),
            ],
        )

    def take_in(by: Person, folder: Path, _texts: Mapping[str, str]) -> str:
        return f"已导入：{_counted(console.people.import_roster(by, folder, dry_run=False))}"

    return Importing(
        section=NAME,
        kind="roster",
        path=f"{PATH}/import",
        back=PATH,
        title="导入人员名单",
        uploads=(
            Upload("departments", "部门表 departments.csv", ".csv", DEPARTMENTS_FILE),
            Upload("people", "人员表 people.csv", ".csv", PEOPLE_FILE),
        ),
        hints=(
            "第一行是列名，照抄下面的英文",
            "部门表的列：dept_code 部门编码、dept_name 部门名称、successor_name 现用名称、"
            "successor_since 改名日期（没有改名的，后两列空着）",
            "人员表的列：user_id 用户编号、name 姓名、dept_code 部门编码、post 职务、role 角色、"
            "leader_user_id 上级领导的用户编号",
            "角色：leader 领导，supervisor 督查员，official 联络员，admin 管理员，"
            "enterprise 企业联系人",
            "有一行有误就整体不导入，并逐行说明",
        ),
        allowed=_allowed,
        preview=preview,
        take_in=take_in,
    )


def _counted(count: RosterCount) -> str:
    return imported(count.people, count.departments, len(count.added), len(count.changed))


def _allowed(by: Person) -> None:
    if not may(by, PeopleAction.IMPORT):
        raise ConsoleRefused("您的角色不能导入人员", remedy="请管理员办理")
