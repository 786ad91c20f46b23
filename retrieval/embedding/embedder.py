"""What the library asks of an embedding model, and how a model is chosen by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

EMBEDDED_MODEL = "embedded"
EMBEDDED_FLOAT32_MODEL = "embedded-float32"
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

    @property
    def close(self) -> float | None:
        """From which similarity on a passage speaks of what a question asks, chosen for these
        weights; None for a model whose similarities nobody has measured."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of one question, shape (dimension,), float32, length 1."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per passage, shape (n, dimension), float32, each of length 1."""
        ...


def open_embedder(model: str, data_dir: Path) -> Embedder:
    """Choose the embedder for a setting: `embedded`, `embedded-float32` (the same weights in
    torch, four times slower: what the former is measured against), `hashing`, or a
    sentence-transformers name or path.

    Raises EmbeddingError when the model cannot be loaded. Weights are read on first use.
    """
    if model == HASHING_MODEL:
        from retrieval.embedding.hashing import HashingEmbedder

        return HashingEmbedder()
    from retrieval.embedding import packaged_weights as packaged

    if model == EMBEDDED_MODEL:
        from retrieval.embedding.onnx_embedder import OnnxEmbedder

        int8 = packaged.Precision.INT8
        name = packaged.made_model_name(data_dir / "models", int8)
        return OnnxEmbedder(
            name, lambda: packaged.packaged_model_folder(data_dir, int8), packaged.CLOSE
        )
    from retrieval.embedding.transformer import TransformerEmbedder

    if model == EMBEDDED_FLOAT32_MODEL:
        float32 = packaged.Precision.FLOAT32
        name = packaged.packaged_model_name(float32)
        return TransformerEmbedder(
            name, lambda: str(packaged.packaged_model_folder(data_dir, float32)), packaged.CLOSE
        )
    return TransformerEmbedder(model, lambda: model)
