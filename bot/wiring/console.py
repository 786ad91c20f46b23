"""The console: its log, what can be taken back, and its sections."""

from __future__ import annotations

from functools import cached_property

from bot.clock import SystemClock
from bot.console import Console, Undo, wording
from bot.console.catalogue import Catalogue
from bot.console.documents import Documents
from bot.console.questions import Questions
from bot.console.undo import Reversal
from bot.console.uploads import Uploads
from bot.wiring.offices import OfficeParts


class ConsoleParts(OfficeParts):
    """What administrators and supervisors work with."""

    @cached_property
    def uploads(self) -> Uploads:
        """Files handed in for the library."""
        return Uploads(
            self.work,
            self.sessions,
            self.library,
            self.console_audit,
            self.directory,
            SystemClock(),
        )

    @cached_property
    def console(self) -> Console:
        """The console with all its sections."""
        documents = Documents(self.library, self.uploads, self.console_audit, self.clock)
        questions = Questions(
            self.sessions,
            self.feedback,
            self.aliases,
            self.fixed_answers,
            self.console_audit,
            self.clock,
        )
        reversals: dict[tuple[str, str], Reversal] = {
            **self.people_section.reversals(),
            ("documents", wording.INGEST): documents.undo_arrival,
            ("documents", wording.RESTORE): documents.undo_arrival,
            ("documents", wording.REPLACE): documents.undo_version,
            ("documents", wording.PUT_BACK): documents.undo_version,
            ("documents", wording.WITHDRAW): documents.undo_withdraw,
            ("documents", wording.CORRECT): documents.undo_correction,
            ("documents", wording.SET_VALIDITY): documents.undo_correction,
            ("questions", wording.DISMISS): questions.undo_dismissal,
            ("questions", wording.ADD_ALIAS): questions.undo_alias,
            ("questions", wording.REMOVE_ALIAS): questions.undo_alias,
            ("questions", wording.WRITE): questions.undo_answer,
            ("questions", wording.REMOVE_ANSWER): questions.undo_answer,
        }
        return Console(
            audit=self.console_audit,
            undo=Undo(self.console_audit, reversals),
            documents=documents,
            questions=questions,
            catalogue=Catalogue(
                self.figures,
                self.console_audit,
                self.clock,
                directory=self.settings.figures.catalogue_dir,
                decisions=self.settings.figures.decisions,
            ),
            staging=self.staging,
            people=self.people_section,
            tasks=self.task_section,
            appeals=self.appeal_section,
            messages=self.message_section,
            calendar=self.calendar_section,
            log=self.audit_log,
            health=self.health_section,
        )
