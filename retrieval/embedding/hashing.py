"""An embedder without a neural network, for tests and for machines without torch."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from retrieval.embedding.embedder import HASHING_MODEL, Vectors
from retrieval.text_form import comparable

_DIMENSION = 512


class HashingEmbedder:
    """Hashes character unigrams and bigrams into a fixed number of signed buckets.

    Similarity is then overlap of characters: deterministic across processes and machines
    (crc32, not Python's salted hash), good enough to exercise everything around a model.
    """

    @property
    def name(self) -> str:
        return f"{HASHING_MODEL}-{_DIMENSION}"

    @property
    def dimension(self) -> int:
        return _DIMENSION

    @property
    def close(self) -> None:
        return None

    def embed_query(self, text: str) -> Vectors:
        return self._embed(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, _DIMENSION), dtype=np.float32)
        return np.stack([self._embed(text) for text in texts])

    def _embed(self, text: str) -> Vectors:
        vector = np.zeros(_DIMENSION, dtype=np.float32)
        form = comparable(text)
        for size in (1, 2):
            for start in range(len(form) - size + 1):
                code = crc32(form[start : start + size].encode())
                vector[code % _DIMENSION] += 1.0 if code & 0x80000000 else -1.0
        length = float(np.linalg.norm(vector))
        if length == 0.0:
            # Text without a letter (or whose signs cancel) still needs a unit vector.
            vector[0] = 1.0
            return vector
        return np.asarray(vector / length, dtype=np.float32)
