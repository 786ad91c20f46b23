"""Writing packed weights as a sentence-transformers folder (torch is imported here only)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from retrieval.embedding.packaged_weights import PackedModel, kept_pieces
from retrieval.embedding.quiet import quiet_models

_PLACEHOLDER = (
    "\ue000"  # private use: stands in while NFKC passes over a character it must not touch
)


def write_model_folder(packed: PackedModel, folder: Path) -> None:
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
    prompts = {"query": "query: ", "passage": "passage: "}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(
        str(folder), create_model_card=False
    )
    for path in sorted(bert.iterdir()):
        path.unlink()
    bert.rmdir()


def _tokenizer(packed: PackedModel, kept: list[int]) -> PreTrainedTokenizerFast:
    pieces = [packed.pieces[i] for i in kept]
    unk = kept.index(packed.unk)
    tokenizer = Tokenizer(
        models.Unigram([(packed.pieces[i], packed.scores[i]) for i in kept], unk_id=unk)
    )
    tokenizer.normalizer = _normalizer(packed.replacements)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = packed.pieces[packed.bos], packed.pieces[packed.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        special_tokens=[(bos, pieces.index(bos)), (eos, pieces.index(eos))],
    )
    make: Callable[..., PreTrainedTokenizerFast] = PreTrainedTokenizerFast
    return make(
        tokenizer_object=tokenizer,
        bos_token=bos,
        eos_token=eos,
        cls_token=bos,
        sep_token=eos,
        pad_token=packed.pieces[packed.pad],
        unk_token=packed.pieces[packed.unk],
        model_max_length=packed.positions,
    )


def _normalizer(replacements: dict[str, str]) -> normalizers.Normalizer:
    """The file's map is NFKC but for some controls and spaces; say only where they differ.

    One rule per entry (4 800 of them) would make tokenizing slower than the encoder.
    """
    dropped = "".join(c for c, to in replacements.items() if not to)
    spaces = "".join(
        c for c, to in replacements.items() if to == " " and unicodedata.normalize("NFKC", c) != to
    )
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{_escaped(dropped)}]"), ""),
            normalizers.Replace(Regex(f"[{_escaped(spaces)}]"), " "),
            normalizers.Replace("～", _PLACEHOLDER),
            normalizers.NFKC(),
            normalizers.Replace(_PLACEHOLDER, "～"),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _escaped(characters: str) -> str:
    return "".join(f"\\x{{{ord(char):04x}}}" for char in characters)


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
    state = {"embeddings.word_embeddings.weight": packed.tensors["emb.word"][kept]}
    for ours, theirs in _tensor_names(packed.layers).items():
        state[theirs] = packed.tensors[ours]
    weights = {name: torch.from_numpy(values.copy()) for name, values in state.items()}
    missing, unexpected = model.load_state_dict(weights, strict=False)
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
