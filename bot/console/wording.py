"""What the console says, in Chinese; the rest of its words is in templates."""

from __future__ import annotations

NOT_FOR_YOU = "管理台只供管理员和督查员使用"
NOT_FOR_YOU_REMEDY = "请用管理员或督查员的账号登录"
NO_SUCH_CHANGE = "没有这条操作记录"
CANNOT_UNDO = "这项操作不能撤销"
ALREADY_UNDONE = "这项操作已经撤销过了"
UNDO = "撤销"
