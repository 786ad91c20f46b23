"""``bot ingest``: policy documents into the library."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from bot.cli.terminal import err, open_parts, out, print_json


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹")],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """导入或更新政策文件；重复执行是安全的。"""
    from retrieval import documents_under

    library = open_parts().library
    files = list(documents_under(paths))
    outcomes = []
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("导入", total=len(files))
        for path in files:
            outcomes.append(library.ingest(path))
            progress.advance(bar)
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    if as_json:
        print_json(
            {
                "files": [
                    {
                        "path": _shown(outcome.path),
                        "status": outcome.status,
                        "document_id": outcome.document_id,
                        "title": outcome.title,
                        "sentences": outcome.sentences,
                        "reason": outcome.reason,
                    }
                    for outcome in outcomes
                ],
                "failed": len(failed),
            }
        )
    else:
        for outcome in outcomes:
            detail = f": {outcome.reason}" if outcome.reason else ""
            out.print(
                f"{outcome.status}{detail}  {_shown(outcome.path)}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
        err.print(_next_step(len(failed)))
    if failed:
        raise typer.Exit(1)


def _next_step(failed: int) -> str:
    if failed:
        return f"{failed} 个文件没有导入，其余已导入。下一步：按上面的原因改正后重新导入"
    return "下一步：bot ask “企业有困难向政府反映，多久能有回音？”"


def _shown(path: Path) -> str:
    """Return a path that can be printed, whatever bytes its name holds."""
    return os.fsencode(path).decode("utf-8", "replace")
