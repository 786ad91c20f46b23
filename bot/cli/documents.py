"""``bot ingest``: policy documents into the library; ``bot documents``: finding them there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from bot.cli.commands import Commands
from bot.cli.terminal import err, open_parts, out, print_json, say_demonstration
from bot.web import wording
from bot.web.shelf_page import ShelfPage, shelf_question

app = Commands(help="政策文件库：查找")

_OUTCOMES = {"ingested": "已收录", "unchanged": "没有变化", "failed": "没有收录"}
_STATUSES = {label.split("（")[0]: status for status, label in wording.SHELF_STATUSES.items()}


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
            detail = f"：{outcome.reason}" if outcome.reason else ""
            out.print(
                f"{_OUTCOMES[outcome.status]}{detail}  {_shown(outcome.path)}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
        err.print(_next_step(len(outcomes), len(failed)))
    if failed:
        raise typer.Exit(1)


def _next_step(files: int, failed: int) -> str:
    if not files:
        return "没有找到可以导入的文件。下一步：检查路径，或换一个文件夹"
    if failed:
        others = "，其余已导入" if failed < files else ""
        return f"{failed} 个文件没有导入{others}。下一步：按上面的原因改正后重新导入"
    return "下一步：bot ask “企业有困难向政府反映，多久能有回音？”"


def _shown(path: Path) -> str:
    """Return a path that can be printed, whatever bytes its name holds."""
    return os.fsencode(path).decode("utf-8", "replace")


@app.command("search")
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="要找的词：标题、文号、发文机关或条款内容；不写则列出全部"),
    ] = None,
    status: Annotated[str, typer.Option(help=f"时效：{'、'.join(_STATUSES)}")] = "",
    issuer: Annotated[str, typer.Option(help="发文机关，可只写一部分")] = "",
    region: Annotated[str, typer.Option(help="地区，如 泰州市")] = "",
    industry: Annotated[str, typer.Option(help="产业，如 生物医药")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200, help="文件和条款各列几个")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """查找文件和条款，与网页的文件库相同。"""
    from bot.library.shelf import shelf_page

    question = shelf_question(
        {
            "q": " ".join(words or ()),
            "status": _STATUSES.get(status, status),
            "issuer": issuer,
            "region": region,
            "industry": industry,
        }
    )
    parts = open_parts()
    today = parts.clock.now().date()
    found = shelf_page(parts.library, question, today, documents=limit, clauses=limit)
    if as_json:
        print_json(_as_object(found))
        return
    say_demonstration(parts.settings)
    _show(found)
    err.print(_what_next(found), markup=False, highlight=False, soft_wrap=True)


def _as_object(found: ShelfPage) -> dict[str, object]:
    return {
        "words": found.question.words,
        "narrowed_to": found.question.narrowing,
        "total": found.total,
        "documents": [
            {
                "document_id": one.document_id,
                "title": one.title,
                "facts": one.facts,
                "validity": one.validity_label,
            }
            for one in found.documents
        ],
        "clauses": [
            {
                "document": one.document,
                "clause": one.label,
                "quote": one.quote,
                "validity": one.validity_label,
                "url": one.url,
            }
            for one in found.clauses
        ],
        "clauses_searched": found.is_searched,
        "choices": {
            field.name: {option.value: option.documents for option in field.options}
            for field in found.fields
        },
    }


def _show(found: ShelfPage) -> None:
    _line(wording.shelf_found(found.total, len(found.clauses), found.question.words))
    for document in found.documents:
        _line(f"  {document.title}")
        _line(f"    {document.validity_label} · {document.facts}".rstrip(" ·"))
    if len(found.documents) < found.total:
        _line(f"  ……另有 {found.total - len(found.documents)} 份，用 --limit 多列一些")
    for number, clause in enumerate(found.clauses, start=1):
        _line(f"[{number}] {clause.document} {clause.label}（{clause.validity_label}）")
        _line(f"    「{clause.quote}」")
        _line(f"    {clause.url}")
    if not found.is_searched:
        _line(wording.SHELF_NOT_SEARCHED)


def _line(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def _what_next(found: ShelfPage) -> str:
    labels = [label for label, _ in found.chips]
    if not found.library:
        return f"{wording.SHELF_LIBRARY_EMPTY}。下一步：bot ingest 文件夹"
    if found.is_empty:
        searched = wording.shelf_searched(found.question.words, labels, found.library)
        options = "、".join(f"--{name}" for name in found.question.narrowing)
        less = f"去掉 {options} 再找，或" if options else ""
        return f"{searched}下一步：{less}换一个说法，或 bot ask “问题”"
    return "下一步：bot ask “问题” 直接问；或加 --status、--issuer、--region、--industry 缩小范围"
