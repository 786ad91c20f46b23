"""Text to token vectors, by `tokenizers` and ONNX Runtime alone.

Every text is run by itself, without padding: that is quicker on a CPU than a padded batch (its
activations stay in the cache), and since 8-bit arithmetic scales a batch by its largest value,
only so does a text have one vector whatever stands beside it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from retrieval.errors import EmbeddingError

GRAPH_FILE, TOKENIZER_FILE = "model.onnx", "tokenizer.json"
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1

TokenVectors = npt.NDArray[np.float32]


class TextEncoder:
    """Safe to share between threads. Raises EmbeddingError when the folder cannot be opened."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        # One thread a text: a question is too short to share, and passages are shared by text.
        options.intra_op_num_threads = 1
        # What the arena once held it keeps; one long passage would stay as memory for good.
        options.enable_cpu_mem_arena = False
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
            )
        # Both libraries raise bare exceptions of their own for a file they cannot read.
        except Exception as exc:
            raise EmbeddingError(
                f"无法加载模型目录 {folder.name}：{exc}", "请删除该目录，下次使用时会重新生成"
            ) from exc

    @property
    def width(self) -> int:
        return int(self._session.get_outputs()[0].shape[-1])

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, with its start and end, cut to what the model can see."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def token_vectors(self, ids: Sequence[Sequence[int]]) -> list[TokenVectors]:
        """One array (tokens, width) per text; several texts at once use every core."""
        if len(ids) == 1 or _CORES == 1:
            return [self._run(one) for one in ids]
        with ThreadPoolExecutor(_CORES) as threads:
            return list(threads.map(self._run, ids))

    def _run(self, ids: Sequence[int]) -> TokenVectors:
        (vectors,) = self._session.run(None, {"input_ids": np.asarray([ids], dtype=np.int64)})
        return np.asarray(vectors[0], dtype=np.float32)
