"""Talks about tasks: answers questions, proposes changes, and makes them once confirmed.

Keeps nothing between two messages: what waits for a confirmation is in the `query` of the
reply that asked for it, and comes back with the conversation's turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.identity import Person
from bot.identity.person import Department
from bot.messages import Citation, Reply
from bot.tasks import answers
from bot.tasks.asked_for import asked_for
from bot.tasks.away_wording import away
from bot.tasks.basis import Clauses
from bot.tasks.calendar_table import WorkingDays
from bot.tasks.creating import TaskGiving
from bot.tasks.department_names import DepartmentNames, department_names
from bot.tasks.done_answers import done_found
from bot.tasks.done_words import Punctuality, is_so
from bot.tasks.follow_up import read_after
from bot.tasks.giving_out import GivingOut
from bot.tasks.how_to import asks_how_to, how_to
from bot.tasks.line_of_command import FORMER
from bot.tasks.meaning import (
    Answer,
    Form,
    Missing,
    Reference,
    Surroundings,
    TaskCommand,
    TaskQuestion,
)
from bot.tasks.missing_wording import MISSING_CLAUSES, missing
from bot.tasks.names import Names
from bot.tasks.narrowing import (
    SURE_RUN,
    are_called,
    compares_departments,
    is_of_others,
    is_open,
    names_one,
    selection_of,
)
from bot.tasks.one_task import read_of_one, read_of_several
from bot.tasks.previous_turn import PreviousTurn, last_query
from bot.tasks.proposing import Proposals
from bot.tasks.question import asked_of_whose, asks_from_outside, looks_like_a_task, read
from bot.tasks.resolving import by_number
from bot.tasks.selection import TaskSelection, select
from bot.tasks.service import People, TaskService
from bot.tasks.task import OPEN_STATES, Task, TaskState
from bot.tasks.title_match import longest_common_run
from bot.tasks.transition import Action

_EVERYTHING = TaskSelection()


class TaskDesk:
    """Understands messages about tasks, for a person and with their rights."""

    def __init__(
        self,
        service: TaskService,
        giving: TaskGiving,
        people: People,
        working_days: WorkingDays,
        clock: Clock,
        *,
        clauses: Clauses | None = None,
    ) -> None:
        self._service = service
        self._giving = giving
        self._people = people
        self._working_days = working_days
        self._clock = clock
        self._clauses = clauses

    def answer(
        self, person: Person, text: str, *, channel: str, previous: Sequence[PreviousTurn] = ()
    ) -> Reply | None:
        """Return the reply, or None when the message is not about tasks.

        Nothing is changed before the person has confirmed it.
        """
        if not person.is_official:
            closed = answers.refused(answers.QUERY_INTENT, answers.FOR_OFFICIALS)
            return closed if asks_from_outside(text) else None
        asked = asks_how_to(text)
        if asked is not None:
            return how_to(asked)
        last = last_query(previous)
        people, departments = self._everybody(), self._people.departments()
        around = self._surroundings(people, departments)
        names, now = _names(people, departments, self._today()), self._clock.now()
        giving_out = GivingOut(self._service, self._giving, person, around, names, now)
        given = giving_out.answer(text, last, channel)
        if given is not None:
            return given
        proposals = Proposals(self._service, person, around, names, now)
        if proposals.is_agreed(text, last):
            return proposals.settle(Answer.YES, last, channel)
        continued = proposals.go_on(text, last)
        if continued is not None:
            return continued
        reading = self._of_one(person, text, previous) or read_after(
            text, [turn.text for turn in previous if turn.role == "user"], around
        )
        match reading:
            case None:
                return self._guessed(person, text, around)
            case Answer():
                return proposals.settle(reading, last, channel)
            case Missing():
                clause = MISSING_CLAUSES.get(reading)
                return missing(reading, self._cite(clause) if clause else ())
            case TaskQuestion():
                return self._found(person, reading, self._last_shown(person, previous, around))
            case TaskCommand():
                return proposals.propose(reading, self._last_shown(person, previous, around))

    def _surroundings(
        self, people: Sequence[Person], departments: Sequence[Department]
    ) -> Surroundings:
        return Surroundings(
            self._today(),
            self._working_days.calendar(),
            DepartmentNames(departments),
            {person.name.removesuffix(FORMER): person.user_id for person in people},
        )

    def _of_one(
        self, person: Person, text: str, previous: Sequence[PreviousTurn]
    ) -> TaskQuestion | None:
        """Read few words about the one task that our last reply was about, or the several."""
        numbers = last_query(previous).get("task_nos", ())
        if len(numbers) != 1:
            return read_of_several(text) if numbers else None
        found = [t for t in self._service.find(person, _EVERYTHING) if t.task_no == numbers[0]]
        return (read_of_one(text, found[0]) or read_of_several(text)) if found else None

    def _guessed(self, person: Person, text: str, around: Surroundings) -> Reply | None:
        """Answer a question that names a task without saying that it is one."""
        of_somebody = asked_of_whose(text, around)
        kept = self._kept(person, of_somebody) if of_somebody is not None else None
        if kept is not None:
            return self._found(person, kept, ())
        if not (topic := looks_like_a_task(text)):
            return None
        visible = self._service.find(person, TaskSelection(topic=topic))
        tasks = [t for t in visible if longest_common_run(topic.words, t.title) >= SURE_RUN]
        open_tasks = [task for task in tasks if task.is_open] or tasks
        if not open_tasks:
            return None
        question = TaskQuestion(Form.LIST, Reference(topic=topic))
        return self._listed(question, open_tasks)

    def _kept(self, person: Person, question: TaskQuestion) -> TaskQuestion | None:
        """Return the question of such tasks where there are any, of the closed ones where none is
        open; of another department's as well, which says that they are not to be seen: where a
        matter is named beside it, 财政局那个申报几号截止, that may be no task."""
        reference, owns = question.reference, question.reference.owners
        if not all(self._service.sees_department(person, code) for code in reference.departments):
            return None if reference.topic else question
        if not (reference.departments or owns or question.is_mine):
            # By its title alone it is one's own, unless one sees everybody's.
            question = replace(question, is_mine=not self._service.sees_everything(person))
        visible = self._service.find(person, _EVERYTHING)
        for asked in (question, replace(question, states=None)):
            found = select(visible, selection_of(person, asked), self._today())
            found = [task for task in found if not owns or task.owner_user_id in owns]
            is_sure = bool(reference.departments or owns) or len(found) == 1
            if found and is_sure and are_called(reference.topic, found):
                return asked
        return None

    # Questions -----------------------------------------------------------------------------

    def _found(
        self, person: Person, question: TaskQuestion, last_shown: Sequence[str]
    ) -> Reply | None:
        reference = question.reference
        if not all(self._service.sees_department(person, c) for c in reference.departments):
            return answers.refused(answers.QUERY_INTENT, answers.NOT_THEIRS)
        visible = self._service.find(person, _EVERYTHING)
        if question.form is Form.TOLD:
            numbers = self._service.last_told(person)
            told = [task for task in visible if task.task_no in numbers]
            return answers.told(told, self._names(), self._service.workdays_late(told))
        if question.form is Form.AWAY:
            return self._away(person, question, visible)
        shown = [task for task in visible if task.task_no in last_shown]
        is_last = (
            reference.is_pointing
            and last_shown
            and not is_of_others(reference, shown)
            and not names_one(reference, visible)
        )
        if reference.numbers or is_last:
            return self._shown(person, question, visible, last_shown)
        is_narrowed = is_open(question) and not self._service.sees_everything(person)
        if is_narrowed and compares_departments(question):
            return answers.refused(answers.QUERY_INTENT, answers.ONLY_YOURS)
        reply = self._searched(person, question, visible)
        return answers.narrowed(reply) if is_narrowed else reply

    def _searched(self, person: Person, question: TaskQuestion, visible: Sequence[Task]) -> Reply:
        reference = question.reference
        selection = selection_of(person, question)
        searched = selection
        if question.is_helped:
            searched = replace(selection, departments=frozenset(), owner_user_id=None)
        tasks = [
            task
            for task in select(
                visible, searched if question.is_helped else selection, self._today()
            )
            if not reference.owners or task.owner_user_id in reference.owners
        ]
        if question.done is not None:
            return self._done(question, question.done, visible, selection)
        if question.is_helped:
            own = selection.departments or {person.department_code or ""}
            tasks = [task for task in tasks if own.intersection(task.co_department_codes)]
        if question.late_at_least is not None or question.late_at_most is not None:
            late = self._service.workdays_late(tasks)
            tasks = [task for task in tasks if question.admits_lateness(late[task.task_no])]
        if question.form is Form.RANKING:
            return answers.ranking(question, tasks, self._names())
        if question.form is Form.PEOPLE:
            return answers.people(question, tasks, self._names())
        if question.form is Form.TALLY:
            return self._tallied(question, tasks, visible, selection)
        waiting = self._waiting(visible, selection) if reference.is_overdue else []
        helped = [] if question.is_helped else self._helped(visible, selection)
        return self._listed(question, tasks, waiting, helped)

    def _away(self, person: Person, question: TaskQuestion, visible: Sequence[Task]) -> Reply:
        owners = question.reference.owners or {person.user_id}
        owed = select(visible, TaskSelection(states=question.states), self._today())
        tasks = [task for task in owed if task.owner_user_id in owners]
        may_pass_on = bool(self._service.open_to(person, Action.TRANSFER, tasks))
        late = self._service.workdays_late(tasks)
        return away(tasks, self._names(), late, may_pass_on=may_pass_on)

    def _done(
        self,
        question: TaskQuestion,
        punctuality: Punctuality,
        visible: Sequence[Task],
        selection: TaskSelection,
    ) -> Reply:
        """Show what was done so, of whatever state it is in since; by the day of the report."""
        anytime = replace(selection, states=None, closed_from=None, closed_to=None)
        owners = question.reference.owners
        tasks = [
            task
            for task in select(visible, anytime, self._today())
            if (not task.is_owed or punctuality is Punctuality.MISSED)
            and task.state is not TaskState.RECALLED
            and (not owners or task.owner_user_id in owners)
        ]
        judged = self._service.judged(tasks)
        period = question.reference.due
        found = [one for one in judged if is_so(one, punctuality, period)]
        if question.form is Form.RANKING:
            return answers.ranking(question, [one.task for one in found], self._names())
        if question.form is Form.PEOPLE:
            return answers.people(question, [one.task for one in found], self._names())
        if question.form is Form.DEPARTMENTS:
            return answers.departments(question, [one.task for one in found], self._names(), {})
        unknown = sum(one.is_done and one.done_on is None for one in judged)
        names = self._names()
        return done_found(asked_for(question, names), found, names, unknown)

    def _tallied(
        self,
        question: TaskQuestion,
        tasks: Sequence[Task],
        visible: Sequence[Task],
        selection: TaskSelection,
    ) -> Reply:
        undated: Sequence[Task] = ()
        if question.reference.due is not None:
            without = replace(
                selection, due_from=None, due_to=None, is_undated=True, states=tuple(OPEN_STATES)
            )
            undated = select(visible, without, self._today())
        counted = [task for task in tasks if task.state is not TaskState.RECALLED]
        late = self._service.workdays_late(counted)
        return answers.tally(question, counted, self._names(), undated, late)

    def _listed(
        self,
        question: TaskQuestion,
        tasks: Sequence[Task],
        waiting: Sequence[Task] = (),
        helped: Sequence[Task] = (),
    ) -> Reply:
        names, cited = self._names(), self._common_basis(tasks)
        late = self._service.workdays_late(tasks)
        if question.form is Form.DEPARTMENTS:
            return answers.departments(question, tasks, names, late, citations=cited)
        return answers.found(
            question, tasks, names, late, waiting=waiting, helped=helped, citations=cited
        )

    def _helped(self, visible: Sequence[Task], selection: TaskSelection) -> list[Task]:
        led = replace(selection, departments=frozenset())
        return [
            task
            for task in select(visible, led, self._today())
            if selection.departments.intersection(task.co_department_codes)
        ]

    def _shown(
        self,
        person: Person,
        question: TaskQuestion,
        visible: Sequence[Task],
        last_shown: Sequence[str],
    ) -> Reply:
        names = self._names()
        if question.reference.numbers:
            resolved = by_number(question.reference, visible, last_shown)
            if resolved.unknown:
                return answers.unknown(answers.QUERY_INTENT, resolved.unknown)
            tasks = resolved.tasks
        else:
            tasks = tuple(task for task in visible if task.task_no in last_shown)
        if len(tasks) != 1:
            late = self._service.workdays_late(tasks)
            return answers.found(question, tasks, names, late)
        [task] = tasks
        if question.form is Form.HISTORY:
            return answers.history(task, self._service.history(person, task.task_no), names)
        late_days = self._service.workdays_late([task])[task.task_no]
        return answers.shown(task, names, late_days, citations=self._cite(task.basis_clause))

    def _waiting(self, visible: Sequence[Task], selection: TaskSelection) -> list[Task]:
        reported = replace(
            selection,
            states=(TaskState.COMPLETION_REPORTED,),
            is_overdue=False,
            due_to=self._today(),
        )
        return select(visible, reported, self._today())

    # Shared --------------------------------------------------------------------------------

    def _last_shown(
        self, person: Person, previous: Sequence[PreviousTurn], around: Surroundings
    ) -> tuple[str, ...]:
        for turn in reversed(previous):
            shown = (turn.query or {}).get("task_nos")
            if shown:
                return tuple(shown)
            if turn.role == "user":
                reading = read(turn.text, around)
                if isinstance(reading, TaskQuestion | TaskCommand) and reading.reference.numbers:
                    return tuple(str(number) for number in reading.reference.numbers)
        return self._service.last_told(person)

    def _common_basis(self, tasks: Sequence[Task]) -> tuple[Citation, ...]:
        clauses = {task.basis_clause for task in tasks}
        return self._cite(*clauses) if len(clauses) == 1 else ()

    def _cite(self, *clauses: str) -> tuple[Citation, ...]:
        if self._clauses is None:
            return ()
        cited = (self._clauses.cite(clause, on=self._today()) for clause in clauses)
        return tuple(citation for citation in cited if citation is not None)

    def _names(self) -> Names:
        return _names(self._everybody(), self._people.departments(), self._today())

    def _everybody(self) -> list[Person]:
        """Return who has left, so marked, and who is there: of one name the latter is meant."""
        left = [replace(one, name=f"{one.name}{FORMER}") for one in self._people.former()]
        return [*left, *self._people.people()]

    def _today(self) -> date:
        return self._clock.now().date()


def _names(people: Sequence[Person], departments: Sequence[Department], today: date) -> Names:
    return Names(
        {person.user_id: person.name for person in people}, department_names(departments, today)
    )
