"""Why the system, the network or a database refused, in words for an officer who runs the service.

What a driver says is never passed on: it may hold an address, a password or what people wrote.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

_OF_THE_SYSTEM = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.EEXIST: "同名的文件已经存在",
    errno.EACCES: "没有读写的权限",
    errno.EPERM: "没有读写的权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EIO: "磁盘读写出错",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}
_OF_ANOTHER = "对方的证书不是这个域名或地址的"
# By OpenSSL's numbers. A clock that is wrong makes every certificate look so.
_OF_CERTIFICATES = {
    9: "对方的证书还没有生效，或本机的时钟慢了",
    10: "对方的证书已经过期，或本机的时钟快了",
    62: _OF_ANOTHER,
    64: _OF_ANOTHER,
}
# By what httpx calls what happened after the connection was there.
_OF_EXCHANGES = {
    "RemoteProtocolError": "应答还没有完，连接就断了",
    "ReadError": "应答还没有完，连接就断了",
    "WriteError": "请求还没有发完，连接就断了",
    "DecodingError": "应答的压缩格式不对，读不出来",
}
# As SQLite and PostgreSQL's client library word it.
_OF_DATABASES = (
    ("unable to open database file", "文件打不开，多半是没有权限或磁盘已满"),
    ("readonly database", "文件或所在文件夹不能写"),
    ("is full", "磁盘已满"),
    ("disk I/O error", "磁盘读写出错，多半是磁盘已满或损坏"),
    ("not a database", "文件不是数据库，或已经损坏"),
    ("malformed", "数据库文件已经损坏"),
    ("is locked", "别的程序一直占用着数据库"),
    ("Connection refused", "服务器没有应答，地址或端口不对，或没有启动"),
    ("failed to resolve host", "找不到这台服务器，主机名不对或网络不通"),
    ("timeout expired", "连接超时，网络不通"),
    ("server closed the connection", "数据库服务器断开了连接"),
    ("terminating connection", "数据库服务器断开了连接"),
    ("the database system is", "数据库服务器正在启动或停止"),
    ("password authentication failed", "用户名或密码不对"),
    ("no password supplied", "没有给出密码"),
    ("no pg_hba.conf entry", "服务器不允许从这里登录"),
    ('role "', "没有这个用户"),
    ("too many clients", "服务器的连接已用完，请调大 max_connections"),
    ("remaining connection slots", "服务器的连接已用完，请调大 max_connections"),
    ("permission denied", "用户没有建表或读写的权限"),
    ("does not exist", "服务器上没有这个数据库"),
)

DISK_FULL = "磁盘已满"
_OF_DISKS: dict[str, tuple[tuple[str, ...], frozenset[str], frozenset[int]]] = {
    DISK_FULL: (
        ("SQLITE_FULL",),
        frozenset({"53100"}),
        frozenset({errno.ENOSPC, errno.EDQUOT}),
    ),
    "磁盘读写出错": (("SQLITE_IOERR",), frozenset({"58030"}), frozenset({errno.EIO})),
    "磁盘或数据库是只读的": (
        ("SQLITE_READONLY",),
        frozenset({"25006"}),
        frozenset({errno.EROFS}),
    ),
}


def of_system(exc: OSError) -> str:
    """Word why a file, a folder or a port was refused."""
    return _OF_THE_SYSTEM.get(exc.errno or 0) or exc.strerror or type(exc).__name__


def of_database(exc: BaseException | None) -> str:
    """Word why a database was refused, from what its driver raised; the kind where unknown."""
    return known_of_database(exc) or type(exc).__name__


def known_of_database(exc: BaseException | None) -> str:
    """Word why a database was refused; empty where unknown."""
    said = str(exc)
    return next((words for sign, words in _OF_DATABASES if sign in said), "")


def why_not_kept(exc: BaseException) -> str:
    """Word why there is nowhere to keep anything, full first; empty where something failed of
    other causes."""
    found = {_of_disk(below) for below in _beneath(exc)}
    return next((words for words in _OF_DISKS if words in found), "")


def _of_disk(exc: BaseException) -> str:
    # By what the drivers call it: SQLite's name, which says more after this, and PostgreSQL's code.
    name = getattr(exc, "sqlite_errorname", None) or ""
    code = getattr(exc, "sqlstate", None)
    number = exc.errno if isinstance(exc, OSError) else None
    for words, (names, codes, numbers) in _OF_DISKS.items():
        if name.startswith(names) or code in codes or number in numbers:
            return words
    return ""


def of_network(exc: BaseException) -> str:
    """Word why a server was not reached or did not answer, from what a client raised and what it
    was raised from; the kind where unknown. Addresses, which may hold secrets, are not repeated."""
    for below in _beneath(exc):
        match below:
            case ssl.SSLCertVerificationError():
                return _OF_CERTIFICATES.get(below.verify_code, "对方的证书不受信任")
            case ssl.SSLError():
                return "加密的连接建不起来，地址或代理不对"
            case socket.gaierror():
                return "域名解析不了"
            case ConnectionRefusedError():
                return "对方没有在监听，地址或端口不对，或没有启动"
    kind = type(exc).__name__
    if isinstance(exc, TimeoutError) or kind.endswith("Timeout"):
        return "在时限内没有答完"
    return _OF_EXCHANGES.get(kind, kind)


def _beneath(exc: BaseException | None) -> Iterator[BaseException]:
    """Give an exception and what it was raised from; of a server with many addresses that is a
    group, of what each of them refused."""
    while exc is not None:
        yield exc
        if isinstance(exc, BaseExceptionGroup):
            for one in exc.exceptions:
                yield from _beneath(one)
        exc = exc.__cause__ or exc.__context__
