"""Writes compound files ([MS-CFB]), so that tests can make the .doc files they need."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_MINI_STREAM_CUTOFF = 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A version 3 file; streams are padded so that none lies in the mini stream."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = []
    for name, content in streams.items():
        padded = content.ljust(
            max(_MINI_STREAM_CUTOFF, -(-len(content) // _SECTOR) * _SECTOR), b"\0"
        )
        entries.append((name, _append(sectors, chains, padded), len(padded)))
    directory = _append(sectors, chains, _directory(entries))
    tables = -(-(len(sectors) + 1) * 4 // _SECTOR)
    first_table = len(sectors)
    chains += [_TABLE] * tables
    chains += [_FREE] * (tables * _SECTOR // 4 - len(chains))
    allocation = struct.pack(f"<{len(chains)}I", *chains)
    where = [first_table + number for number in range(tables)]
    header = struct.pack(
        "<8s16xHHHHH6xIII4xIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, directory, _MINI_STREAM_CUTOFF, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *(where + [_FREE] * (109 - tables)))
    return header + b"".join(sectors) + allocation


def _append(sectors: list[bytes], chains: list[int], content: bytes) -> int:
    first = len(sectors)
    count = len(content) // _SECTOR
    sectors += [content[at * _SECTOR : (at + 1) * _SECTOR] for at in range(count)]
    chains += [first + at + 1 for at in range(count - 1)] + [_END]
    return first


def _directory(entries: Sequence[tuple[str, int, int]]) -> bytes:
    written = [_entry("Root Entry", 5, _FREE, 1, _END, 0)]
    for number, (name, start, size) in enumerate(entries, start=1):
        following = number + 1 if number < len(entries) else _FREE
        written.append(_entry(name, 2, following, _FREE, start, size))
    while len(written) % 4:
        written.append(bytes(128))
    return b"".join(written)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII36xIQ", encoded, len(encoded), kind, 1, _FREE, right, child, start, size
    )
