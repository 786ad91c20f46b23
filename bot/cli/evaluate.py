"""``bot evaluate``: measured, not asserted."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from bot.cli.commands import Commands
from bot.cli.terminal import err, out, print_json
from bot.clock import ManualClock
from bot.demo.prepare import prepare_demo
from bot.dialogue.evaluation import GroupScore, evaluate_questions, read_questions
from bot.durable.inline_work import InlineWork
from bot.settings import DEMO_CLOCK, load_settings
from bot.storage.data_folder import make_data_folder
from bot.wiring import Parts

app = Commands(help="检索与问答的评测")


@app.command("retrieval")
def retrieval(
    folder: Annotated[
        Path, typer.Argument(help="含 corpus.jsonl、queries.jsonl、qrels.tsv", exists=True)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """用一个检索集评测：召回、MRR、nDCG、每问毫秒、建索引秒数。"""
    from retrieval import evaluate_retrieval

    parts = Parts(load_settings())
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("评测", total=None)

        def show(embedded: int, passages: int) -> None:
            what = "计算向量" if embedded < passages else "评测"
            progress.update(bar, description=what, completed=embedded, total=passages)

        report = asdict(evaluate_retrieval(folder, parts.library_settings, progress=show))
    if as_json:
        print_json(report)
        return
    for name, value in report.items():
        out.print(f"{name:20} {value}", highlight=False)


@app.command("answers")
def answers(
    file: Annotated[Path, typer.Argument(help="问题文件（YAML）", exists=True)],
    folders: Annotated[
        list[Path],
        typer.Option(
            "--documents", help="文件夹，可多次给出；问题文件点名的文件在最后一个里", exists=True
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """真实文件上的真实问法答对几个：该引的原文引了没有，没有依据的拒了没有。不写入政策库。

    文件的向量存在 <数据目录>/evaluation。按演示的业务日期（2019-11-15）提问。
    """
    from retrieval import evaluate_answers

    parts = Parts(load_settings())
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("评测", total=None)

        def show(what: str, done: int, total: int) -> None:
            progress.update(bar, description=what, completed=done, total=total)

        report = evaluate_answers(
            file, folders, parts.library_settings, on=DEMO_CLOCK.date(), progress=show
        )
    if as_json:
        print_json(asdict(report))
        return
    out.print(
        f"{report.documents} 份文件，对 {report.right}/{report.total}，"
        f"没有依据却作答 {report.answered_without_source}",
        highlight=False,
    )
    for wrong in report.wrong:
        reasons = "；".join(wrong.faults)
        out.print(f"  {wrong.question}\n    {reasons}", markup=False, soft_wrap=True)


@app.command("refusals")
def refusals(
    folder: Annotated[Path, typer.Argument(help="检索集，含 unanswerable.jsonl", exists=True)],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """把检索集的文件收进一个单独的政策库，像市民一样提问：误拒多少、该拒的拒了多少、答对多少。

    文件的向量存在 <数据目录>/evaluation，第二次不再重算。按今天的业务日期提问。
    """
    from retrieval import evaluate_refusals

    parts = Parts(load_settings())
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("评测", total=None)

        def show(what: str, done: int, total: int) -> None:
            progress.update(bar, description=what, completed=done, total=total)

        today = parts.clock.now().date()
        report = asdict(evaluate_refusals(folder, parts.library_settings, on=today, progress=show))
    if as_json:
        print_json(report)
        return
    for name, value in report.items():
        out.print(f"{name:20} {value}", highlight=False)


@app.command("questions")
def questions(
    file: Annotated[Path, typer.Argument(help="每行一个 JSON 问题", exists=True)],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """用一个问题文件评测：每组对几个、错几个、错在哪里。

    问题按 2019-11-15 09:00 的业务时间、对演示数据提问；演示数据另备一份在
    <数据目录>/evaluation/questions，每次从头备起，不影响正在使用的数据。
    """
    records = read_questions(file)
    data_dir = load_settings().data_dir
    # Else it would be made on the way to the city, open to all; what forbids it the city says.
    with suppress(OSError):
        make_data_folder(data_dir)
    city = data_dir / "evaluation" / "questions"
    # What was handed over or filed by the last run would be told of in this one.
    shutil.rmtree(city, ignore_errors=True)
    settings = load_settings(demo=True, data_dir=city, database_url=None)
    clock = ManualClock(DEMO_CLOCK)
    # A handed-over question must not reach anybody: nothing is sent, and what is written
    # stays in a city of its own.
    parts = Parts(settings, clock=clock, work=InlineWork(), senders={})
    prepare_demo(parts, say=err.print)
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("提问", total=len(records))
        scores = evaluate_questions(
            records,
            parts.dialogue,
            parts.directory,
            clock,
            on_asked=lambda: progress.advance(bar),
        )
    if as_json:
        print_json({group: _as_dict(score) for group, score in scores.items()})
        return
    for group, score in scores.items():
        out.print(f"{group:16} 对 {score.right}/{score.total}", highlight=False)
        for wrong in score.wrong:
            reasons = "；".join(wrong.reasons)
            out.print(f"  {wrong.id} {wrong.question}\n    {reasons}", markup=False, soft_wrap=True)


@app.command("documents")
def documents(
    folder: Annotated[Path, typer.Argument(help="文件夹", exists=True)],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """一个文件夹里的文件能读多少：各格式读入几个、退回几个、为什么。不写入政策库。"""
    from retrieval.documents.survey import survey
    from retrieval.shelf.ingestion import documents_under

    files = list(documents_under([folder]))
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("读取", total=len(files))
        reports = survey(files, on_read=lambda: progress.advance(bar))
    refused = [report for report in reports if report.reason]
    formats = Counter(report.media_type for report in reports if report.media_type)
    if as_json:
        print_json(
            {
                "loaded": dict(formats),
                "refused": {str(report.path): report.reason for report in refused},
                "sentences": sum(report.sentences for report in reports),
                "seconds": round(sum(report.seconds for report in reports), 2),
            }
        )
        return
    for media_type, count in sorted(formats.items()):
        out.print(f"{count:5}  {media_type}", highlight=False)
    out.print(f"{formats.total():5}  读入    {len(refused)} 退回", highlight=False)
    for report in refused:
        out.print(f"  {report.path.name}: {report.reason}", markup=False, soft_wrap=True)


@app.command("metadata")
def metadata(
    folder: Annotated[Path, typer.Argument(help="含 manifest.jsonl 的文件夹", exists=True)],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """元数据读得对不对：标题、发文字号、发文机关、索引号各对几个，逐个列出读错的。"""
    from retrieval.evaluation.metadata import evaluate_metadata

    report = evaluate_metadata(folder)
    if as_json:
        print_json(asdict(report))
        return
    for field, known in report.known.items():
        out.print(
            f"{field:16} 对 {report.right[field]}/{known}，"
            f"只凭正文 {report.right_from_text[field]}/{known}",
            highlight=False,
        )
    for miss in report.misses:
        line = f"  {miss.path} {miss.field}: 应为 {miss.expected}，读成 {miss.read}"
        out.print(line, markup=False, soft_wrap=True)


def _as_dict(score: GroupScore) -> dict[str, object]:
    return {
        "right": score.right,
        "wrong": len(score.wrong),
        "total": score.total,
        "wrong_answers": [
            {
                "id": wrong.id,
                "question": wrong.question,
                "reasons": list(wrong.reasons),
                "text": wrong.text,
            }
            for wrong in score.wrong
        ],
    }
