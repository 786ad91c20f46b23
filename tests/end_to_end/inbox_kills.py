"""SIGKILL at random moments while messages come in; used by a test and by a longer benchmark."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from tests.end_to_end.serving import ServingBot, eventually
from tests.end_to_end.test_wecom_conversation import settings_of
from tests.simulators.wecom import WecomSimulator

QUESTIONS = ("企业有困难向政府反映，多久能有回音？", "你好", "有没有产业基金的支持？")
A_ROUND = 8
_WITHIN_S = 1.5
_PATIENCE_S = 120.0


@dataclass
class Found:
    """What became of the messages; one member sends one message, so that answers are told apart."""

    rounds: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    acknowledged_before_the_kill: int = 0
    unanswered: list[str] = field(default_factory=list)
    answered_twice: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many messages were lost or answered twice."""
        return len(self.unanswered) + len(self.answered_twice)


class InboxKills:
    """One city that lives through the rounds; every round somebody else is killed."""

    def __init__(self, city: Path, rounds: int, seed: int) -> None:
        self._city = city
        self._rounds = rounds
        self._chance = random.Random(seed)
        self._members = [f"k{number}" for number in range(rounds * A_ROUND)]

    def run(self) -> Found:
        """Run the rounds, then let one service work undisturbed until everything is answered."""
        found = Found(rounds=self._rounds, sent=len(self._members))
        with _vendor(set(self._members)) as vendor, ExitStack() as stack:
            service = stack.enter_context(ServingBot(self._city, **_settings(vendor)))
            for number in range(self._rounds):
                members = self._members[number * A_ROUND : (number + 1) * A_ROUND]
                victim = self._chance.choice(("all", "serving", "answerer"))
                acknowledged = self._round(service, vendor, members, victim)
                found.killed[victim] += 1
                found.acknowledged_before_the_kill += len(acknowledged)
                if victim != "answerer":
                    service = stack.enter_context(ServingBot(self._city, **_settings(vendor)))
                # What got no 200 the vendor says again, under the same id.
                for member in sorted(set(members) - acknowledged):
                    assert self._say(service.url, vendor, member)
            self._wait(vendor)
        answers = Counter(sent.member for sent in vendor.sent if sent.text)
        found.unanswered = [member for member in self._members if not answers[member]]
        found.answered_twice = [member for member in self._members if answers[member] > 1]
        return found

    def _round(
        self, service: ServingBot, vendor: WecomSimulator, members: list[str], victim: str
    ) -> set[str]:
        """Let `members` speak at once and kill; return whose message was acknowledged."""
        kill = {
            "all": service.kill,
            "serving": service.kill_serving,
            "answerer": lambda: _kill(service.answerers()),
        }[victim]
        timer = threading.Timer(self._chance.uniform(0.0, _WITHIN_S), kill)
        timer.start()
        with ThreadPoolExecutor(A_ROUND) as threads:
            taken = threads.map(lambda m: self._say(service.url, vendor, m), members)
            acknowledged = {
                member for member, is_taken in zip(members, taken, strict=True) if is_taken
            }
        timer.join()
        return acknowledged

    def _say(self, url: str, vendor: WecomSimulator, member: str) -> bool:
        question = QUESTIONS[int(member[1:]) % len(QUESTIONS)]
        plain = vendor.text_xml(member, question, f"9{member[1:]}")
        try:
            return vendor.deliver_callback(f"{url}/wecom/callback", plain).is_accepted
        except httpx.TransportError:
            return False

    def _wait(self, vendor: WecomSimulator) -> None:
        def is_done() -> bool:
            return {sent.member for sent in vendor.sent if sent.text} >= set(self._members)

        # What is missing then is reported, not raised: the report is what this is for.
        with suppress(AssertionError):
            eventually(is_done, what="every answer", within_s=_PATIENCE_S)


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


@contextmanager
def _vendor(members: set[str]) -> Iterator[WecomSimulator]:
    vendor = WecomSimulator(members=members)
    with vendor.serve() as server:
        vendor.base_url = f"{server.url}/cgi-bin"
        yield vendor


def _settings(vendor: WecomSimulator) -> dict[str, str]:
    # The vendor's clock stands still, and the rounds take longer than the window.
    return {**settings_of(vendor), "BOT_WECOM__CALLBACK_WINDOW_S": "0"}
