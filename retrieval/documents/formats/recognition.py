"""Text read off the picture of a page (optical character recognition), for scans."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from retrieval.documents.formats.layout import Fragment, lines_of
from retrieval.errors import UnreadableDocument

if TYPE_CHECKING:
    from PIL.Image import Image

# Below this the engine guesses; a missing word is seen by whoever checks, a wrong one is not.
_LEAST_CONFIDENCE = 0.5
_lock = threading.Lock()


def recognised_lines(picture: Image) -> list[str]:
    """Read a page, upright, from top to bottom.

    Raises UnreadableDocument when the engine cannot be started.
    """
    import numpy as np

    with _lock:
        found = _engine()(np.asarray(picture.convert("RGB"))[:, :, ::-1])
    if found.txts is None or found.boxes is None or found.scores is None:
        return []
    return lines_of(
        _fragment(text, box)
        for text, box, score in zip(found.txts, found.boxes, found.scores, strict=True)
        if score >= _LEAST_CONFIDENCE
    )


@lru_cache(maxsize=1)
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR

        return RapidOCR(params={"Global.log_level": "critical"})
    # Whatever keeps native libraries from loading on this machine.
    except Exception as exc:
        raise UnreadableDocument(
            f"扫描件需要文字识别，但识别引擎不能启动（{type(exc).__name__}）",
            "请提供带文字的版本，或让管理员检查 rapidocr 与 onnxruntime 的安装",
        ) from exc


def _fragment(text: str, box: Any) -> Fragment:
    """A box has four corners, from the upper left clockwise, in pixels."""
    left, right = min(point[0] for point in box), max(point[0] for point in box)
    top, bottom = min(point[1] for point in box), max(point[1] for point in box)
    # Boxes are a little higher than characters.
    return Fragment(text, float(left), float(right), float(bottom), float(bottom - top) * 0.8)
