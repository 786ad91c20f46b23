"""Nothing personal and no secret reaches a log."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.errors import StorageError
from bot.telemetry.logs import configure_logs, mask


@pytest.fixture
def _restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.usefixtures("_restored_logging")
def test_a_librarys_log_is_masked_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(level="INFO")
    logging.getLogger("some.library").warning("call %s", "13800138000")
    structlog.get_logger("our.room").info("asked", count=3, token="abc")
    foreign, own = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (foreign["event"], foreign["level"]) == ("call ***", "warning")
    assert (own["event"], own["count"], own["token"]) == ("asked", 3, "***")


@pytest.mark.usefixtures("_restored_logging")
@pytest.mark.parametrize("name", ["our.room", "some.library"])
def test_a_failure_is_told_by_its_class_and_lines_not_by_what_somebody_wrote(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(level="INFO")
    logger = structlog.get_logger(name) if name == "our.room" else logging.getLogger(name)
    said = "".join(("我厂", "欠薪"))
    try:
        try:
            int(said)
        except ValueError as exc:
            raise StorageError("数据库打不开", why="磁盘已满") from exc
    except StorageError:
        logger.exception("failed")
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)["exception"]
    assert said not in line
    assert "ValueError\n" in told
    assert told.endswith("bot.errors.StorageError: 数据库打不开；原因：磁盘已满")
    assert "test_logs.py" in told


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"text": "请打13800138000"}, {"text": "请打***"}),
        ({"text": "电话0523-86880000。"}, {"text": "电话***。"}),
        ({"access_token": "abc"}, {"access_token": "***"}),
        ({"number": "20191115123456789"}, {"number": "20191115123456789"}),
        ({"text": "请打 +8613800138000，或 138-0013-8000"}, {"text": "请打 ***，或 ***"}),
        ({"text": "证号321202199001011234"}, {"text": "证号***"}),
        (
            {"rows": [{"phone": "13800138000"}], "at": ("x",)},
            {"rows": [{"phone": "***"}], "at": ["x"]},
        ),
        ({"detail": {"token": "abc", "n": 1}}, {"detail": {"token": "***", "n": 1}}),
        ({"error": ValueError("13800138000")}, {"error": "ValueError('***')"}),
        ({"account": 13800138000}, {"account": "***"}),
        ({"workflow": "0523868812ab"}, {"workflow": "0523868812ab"}),
        ({"request": "ab05238688123413"}, {"request": "ab05238688123413"}),
        ({"message_id": "c" * 21 + "13800138000"}, {"message_id": "c" * 21 + "13800138000"}),
        ({"said": "052386881234", "of": "t13800138000"}, {"said": "***", "of": "t***"}),
        (
            {"text": "POST https://a.cn/send?key=abc-1&access_token=x.y failed"},
            {"text": "POST https://a.cn/send?key=***&access_token=*** failed"},
        ),
        (
            {"text": "POST https://api.telegram.org/bot13800138000:AAf-x_9/sendMessage"},
            {"text": "POST https://api.telegram.org/bot***/sendMessage"},
        ),
        (
            {"text": "postgresql://bot:pass%40word@10.0.0.8:5432/bot"},
            {"text": "postgresql://***@10.0.0.8:5432/bot"},
        ),
        (
            {"text": "postgresql://bot:pass@word@10.0.0.8:5432/bot"},
            {"text": "postgresql://***@10.0.0.8:5432/bot"},
        ),
        ({"text": "见 https://a.cn/b@c 或 a@b.cn"}, {"text": "见 https://a.cn/b@c 或 a@b.cn"}),
        ({"count": 3, "ok": True, "s": 0.1}, {"count": 3, "ok": True, "s": 0.1}),
        ({"at": "2026-11-29T13:45:12.123456Z"}, {"at": "2026-11-29T13:45:12.123456Z"}),
    ],
)
def test_telephone_numbers_and_secrets_are_masked(
    event: dict[str, object], expected: dict[str, object]
) -> None:
    assert mask(None, "info", dict(event)) == expected
