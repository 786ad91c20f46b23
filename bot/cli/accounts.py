"""``bot account``: passwords for people who sign in to the pages without WeCom."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.terminal import err, open_parts
from bot.errors import SignInRefused

app = Commands(help="网页登录的本地账号")

UserId = Annotated[str, typer.Argument(help="用户编号，见 bot people list")]


@app.command("password")
def set_password(user_id: UserId) -> None:
    """设置或重置密码；密码从终端或标准输入读取，不出现在命令行和日志里。"""
    parts = open_parts()
    person = parts.directory.require(user_id)
    parts.local_accounts.set_password(person.user_id, _password())
    err.print(f"已为 {person.name}（{person.user_id}）设置密码，原有登录已全部退出。")
    err.print("下一步：请本人打开网页的“登录”。")


@app.command("remove")
def remove(user_id: UserId) -> None:
    """删除密码，并退出该用户的全部登录。"""
    had_one = open_parts().local_accounts.remove(user_id)
    err.print("已删除密码，原有登录已全部退出。" if had_one else "该用户本来就没有密码。")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first: str = typer.prompt("新密码", hide_input=True, err=True)
    again: str = typer.prompt("再输一遍", hide_input=True, err=True)
    if first != again:
        raise SignInRefused("两次输入的密码不一样", remedy="请重新执行本命令")
    return first
