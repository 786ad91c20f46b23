"""Who opens the pages: local accounts, the sessions of browsers, and sign-in through WeCom."""

from bot.signin.accounts import LocalAccounts
from bot.signin.desk import CALLBACK_PATH, SignInDesk
from bot.signin.member_sign_in import MemberSignIn, MemberSource
from bot.signin.sessions import OpenedSession, Visitor, WebSessions

__all__ = [
    "CALLBACK_PATH",
    "LocalAccounts",
    "MemberSignIn",
    "MemberSource",
    "OpenedSession",
    "SignInDesk",
    "Visitor",
    "WebSessions",
]
