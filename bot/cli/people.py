"""``bot people``: who works where, and who leads whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.terminal import complain, err, open_parts, out
from bot.console.people_wording import ROLES
from bot.identity.roster import import_roster

app = Commands(help="人员与部门")


@app.command("import")
def import_people(
    folder: Annotated[
        Path, typer.Argument(help="含 departments.csv 与 people.csv 的文件夹", exists=True)
    ],
) -> None:
    """导入部门与人员；重复执行会更新，有错行则整体不导入。"""
    count = import_roster(open_parts().sessions, folder)
    out.print(f"部门 {count.departments} 个，人员 {count.people} 人", highlight=False)
    err.print("下一步：bot task import <任务表>")


@app.command("code")
def issue_code(
    user_id: Annotated[str, typer.Argument(help="用户编号")],
) -> None:
    """生成一次性绑定码：本人在微信公众号或 Telegram 私聊里发送“绑定 <码>”，24 小时内有效。"""
    parts = open_parts()
    code = parts.binding.issue(user_id)
    out.print(f"绑定 {code}", markup=False, highlight=False)
    err.print("请当面或用可信渠道交给本人；再次生成会使前一个失效")


@app.command("unbind")
def unbind(
    channel: Annotated[str, typer.Argument(help="渠道：telegram 或 wechat_official")],
    account: Annotated[str, typer.Argument(help="该渠道上的账号")],
) -> None:
    """解除一个账号与人员的绑定。"""
    if not open_parts().binding.release(channel, account):
        complain(
            f"{channel} 的账号 {account} 没有绑定任何人；"
            "处理：bot people accounts <用户编号> 列出本人的渠道和账号"
        )
        raise typer.Exit(1)
    out.print("已解除绑定", highlight=False)


@app.command("accounts")
def accounts(user_id: Annotated[str, typer.Argument(help="用户编号")]) -> None:
    """列出一个人能收到消息的账号，先试的在前。"""
    directory = open_parts().directory
    found = directory.accounts_of(directory.require(user_id).user_id)
    if not found:
        complain(
            f"{user_id} 没有能收消息的账号；处理：bot people code {user_id} 生成绑定码，"
            f"或 bot account password {user_id} 设置网页密码"
        )
        raise typer.Exit(1)
    for recipient in found:
        out.print(f"{recipient.channel}  {recipient.account}", markup=False, highlight=False)


@app.command("list")
def list_people() -> None:
    """列出人员。"""
    directory = open_parts().directory
    people = directory.people()
    departments = {one.code: one.name for one in directory.departments()}
    for person in people:
        department = departments.get(person.department_code or "", "—")
        out.print(
            f"{person.user_id}  {person.name}  {department}  {person.post}  {ROLES[person.role]}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    what_next = "bot people import <文件夹>"
    if people:
        what_next = "bot account password <用户编号>，或 bot people code <用户编号>"
    err.print(f"共 {len(people)} 人。下一步：{what_next}")
