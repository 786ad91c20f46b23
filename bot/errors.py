"""Every error of the application, in one tree.

BotError
├── SettingsError          a setting is missing or malformed
├── PortInUse              the address to listen on is taken
├── StorageError           the application's database cannot be used
├── BackupError            a backup or a move between databases cannot be trusted
├── UnknownPerson          a user id that nobody has
├── PeopleRefused          a change of people, roles or accounts is not allowed or not sound
├── AuditRefused           the audit log is for administrators
├── ConsoleRefused         the console cannot do what was asked, or not for this person
├── ImportRefused          a file of people, departments or tasks has bad rows
├── ShelfRefused           a search of the document list cannot be made as it was asked
├── TaskError              a supervised task cannot do what was asked
│   ├── UnknownTask
│   └── TransitionRefused  the state or the person's role does not allow it
├── AppealError            an appeal of an enterprise cannot do what was asked
│   ├── UnknownAppeal
│   └── AppealRefused      its state or the person's role does not allow it
├── MessageKeyReused       a message came under the key of another one
├── NoticesBusy            too many files wait to be read
├── RetryRefused           a message that was sent, or cannot be, is not sent again
├── SignInRefused          a person may not sign in, or a password may not be set
│   └── PasswordMustChange the password is an initial one: another must be chosen first
├── CallbackRefused        a vendor callback that is not genuine or not well formed
└── DeliveryError          a message did not reach its channel; says whether to retry
    ├── RecipientUnreachable
    ├── ChannelMisconfigured
    └── ChannelUnavailable
        └── ReceiptLost    it may have arrived: a repetition may be a copy

A vendor's own refusals extend `DeliveryError` beside the client that meets them.
`retrieval` and `kpi_adapter` know nothing of the application and keep trees of their own
(`retrieval.errors`, `kpi_adapter.errors`) with the same three parts.
"""

from __future__ import annotations


class BotError(Exception):
    """What happened, why, and what to do.

    The three parts are Chinese and fit for a person to read; they hold no secret and no
    telephone number, because they reach logs and terminals.
    """

    def __init__(self, what: str, *, why: str = "", remedy: str = "") -> None:
        self.what = what
        self.why = why
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [self.what]
        if self.why:
            parts.append(f"原因：{self.why}")
        if self.remedy:
            parts.append(f"处理：{self.remedy}")
        return "；".join(parts)


class SettingsError(BotError):
    """A setting is missing or malformed."""


class PortInUse(BotError):
    """The address to listen on is taken."""


class StorageError(BotError):
    """The application's database cannot be used."""


class BackupError(BotError):
    """A backup or a move between databases was not made, or cannot be trusted."""


class UnknownPerson(BotError):
    """Nobody has this user id."""


class PeopleRefused(BotError):
    """A person may not be changed so, by this person, or at all."""


class AuditRefused(BotError):
    """Somebody who is no administrator asked for the audit log."""


class ConsoleRefused(BotError):
    """The console cannot do what was asked, or not for this person; nothing was changed."""


_ROWS_NAMED = 20


class ImportRefused(BotError):
    """A file of people, departments or tasks has bad rows; nothing was imported.

    `rows` names each bad row: ``(row number, reason)``, the header being row 1. The words name
    the first of them: a file that came before the one it needs is wrong in every row.
    """

    def __init__(
        self, what: str, *, rows: list[tuple[int, str]], remedy: str = "", why: str = ""
    ) -> None:
        self.rows = rows
        named = "；".join(f"第{number}行：{reason}" for number, reason in rows[:_ROWS_NAMED])
        if len(rows) > _ROWS_NAMED:
            named += f"；……共 {len(rows)} 处"
        super().__init__(what, why=why or named, remedy=remedy)


class ShelfRefused(BotError):
    """A search of the document list cannot be made as it was asked."""


class TaskError(BotError):
    """A supervised task cannot do what was asked."""


class UnknownTask(TaskError):
    """No task has this number."""


class TransitionRefused(TaskError):
    """The task's state or the person's role does not allow the change."""


class SignInRefused(BotError):
    """A person may not sign in so, or may not have such a password."""


class MessageKeyReused(BotError):
    """A message came under the key of another one that was answered before."""


class NoticesBusy(BotError):
    """So many files wait to be read that another would wait too long."""


class RetryRefused(BotError):
    """A message is not sent again: it was received, is under way, or nobody can get it."""


class PasswordMustChange(SignInRefused):
    """The password was right, but an administrator chose it: the person must choose another."""


class AppealError(BotError):
    """An appeal cannot do what was asked."""


class UnknownAppeal(AppealError):
    """No appeal has this number, or the person may not see it."""


class AppealRefused(AppealError):
    """The appeal's state or the person's role does not allow the step."""


class CallbackRefused(BotError):
    """A vendor callback that is not genuine or not well formed.

    `status` is the HTTP status of the refusal; the body stays empty so that a stranger
    learns nothing.
    """

    def __init__(self, what: str, *, why: str = "", status: int = 400) -> None:
        self.status = status
        super().__init__(what, why=why)


class DeliveryError(BotError):
    """A message did not reach its channel.

    `is_retryable` says whether the same message may be tried again, `retry_after` in how
    many seconds (None: the channel's own back-off).
    """

    is_retryable = False

    def __init__(
        self, what: str, *, why: str = "", remedy: str = "", retry_after: float | None = None
    ) -> None:
        self.retry_after = retry_after
        super().__init__(what, why=why, remedy=remedy)


class RecipientUnreachable(DeliveryError):
    """The vendor says this recipient cannot get messages; trying again is useless."""


class ChannelMisconfigured(DeliveryError):
    """The vendor refuses the channel itself (secret, IP, permission); an operator must act."""


class ChannelUnavailable(DeliveryError):
    """The vendor is down, slow or limiting; the same message may be tried later."""

    is_retryable = True


class ReceiptLost(ChannelUnavailable):
    """The whole message went out and no receipt came back, from a vendor that does not know a
    repetition: each further try may be one more copy."""
