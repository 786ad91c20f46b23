"""Turns commands in words into proposed changes, and makes them once confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.consent import agrees
from bot.errors import BotError, TaskError
from bot.identity import Person, Role
from bot.messages import Reply
from bot.tasks import answers
from bot.tasks.asking_back import asking, change_from, command_from, pending
from bot.tasks.beside import (
    Place,
    not_but,
    of_either,
    read_beside,
    share_put_right,
)
from bot.tasks.change import Change
from bot.tasks.day_words import NewDate, day_said, weekday_beside
from bot.tasks.given_to import given_to, leaves_it_to
from bot.tasks.meaning import Answer, Reference, Surroundings, TaskCommand, TaskQuestion
from bot.tasks.names import Names
from bot.tasks.question import is_vague_day, read, read_reference
from bot.tasks.reference_words import people_named
from bot.tasks.resolving import by_number, by_words
from bot.tasks.selection import TaskSelection
from bot.tasks.service import TaskService
from bot.tasks.task import Task
from bot.tasks.transition import Action
from bot.tasks.vocabulary import AGREED_BY, CLAUSES, OTHER_DAY
from bot.tasks.wording import ACTION_LABELS, confirmation, done

_EVERYTHING = TaskSelection()
# A later yes may well be meant for something else.
PROPOSAL_HOLDS = timedelta(minutes=10)
# Reminding several at once is one act; other changes are asked back one by one.
_SEVERAL_AT_ONCE = frozenset({Action.REMIND})


class Proposals:
    """The commands of one person's message, at one moment."""

    def __init__(
        self,
        service: TaskService,
        person: Person,
        around: Surroundings,
        names: Names,
        now: datetime,
    ) -> None:
        self._service = service
        self._person = person
        self._around = around
        self._names = names
        self._now = now

    def propose(self, command: TaskCommand, last_shown: Sequence[str]) -> Reply | None:
        """Ask to confirm a command, ask back what it lacks, or say why it cannot be.

        None when the words were mere politeness.
        """
        command = self._meant(command)
        visible = self._service.find(self._person, _EVERYTHING)
        reference = command.reference
        if reference.numbers:
            resolved = by_number(reference, visible, last_shown)
            if resolved.unknown:
                return answers.unknown(answers.intent_of(command.action), resolved.unknown)
            return self._confirm(command, resolved.tasks)
        able = self._service.open_to(self._person, command.action, visible)
        if command.action is Action.REQUEST_EXTENSION:
            # Too late or without a deadline: not offered, unless there is nothing else.
            able = [task for task in able if self._is_extensible(task)] or able
        if not reference.says_which and last_shown:
            tasks = tuple(task for task in visible if task.task_no in last_shown)
            if len(tasks) == 1 or reference.is_all:
                return self._confirm(command, tasks)
            able = [task for task in able if task.task_no in last_shown] or able
        is_said = reference.says_which or reference.is_all or bool(last_shown)
        return self._propose_by_words(command, visible, able, is_said=is_said)

    def _is_extensible(self, task: Task) -> bool:
        return task.due_on is not None and not task.is_overdue(self._around.today)

    def _propose_by_words(
        self,
        command: TaskCommand,
        visible: Sequence[Task],
        able: Sequence[Task],
        *,
        is_said: bool,
    ) -> Reply | None:
        reference = command.reference
        tasks = by_words(reference, able, self._around.today)
        if not tasks and reference.says_which:
            # Words that fit only what the person may not change: say why instead of asking.
            tasks = by_words(reference, visible, self._around.today)
            if len(tasks) != 1:
                return self._ask_which(command, able)
        if command.action is Action.REMIND and len(tasks) > 1:
            tasks = tuple(t for t in tasks if t.is_overdue(self._around.today)) or tasks
        disowns = command.action is Action.TRANSFER and reference.is_pointing
        if not able and not reference.says_which and not disowns:
            # 收到 or 知道了 with nothing to sign is politeness.
            return None
        if len(tasks) == 1 and (reference.says_which or len(able) == 1):
            return self._confirm(command, tasks)
        # 催他, after nothing was shown, is of one of them: nobody is reminded by the way.
        if tasks and is_said and (reference.is_all or command.action in _SEVERAL_AT_ONCE):
            return self._confirm(command, tasks)
        return self._ask_which(command, tasks or able)

    def _meant(self, command: TaskCommand) -> TaskCommand:
        """Return what 撤回 means from this person: supervisors withdraw tasks, owners reports."""
        if command.action is not Action.RECALL_REPORT:
            return command
        if self._person.role not in {Role.SUPERVISOR, Role.ADMIN}:
            return command
        return TaskCommand(Action.WITHDRAW, command.reference, command.reason)

    def _confirm(self, command: TaskCommand, tasks: Sequence[Task]) -> Reply:
        action = command.action
        needs_date = action in {Action.REQUEST_EXTENSION, Action.SET_DEADLINE}
        if needs_date and command.new_due is None:
            return self._ask_date(command, tasks)
        # Of two it is never left to chance who has it.
        count = (len(command.to_departments), len(command.to_users))
        is_to_one = max(count) == 1
        if action is Action.TRANSFER and not is_to_one:
            return self._ask_receiver(command, tasks)
        return self._ask([self._change(command, task) for task in tasks])

    def _ask(self, changes: Sequence[Change], preface: str = "") -> Reply:
        action, tasks = changes[0].action, []
        for change in changes:
            try:
                tasks.append(self._service.check(self._person, change))
            except TaskError as exc:
                return answers.refused(answers.intent_of(action), _refusal(change, exc))
        first = changes[0]
        target = self._target(first)
        text = confirmation(
            action, tasks, new_due_on=first.new_due_on, target=target, reason=first.reason
        )
        waiting = [pending(change) for change in changes]
        return answers.ask_to_confirm(action, tasks, preface + text, waiting, asked_at=self._now)

    def _target(self, change: Change) -> str:
        if change.action is not Action.TRANSFER:
            return ""
        receiver = self._service.receiver(change.to_department, change.to_user)
        department = self._names.department(receiver.department_code or "")
        return f"{department}{receiver.name}" if change.to_user else department

    def _ask_receiver(self, command: TaskCommand, tasks: Sequence[Task]) -> Reply:
        """Ask to whom, unless the person may not pass it on at all."""
        for task in tasks:
            change = Change(command.action, task.task_no)
            try:
                self._service.check(self._person, change)
            except TaskError as exc:
                return answers.refused(answers.intent_of(command.action), _refusal(change, exc))
        return answers.ask_more(
            command.action, tasks, answers.WHICH_DEPARTMENT, asking(command, needs_receiver=True)
        )

    def _ask_date(self, command: TaskCommand, tasks: Sequence[Task]) -> Reply:
        for task in tasks:
            # A far day stands in for the one still to be named: the rest is checked now, so
            # that nobody is asked for a date in vain.
            change = Change(command.action, task.task_no, new_due_on=date.max)
            try:
                self._service.check(self._person, change)
            except TaskError as exc:
                return answers.refused(answers.intent_of(command.action), _refusal(change, exc))
        asked = asking(command, needs_date=True)
        return answers.ask_more(command.action, tasks, answers.date_question(tasks), asked)

    def _ask_which(self, command: TaskCommand, tasks: Sequence[Task]) -> Reply:
        return answers.ask_which(command.action, tasks, self._names, asking(command))

    def go_on(self, text: str, last: Mapping[str, Any]) -> Reply | None:
        """Go on with a command for which we asked back, when `text` answers that."""
        asked, wanted = last.get("asking"), day_said(text, self._around.today)
        proposed = last.get("pending") or last.get("put_right")
        if proposed:
            either = last.get("either")
            return self._put_right(of_either(text, *either) if either else text, proposed)
        if not asked or read(text, self._around) is Answer.NO:
            # 不延了，下周再说 names a day and wants none.
            return None
        if self._is_new(text) and not (asked["needs_date"] and wanted):
            return None
        command = command_from(asked)
        offered = [
            task
            for task in self._service.find(self._person, _EVERYTHING)
            if task.task_no in last.get("task_nos", ())
        ]
        if asked["needs_date"]:
            if wanted is None:
                return self._ask_day_again(command, offered, text)
            return self._confirm(replace(command, new_due=wanted), offered)
        if asked.get("needs_receiver"):
            if self._leaves_it(text, last.get("task_nos", ())):
                return answers.cancelled()
            departments = self._around.departments.find(text)
            users = people_named(text, self._around.people)
            found = replace(command, to_departments=departments, to_users=users)
            return self._confirm(found, offered) if departments or users else None
        reference = read_reference(text, self._around)
        if reference.numbers:
            numbers = [task.task_no for task in offered]
            tasks = by_number(reference, offered, numbers).tasks
        elif reference.says_which:
            tasks = by_words(reference, offered, self._around.today)
        else:
            tasks = tuple(offered) if reference.is_all else ()
        return self._confirm(command, tasks) if tasks else None

    def _put_right(self, text: str, waiting: Sequence[Mapping[str, Any]]) -> Reply | None:
        """Propose what waits to be confirmed for the other day or the other tasks that `text`
        names, if it does."""
        changes = [change_from(entry) for entry in waiting]
        otherwise = self._said_otherwise(text, changes[0]) if len(changes) == 1 else None
        if otherwise is not None:
            return otherwise
        if any(change.new_due_on is None for change in changes):
            return self._of_other_tasks(text, changes)
        instead = not_but(text)
        if instead is not None and instead[0] in {
            c.new_due_on.day for c in changes if c.new_due_on
        }:
            text = f"改到{instead[1]}"
        days = {change.new_due_on for change in changes if change.new_due_on}
        beside = weekday_beside(text, min(days)) if len(days) == 1 else None
        wanted = NewDate(beside) if beside else self._other_day(text)
        if wanted is None:
            return self._of_other_tasks(text, changes)
        known = {task.task_no: task for task in self._service.find(self._person, _EVERYTHING)}
        changed = [
            replace(change, new_due_on=self._day(wanted, known[change.task_no]))
            for change in changes
            if change.task_no in known
        ]
        return self._day_or_task(text, changes, changed) or self._ask(changed) if changed else None

    def _said_otherwise(self, text: str, change: Change) -> Reply | None:
        """Put right how far something has come, or drop what was to be passed on."""
        if change.action is Action.REPORT_PROGRESS:
            right = share_put_right(text, change.reason)
            return self._ask([replace(change, reason=right)]) if right else None
        if change.action is Action.TRANSFER:
            if self._leaves_it(text, [change.task_no]):
                return answers.cancelled()
            department, user = given_to(text, self._around)
            other = replace(change, to_department=department, to_user=user)
            return self._ask([other]) if department or user else None
        return None

    def _leaves_it(self, text: str, numbers: Sequence[str]) -> bool:
        """Tell whether the one task, whose passing on is spoken of, is left to its owner."""
        visible = self._service.find(self._person, _EVERYTHING)
        owners = [one.owner_user_id for one in visible if one.task_no in numbers]
        named = [name for name, user_id in self._around.people.items() if user_id in owners]
        return len(owners) == 1 and bool(named) and leaves_it_to(text, named[0])

    def _other_day(self, text: str) -> NewDate | None:
        """Return the day that 不，改到下周五 names, or 那天周六，改成周五 in its second half."""
        for words in (text, *CLAUSES.split(text)[1:]):
            said = OTHER_DAY.match(words.strip())
            wanted = day_said(words.strip()[said.end() :], self._around.today) if said else None
            if wanted is not None:
                return wanted
        return None

    def _day_or_task(
        self, text: str, changes: Sequence[Change], changed: Sequence[Change]
    ) -> Reply | None:
        """Ask back about 不对，22号 where that may be a day as well as a task."""
        beside = read_beside(text, None, proposed=len(changes))
        if beside is None or beside.place is not Place.INSTEAD:
            return None
        task_no = str(beside.numbers[0])
        try:
            self._service.check(self._person, replace(changes[0], task_no=task_no))
            self._service.check(self._person, changed[0])
        except TaskError:
            return None
        day = changed[0].new_due_on
        if day is None or task_no == changes[0].task_no:
            return None
        waiting = [pending(change) for change in changes]
        return answers.day_or_task(changes[0].action, task_no, day, waiting)

    def _of_other_tasks(self, text: str, changes: Sequence[Change]) -> Reply | None:
        """48号也催, 45号不用催, while a reminder waits, and 打错了，是23号 of any step: asked anew,
        so that one yes is of all that are meant."""
        instead = not_but(text)
        if instead is not None and [str(instead[0])] == [change.task_no for change in changes]:
            text = f"不对，是{instead[1]}"
        beside = read_beside(text, read(text, self._around), proposed=len(changes))
        is_reminder = all(change.action in _SEVERAL_AT_ONCE for change in changes)
        if beside is None or not (is_reminder or beside.place is Place.INSTEAD):
            return None
        named = [str(number) for number in beside.numbers]
        if beside.place is Place.NOT_AMONG_THEM:
            rest = [change for change in changes if change.task_no not in named]
            if not rest:
                return answers.cancelled()
            return self._ask(rest) if len(rest) < len(changes) else None
        visible = self._service.find(self._person, _EVERYTHING)
        resolved = by_number(Reference(numbers=beside.numbers), visible, ())
        if resolved.unknown:
            return None
        kept = [] if beside.place is Place.INSTEAD else list(changes)
        known = {change.task_no for change in kept}
        others = [replace(changes[0], task_no=task.task_no) for task in resolved.tasks]
        return self._ask([*kept, *(one for one in others if one.task_no not in known)])

    def _day(self, wanted: NewDate, task: Task) -> date:
        return wanted.after(task.due_on or self._around.today, self._around.calendar)

    def _ask_day_again(
        self, command: TaskCommand, tasks: Sequence[Task], text: str
    ) -> Reply | None:
        if not is_vague_day(text):
            return None
        asked = asking(command, needs_date=True)
        return answers.ask_more(command.action, tasks, answers.VAGUE_DAY, asked)

    def _is_new(self, text: str) -> bool:
        """Tell whether a message starts something of its own."""
        reading = read(text, self._around)
        if isinstance(reading, TaskQuestion):
            return not reading.reference.numbers
        return reading is not None

    def _change(self, command: TaskCommand, task: Task) -> Change:
        return Change(
            command.action,
            task.task_no,
            command.reason,
            self._day(command.new_due, task) if command.new_due else None,
            next(iter(command.to_departments), None),
            next(iter(command.to_users), None),
        )

    def is_agreed(self, text: str, last: Mapping[str, Any]) -> bool:
        """Tell whether `text` agrees to what waits by naming it: 发吧, 批, 就这么报."""
        waiting = [change_from(entry) for entry in last.get("pending") or ()]
        return bool(waiting) and agrees(text, AGREED_BY[waiting[0].action])

    def settle(self, answer: Answer, last: Mapping[str, Any], channel: str) -> Reply | None:
        """Make what was proposed, or drop it; None when nothing waits for an answer."""
        waiting = last.get("pending")
        if answer is Answer.NO and (waiting or last.get("put_right") or last.get("asking")):
            return answers.cancelled()
        if not waiting:
            return None
        changes = [change_from(entry) for entry in waiting]
        said_at = last.get("asked_at")
        asked_at = datetime.fromisoformat(said_at) if said_at else None
        if asked_at is None or self._has_lapsed(asked_at, changes):
            return self._ask(changes, answers.LAPSED)
        tasks: list[Task] = []
        lines: list[str] = []
        for change in changes:
            try:
                task = self._service.carry_out(
                    self._person, change, channel=channel, proposed_at=asked_at
                )
            except TaskError as exc:
                lines.append(_refusal(change, exc))
            else:
                tasks.append(task)
                lines.append(done(change.action, task))
        return answers.carried_out(changes[0].action, tasks, lines)

    def _has_lapsed(self, asked_at: datetime, changes: Sequence[Change]) -> bool:
        # Already made, by a process that died before it could answer: nothing is left to ask.
        if any(self._service.is_done(self._person, each, since=asked_at) for each in changes):
            return False
        elapsed = self._now - asked_at
        if not timedelta(0) <= elapsed <= PROPOSAL_HOLDS:
            return True
        # A message of ours that came in between may be what the yes answers.
        return self._service.was_told_within(self._person, elapsed)


def _refusal(change: Change, error: BotError) -> str:
    remedy = f"{error.remedy}。" if error.remedy else ""
    return f"{change.task_no}号任务没有{ACTION_LABELS[change.action]}：{error.what}。{remedy}"
