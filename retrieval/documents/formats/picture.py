"""The text of a photograph or a screenshot of a document."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from retrieval.documents.document_number import NUMBER
from retrieval.documents.formats.layout import paragraphs_of
from retrieval.documents.loaded_text import LoadedText, from_scan
from retrieval.errors import UnreadableDocument

if TYPE_CHECKING:
    from PIL.Image import Image

# A telephone takes pictures of 12 to 50 million pixels; beyond this it is no photograph.
_MOST_PIXELS = 120_000_000
# What recognition works best at, and no more of than it needs.
_LONGEST_SIDE = 2400
_HEAD_LINES = 12
_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
# Of a container that films and the newer photographs of telephones share: ....ftypheic
_NEWER = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif")


def is_picture(head: bytes) -> bool:
    """Tell whether a file that begins like this is a picture, readable or not."""
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return is_webp or head.startswith(_SIGNATURES) or _is_newer(head)


def extract_picture(content: bytes) -> LoadedText:
    """Read the characters of a picture, turned as the camera was held.

    Raises:
        UnreadableDocument: it is damaged, no picture, or too large.
    """
    from retrieval.documents.formats.recognition import recognised_lines

    picture, media_type = _opened(content)
    lines = recognised_lines(picture)
    return LoadedText("\n".join(_paragraphs(lines)), from_scan(media_type))


def _paragraphs(lines: list[str]) -> list[str]:
    """Join broken lines, and nothing to the number that stands by itself under a title: on a
    single page too few lines tell how long one is."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        if NUMBER.fullmatch(line.strip()):
            return [*paragraphs_of(lines[:at]), line.strip(), *paragraphs_of(lines[at + 1 :])]
    return paragraphs_of(lines)


def _opened(content: bytes) -> tuple[Image, str]:
    from PIL import Image, ImageOps

    if _is_newer(content[:16]):
        raise UnreadableDocument("这种格式的照片（HEIC、AVIF）读不了", "请截图或另存为 JPG 后重发")
    try:
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
            if width * height > _MOST_PIXELS:
                raise UnreadableDocument("图片太大，读不了", "请截取要问的部分后重发")
            # JPEG is then decoded at a fraction of its size.
            picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            media_type = picture.get_format_mimetype() or "image/*"
    except UnreadableDocument:
        raise
    # Pillow meets damaged files with errors of every kind, its warning of a bomb among them.
    except Exception as exc:
        raise UnreadableDocument("图片打不开，可能已损坏", "请重新拍照或截图后重发") from exc
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return upright, media_type


def _is_newer(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _NEWER
