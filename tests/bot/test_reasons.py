"""A refusal of the system or of a database is told in words, and holds nothing that was written."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
import ssl
from pathlib import Path

import httpx
import psycopg
import pytest

from bot.bounded_http import BoundedHttp
from bot.errors import StorageError
from bot.reasons import of_database, of_network, of_system
from bot.storage.engine import create_engine
from bot.storage.migrate import migrated_engine
from tests.simulators.certified import ENDED, LASTS, certificate, certified_server
from tests.simulators.dripping import DrippingServer


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "没有这个文件或文件夹"),
        (errno.EACCES, "没有读写的权限"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EIO, "磁盘读写出错"),
        (errno.EADDRNOTAVAIL, "本机没有这个地址"),
    ],
)
def test_what_the_system_refuses_is_told_in_chinese(number: int, words: str) -> None:
    assert of_system(OSError(number, os.strerror(number))) == words


@pytest.mark.parametrize(
    ("exc", "words"),
    [
        (sqlite3.OperationalError("database or disk is full"), "磁盘已满"),
        (
            sqlite3.OperationalError("attempt to write a readonly database"),
            "文件或所在文件夹不能写",
        ),
        (
            psycopg.OperationalError('FATAL:  password authentication failed for user "bot"'),
            "用户名或密码不对",
        ),
        (
            psycopg.OperationalError('FATAL:  database "city" does not exist'),
            "服务器上没有这个数据库",
        ),
        (psycopg.OperationalError('FATAL:  role "bot" does not exist'), "没有这个用户"),
        (
            psycopg.OperationalError("server closed the connection unexpectedly"),
            "数据库服务器断开了连接",
        ),
        (
            psycopg.errors.AdminShutdown("terminating connection due to administrator command"),
            "数据库服务器断开了连接",
        ),
        (
            psycopg.OperationalError("FATAL:  the database system is starting up"),
            "数据库服务器正在启动或停止",
        ),
        (psycopg.OperationalError("something with a secret in it"), "OperationalError"),
    ],
)
def test_what_a_database_refuses_is_told_and_an_unknown_word_of_it_never_repeated(
    exc: Exception, words: str
) -> None:
    assert of_database(exc) == words


def test_a_file_that_is_no_database_is_called_one_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite").write_text("not a database, but long enough to be read as one" * 9)
    with pytest.raises(StorageError, match="文件不是数据库，或已经损坏"):
        migrated_engine(f"sqlite:///{tmp_path / 'bot.sqlite'}")


def test_a_server_that_is_not_there_is_said_not_to_answer() -> None:
    with pytest.raises(StorageError, match="服务器没有应答") as refusal:
        migrated_engine("postgresql://bot:geheim@127.0.0.1:1/city")
    assert "geheim" not in str(refusal.value)


def test_another_kind_of_database_is_refused_by_its_name() -> None:
    with pytest.raises(StorageError, match="不支持 mysql"):
        create_engine("mysql://bot@127.0.0.1/city")


def why_not(url: str, trusted: Path | None = None) -> str:
    """Return what is said of a server that cannot be talked to."""
    context = ssl.create_default_context(cafile=trusted)
    with (
        BoundedHttp(limit_s=30, trust_env=False, verify=context) as http,
        pytest.raises(httpx.HTTPError) as failed,
    ):
        http.request("GET", url)
    return of_network(failed.value)


def test_a_certificate_that_has_ended_is_told_from_one_that_nobody_trusts(tmp_path: Path) -> None:
    ended = certificate(tmp_path, until=ENDED)
    with certified_server(ended) as url:
        assert why_not(url, ended) == "对方的证书已经过期，或本机的时钟快了"
    lasts = certificate(tmp_path, until=LASTS)
    with certified_server(lasts) as url:
        assert why_not(url) == "对方的证书不受信任"
    anothers = certificate(tmp_path, until=LASTS, name="another.example")
    with certified_server(anothers) as url:
        assert why_not(url, anothers) == "对方的证书不是这个域名或地址的"


def test_a_name_that_nobody_knows_is_told_from_a_server_that_is_not_there() -> None:
    assert why_not("http://no-such-host.invalid/?key=geheim") == "域名解析不了"
    assert why_not("http://127.0.0.1:1/").startswith("对方没有在监听")


def test_a_server_with_many_addresses_is_told_as_one_with_a_single_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What each of them refused is raised as a group."""

    def two_addresses(*_asked: object, **_options: object) -> list[tuple[object, ...]]:
        hosts = ("127.0.0.2", "127.0.0.3")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 1)) for host in hosts]

    monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
    assert why_not("http://vendor.example:1/").startswith("对方没有在监听")


def test_a_certificate_of_another_address_is_told(tmp_path: Path) -> None:
    lasts = certificate(tmp_path, until=LASTS)
    with certified_server(lasts) as url:
        by_number = url.replace("localhost", "127.0.0.1")
        assert why_not(by_number, lasts) == "对方的证书不是这个域名或地址的"


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "应答还没有完，连接就断了"),
        (b"HTTP/1.1 200 OK\r\nContent-", "应答还没有完，连接就断了"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", "应答还没有完，连接就断了"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
            "应答的压缩格式不对，读不出来",
        ),
    ],
)
def test_an_answer_that_breaks_off_or_cannot_be_unpacked_is_told_as_that(
    sent: bytes, why: str
) -> None:
    with DrippingServer(sent, b"") as server:
        assert why_not(server.url) == why


def test_an_unknown_fault_of_the_network_is_told_by_its_kind_alone() -> None:
    unknown = httpx.UnsupportedProtocol("at https://a.cn/?key=geheim")
    assert of_network(unknown) == "UnsupportedProtocol"
    assert of_network(httpx.ReadTimeout("")) == "在时限内没有答完"
    assert of_network(TimeoutError()) == "在时限内没有答完"
