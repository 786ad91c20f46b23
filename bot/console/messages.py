"""提醒与送达: what was sent to whom, what did not arrive, and another try for it."""

from __future__ import annotations

from collections.abc import Collection

from bot.alerts.scan import AlertScan, ScanReport
from bot.console import messages_wording as wording
from bot.console.access import require_console
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.delivery import Delivery, DeliveryState, SendAttempt
from bot.delivery.listing import KeptMessage, MessageChoice, MessageListing
from bot.errors import ConsoleRefused
from bot.identity import Directory, Person
from bot.storage.engine import SessionFactory


class MessageSection:
    """Lists messages, tries them again, and scans for alerts.

    `channels` are those that messages can be sent by now.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        delivery: Delivery,
        directory: Directory,
        scan: AlertScan,
        audit: ConsoleAudit,
        *,
        channels: Collection[str],
    ) -> None:
        self._listing = MessageListing(sessions)
        self._delivery = delivery
        self._directory = directory
        self._scan = scan
        self._audit = audit
        self._channels = frozenset(channels)

    def page(
        self, by: Person, choice: MessageChoice, *, limit: int, offset: int = 0
    ) -> list[KeptMessage]:
        """Return messages, newest first.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        return self._listing.page(choice, limit=limit, offset=offset)

    def counts(self, by: Person) -> dict[DeliveryState, int]:
        """Return how many messages stand where.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        return self._listing.counts()

    def failed(self) -> int:
        """Return how many messages reached nobody."""
        return self._listing.counts().get(DeliveryState.FAILED, 0)

    def show(self, by: Person, key: str) -> tuple[KeptMessage, list[SendAttempt]]:
        """Return one message and every try made for it, in order.

        Raises:
            ConsoleRefused: there is none, or the person may not use the console.
        """
        require_console(by)
        message = self._listing.one(key)
        if message is None:
            raise ConsoleRefused(wording.NO_SUCH_MESSAGE)
        return message, self._delivery.receipts(key)

    def retry(self, by: Person, key: str) -> DeliveryState | None:
        """Make another round of tries for a message that reached nobody; return its state.

        Raises:
            ConsoleRefused: there is none, or the person may not use the console.
            RetryRefused: it was received, is under way, or nobody can get it.
        """
        message, _ = self.show(by, key)
        accounts = self._directory.accounts_of(message.user_id) if message.user_id else []
        # What answers an account goes to that account.
        record = self._audit.recording(
            by,
            ConsoleChange(
                wording.SECTION,
                wording.RETRIED,
                key,
                before=wording.STATES[DeliveryState.FAILED],
            ),
        )
        self._delivery.retry(key, accounts if message.user_id else message.recipients, also=record)
        return self._delivery.state(key)

    def unreachable(self, by: Person) -> list[Person]:
        """Return the officials whom no message can reach now.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        places = self._directory.reachable_by()
        return [
            person
            for person in self._directory.people()
            if person.is_official and not places.get(person.user_id, frozenset()) & self._channels
        ]

    def scan(self, by: Person, *, dry_run: bool) -> ScanReport:
        """Look for what is late; without `dry_run` also tell whom it concerns, once.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        if dry_run:
            return self._scan.run(dry_run=True)
        # What a scan starts is kept in many transactions: that it was begun is recorded before.
        self._record_scan(by, wording.SCAN_BEGUN)
        report = self._scan.run(dry_run=False)
        self._record_scan(by, wording.SCANNED, wording.scanned(report))
        return report

    def _record_scan(self, by: Person, action: str, after: str = "") -> None:
        self._audit.record(
            by,
            ConsoleChange(wording.SECTION, action, wording.SCANNED_SUBJECT, after=after),
        )
