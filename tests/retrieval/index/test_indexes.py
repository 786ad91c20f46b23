"""Both indexes: updates and deletes change nothing but what they should; damage is noticed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.embedding import HashingEmbedder
from retrieval.embedding.embedder import Vectors
from retrieval.errors import IndexDamaged
from retrieval.index.lexical import LexicalIndex
from retrieval.index.sentences import Entry, SentenceIndex
from retrieval.index.vectors import FaissIndex
from retrieval.search.hybrid import search

TEXTS = ["优先保障企业用电", "供应项目工业用地", "引进高层次人才", "企业用电和用地", "Ａ类企业上云"]


def scores(index: LexicalIndex, text: str) -> dict[int, float]:
    numbers, values = index.scores(text)
    return dict(zip(numbers.tolist(), values.tolist(), strict=True))


@given(st.lists(st.sampled_from(["add", "remove"]), max_size=12), st.integers(0, 4))
def test_an_updated_index_scores_like_one_built_at_once(steps: list[str], start: int) -> None:
    index, number = LexicalIndex(), 0
    living: dict[int, str] = {}
    for step in steps:
        if step == "add":
            text = TEXTS[(start + number) % len(TEXTS)]
            index.add([number], [text])
            living[number] = text
            number += 1
        elif living:
            gone = min(living)
            index.remove([gone])
            del living[gone]
    fresh = LexicalIndex()
    fresh.add(list(living), list(living.values()))
    assert scores(index, "企业用电") == pytest.approx(scores(fresh, "企业用电"), rel=1e-5)
    assert len(index) == len(living)


@given(
    st.lists(st.text(alphabet="企业用电补助。", min_size=1, max_size=12), min_size=1, max_size=8),
    st.text(alphabet="企业用电补助", max_size=8),
)
def test_a_text_scores_outside_the_index_what_it_scores_in_it(texts: list[str], asked: str) -> None:
    index = LexicalIndex()
    index.add(range(len(texts)), texts)
    numbers, scores = index.scores(asked)
    outside, attainable = index.attaining(asked), index.attainable(asked)
    assert [outside(texts[number]) * attainable for number in numbers] == pytest.approx(
        scores.tolist(), abs=1e-5
    )


def test_a_text_is_found_by_its_context_and_is_no_longer_for_it() -> None:
    index = LexicalIndex()
    index.add([1, 2, 3], ["对外公布", "对外公布", "对外招商"], ["", "企业用电", ""])
    assert max(scores(index, "企业用电").items(), key=lambda one: one[1])[0] == 2
    by_own_words = scores(index, "对外公布")
    assert by_own_words[1] == pytest.approx(by_own_words[2])


def test_half_width_and_full_width_spellings_score_alike() -> None:
    index = LexicalIndex()
    index.add([7], ["Ａ类企业上云"])
    assert scores(index, "a类企业上云") == pytest.approx(scores(index, "Ａ类企业上云"))


def test_a_lexical_index_survives_saving(tmp_path: Path) -> None:
    index = LexicalIndex()
    index.add([1, 2], TEXTS[:2])
    index.remove([1])
    index.save(tmp_path / "lexical.npz")
    assert scores(LexicalIndex.load(tmp_path / "lexical.npz"), "用地") == pytest.approx(
        scores(index, "用地")
    )


def vectors_of(texts: list[str]) -> Vectors:
    return HashingEmbedder().embed_passages(texts)


def test_the_nearest_vector_is_found_until_it_is_removed() -> None:
    index = FaissIndex(HashingEmbedder().dimension)
    index.add(np.array([10, 20, 30]), vectors_of(TEXTS[:3]))
    query = HashingEmbedder().embed_query("供应项目工业用地")
    assert index.nearest(query, 1)[0].tolist() == [20]
    index.remove(np.array([20, 99]))
    assert 20 not in index.nearest(query, 5)[0].tolist()
    assert len(index) == 2


def built() -> SentenceIndex:
    index = SentenceIndex.empty(HashingEmbedder().dimension)
    index.add([entry("d1", [1, 2], TEXTS[:2])])
    return index


def entry(document: str, numbers: list[int], texts: list[str]) -> Entry:
    return Entry(document, "r1", numbers, texts, [""] * len(texts), vectors_of(texts))


def test_a_saved_index_says_what_it_holds_and_serves_its_own_model_only(tmp_path: Path) -> None:
    built().save(tmp_path, "hashing")
    loaded = SentenceIndex.load(tmp_path, "hashing")
    assert (loaded.members, loaded.editions) == ({"d1": [1, 2]}, {"d1": "r1"})
    with pytest.raises(IndexDamaged):
        SentenceIndex.load(tmp_path, "other")


def test_where_no_index_was_written_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"^还没有建立索引文件$"):
        SentenceIndex.load(tmp_path, "hashing")


def test_changing_a_copy_leaves_the_index_that_is_being_searched() -> None:
    index = built()
    copy = index.copy()
    copy.remove("d1")
    copy.add([entry("d2", [3], TEXTS[2:3])])
    assert set(scores(index.lexical, "企业用电")) == {1, 2}
    assert sorted(index.vectors.nearest(vectors_of(["用电"])[0], 9)[0].tolist()) == [1, 2]
    assert set(scores(copy.lexical, "企业用电")) == {3}
    assert copy.vectors.nearest(vectors_of(["用电"])[0], 9)[0].tolist() == [3]


@pytest.mark.parametrize("name", ["vectors", "lexical.npz", "manifest.json"])
@pytest.mark.parametrize("content", [b"", b"garbage"])
def test_damage_to_any_index_file_is_noticed(tmp_path: Path, name: str, content: bytes) -> None:
    built().save(tmp_path, "hashing")
    next(tmp_path.rglob(name)).write_bytes(content)
    with pytest.raises(IndexDamaged):
        SentenceIndex.load(tmp_path, "hashing")


def test_a_newer_index_replaces_the_older_one_on_disk(tmp_path: Path) -> None:
    index = built()
    index.save(tmp_path, "hashing")
    index.add([entry("d2", [3], TEXTS[2:3])])
    index.save(tmp_path, "hashing")
    assert len(list(tmp_path.iterdir())) == 1


def test_search_puts_the_sentence_about_the_question_first() -> None:
    index = built()
    query = HashingEmbedder().embed_query("工业用地怎么供应")
    found = search("工业用地怎么供应", query, index.vectors, index.lexical, limit=2)
    assert [item.number for item in found] == [2, 1]
    assert found[0].score > found[1].score


def test_search_in_an_empty_index_finds_nothing() -> None:
    index = SentenceIndex.empty(4)
    assert search("用地", np.ones(4, np.float32), index.vectors, index.lexical, limit=3) == []


def test_what_a_killed_process_was_writing_goes_with_the_next_index(tmp_path: Path) -> None:
    """What another is writing at the moment stays."""
    abandoned, at_work = tmp_path / ".new-killed", tmp_path / ".new-at-work"
    for folder in (abandoned, at_work):
        folder.mkdir()
        (folder / "vectors").write_bytes(b"half")
    yesterday = time.time() - 86_400
    os.utime(abandoned, (yesterday, yesterday))
    SentenceIndex.empty(8).save(tmp_path, "model")
    assert at_work.is_dir()
    assert not abandoned.exists()
