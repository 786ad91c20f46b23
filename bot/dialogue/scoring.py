"""Scores one answer against what a right answer must show. Pure.

The rules are strict on purpose: a number that is not shown, a clause that is not cited or a
sentence that is not verbatim makes the answer wrong, however good it reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.messages import Outcome, Reply
from retrieval.text_form import normalised

# What the outcome may be for each expectation of the question files.
ALLOWED_OUTCOMES: Mapping[str, frozenset[Outcome]] = {
    "answer": frozenset({Outcome.ANSWERED, Outcome.ANSWERED_WITH_GAP}),
    "answer_with_gap": frozenset({Outcome.ANSWERED_WITH_GAP}),
    "answer_then_handoff": frozenset({Outcome.HANDED_OVER}),
    "clarify": frozenset({Outcome.CLARIFY}),
    "confirm_then_execute": frozenset({Outcome.CLARIFY}),
    "explain_unavailable": frozenset({Outcome.REFUSED, Outcome.ANSWERED_WITH_GAP}),
    "refuse": frozenset({Outcome.REFUSED}),
    "refuse_redirect": frozenset({Outcome.REFUSED}),
    "refuse_partial": frozenset({Outcome.REFUSED, Outcome.ANSWERED_WITH_GAP}),
    "refuse_handoff": frozenset({Outcome.REFUSED, Outcome.HANDED_OVER}),
}

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?\s*(?:万元|亿元|元|%|％|万)")
_DEADLINE = re.compile(r"(?:截止|截至|申报期).{0,6}\d|\d+月\d+日(?:前|止)")
_FORBIDDEN: Mapping[str, re.Pattern[str]] = {
    "任何具体补贴金额或比例": _AMOUNT,
    "申报截止日期": _DEADLINE,
}


@dataclass(frozen=True)
class ExpectedAnswer:
    """What a right answer must show; empty fields ask for nothing."""

    expect: str
    must_quote: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    needs_confirmation: bool = False

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> ExpectedAnswer:
        """Read one line of a questions file."""
        expected = record.get("expected") or {}
        ranked = [expected[key] for key in ("first", "last") if key in expected]
        return cls(
            expect=record["expect"],
            must_quote=tuple(record.get("must_quote") or ()),
            must_not_say=tuple(record.get("must_not_say") or ()),
            clauses=_clauses(record),
            numbers=tuple(expected.get("numbers") or ()),
            names=(*(expected.get("names") or ()), *ranked),
            contains=tuple(expected.get("contains") or ()),
            needs_confirmation=record["expect"] == "confirm_then_execute",
        )


def _clauses(record: Mapping[str, Any]) -> tuple[str, ...]:
    # Of a task the file names the clause that makes reports due, not the one it must cite.
    return () if record["group"] == "task" else tuple(record.get("gold_clauses") or ())


def faults(expected: ExpectedAnswer, reply: Reply) -> list[str]:
    """Return everything that is wrong with `reply`, in words; empty when it is right."""
    shown = normalised(_everything_shown(reply))
    found: list[str] = []
    allowed = ALLOWED_OUTCOMES.get(expected.expect)
    if allowed is None:
        found.append(f"unknown expectation {expected.expect}")
    elif reply.outcome not in allowed:
        found.append(f"outcome {reply.outcome.value}, expected {expected.expect}")
    found += [f"not quoted: {quote}" for quote in _lacking(shown, expected.must_quote)]
    found += [f"not cited: {clause}" for clause in expected.clauses if not _cites(reply, clause)]
    found += [f"not listed: {name}" for name in _lacking(shown, expected.names)]
    found += [f"not contained: {text}" for text in _lacking(shown, expected.contains)]
    numbers = _NUMBER.findall(shown.replace(",", ""))
    found += [f"not shown: {value}" for value in expected.numbers if not _shows(numbers, value)]
    found += _forbidden_statements(expected, reply)
    if expected.needs_confirmation and not any(a.needs_confirmation for a in reply.actions):
        found.append("no action that waits for confirmation")
    return found


def _everything_shown(reply: Reply) -> str:
    parts = [reply.text, *(citation.quote for citation in reply.citations)]
    if reply.table is not None:
        parts += [reply.table.title, *reply.table.columns]
        parts += [cell for row in reply.table.rows for cell in row]
    return "\n".join(parts)


def _lacking(shown: str, wanted: Sequence[str]) -> list[str]:
    return [one for one in wanted if normalised(one) not in shown]


def _cites(reply: Reply, clause: str) -> bool:
    return any(
        citation.clause == clause or citation.clause.startswith(f"{clause}#")
        for citation in reply.citations
    )


def _shows(numbers: Sequence[str], value: float) -> bool:
    wanted = Decimal(str(value))
    places = wanted.as_tuple().exponent
    step = Decimal(1).scaleb(places if isinstance(places, int) else 0)
    for text in numbers:
        shown = Decimal(text)
        is_fine_enough = wanted == wanted.to_integral_value() or "." in text
        if is_fine_enough and abs(shown).quantize(step) == abs(wanted):
            return True
    return False


def _forbidden_statements(expected: ExpectedAnswer, reply: Reply) -> list[str]:
    # What stands in a quotation is the document's own word, not a promise of ours.
    text = normalised(reply.text)
    for citation in reply.citations:
        text = text.replace(normalised(citation.quote), "")
    for quote in expected.must_quote:
        text = text.replace(normalised(quote), "")
    return [
        f"says: {match.group(0)} ({rule})"
        for rule in expected.must_not_say
        if (pattern := _FORBIDDEN.get(rule)) and (match := pattern.search(text))
    ]
