"""Takes in appeals that another system keeps, from a JSON file or over HTTP.

Each is an object with `appeal_no`, `enterprise_id`, `content`, `received_at`, `status` and the
moments `answered_at`, `opinion_at`, `closed_at` (ISO 8601; without zone Asia/Shanghai). A case
that is known is moved on when the source is further; it is never moved back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import structlog

from bot.appeals.appeal import Appeal, AppealState
from bot.appeals.service import FED, AppealService
from bot.appeals.store import AppealStore
from bot.appeals.wording import STATE_LABELS
from bot.bounded_http import MOST_BYTES, AnswerTooLarge, BoundedHttp
from bot.clock import BUSINESS_ZONE
from bot.csv_file import read_table
from bot.errors import AppealRefused, ImportRefused
from bot.reasons import of_network
from bot.settings import AppealsSection
from bot.storage.engine import SessionFactory

_STATES = {label: state for state, label in STATE_LABELS.items()}
_LONGEST_NUMBER = 32
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class FeedCount:
    """What a feed did, or in a dry run would do; `refused` names each bad row."""

    added: int
    moved: int
    unchanged: int
    refused: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Enterprise:
    """An enterprise by its id in the source: its name and whom it hears through."""

    name: str
    user_id: str


class AppealFeed:
    """Brings appeals of another system in."""

    def __init__(
        self,
        sessions: SessionFactory,
        service: AppealService,
        settings: AppealsSection,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._store = AppealStore(sessions)
        self._service = service
        self._settings = settings
        self._transport = transport

    def import_file(
        self, path: Path, enterprises: Mapping[str, Enterprise], *, dry_run: bool = False
    ) -> FeedCount:
        """Take in a file.

        Raises:
            ImportRefused: it cannot be read, or rows are bad; nothing was imported.
        """
        try:
            records = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as exc:
            raise ImportRefused(
                f"读不了 {path.name}", rows=[], remedy="给出 JSON 数组（UTF-8），每项是一件诉求"
            ) from exc
        appeals, bad = self._read(records, enterprises)
        if bad:
            raise ImportRefused(
                f"{path.name} 有误，未导入任何诉求", rows=bad, remedy="改正这些项后重新导入"
            )
        # A file brings what is known already; the next scan tells of what is late.
        return self._take(appeals, dry_run=dry_run, is_told=False)

    def fetch(self, enterprises: Mapping[str, Enterprise]) -> FeedCount:
        """Take in what the HTTP source has now; a bad case does not keep the others out.

        Raises:
            AppealRefused: the source cannot be reached, or answers with too much or with no JSON.
        """
        token = self._settings.source_token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            with BoundedHttp(limit_s=self._settings.timeout_s, transport=self._transport) as client:
                response = client.request("GET", self._settings.source_url, headers=headers)
                response.raise_for_status()
                records = response.json()
        except AnswerTooLarge as exc:
            raise AppealRefused(
                "诉求接口给的太多，没有读完",
                why=f"应答超过 {MOST_BYTES // 1024 // 1024} MB",
                remedy="请接口提供方只给未办结的和近期的诉求",
            ) from exc
        except (httpx.HTTPError, ValueError, RecursionError) as exc:
            raise AppealRefused(
                "诉求接口取不到数据",
                why=of_network(exc),
                remedy="检查 BOT_APPEALS__SOURCE_URL 与 BOT_APPEALS__SOURCE_TOKEN",
            ) from exc
        appeals, bad = self._read(records, enterprises)
        if bad:
            _log.warning("appeals_refused", rows=bad)
        count = self._take(appeals, dry_run=False, is_told=True)
        return FeedCount(count.added, count.moved, count.unchanged, tuple(bad))

    def _read(
        self, records: Any, enterprises: Mapping[str, Enterprise]
    ) -> tuple[list[Appeal], list[tuple[int, str]]]:
        receiver = self._service.receiver()
        if receiver is None:
            return [], [(0, "系统中没有可以受理诉求的工作人员")]
        if not isinstance(records, list):
            return [], [(0, "应为 JSON 数组")]
        appeals, bad, seen = [], [], set()
        for number, record in enumerate(records, start=1):
            problem = _problem(record)
            if problem is None and record["appeal_no"] in seen:
                problem = f"编号 {record['appeal_no']} 重复"
            if problem is not None:
                bad.append((number, problem))
                continue
            seen.add(record["appeal_no"])
            enterprise = enterprises.get(
                record["enterprise_id"], Enterprise(record["enterprise_id"], "")
            )
            appeals.append(
                _appeal(record, enterprise, receiver.user_id, receiver.department_code or "")
            )
        return appeals, bad

    def _take(self, appeals: Sequence[Appeal], *, dry_run: bool, is_told: bool) -> FeedCount:
        known = {one.appeal_no: one for one in self._store.numbered([a.appeal_no for a in appeals])}
        added = moved = 0
        order = list(AppealState)
        for appeal in appeals:
            before = known.get(appeal.appeal_no)
            if before is None:
                added += 1
                if not dry_run:
                    self._service.add(appeal, user_id="", channel=FED, step=FED, is_told=is_told)
            elif order.index(appeal.state) > order.index(before.state):
                moved += 1
                if not dry_run:
                    self._service.advance(before, appeal)
        return FeedCount(added, moved, len(appeals) - added - moved)


def read_enterprises(path: Path) -> dict[str, Enterprise]:
    """Return the enterprises of a CSV file (`enterprise_id,name,contact_user_id`) by their id.

    Raises:
        ImportRefused: the file cannot be read or lacks a column.
    """
    remedy = "给出 CSV，表头 enterprise_id,name,contact_user_id"
    rows = read_table(path, remedy=remedy).rows.values()
    try:
        return {
            row["enterprise_id"]: Enterprise(row["name"], row.get("contact_user_id", ""))
            for row in rows
        }
    except KeyError as exc:
        raise ImportRefused(f"{path.name} 缺少列 {exc.args[0]}", rows=[], remedy=remedy) from exc


def _problem(record: Any) -> str | None:
    if not isinstance(record, dict):
        return "不是一件诉求"
    for name in ("appeal_no", "enterprise_id", "content", "received_at", "status"):
        if not isinstance(record.get(name), str) or not record[name].strip():
            return f"缺少 {name}"
    if len(record["appeal_no"]) > _LONGEST_NUMBER or ":" in record["appeal_no"]:
        return f"编号 {record['appeal_no']} 看不懂"
    if record["status"] not in _STATES:
        return f"状态 {record['status']} 不存在"
    for name in ("received_at", "answered_at", "opinion_at", "closed_at"):
        try:
            _moment(record.get(name) or "")
        except (ValueError, TypeError):
            return f"{name} {record.get(name)} 看不懂"
    return None


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=BUSINESS_ZONE)


def _appeal(
    record: Mapping[str, Any], enterprise: Enterprise, owner: str, department: str
) -> Appeal:
    received = _moment(record["received_at"])
    assert received is not None
    return Appeal(
        appeal_no=record["appeal_no"],
        enterprise=enterprise.name,
        user_id=enterprise.user_id,
        content=record["content"].strip(),
        received_at=received,
        owner_user_id=owner,
        state=_STATES[record["status"]],
        department_code=department,
        answered_at=_moment(record.get("answered_at") or ""),
        opinion_at=_moment(record.get("opinion_at") or ""),
        closed_at=_moment(record.get("closed_at") or ""),
        source=f"{FED}:{record['appeal_no']}",
    )
