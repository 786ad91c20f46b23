"""``bot demo``: prepare the demonstration without serving it."""

from __future__ import annotations

from bot.cli.terminal import err, open_parts
from bot.demo.prepare import prepare_demo


def demo() -> None:
    """准备演示数据（人员、任务、统计库、政策文件），不启动服务。"""
    prepare_demo(open_parts(demo=True), say=err.print)
    err.print("下一步：bot serve --demo，或 bot ask “1到10月五大产业产值多少” --as u002")
