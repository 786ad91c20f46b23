"""``bot index``: the search index built anew, put in place, and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.terminal import err, open_parts, print_json

if TYPE_CHECKING:
    from retrieval.index.upkeep import IndexReport, IndexUpkeep

app = Commands(help="检索索引：重建、切换、核对")

AsJson = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")]


@app.command("build")
def build(as_json: AsJson = False) -> None:
    """另建一份索引；服务照常用原来的那份答复。"""
    _run(lambda upkeep: upkeep.build(), as_json, "下一步：bot index switch")


@app.command("switch")
def switch(as_json: AsJson = False) -> None:
    """用建好的索引换下原来的：Milvus 对所有进程立即生效，FAISS 在各进程下次启动时生效。"""
    _run(lambda upkeep: upkeep.switch(), as_json, "下一步：bot index verify")


@app.command("verify")
def verify(as_json: AsJson = False) -> None:
    """逐句核对索引与政策库。"""
    _run(lambda upkeep: upkeep.verify(), as_json, "索引与政策库一致")


def _run(work: Callable[[IndexUpkeep], IndexReport], as_json: bool, next_step: str) -> None:
    report = work(open_parts().library.upkeep)
    if as_json:
        print_json({**asdict(report), "whole": report.is_whole})
    err.print(
        f"{report.engine}：文件 {report.documents} 件、{report.sentences} 句，"
        f"索引 {report.indexed} 句；缺 {report.missing}，多 {report.extra}，"
        f"向量不符 {report.changed}"
    )
    if not report.is_whole:
        err.print("索引与政策库不一致。下一步：bot index build，然后 bot index switch")
        raise typer.Exit(1)
    err.print(next_step)
