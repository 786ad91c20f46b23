"""Writing the packed weights as the folder that serves: tokenizer, 8-bit graph, prompts.

It is a sentence-transformers folder, whose first module is retrieval.embedding.onnx_module; no
torch is needed to write it, nor to embed with it through retrieval.embedding.onnx_embedder.
"""

from __future__ import annotations

import json
from pathlib import Path

from retrieval.embedding.encoder_graph import encoder_graph
from retrieval.embedding.packed_model import PackedModel, kept_pieces
from retrieval.embedding.prompts import PROMPTS
from retrieval.embedding.text_encoder import GRAPH_FILE, TOKENIZER_FILE
from retrieval.embedding.tokenizer import tokenizer_of

_MODULES = (
    ("", "retrieval.embedding.onnx_module.OnnxTransformer"),
    ("1_Pooling", "sentence_transformers.sentence_transformer.modules.pooling.Pooling"),
    ("2_Normalize", "sentence_transformers.base.modules.normalize.Normalize"),
)


def write_int8_folder(packed: PackedModel, folder: Path) -> None:
    """Write everything under `folder` (which exists); OSError when the disk refuses."""
    kept = kept_pieces(packed)
    tokenizer = tokenizer_of(packed, kept)
    tokenizer.enable_truncation(packed.positions)
    (folder / TOKENIZER_FILE).write_text(tokenizer.to_str(), "utf-8")
    (folder / GRAPH_FILE).write_bytes(encoder_graph(packed, kept).SerializeToString())
    modules = [
        {"idx": at, "name": str(at), "path": path, "type": kind}
        for at, (path, kind) in enumerate(_MODULES)
    ]
    _write(folder / "modules.json", modules)
    _write(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": PROMPTS, "similarity_fn_name": "cosine"},
    )
    pooling = {"embedding_dimension": packed.width, "pooling_mode": "mean", "include_prompt": True}
    for path, content in (("1_Pooling", pooling), ("2_Normalize", {})):
        (folder / path).mkdir()
        _write(folder / path / "config.json", content)


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2), "utf-8")
