"""``make bench-documents``: 200 pages and a table of 100 000 rows, from the file to the answer.

With the embedder that needs no network of neurons, so that the figures are those of everything
else; what embedding adds is the last line, measured on some of the same sentences.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import psutil
from openpyxl import Workbook
from rich.console import Console
from sqlalchemy import create_engine

from retrieval import LibrarySettings, PolicyLibrary, StoredDocument
from retrieval.embedding import open_embedder

out = Console(highlight=False)
REPOSITORY = Path(__file__).resolve().parents[2]
KEPT = REPOSITORY / ".data" / "benchmarks"
PAGES, CLAUSES_A_PAGE, ROWS, SAMPLE = 200, 8, 100_000, 256
ON = date(2019, 11, 15)
_WORDS = [
    "企业",
    "项目",
    "设备",
    "技术",
    "资金",
    "人才",
    "园区",
    "产品",
    "标准",
    "平台",
    "服务",
    "数据",
    "研发",
    "创新",
    "绿色",
    "智能",
    "检测",
    "认证",
    "贷款",
]


def main() -> None:
    """Measure and print."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = create_engine(f"sqlite:///{folder / 'bot.db'}")
        library = PolicyLibrary.open(LibrarySettings(folder, model="hashing"), engine)
        texts = _document(folder / "长办法.docx", chance)
        _follow(library, folder / "长办法.docx", "长办法第八百条", "第八百条")
        _table(folder / "目录.xlsx", chance)
        _follow(library, folder / "目录.xlsx", "深海阀门是哪一类产品", None)
        peak = psutil.Process().memory_info().rss / 2**20
        _print("memory of this process at the end, MiB", f"{peak:.0f}")
    embedder = open_embedder("embedded", KEPT)
    embedder.embed_query("")
    seconds = _seconds(lambda: embedder.embed_passages(texts[:SAMPLE]))
    _print("embedding, seconds for 1 000 such sentences", f"{seconds * 1000 / SAMPLE:.1f}")


def _follow(library: PolicyLibrary, path: Path, question: str, address: str | None) -> None:
    """From the file to the answer and to what the clause page shows, each timed."""
    seconds = _seconds(lambda: library.ingest(path))
    _print(f"{path.name}: ingested, seconds", f"{seconds:.1f}")
    _print(f"{path.name}: first found, seconds", f"{_seconds(library.health):.1f}")
    _print(f"{path.name}: answer, milliseconds", f"{_milliseconds(library, question):.0f}")
    answer = library.answer(question, on=ON)
    _print(f"{path.name}: {question}", answer.text.splitlines()[1][:60])
    cited = answer.citations[0]
    began = time.perf_counter()
    document = library.document(cited.document_id)
    assert document is not None
    assert document.sentence(cited.clause) is not None
    milliseconds = (time.perf_counter() - began) * 1000
    _print(f"{path.name}: the document for its page, milliseconds", f"{milliseconds:.0f}")
    _print(f"{path.name}: units", len(document.units))
    if address:
        assert cited.clause.startswith(address), cited.clause
    _check(document)


def _check(document: StoredDocument) -> None:
    some = document.units[:: max(len(document.units) // 50, 1)]
    assert all(document.text[unit.start : unit.end] == unit.text for unit in some)


def _milliseconds(library: PolicyLibrary, question: str) -> float:
    times = sorted(_seconds(lambda: library.answer(question, on=ON)) for _ in range(7))
    return times[len(times) // 2] * 1000


def _document(path: Path, chance: random.Random) -> list[str]:
    number = PAGES * CLAUSES_A_PAGE
    texts = [
        f"第{_numeral(at)}条 对{''.join(chance.sample(_WORDS, 6))}的单位，给予{at}元补助，"
        f"用于{''.join(chance.sample(_WORDS, 8))}，期限{at % 60 + 1}个月。"
        for at in range(1, number + 1)
    ]
    document = docx.Document()
    for paragraph in ("长办法", *texts):
        document.add_paragraph(paragraph)
    document.save(str(path))
    return texts


def _table(path: Path, chance: random.Random) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("目录")
    sheet.append(["编号", "产品", "类"])
    for at in range(ROWS):
        product = "".join(chance.sample(_WORDS, 2)) if at != ROWS // 2 else "深海阀门"
        sheet.append([f"P{at:06}", product, f"{at % 37}类"])
    book.save(path)


_DIGITS = "零一二三四五六七八九"


def _numeral(number: int) -> str:
    text, is_gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if is_gap and text else "") + _DIGITS[digit] + unit
            is_gap = False
        else:
            is_gap = True
    return text


def _print(what: str, value: object) -> None:
    out.print(f"{what:70} {value}")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
