"""Why a file was not taken in, or what to know of one that was, in Chinese."""

from __future__ import annotations

WITHOUT_STRUCTURE = "没有编号结构，按段落收录"
WITHDRAWN = "这份文件已被撤下，没有导入；要恢复请在管理台操作"
SAME_VERSION = "与库里的文本一字不差，没有换版"
ID_TAKEN = "同一编号下已有另一份文件，不能恢复；请先撤下那一份"


def another_holds_it(title: str) -> str:
    """Say that a new version is the text of another document."""
    return f"这个文件就是库里的另一份文件《{title}》，没有换版"


def replaced_by_hand(title: str) -> str:
    """Say that a file is the text whose place a newer version took."""
    return (
        f"这是《{title}》以前的文本，已换成新版本，没有导入；要换回，请在管理台那份文件的页面上操作"
    )
