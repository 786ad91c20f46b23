"""What a question was understood as."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_adapter.query import KpiQuery
from kpi_adapter.question.limits import Limit
from kpi_adapter.question.odd_periods import OddPeriod
from kpi_adapter.question.spelling import Slip


@dataclass(frozen=True)
class Understood:
    """``companion`` is the other scope an unsaid industry could mean; ``slips`` what was put
    right to read the question; ``of_ledger`` the question of the ledger, where that counts
    something of the same name."""

    query: KpiQuery
    companion: str | None = None
    slips: tuple[Slip, ...] = ()
    of_ledger: str | None = None


@dataclass(frozen=True)
class Choice:
    """One reading of an ambiguous word: the question with the word made plain."""

    question: str


@dataclass(frozen=True)
class Unclear:
    """More than one reading; ``word`` is what has them."""

    word: str
    choices: tuple[Choice, ...]
    is_place_or_industry: bool


@dataclass(frozen=True)
class TwoSources:
    """Published statistics and the project ledger both count what was asked for; ``choices``
    are the question with one and with the other said."""

    published: KpiQuery
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class AnotherPlace:
    """Figures of ``place`` are asked for; ``own`` is the same question about this city."""

    place: str
    own: KpiQuery | None
    own_question: str


@dataclass(frozen=True)
class SeveralProjects:
    names: tuple[str, ...]


@dataclass(frozen=True)
class Limited:
    """More is asked than figures tell; ``own`` is the figure beside the refusal."""

    limit: Limit
    own: KpiQuery


@dataclass(frozen=True)
class Unread:
    """``words`` of the question were not understood; ``rest`` is it without them."""

    words: tuple[str, ...]
    rest: str
    is_about_projects: bool


@dataclass(frozen=True)
class Misspelt:
    """Read with ``slips`` put right it would be ``question``, but what was written is a word."""

    slips: tuple[Slip, ...]
    question: str


@dataclass(frozen=True)
class NoIndicator:
    """三季度, 环比增长多少: of what was not said."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class RankOfWhom:
    """工业投资是不是垫底: of which place or industry was not said."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Unheld:
    """A figure that statistics know and no source here holds."""

    name: str


Understanding = (
    Understood
    | Limited
    | Unclear
    | TwoSources
    | AnotherPlace
    | SeveralProjects
    | Unread
    | Misspelt
    | NoIndicator
    | RankOfWhom
    | Unheld
    | OddPeriod
    | None
)
