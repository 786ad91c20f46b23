"""Signing in as the pages see it, over a dictionary of passwords."""

from __future__ import annotations

from bot.errors import PasswordMustChange, SignInRefused
from bot.identity import Person, Role
from bot.signin import OpenedSession, Visitor

PASSWORDS = {"u007": "correct horse battery"}
INITIAL: dict[str, str] = {}
VENDOR = "https://vendor.example/authorize"


class FakeSignIn:
    """Obeys `bot.web.services.SignIn`; remembers where browsers were sent."""

    def __init__(self) -> None:
        self.is_secure = False
        self.has_members = False
        self.left: dict[str, tuple[str, str]] = {}
        self._open: dict[str, Visitor] = {}

    def visitor(self, token: str) -> Visitor | None:
        return self._open.get(token)

    def with_password(self, user_id: str, password: str, *, address: str) -> OpenedSession:
        assert address
        if INITIAL.get(user_id) == password:
            raise PasswordMustChange("初始密码只能用一次：请设置您自己的新密码")
        if PASSWORDS.get(user_id) != password:
            raise SignInRefused("用户编号或密码不对")
        return self._opened(user_id)

    def with_new_password(
        self, user_id: str, password: str, new: str, *, address: str
    ) -> OpenedSession:
        assert address
        if INITIAL.pop(user_id, None) != password:
            raise SignInRefused("用户编号或密码不对")
        PASSWORDS[user_id] = new
        return self._opened(user_id)

    def leave(self, *, return_to: str, browser: str) -> str:
        if not self.has_members:
            raise SignInRefused("本服务没有开通企业微信登录")
        state = f"s{len(self.left)}"
        self.left[state] = (return_to, browser)
        return f"{VENDOR}?state={state}"

    def come_back(self, *, code: str, state: str, browser: str) -> tuple[OpenedSession, str]:
        return_to, left_by = self.left.pop(state, ("", ""))
        if not left_by or left_by != browser:
            raise SignInRefused("登录没有完成")
        return self._opened(code), return_to

    def close(self, token: str) -> None:
        self._open.pop(token, None)

    def _opened(self, user_id: str) -> OpenedSession:
        opened = OpenedSession(f"token-{user_id}-{len(self._open)}", f"csrf-{user_id}")
        person = Person(user_id, "杨洋杰", "GXJ", "联络员", Role.OFFICIAL)
        self._open[opened.token] = Visitor(person, opened.csrf_token)
        return opened
