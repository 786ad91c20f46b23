"""A month of the demonstration city: the clock moves, people act, messages are kept.

`python -m tests.bot.alerts.month` writes the golden file again; read the difference.
"""

from __future__ import annotations

import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.appeals.appeal import Step
from bot.clock import BUSINESS_ZONE
from bot.tasks import Change
from bot.tasks.transition import Action
from tests.bot.alerts.city import City
from tests.bot.beginnings import NOW

GOLDEN = Path(__file__).parent / "golden" / "month.md"
HEADING = "# A month of the demonstration city: every message sent, by moment and person\n"
FIRST = NOW.date()
DAYS = 31
SCANS = (time(9, 0), time(16, 0))

# Who does what on which day, at ten o'clock.
DEEDS: dict[date, list[tuple[str, Change]]] = {
    date(2019, 11, 15): [
        (
            "u009",
            Change(Action.REQUEST_EXTENSION, "21", "专家意见未收齐", new_due_on=date(2019, 12, 2)),
        ),
        ("u023", Change(Action.REPORT_COMPLETION, "49")),
    ],
    date(2019, 11, 18): [
        ("u003", Change(Action.APPROVE_EXTENSION, "21")),
        ("u003", Change(Action.CLOSE, "49")),
        ("u031", Change(Action.SIGN_RECEIPT, "42")),
        ("u007", Change(Action.REPORT_COMPLETION, "7")),
    ],
    date(2019, 11, 20): [
        ("u003", Change(Action.RETURN, "7", "缺活动签到表")),
        ("u027", Change(Action.REPORT_COMPLETION, "40")),
        ("u002", Change(Action.TRANSFER, "51", to_department="321283")),
    ],
    date(2019, 11, 22): [("u021", Change(Action.REPORT_COMPLETION, "50"))],
    date(2019, 12, 2): [("u009", Change(Action.REPORT_COMPLETION, "21"))],
}

APPEAL_STEPS: dict[date, list[tuple[str, str, Step, str]]] = {
    date(2019, 11, 15): [("u003", "A2019-032", Step.ANSWER, "已联系自然资源部门，下周上门对接")],
    date(2019, 11, 18): [
        ("u003", "A2019-032", Step.OPINION, "现有厂区北侧地块可以扩建"),
        ("u003", "A2019-033", Step.CLOSE, "重复收取的检测费已退回"),
    ],
    date(2019, 11, 26): [("u002", "A2019-032", Step.CLOSE, "扩建用地手续已办完")],
}


def live_through_a_month(folder: Path) -> str:
    """Return every message of the month, by day, person and task, as a person can read it."""
    city = City(folder)
    city.work.launch()
    city.take_in_appeals()
    pages = []
    for offset in range(DAYS):
        day = FIRST + timedelta(days=offset)
        for moment in SCANS:
            city.clock.move_to(datetime.combine(day, moment, BUSINESS_ZONE))
            city.scan.run()
            pages.append(_page(city))
            if moment == SCANS[0]:
                city.clock.advance(timedelta(hours=1))
                for user_id, change in DEEDS.get(day, []):
                    city.do(user_id, change)
                for user_id, appeal_no, step, words in APPEAL_STEPS.get(day, []):
                    person = city.directory.require(user_id)
                    city.appeals.service.take(person, appeal_no, step, words, channel="web")
    return "\n".join([HEADING, *(page for page in pages if page)])


def _page(city: City) -> str:
    lines = []
    for account, replies in sorted(city.inbox.by_account.items()):
        name = city.directory.require(account).name
        for text in sorted(reply.text for reply in replies):
            body = "\n".join(f"> {line}  " for line in text.split("\n"))
            lines.append(f"### {name}（{account}）\n\n{body}\n")
    city.inbox.by_account.clear()
    if not lines:
        return ""
    return "\n".join([f"## {city.clock.now():%Y-%m-%d %H:%M}\n", *lines])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        GOLDEN.write_text(live_through_a_month(Path(made)), encoding="utf-8")
