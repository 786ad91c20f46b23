"""Zip packages (docx, xlsx, OFD) read so that a small file cannot unpack to a huge one."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from retrieval.errors import UnreadableDocument

# What one package may unpack to, over all the parts that are read.
MOST_UNPACKED_BYTES = 64 * 1024 * 1024
_MOST_PARTS = 20_000


class Archive:
    """A package's parts by name. Every failure is UnreadableDocument."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(content))
        # ValueError, OverflowError: offsets and dates that no archive can have.
        except (BadZipFile, LargeZipFile, ValueError, OverflowError, NotImplementedError) as exc:
            raise _damaged() from exc
        self._parts: dict[str, ZipInfo] = {}
        for part in self._zip.infolist()[:_MOST_PARTS]:
            self._parts.setdefault(part.filename.replace("\\", "/").lstrip("/"), part)
        self._left = MOST_UNPACKED_BYTES

    def names(self) -> list[str]:
        return list(self._parts)

    def has(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """Unpack one part; UnreadableDocument when it is absent, damaged, locked or too big."""
        part = self._parts.get(name)
        if part is None:
            raise UnreadableDocument(f"文件里缺少 {name}", "请打开并另存后重试")
        if part.flag_bits & 0x1:
            raise UnreadableDocument("文件有密码保护", "请取消密码后重试")
        if part.file_size > self._left:
            raise _too_big()
        try:
            # The declared size may lie; no more than is left is ever unpacked.
            with self._zip.open(part) as stream:
                content = stream.read(self._left + 1)
        except (BadZipFile, ValueError, OverflowError, EOFError, OSError, RuntimeError) as exc:
            raise _damaged() from exc
        except (zlib.error, NotImplementedError) as exc:
            raise _damaged() from exc
        self._left -= len(content)
        if self._left < 0:
            raise _too_big()
        return content


def _damaged() -> UnreadableDocument:
    return UnreadableDocument("压缩格式的文件已损坏", "请重新下载或另存后重试")


def _too_big() -> UnreadableDocument:
    return UnreadableDocument(
        f"文件解压后超过 {MOST_UNPACKED_BYTES // 1024 // 1024} MB",
        "请核对文件是否正常，或拆分后重试",
    )
