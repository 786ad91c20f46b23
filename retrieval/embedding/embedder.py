"""What the library asks of an embedding model, and how a model is chosen by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

EMBEDDED_MODEL = "embedded"
HASHING_MODEL = "hashing"


class Embedder(Protocol):
    """Maps text to unit vectors whose inner product is their similarity.

    Questions and passages are separate calls because retrieval models are trained with
    different prompts for the two sides.
    """

    @property
    def name(self) -> str:
        """Identifies the weights: vectors of two embedders with one name are comparable."""
        ...

    @property
    def dimension(self) -> int: ...

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of one question, shape (dimension,), float32, length 1."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per passage, shape (n, dimension), float32, each of length 1."""
        ...


def open_embedder(model: str, data_dir: Path) -> Embedder:
    """Choose the embedder for a setting: `embedded`, `hashing`, or a model name or path.

    Raises EmbeddingError when the model cannot be loaded. Weights are read on first use.
    """
    if model == HASHING_MODEL:
        from retrieval.embedding.hashing import HashingEmbedder

        return HashingEmbedder()
    from retrieval.embedding.transformer import TransformerEmbedder

    if model == EMBEDDED_MODEL:
        from retrieval.embedding.packaged_weights import packaged_model_folder

        return TransformerEmbedder.from_folder(lambda: packaged_model_folder(data_dir))
    return TransformerEmbedder.named(model)
