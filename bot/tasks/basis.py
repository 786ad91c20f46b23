"""What tasks and alerts ask of the policy library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Protocol

from bot.messages import Citation

# Words that lay a duty on somebody; a sentence without them tells of aims.
_OBLIGING = re.compile(
    r"每(?:年|季|半年|月)|按[年季月]|定期|应当?|须|必须|组织|建立|制定|编制|落实|确定"
)
# A clause has at most a few dozen sentences; a library that never says no must not hang a scan.
_SENTENCES_AT_MOST = 60
_SHORTEST_RUN = 2


class Clauses(Protocol):
    """Cites the clause that a task rests on."""

    def cite(self, address: str, *, on: date) -> Citation | None:
        """Return the citation of a clause or sentence on a business date, None if unknown."""
        ...


def sentences_of(clauses: Clauses, address: str, *, on: date) -> list[Citation]:
    """Return the sentences of a clause, each cited; what is not divided into sentences, and an
    address that names one, is cited as it is, what is unknown not at all."""
    found = [] if "#" in address else list(_sentences(clauses, address, on))
    if not found and (whole := clauses.cite(address, on=on)) is not None:
        found = [whole]
    return found


def obliging_sentence(sentences: Sequence[Citation], matter: str) -> Citation | None:
    """Return the one of a clause's sentences that lays the duty named `matter` on somebody.

    A clause may be a page long; of its sentences the one that shares most with the matter's
    name is meant, and among equals the first that obliges.
    """
    return max(sentences, key=lambda cited: _fitness(cited.quote, matter), default=None)


def _sentences(clauses: Clauses, address: str, on: date) -> Iterator[Citation]:
    for number in range(1, _SENTENCES_AT_MOST + 1):
        cited = clauses.cite(f"{address}#s{number}", on=on)
        if cited is None:
            return
        yield cited


def _fitness(quote: str, matter: str) -> tuple[int, bool]:
    blocks = SequenceMatcher(None, quote, matter, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks if block.size >= _SHORTEST_RUN)
    return shared, bool(_OBLIGING.search(quote))
