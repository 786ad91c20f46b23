"""The conversation, and where messages arrive."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.alerts.mutes import Mutes
from bot.channels.intake import Intake, IntakeLimits
from bot.clock import SystemClock
from bot.dialogue import Dialogue, Skill
from bot.dialogue.answering import Answering
from bot.dialogue.conversation import ConversationStore
from bot.dialogue.handover import HandoverDesk
from bot.dialogue.places import KnownPlaces
from bot.dialogue.skills.figures import figure_skills
from bot.dialogue.skills.help import HelpSkill
from bot.dialogue.skills.nothing_pending import NothingPendingSkill
from bot.dialogue.skills.policy import PolicySkill
from bot.dialogue.skills.service_line import ServiceLineSkill
from bot.dialogue.skills.supervision import supervision_skills
from bot.dialogue.suggesting import Suggestions
from bot.editorial import Aliases, FixedAnswers
from bot.feedback import Feedback
from bot.history import History
from bot.identity.binding import Binding
from bot.notices import NoticeDesk
from bot.reception import Reception
from bot.storage import session_factory
from bot.storage.migrate import migrated_engine
from bot.wiring.jobs import JobParts

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.storage.engine import SessionFactory


class ConversationParts(JobParts):
    """Skills, dialogue, answering, reception, intake."""

    @cached_property
    def skills(self) -> list[Skill]:
        """The skills in the order in which they are asked."""
        appeals = self.appeals
        desk = HandoverDesk(self.sessions, self.directory, self.delivery, appeals.service)
        skills: list[Skill] = [HelpSkill(self.suggestions), ServiceLineSkill(desk)]
        skills += supervision_skills(
            appeals.desk,
            self.task_desk,
            self.tasks,
            self.directory,
            Mutes(self.sessions),
            self.attention,
            self.plan_clauses,
            self.figures.catalogue if self.figures is not None else None,
            public_url=self.settings.public_url,
        )
        policy = PolicySkill(
            self.library, desk, public_url=self.settings.public_url, fixed=self.fixed_answers
        )
        if self.figures is not None:
            skills += figure_skills(
                self.figures, self.library, policy, self.plan_clauses, self.figure_audit
            )
        return [*skills, NothingPendingSkill(), policy]

    @cached_property
    def suggestions(self) -> Suggestions:
        """Questions to start with."""
        return Suggestions(self.plan_clauses, has_figures=self.figures is not None)

    @cached_property
    def dialogue(self) -> Dialogue:
        """The conversation with one person."""
        catalogue = self.figures.catalogue if self.figures is not None else None
        places = KnownPlaces(self.directory, catalogue)
        return Dialogue(self.skills, self.conversations, self.clock, self.aliases, places)

    @cached_property
    def conversations(self) -> ConversationStore:
        """What was said, for follow-ups."""
        return ConversationStore(self.sessions)

    @cached_property
    def notices(self) -> NoticeDesk:
        """Reads pictures and files that people show."""
        return NoticeDesk(self.library, self.clock, public_url=self.settings.public_url)

    @cached_property
    def aliases(self) -> Aliases:
        """Words people say for official ones."""
        return Aliases(self.sessions, SystemClock())

    @cached_property
    def fixed_answers(self) -> FixedAnswers:
        """Answers written by hand."""
        return FixedAnswers(self.sessions, self.library, SystemClock())

    @cached_property
    def feedback(self) -> Feedback:
        """What people think of answers."""
        return Feedback(self.sessions, self.clock)

    @cached_property
    def history(self) -> History:
        """What people said on the pages."""
        return History(self.sessions, SystemClock())

    @cached_property
    def answering(self) -> Answering:
        """The durable way of a message."""
        return Answering(self.work, self.dialogue, self.directory, self.delivery)

    @cached_property
    def binding(self) -> Binding:
        """One-time codes by which accounts of strangers become people's."""
        by_code = [channel.name for channel in self.channels if not channel.is_company]
        return Binding(self.sessions, self.directory, SystemClock(), channels=by_code)

    @cached_property
    def reception(self) -> Reception:
        """Where every channel's messages arrive."""
        return Reception(self.answering, self.feedback, self.binding, self.directory, self.delivery)

    @cached_property
    def intake(self) -> Intake:
        """What vendors' callbacks are handed to."""
        section = self.settings.intake
        limits = IntakeLimits(section.per_sender, section.overall, section.backlog)
        return Intake(self.intake_sessions, self.reception, SystemClock(), limits)

    @cached_property
    def intake_engine(self) -> sa.Engine:
        """The database that holds the messages taken in: the application's, or a file beside."""
        url = self.settings.intake_database_url
        is_own = url != self.settings.application_database_url
        return migrated_engine(url) if is_own else self.engine

    @cached_property
    def intake_sessions(self) -> SessionFactory:
        """Sessions of the database that holds the messages taken in."""
        return session_factory(self.intake_engine)
