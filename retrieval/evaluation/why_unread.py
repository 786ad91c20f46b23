"""Why a file of an evaluation could not be read, in words for whoever runs it."""

from __future__ import annotations

import yaml


def why_unread(exc: Exception) -> str:
    """Word what came of reading a file that should be there and well formed."""
    match exc:
        case FileNotFoundError():
            return "没有这个文件"
        case IsADirectoryError() | NotADirectoryError():
            return "文件夹和文件弄反了"
        case PermissionError():
            return "没有读取权限"
        case OSError():
            return "磁盘读不出来"
        case KeyError():
            return f"缺少 {exc.args[0]}"
        case yaml.MarkedYAMLError(problem_mark=mark) if mark is not None:
            return f"第 {mark.line + 1} 行的写法不对"
        case UnicodeDecodeError():
            return "不是 UTF-8 文本"
    return "内容的写法不对"
