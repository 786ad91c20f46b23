"""What is said about uploads that wait for confirmation."""

from __future__ import annotations

NOTHING_UPLOADED = "没有收到文件"
CHOOSE_A_FILE = "先选择文件再提交"
SPLIT_IT = "拆成几个文件分别导入"
UPLOAD_LAPSED = "上传的文件已过期或已处理，没有导入任何内容"
UPLOAD_AGAIN = "重新上传并预览"


def too_large(limit: int) -> str:
    """Say that an upload is too large."""
    return f"文件太大：最多 {limit // 1024 // 1024} MB"
