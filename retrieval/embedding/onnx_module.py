"""The 8-bit encoder as a sentence-transformers module: torch's side of the same folder.

Lets anything written for sentence-transformers (its evaluators, its similarity functions) use the
embedded model's folder as any other; the service itself goes through onnx_embedder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers.base.modules import InputModule
from torch import Tensor

from retrieval.embedding.text_encoder import TextEncoder


class OnnxTransformer(InputModule):
    """First of a model's modules: texts -> token embeddings and their attention mask."""

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._encoder = TextEncoder(folder)
        self.max_seq_length = None

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, Tensor]:
        """Token ids, padded to the longest text, and the mask of what is no padding."""
        ids = self._encoder.token_ids([f"{prompt or ''}{text}" for text in inputs])
        width = max(map(len, ids), default=0)
        padded = torch.zeros(len(ids), width, dtype=torch.long)
        mask = torch.zeros(len(ids), width, dtype=torch.long)
        for row, one in enumerate(ids):
            padded[row, : len(one)] = torch.tensor(one)
            mask[row, : len(one)] = 1
        return {"input_ids": padded, "attention_mask": mask}

    def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
        mask = features["attention_mask"]
        lengths = mask.sum(dim=1).tolist()
        ids = [
            row[:length].tolist()
            for row, length in zip(features["input_ids"], lengths, strict=True)
        ]
        result = torch.zeros(*mask.shape, self._encoder.width)
        for row, vectors in enumerate(self._encoder.token_vectors(ids)):
            result[row, : len(vectors)] = torch.from_numpy(vectors)
        return {**features, "token_embeddings": result}

    def get_embedding_dimension(self) -> int:
        return self._encoder.width

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Refuse: the folder is made from the packaged weights, never from a loaded model."""
        raise NotImplementedError(
            "an 8-bit folder is written by retrieval.embedding.int8_folder only"
        )

    @classmethod
    def load(
        cls, model_name_or_path: str, subfolder: str = "", *_: Any, **__: Any
    ) -> OnnxTransformer:
        return cls(Path(model_name_or_path) / subfolder)
