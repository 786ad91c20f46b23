"""One question of one viewer on one day: what it means in its conversation, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpi_adapter.answer import KpiAnswer
from kpi_adapter.catalogue.model import Register
from kpi_adapter.errors import SourceError
from kpi_adapter.evaluation.facts import Trace
from kpi_adapter.presentation import parts, refusals
from kpi_adapter.query import KpiQuery, Task
from kpi_adapter.question.choosing import LONGEST_CHOICE, chosen
from kpi_adapter.question.limits import Limit
from kpi_adapter.question.odd_periods import OddPeriod
from kpi_adapter.question.understanding import Reader
from kpi_adapter.question.understood import (
    AnotherPlace,
    Limited,
    Misspelt,
    NoIndicator,
    RankOfWhom,
    SeveralProjects,
    TwoSources,
    Unclear,
    Understanding,
    Understood,
    Unheld,
    Unread,
)
from kpi_adapter.question.unheld import unheld_asked
from kpi_adapter.responding import Responder, View
from kpi_adapter.stages import stage


class Turn:
    """``trace`` holds what was read for the answer."""

    def __init__(self, view: View, reader: Reader) -> None:
        self._reader = reader
        self._today = view.today
        self._responder = Responder(view)

    @property
    def trace(self) -> Trace:
        return self._responder.trace

    def context(
        self, previous: Sequence[KpiQuery], questions: Sequence[str]
    ) -> tuple[KpiQuery, ...]:
        """The queries the question may follow up on, the last one last: those of before, or
        what the questions that were asked mean."""
        if previous:
            return tuple(previous)
        found: tuple[KpiQuery, ...] = ()
        asked: tuple[str, ...] = ()
        for question in questions:
            understood = self.understand(chosen(question, asked) or question, found)
            asked = refusals.choices_of(understood)
            found = (*found, understood.query) if isinstance(understood, Understood) else ()
        return found

    def chosen(self, question: str, previous: Sequence[KpiQuery], questions: Sequence[str]) -> str:
        """The full question meant by 1 or 第二个, when the question before was asked back."""
        if not questions or len(question) > LONGEST_CHOICE:
            return question
        *earlier, last = questions
        asked = refusals.choices_of(self.understand(last, self.context(previous, earlier)))
        picked = chosen(question, asked)
        if picked is None or (previous and self._was_answered(last, previous, earlier)):
            return question
        return picked

    def _was_answered(
        self, last: str, previous: Sequence[KpiQuery], earlier: Sequence[str]
    ) -> bool:
        """Whether the last query is what the last question meant: it was not asked back."""
        understood = self.understand(last, self.context(previous[:-1], earlier))
        if not isinstance(understood, Understood):
            return False
        meant, answered = understood.query, previous[-1]
        return (meant.task, meant.indicator) == (answered.task, answered.indicator)

    @stage("figures_understand")
    def understand(self, question: str, previous: Sequence[KpiQuery]) -> Understanding:
        def reading(text: str, after: Sequence[KpiQuery] = ()) -> Understanding:
            return self._reader.read(
                text, today=self._today, previous=after, project_names=self._project_names
            )

        found = reading(question, previous)
        if not (found is None or isinstance(found, Unread)):
            return found
        return unheld_asked(question, self._responder.catalogue, reading) or found

    def _project_names(self) -> Sequence[str]:
        """Names the viewer may know; none for those who may not see projects, so that a
        refusal does not tell whether a project exists."""
        ledger = self._responder.open_ledger(self._responder.projects)
        if ledger is None:
            return ()
        try:
            return [project.name for project in replace(ledger, trace=Trace()).projects()]
        except SourceError:
            return ()

    def names_of(self, register: Register) -> KpiAnswer:
        return self._responder.names_of(register)

    def unknown_project(self) -> KpiAnswer:
        """The same refusal whether the project does not exist or may not be seen."""
        projects = self._responder.projects
        if not projects.is_allowed:
            return refusals.access(projects.reason, None)
        return refusals.no_such_project(KpiQuery(Task.PROJECTS))

    @stage("figures_respond")
    def respond(self, understood: Understanding) -> KpiAnswer | None:
        match understood:
            case None:
                return None
            case Unclear(word, choices, is_dimension):
                said = [choice.question for choice in choices]
                return refusals.which_reading(word, said, is_dimension=is_dimension)
            case TwoSources(published, choices):
                if self._responder.open_ledger(self._responder.projects) is None:
                    # Who may not see the ledger can mean the published count only.
                    return self.respond(Understood(published))
                return refusals.which_source([choice.question for choice in choices])
            case SeveralProjects(names):
                return refusals.which_project(names)
            case NoIndicator(choices):
                return refusals.which_indicator([choice.question for choice in choices])
            case RankOfWhom(choices):
                return refusals.which_ranked([choice.question for choice in choices])
            case Unheld(name):
                held = [item.name for item in self._responder.catalogue.headlines]
                return refusals.not_held(name, held)
            case Unread(words, rest, about_projects):
                return refusals.words_not_read(words, rest, about_projects=about_projects)
            case Misspelt(slips, meant):
                return refusals.which_word(slips, meant)
            case OddPeriod():
                return refusals.no_such_period(understood)
            case Limited(limit, own_query):
                is_given = limit not in {Limit.COMPANY, Limit.EXCLUSION, Limit.STANDARD}
                shown = self.respond(Understood(own_query)) if is_given else None
                return refusals.limited(limit, shown)
            case AnotherPlace(place, own, own_question):
                answered = self.respond(Understood(own)) if own is not None else None
                return refusals.other_place(place, answered, own_question)
            case Understood(query, companion, slips, of_ledger):
                answered = self._responder.answer(query, companion)
                if of_ledger and self._responder.open_ledger(self._responder.projects):
                    answered = parts.with_ledger_question(answered, of_ledger)
                return parts.read_as(answered, slips) if slips else answered
