"""The packed model's Unigram tokenizer, as one of the library `tokenizers`."""

from __future__ import annotations

import unicodedata

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from retrieval.embedding.packed_model import PackedModel

_PLACEHOLDER = (
    "\ue000"  # private use: stands in while NFKC passes over a character it must not touch
)


def tokenizer_of(packed: PackedModel, kept: list[int]) -> Tokenizer:
    """The tokenizer over the kept pieces, which are renumbered in their order."""
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
    return tokenizer


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
