"""What people read about signing in, in Chinese."""

from __future__ import annotations

WRONG = "用户编号或密码不对"
TOO_EASY = "密码太容易猜：不能是姓名或编号，也不能只有几个重复的字符"
MUST_CHANGE = "初始密码只能用一次：请设置您自己的新密码"
INITIAL_EXPIRED = "初始密码已过期。请联系单位的管理员重新生成"
SAME_PASSWORD = "新密码不能与原来的密码相同"
TOO_MANY_AT_ONCE = "这个账号同时登录的次数太多，请稍候再试"
NOT_A_MEMBER = "您不在本服务的人员名单中。请联系单位的管理员添加"
STALE_STATE = "登录没有完成：页面停留太久，或链接来自别处。请重新登录"
NO_MEMBERS = "本服务没有开通企业微信登录"
BAD_CODE = "登录凭证已失效。请重新登录"


def too_short(least: int) -> str:
    """Say that a password is too short."""
    return f"密码太短：至少 {least} 个字符"


def too_long(most: int) -> str:
    """Say that a password is too long."""
    return f"密码太长：最多 {most} 个字符"


def wait_minutes(minutes: float) -> str:
    """Say that there were too many failures."""
    return f"失败次数太多，请 {max(1, int(minutes))} 分钟后再试"
