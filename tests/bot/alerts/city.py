"""The demonstration city with the parts of an alert, for tests."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

from bot.alerts import AlertScan
from bot.appeals.office import AppealOffice
from bot.clock import ManualClock
from bot.delivery import Delivery, Receipt, Sender
from bot.durable import InlineWork
from bot.errors import RecipientUnreachable
from bot.identity import Directory
from bot.messages import Citation, Reply
from bot.settings import AlertsSection, AppealsSection
from bot.storage import create_engine, session_factory
from bot.tasks import Change, TaskService, WorkingDays
from tests.bot.beginnings import NOW, people_and_tasks, take_in_cases
from tests.databases import Fill, filled_at


class Inbox:
    """A channel that keeps every message by account."""

    channel = "web"

    def __init__(self) -> None:
        self.by_account: dict[str, list[Reply]] = defaultdict(list)

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        self.by_account[account].append(reply)
        return Receipt((key,), NOW)

    def take(self) -> dict[str, list[str]]:
        """Return by account the numbers of the tasks that what came speaks of; forget it."""
        taken = {
            account: sorted((no for reply in replies for no in tasks_in(reply.text)), key=int)
            for account, replies in sorted(self.by_account.items())
        }
        self.by_account.clear()
        return taken


def tasks_in(text: str) -> list[str]:
    """Return the numbers of the tasks a message speaks of, in its order."""
    return re.findall(r"^(?:事项：|\d+\. )(\d+)号《", text, re.MULTILINE)


class Unreachable:
    """A channel on which nobody can be reached but those named."""

    channel = "web"

    def __init__(self, reachable: str) -> None:
        self._reachable = reachable
        self.texts: list[str] = []

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        if account != self._reachable:
            raise RecipientUnreachable("停用")
        self.texts.append(reply.text)
        return Receipt((key,), NOW)


class City:
    """The demonstration city with its parts."""

    def __init__(
        self,
        folder: Path,
        sender: Sender | None = None,
        settings: AlertsSection | None = None,
        work: InlineWork | None = None,
        appeals: AppealsSection | None = None,
        begin: Fill = people_and_tasks,
    ) -> None:
        self.sessions = session_factory(create_engine(filled_at(folder, begin)))
        self.clock = ManualClock(NOW)
        self.work = work or InlineWork()
        self.inbox = Inbox()
        self.directory = Directory(self.sessions, has_inbox=lambda _: True)
        senders = {"web": sender or self.inbox}
        self.delivery = Delivery(self.work, self.sessions, senders, self.clock)
        working_days = WorkingDays(self.sessions)
        self.tasks = TaskService(
            self.sessions, self.directory, working_days, self.clock, delivery=self.delivery
        )
        self.appeals = AppealOffice.open(
            self.sessions,
            self.directory,
            working_days,
            self.clock,
            self.delivery,
            appeals or AppealsSection(),
        )
        self.scan = AlertScan(
            self.work,
            self.sessions,
            self.directory,
            self.delivery,
            self.clock,
            working_days,
            settings,
            clauses=Plan(),
            others=[self.appeals.concerns],
        )

    def take_in_appeals(self) -> None:
        """Bring in the demonstration's four 直通车 cases."""
        take_in_cases(self.appeals)

    def do(self, user_id: str, change: Change) -> None:
        self.tasks.carry_out(self.directory.require(user_id), change, channel="web")


class Plan:
    """Knows one clause of four sentences."""

    SENTENCES = (
        "突出产业链招商",
        "编制产业链图谱",
        "力争形成一批产业集群",
        "每季度组织开展1次产业联盟特色活动",
    )

    def cite(self, address: str, *, on: date) -> Citation | None:
        del on
        clause, _, sentence = address.partition("#s")
        if clause != "三-1" or not sentence or int(sentence) > len(self.SENTENCES):
            return None
        return Citation(
            document="工作方案",
            document_number=None,
            clause=address,
            quote=self.SENTENCES[int(sentence) - 1],
            validity="现行",
            url="",
        )
