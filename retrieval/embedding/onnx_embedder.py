"""The embedded model as it serves: no torch, ready in a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from retrieval.embedding.embedder import Vectors
from retrieval.embedding.prompts import PROMPTS
from retrieval.stages import stage

if TYPE_CHECKING:
    from retrieval.embedding.text_encoder import TextEncoder, TokenVectors

_AT_ONCE = 64


class OnnxEmbedder:
    """Gives the vectors that sentence-transformers gives for the same folder, without it.

    Opens the folder on first use; safe to share between threads.
    """

    def __init__(self, name: str, locate: Callable[[], Path], close: float | None = None) -> None:
        self._name = name
        self._close = close
        self._locate = locate
        self._encoder: TextEncoder | None = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._loaded().width

    @property
    def close(self) -> float | None:
        return self._close

    @stage("policy_embed")
    def embed_query(self, text: str) -> Vectors:
        return np.asarray(self._embedded([PROMPTS["query"] + text])[0])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        prompt = PROMPTS["passage"]
        for at in range(0, len(texts), _AT_ONCE):
            some = texts[at : at + _AT_ONCE]
            vectors[at : at + len(some)] = self._embedded([prompt + text for text in some])
        return vectors

    def _embedded(self, texts: list[str]) -> Vectors:
        encoder = self._loaded()
        return np.stack([_mean(one) for one in encoder.token_vectors(encoder.token_ids(texts))])

    def _loaded(self) -> TextEncoder:
        with self._lock:
            if self._encoder is None:
                from retrieval.embedding.text_encoder import TextEncoder

                self._encoder = TextEncoder(self._locate())
            return self._encoder


def _mean(vectors: TokenVectors) -> Vectors:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
