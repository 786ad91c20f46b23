"""Any sentence-transformers model, by name or by path."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import httpx
import numpy as np

from retrieval.embedding.embedder import Vectors
from retrieval.embedding.quiet import quiet_models
from retrieval.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_HUB_S = 5.0
# Nothing on a hub is called so.
_PATH_STARTS = ("/", "./", "../", "~")
_CHECK_SETTING = "请检查 BOT_RETRIEVAL__MODEL：随包自带的写 embedded，自备的写所在目录"
_PASSAGE_THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


class TransformerEmbedder:
    """Loads the weights on first use, so that opening a library costs no torch import.

    Safe to share between threads: loading happens once, encoding is read-only.
    """

    def __init__(self, name: str, locate: Callable[[], str], close: float | None = None) -> None:
        self._name = name
        self._close = close
        self._locate = locate
        self._model: SentenceTransformer | None = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        dimension = self._loaded().get_embedding_dimension()
        if dimension is None:
            raise EmbeddingError(
                f"模型 {self._name} 没有说明向量维数", "请换一个 sentence-transformers 模型"
            )
        return int(dimension)

    @property
    def close(self) -> float | None:
        return self._close

    def embed_query(self, text: str) -> Vectors:
        vectors = self._encode([text], "query")
        return np.asarray(vectors[0], dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._encode(list(texts), "passage")

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        model = self._loaded()
        _use_threads(1 if prompt == "query" else _PASSAGE_THREADS)
        vectors = model.encode(
            texts,
            batch_size=_BATCH,
            prompt_name=prompt if prompt in model.prompts else None,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _loaded(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> SentenceTransformer:
        folder = self._locate()
        is_here = Path(folder).is_dir()
        if not is_here and folder.startswith(_PATH_STARTS):
            raise EmbeddingError(f"没有模型目录 {folder}", _CHECK_SETTING)
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as exc:
            raise EmbeddingError(
                "没有安装 sentence-transformers", "请按 README 安装项目的全部依赖"
            ) from exc
        try:
            with quiet_models():
                if not is_here and (kept := _downloaded_before(folder)) is not None:
                    return kept
                if not is_here:
                    _require_hub(folder)
                return SentenceTransformer(folder, device="cpu")
        except (OSError, ValueError, RuntimeError) as exc:
            raise EmbeddingError(f"无法加载模型 {self._name}: {exc}", _CHECK_SETTING) from exc


def _downloaded_before(name: str) -> SentenceTransformer | None:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError, RuntimeError):
        return None


def _require_hub(name: str) -> None:
    """Ask the hub once: the library itself asks a dozen times, with a minute of pauses.

    Raises EmbeddingError when nothing answers there.
    """
    from huggingface_hub.constants import ENDPOINT

    try:
        httpx.head(ENDPOINT, timeout=_HUB_S)
    except httpx.HTTPError as exc:
        raise EmbeddingError(
            f"找不到模型 {name}：没有这个目录，本机没有下载过，也连不上模型站 {ENDPOINT}",
            _CHECK_SETTING,
        ) from exc


def _use_threads(count: int) -> None:
    """A question is too short to share: on a busy machine threads that wait for each other made
    one take 400 ms and more instead of 50 to 70."""
    import torch

    if torch.get_num_threads() != count:
        torch.set_num_threads(count)
