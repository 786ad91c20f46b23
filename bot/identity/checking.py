"""What an entry of a person or a department must look like; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from bot.identity.person import Department, Person

# What WeCom allows in a userid; a local id follows it, so that both can be the same.
_USER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_LONGEST_NAME = 64
_LONGEST_DEPARTMENT = 128


def person_problems(
    person: Person, departments: Collection[str], leaders: Mapping[str, str]
) -> list[str]:
    """Return what is wrong with an entry; `leaders` holds everybody's leader, "" for none."""
    checks = [
        (
            person.department_code is None or person.department_code in departments,
            f"部门 {person.department_code} 不存在",
        ),
        (
            person.leader_user_id is None or person.leader_user_id in leaders,
            f"上级领导 {person.leader_user_id} 不在人员名单中",
        ),
        (not comes_back(person.user_id, person.leader_user_id, leaders), "上级领导绕回了本人"),
    ]
    return [
        *wording_problems(person.user_id, person.name, person.post),
        *(problem for is_right, problem in checks if not is_right),
    ]


def wording_problems(user_id: str, name: str, post: str) -> list[str]:
    """Return what is wrong with the words of an entry. An id such as ``@all`` or ``a|b`` would
    be somebody else's address, or everybody's, at a vendor."""
    checks = [
        (bool(_USER_ID.fullmatch(user_id)), "用户编号只能用字母、数字和 . _ - @"),
        (_is_line(name, _LONGEST_NAME), f"姓名应为 1 至 {_LONGEST_NAME} 个字"),
        (not post or _is_line(post, _LONGEST_NAME), "职务太长或含有换行"),
    ]
    return [problem for is_right, problem in checks if not is_right]


def department_problems(department: Department) -> list[str]:
    """Return what is wrong with a department's entry."""
    since = department.successor_since
    successor = department.successor_name
    checks = [
        (bool(_CODE.fullmatch(department.code)), "部门编码只能用字母、数字和 _ -"),
        (_is_line(department.name, _LONGEST_DEPARTMENT), "部门名称不能为空，也不能太长"),
        (successor is None or _is_line(successor, _LONGEST_DEPARTMENT), "承接单位名称太长"),
        (since is None or is_day(since), f"更名日期 {since} 看不懂，应写作 2019-03-01"),
        ((successor is None) == (since is None), "承接单位与更名日期应同时填写"),
    ]
    return [problem for is_right, problem in checks if not is_right]


def comes_back(user_id: str, leader: str | None, leaders: Mapping[str, str]) -> bool:
    """Tell whether the line of leaders above somebody comes back to them."""
    above, seen = leader or "", set[str]()
    while above and above not in seen and above != user_id:
        seen.add(above)
        above = leaders.get(above, "")
    return bool(above) and above == user_id


def is_day(text: str) -> bool:
    """Tell whether `text` is an ISO date."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_line(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable() and bool(text.strip())
