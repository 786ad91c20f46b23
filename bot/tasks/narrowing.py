"""What a question narrows the tasks to; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.identity import Person
from bot.tasks.meaning import Form, Reference, TaskQuestion
from bot.tasks.selection import TaskSelection
from bot.tasks.task import Task, TaskState
from bot.tasks.title_match import Topic, longest_common_run, shared_length

# So many characters of a title in a question are no chance.
SURE_RUN = 4
# 人才公寓 shares but half of its name with 人才地图.
_MORE_THAN_CHANCE = 0.5


def are_called(topic: Topic, tasks: Sequence[Task]) -> bool:
    """Tell whether the titles of all these tasks hold most of what was named, if anything was."""
    return all(
        shared_length(topic.name, task.title) > _MORE_THAN_CHANCE * len(topic.name)
        for task in tasks
        if topic
    )


def names_one(reference: Reference, tasks: Sequence[Task]) -> bool:
    """Tell whether 环评堵点那个任务 names a task by its title, and not the last one shown."""
    words = reference.topic.words
    return bool(reference.topic) and any(
        longest_common_run(words, task.title) >= SURE_RUN for task in tasks
    )


def is_of_others(reference: Reference, shown: Sequence[Task]) -> bool:
    """Tell whether 兴化那张表 names an office or a person that none of the tasks shown last is
    owed by; 这项罗静什么时候办完 may be of one that is."""
    if not (reference.departments or reference.owners):
        return False
    return not any(
        (not reference.departments or task.department_code in reference.departments)
        and (not reference.owners or task.owner_user_id in reference.owners)
        for task in shown
    )


def is_open(question: TaskQuestion) -> bool:
    """Tell whether a question is not already narrowed to what the person may see whole."""
    if question.is_citywide:
        return True
    return not (question.is_mine or question.is_ours or question.reference.departments)


def compares_departments(question: TaskQuestion) -> bool:
    """Tell whether a question holds departments, or people, against each other."""
    return question.is_citywide or question.form in {
        Form.DEPARTMENTS,
        Form.RANKING,
        Form.PEOPLE,
    }


def selection_of(person: Person, question: TaskQuestion) -> TaskSelection:
    """Return what a task must be for a person's question to mean it."""
    reference = question.reference
    departments = reference.departments
    if question.is_ours and person.department_code:
        departments = departments | {person.department_code}
    first, last = reference.due or (None, None)
    is_closed = question.states == (TaskState.CLOSED,)
    return replace(
        selection_by(reference),
        states=question.states,
        owner_user_id=person.user_id if question.is_mine else None,
        departments=departments,
        due_from=None if is_closed else first,
        due_to=None if is_closed else last,
        closed_from=first if is_closed else None,
        closed_to=last if is_closed else None,
    )


def selection_by(reference: Reference) -> TaskSelection:
    """Return what a task must be to fit everything that a reference says but whose it is."""
    first, last = reference.due or (None, None)
    return TaskSelection(
        states=reference.states or None,
        departments=reference.departments,
        left_out=reference.left_out,
        left_out_owners=reference.left_out_owners,
        left_out_numbers=reference.left_out_numbers,
        is_overdue=reference.is_overdue,
        is_on_time=reference.is_on_time,
        is_undated=reference.is_undated,
        has_request=reference.has_request,
        due_from=first,
        due_to=last,
        topic=reference.topic,
    )
