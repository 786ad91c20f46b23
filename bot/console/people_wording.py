"""What the console's record says about people, in Chinese."""

from __future__ import annotations

from bot.identity import Person, Role
from bot.identity.person import Department

SECTION = "people"
ADDED, CHANGED, LEFT, RETURNED = "添加人员", "修改人员", "停用人员", "启用人员"
DEPARTMENT, IMPORTED = "修改部门", "导入人员"
CODE, UNBOUND, PASSWORD = "生成绑定码", "解除绑定", "重置密码"
CHANGED_SINCE = "这条记录之后又被改动过，不能直接撤销"
CHANGED_SINCE_REMEDY = "请在人员页面上直接改成需要的样子"
NOT_BOUND = "这个账号没有绑定在此人名下"
CODES_GO_TO = "本人在微信公众号或 Telegram 私聊里发送“绑定 <码>”，24 小时内有效，只能用一次"

ROLES = {
    Role.ADMIN: "管理员",
    Role.SUPERVISOR: "督查员",
    Role.LEADER: "领导",
    Role.OFFICIAL: "联络员",
    Role.ENTERPRISE: "企业联系人",
}


def described(person: Person) -> str:
    """Describe an entry in one line."""
    return "，".join(
        [
            person.name,
            f"角色 {ROLES.get(person.role, person.role.value)}",
            f"部门 {person.department_code or '无'}",
            f"职务 {person.post or '无'}",
            f"上级 {person.leader_user_id or '无'}",
        ]
    )


def named(person: Person) -> str:
    """Name a person."""
    return f"{person.name}（{person.user_id}）"


def department(entry: Department | None) -> str:
    """Describe a department in one line."""
    if entry is None:
        return "（新增）"
    since = f"，{entry.successor_since} 起为 {entry.successor_name}" if entry.successor_name else ""
    return f"{entry.name}{since}"


def imported(people: int, departments: int, added: int, changed: int) -> str:
    """Say what an import did."""
    return f"部门 {departments} 个，人员 {people} 人：新增 {added} 人，更新 {changed} 人"
