"""Asks the questions of a file and reports, per group, what was right and what was wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.scoring import ExpectedAnswer, faults
from bot.dialogue.skill import Question, Turn
from bot.errors import BotError
from bot.identity import GUEST, Directory
from bot.messages import Reply
from bot.reasons import of_system

_ONE_A_LINE = "每行应为一个 JSON 对象（UTF-8）"


@dataclass(frozen=True)
class WrongAnswer:
    """A question that was answered wrongly, the answer, and every reason."""

    id: str
    question: str
    text: str
    reasons: tuple[str, ...]


@dataclass
class GroupScore:
    """Right and wrong answers of one group of questions."""

    right: int = 0
    wrong: list[WrongAnswer] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return how many questions the group has."""
        return self.right + len(self.wrong)


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Return the records of a questions file (one JSON object a line).

    Raises:
        BotError: the file cannot be read, or a line is no question.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as exc:
        why = of_system(exc) if isinstance(exc, OSError) else "不是这样写的"
        raise BotError(f"读不了问题文件 {path.name}", why=why, remedy=_ONE_A_LINE) from exc
    if not records:
        raise BotError(f"问题文件 {path.name} 里没有问题", remedy=_ONE_A_LINE)
    for number, record in enumerate(records, start=1):
        known = record if isinstance(record, dict) else {}
        missing = {"id", "group", "question", "expect"} - set(known)
        if missing:
            raise BotError(
                f"{path.name} 第{number}行不是问题", why=f"缺少 {'、'.join(sorted(missing))}"
            )
    return records


def asked_as(record: dict[str, Any], directory: Directory, clock: Clock) -> Question:
    """Return the question of `record` as its user asks it, with what was said before."""
    person = directory.person(record.get("user") or "") or GUEST
    return Question(
        text=record["question"],
        person=person,
        conversation=f"evaluation:{record['id']}",
        channel="evaluation",
        now=clock.now(),
        previous=tuple(
            Turn(role="user" if turn["role"] == "user" else "bot", text=turn["text"])
            for turn in record.get("prev_turns") or ()
        ),
    )


def evaluate_questions(
    records: list[dict[str, Any]],
    dialogue: Dialogue,
    directory: Directory,
    clock: Clock,
    *,
    on_asked: Callable[[], None] = lambda: None,
) -> dict[str, GroupScore]:
    """Ask every question once and score it; nothing is remembered, no message is sent."""
    scores: dict[str, GroupScore] = {}
    for record, reply in _asked(records, dialogue, directory, clock):
        score = scores.setdefault(record["group"], GroupScore())
        reasons = faults(ExpectedAnswer.from_record(record), reply)
        if reasons:
            score.wrong.append(
                WrongAnswer(record["id"], record["question"], reply.text, tuple(reasons))
            )
        else:
            score.right += 1
        on_asked()
    return scores


def _asked(
    records: list[dict[str, Any]], dialogue: Dialogue, directory: Directory, clock: Clock
) -> Iterator[tuple[dict[str, Any], Reply]]:
    for record in records:
        yield record, dialogue.reply_to(asked_as(record, directory, clock))
