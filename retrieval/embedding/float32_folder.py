"""The packed weights as a plain sentence-transformers folder (torch is imported here only).

Nothing serves from it: it is what the 8-bit model's speed and agreement are measured against.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from retrieval.embedding.packed_model import PackedModel, kept_pieces
from retrieval.embedding.prompts import PROMPTS
from retrieval.embedding.quiet import quiet_models
from retrieval.embedding.tokenizer import tokenizer_of


def write_float32_folder(packed: PackedModel, folder: Path) -> None:
    """Write tokenizer, encoder, pooling and prompts under `folder` (which exists)."""
    with quiet_models():
        _write(packed, folder)


def _write(packed: PackedModel, folder: Path) -> None:
    kept = kept_pieces(packed)
    bert = folder / "bert"
    _encoder(packed, kept).save_pretrained(bert)
    _tokenizer(packed, kept).save_pretrained(bert)
    transformer = Transformer(str(bert))
    transformer.max_seq_length = packed.positions
    modules = [transformer, Pooling(packed.width, pooling_mode="mean"), Normalize()]
    SentenceTransformer(modules=modules, prompts=dict(PROMPTS), device="cpu").save(
        str(folder), create_model_card=False
    )
    for path in sorted(bert.iterdir()):
        path.unlink()
    bert.rmdir()


def _tokenizer(packed: PackedModel, kept: list[int]) -> PreTrainedTokenizerFast:
    bos, eos = packed.pieces[packed.bos], packed.pieces[packed.eos]
    make: Callable[..., PreTrainedTokenizerFast] = PreTrainedTokenizerFast
    return make(
        tokenizer_object=tokenizer_of(packed, kept),
        bos_token=bos,
        eos_token=eos,
        cls_token=bos,
        sep_token=eos,
        pad_token=packed.pieces[packed.pad],
        unk_token=packed.pieces[packed.unk],
        model_max_length=packed.positions,
    )


def _encoder(packed: PackedModel, kept: list[int]) -> BertModel:
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=packed.width,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.feed_forward,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.token_types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=kept.index(packed.pad),
    )
    model = BertModel(config, add_pooling_layer=False)
    weights = {"embeddings.word_embeddings.weight": packed.matrix("emb.word")[kept]}
    for ours, theirs in _tensor_names(packed.layers).items():
        is_row = ours.endswith((".b", "ln.w"))
        weights[theirs] = packed.vector(ours) if is_row else packed.matrix(ours)
    state = {name: torch.from_numpy(values.copy()) for name, values in weights.items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    wrong = [name for name in missing if not name.endswith("_ids")] + list(unexpected)
    if wrong:
        raise ValueError(f"tensors do not fit the encoder: {wrong[:3]}")
    return model


def _tensor_names(layers: int) -> dict[str, str]:
    names = {
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    parts = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    for layer in range(layers):
        for ours, theirs in parts.items():
            stem = f"encoder.layer.{layer}.{theirs}"
            names[f"l{layer}.{ours}.w"] = f"{stem}.weight"
            names[f"l{layer}.{ours}.b"] = f"{stem}.bias"
    return names
