"""``make bench-adding``: one document added to and deleted from 60 000 passages while people ask.

The library is the statutes of the outside set, a document per hundred articles, with the embedder
that needs no network of neurons: the figures are those of store, index and answers. Embedding adds
what ``make bench`` prints per thousand passages to the document added, and to nothing else.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rich.console import Console
from sqlalchemy import create_engine, text

from retrieval import Filters, LibrarySettings, PolicyLibrary, ValidityStatus
from retrieval.evaluation.labelled_set import read_labelled_set

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
REPOSITORY = Path(__file__).resolve().parents[2]
ON = date(2019, 11, 15)
ARTICLES_A_DOCUMENT = 100
ADDED = """泰州市滩涂养殖扶持办法
泰政办发〔2019〕77号

第一条 对新建的滩涂紫菜养殖场给予一次性建设补助。
第二条 本办法由市农业农村局负责解释。
第三条 本办法自2019年5月1日起施行，有效期至2022年4月30日。

泰州市人民政府办公室
2019年4月1日
"""
ASKED = "新建的滩涂紫菜养殖场有建设补助吗"


def main() -> None:
    """Measure and print; the argument is the folder with the outside sets."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY.parent / "shared"
    folder = shared / "bench" / "statute"
    if not folder.is_dir():
        raise SystemExit(f"no statutes at {folder}")
    labelled = read_labelled_set(folder)
    questions = list(labelled.queries.values())[:200]
    with tempfile.TemporaryDirectory() as kept:
        data = Path(kept)
        library = PolicyLibrary.open(
            LibrarySettings(data, model="hashing"), create_engine(f"sqlite:///{data / 'bot.db'}")
        )
        _fill(library, data, [article.text for article in labelled.corpus.values()])
        health = library.health()
        out.print(f"{health.documents} documents, {health.indexed_sentences} passages")
        _measure(library, data, questions)


def _fill(library: PolicyLibrary, data: Path, articles: list[str]) -> None:
    began = time.perf_counter()
    for number, some in enumerate(_batches(articles)):
        path = data / f"法规汇编{number:04}.txt"
        path.write_text(f"法规汇编{number:04}\n\n" + "\n".join(some), "utf-8")
        outcome = library.ingest(path)
        if outcome.status == "failed":
            raise SystemExit(f"{path.name}: {outcome.reason}")
        if number % 20 == 0:
            err.print(f"{number * ARTICLES_A_DOCUMENT} articles", end="\r")
    library.search(ASKED, on=ON, limit=1)
    out.print(f"filled in {time.perf_counter() - began:.0f} s")


def _batches(articles: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(articles), ARTICLES_A_DOCUMENT):
        yield articles[start : start + ARTICLES_A_DOCUMENT]


def _measure(library: PolicyLibrary, data: Path, questions: list[str]) -> None:
    asking = _Asking(library, questions)
    asking.start()
    time.sleep(3.0)  # what answers take when nothing changes
    quiet = asking.taken()
    path = data / "滩涂.txt"
    path.write_text(ADDED, "utf-8")
    began = time.perf_counter()
    document_id = library.ingest(path).document_id or ""
    stored = time.perf_counter() - began
    while not _finds(library, document_id):
        pass
    found = time.perf_counter() - began
    while_added = asking.taken()
    began = time.perf_counter()
    library.remove(document_id)
    while _finds(library, document_id):
        pass
    gone = time.perf_counter() - began
    while_removed = asking.taken()
    asking.stop()
    out.print(f"added: stored after {stored:.2f} s, found after {found:.2f} s")
    out.print(
        f"removed: found no more after {gone:.2f} s; rows left: {_rows_left(data, document_id)}"
    )
    for name, taken in (("before", quiet), ("adding", while_added), ("removing", while_removed)):
        worst = max(taken, default=0.0)
        out.print(f"answers {name}: {len(taken)}, slowest {worst * 1000:.0f} ms")
    _filters(library, path)


def _finds(library: PolicyLibrary, document_id: str) -> bool:
    hits = library.search(ASKED, on=ON, limit=5)
    return any(hit.document_id == document_id for hit in hits)


def _rows_left(data: Path, document_id: str) -> int:
    """How many rows of any table still name the document."""
    engine = create_engine(f"sqlite:///{data / 'bot.db'}")
    left = 0
    with engine.connect() as connection:
        tables = [row[0] for row in connection.execute(text(
            "select name from sqlite_master where type = 'table' and name like 'library_%'"
        ))]  # fmt: skip
        for table in tables:
            columns = [row[1] for row in connection.execute(text(f"pragma table_info({table})"))]
            key = "document_id" if "document_id" in columns else "id"
            left += connection.execute(
                text(f"select count(*) from {table} where {key} = :id"), {"id": document_id}
            ).scalar_one()
    return left


def _filters(library: PolicyLibrary, path: Path) -> None:
    """What each filter lets through of a document whose office, place and term are known."""
    library.ingest(path)
    for filters, admits in (
        (Filters(status=ValidityStatus.IN_FORCE), True),
        (Filters(status=ValidityStatus.REPEALED), False),
        (Filters(issuer="泰州市人民政府办公室"), True),
        (Filters(issuer="苏州市人民政府"), False),
        (Filters(region="泰州"), True),
        (Filters(region="苏州"), False),
        (Filters(industry="紫菜"), True),
        (Filters(industry="光伏"), False),
    ):
        hits = library.search(ASKED, on=ON, limit=5, filters=filters)
        is_found = any("滩涂" in hit.document for hit in hits)
        out.print(f"{'right' if is_found is admits else 'WRONG'}: {filters}")


class _Asking:
    """A thread that asks one question after another, and how long each answer took (seconds)."""

    def __init__(self, library: PolicyLibrary, questions: list[str]) -> None:
        self._library = library
        self._questions = itertools.cycle(questions)
        self._taken: list[float] = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()

    def taken(self) -> list[float]:
        """The seconds of every answer given since the last call."""
        taken, self._taken = self._taken, []
        return taken

    def _ask(self) -> None:
        while not self._is_over.is_set():
            began = time.perf_counter()
            self._library.answer(next(self._questions), on=ON)
            self._taken.append(time.perf_counter() - began)


if __name__ == "__main__":
    main()
