"""Questions asked in vain are answered by hand: by an alias, by a fixed answer, or put aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.editorial import FixedAnswers
from bot.editorial.aliases import Alias, in_official_words
from bot.editorial.forms import LONGEST_FORM, question_form
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.messages import Outcome, Reply
from bot.serving.conversing import converse
from bot.wiring import Parts
from retrieval import Citation, PolicyLibrary
from retrieval.documents.changes import Change, ChangeKind, Effect
from retrieval.documents.validity import ValidityStatus
from retrieval.results import StoredDocument
from tests.bot.beginnings import NOW

CANTEEN = "食堂补贴怎么领？"
CANTEEN_TOO = "请问食堂补贴怎么领啊"
ELSEWHERE = "苏州市企业有困难多久答复？"
CLAUSE = "四-(三)#s6"


def ask(city: Parts, text: str) -> Reply:
    return converse(city, text, person=None, conversation="c", channel="web")[0]


def plan_id(city: Parts) -> str:
    return city.library.documents()[0].document_id


def alias(said: str, official: str) -> Alias:
    return Alias(0, said, official, "u038", NOW)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("助企小分队怎么找", "直通车怎么找"),
        ("助企小分队名单", "联系人名单"),
        ("直通车怎么找", "直通车怎么找"),
        ("什么也没有", "什么也没有"),
        ("小分队的直通车", "直通车的直通车"),
        ("", ""),
    ],
)
def test_the_longest_word_is_read_as_the_official_one(text: str, read: str) -> None:
    known = [
        alias("助企小分队", "直通车"),
        alias("助企小分队名单", "联系人名单"),
        alias("小分队", "直通车"),
        alias("车", "直通车"),
    ]
    assert in_official_words(text, known)[0] == read


def test_an_alias_holds_from_the_next_answer_on_and_is_taken_back(
    city: Parts, admin: Person
) -> None:
    asked = "企业有磨难向政府反映，多久能有回音？"
    number = city.console.questions.add_alias(admin, "磨难", "困难")
    reply = ask(city, asked)
    assert "“磨难”按“困难”理解" in reply.text
    assert reply.citations
    city.console.undo.take_back(admin, number)
    assert "理解" not in ask(city, asked).text


@pytest.mark.parametrize(
    ("said", "official"), [("甲", "困难"), ("困难", "困难"), ("长" * 31, "困难")]
)
def test_an_alias_that_makes_no_sense_is_refused(
    city: Parts, admin: Person, said: str, official: str
) -> None:
    with pytest.raises(ConsoleRefused):
        city.console.questions.add_alias(admin, said, official)
    assert city.console.audit.read(admin, limit=5) == []


def test_a_fixed_answer_is_given_at_once_with_its_clause_and_stops_with_its_document(
    city: Parts, admin: Person
) -> None:
    for text in (CANTEEN, CANTEEN_TOO):
        assert ask(city, text).outcome is Outcome.REFUSED
    questions = city.console.questions
    assert [(group.count, group.question) for group in questions.waiting()] == [(2, CANTEEN_TOO)]
    questions.write(admin, CANTEEN, "请走直通车反映。", document_id=plan_id(city), clause=CLAUSE)
    assert questions.waiting() == []
    reply = ask(city, CANTEEN)
    assert reply.outcome is Outcome.ANSWERED
    assert reply.text.startswith("请走直通车反映。")
    assert [one.clause for one in reply.citations] == [CLAUSE]
    number = city.console.documents.withdraw(admin, plan_id(city), reason="试")
    assert ask(city, CANTEEN).outcome is Outcome.REFUSED
    (answer,) = questions.fixed.all()
    assert questions.fixed.check(answer, questions.today()).problem
    city.console.undo.take_back(admin, number)
    assert ask(city, CANTEEN).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5万元怎么领", "15万元怎么领"),
        ("5-10人的食堂", "510人的食堂"),
        ("占10%怎么算", "占10怎么算"),
        ("长" * 600 + "一", "长" * 600 + "二"),
    ],
)
def test_questions_about_different_numbers_or_with_different_ends_are_not_one(
    one: str, other: str
) -> None:
    assert question_form(one) != question_form(other)
    assert len(question_form(one)) <= LONGEST_FORM


def test_politeness_alone_gets_no_fixed_answer(city: Parts, admin: Person) -> None:
    with pytest.raises(ConsoleRefused, match="没有问题"):
        city.console.questions.write(
            admin, "请问？", "请走直通车反映。", document_id=plan_id(city), clause=CLAUSE
        )


def test_a_fixed_answer_is_given_to_another_wording_only_when_it_was_chosen(
    city: Parts, admin: Person
) -> None:
    negated = "食堂补贴怎么不能领？"
    for text in (negated, CANTEEN):
        ask(city, text)
    questions = city.console.questions
    (group,) = questions.waiting()
    assert questions.other_ways(group, CANTEEN) == [negated]
    answer = {"document_id": plan_id(city), "clause": CLAUSE}
    questions.write(admin, CANTEEN, "请走直通车反映。", **answer)
    assert ask(city, negated).outcome is Outcome.REFUSED
    assert [one.question for one in questions.waiting()] == [negated], "it still waits"
    ask(city, CANTEEN)
    questions.write(admin, negated, "请走直通车反映。", **answer, also=[CANTEEN, "从没问过的"])
    assert {one.question for one in questions.fixed.all()} == {negated, CANTEEN}
    assert ask(city, negated).outcome is Outcome.ANSWERED


def test_a_fixed_answer_stops_when_its_document_is_no_longer_in_force(
    city: Parts, admin: Person
) -> None:
    questions = city.console.questions
    ask(city, CANTEEN)
    questions.write(admin, CANTEEN, "请走直通车反映。", document_id=plan_id(city), clause=CLAUSE)
    city.console.documents.set_validity(
        admin, plan_id(city), "repealed", "2019-11-01", source="某号文", reason="试"
    )
    assert ask(city, CANTEEN).outcome is Outcome.REFUSED


class ChangedLibrary:
    """The city's library, with another validity or a change of the document."""

    def __init__(
        self, library: PolicyLibrary, *, status: str = "in_force", change: ChangeKind | None = None
    ) -> None:
        self._library = library
        self._status = ValidityStatus(status)
        self._change = change

    def document(self, document_id: str) -> StoredDocument | None:
        stored = self._library.document(document_id)
        if stored is None or self._change is None:
            return stored
        effect = Effect(kind=self._change, clause="四-(三)", address="一", quote="修改。")
        change = Change(effect=effect, since=None, document_id="other", document="另一文件")
        metadata = stored.metadata.model_copy(update={"changes": (change,)})
        return replace(stored, metadata=metadata)

    def cite(self, document_id: str, address: str, *, on: date) -> Citation | None:
        found = self._library.cite(document_id, address, on=on)
        if found is None:
            return None
        return replace(found, validity=replace(found.validity, status=self._status))


@pytest.mark.parametrize(
    ("changed", "is_given"),
    [
        ({"status": "in_force"}, True),
        ({"status": "amended"}, True),
        *(
            ({"status": status}, False)
            for status in ("period_ended", "repealed", "suspended", "not_yet_in_force")
        ),
        ({"change": ChangeKind.CLAUSE_REPLACED}, False),
        ({"change": ChangeKind.CLAUSE_SUSPENDED}, False),
    ],
)
def test_a_fixed_answer_is_given_only_while_its_clause_holds(
    city: Parts, admin: Person, changed: dict[str, Any], is_given: bool
) -> None:
    questions = city.console.questions
    questions.write(admin, CANTEEN, "请走直通车反映。", document_id=plan_id(city), clause=CLAUSE)
    (answer,) = questions.fixed.all()
    library: Any = ChangedLibrary(city.library, **changed)
    checked = FixedAnswers(city.sessions, library, city.clock).check(answer, questions.today())
    assert (checked.problem == "") is is_given


@pytest.mark.parametrize(
    ("text", "clause"),
    [("每人每月300元。", CLAUSE), ("请走直通车反映。", "九-9#s9"), ("「没有的话」", CLAUSE)],
)
def test_a_fixed_answer_states_nothing_that_its_clause_does_not_hold(
    city: Parts, admin: Person, text: str, clause: str
) -> None:
    with pytest.raises(ConsoleRefused):
        city.console.questions.write(admin, CANTEEN, text, document_id=plan_id(city), clause=clause)
    assert city.console.questions.fixed.all() == []
    assert city.console.audit.read(admin, limit=5) == []


def test_a_refusal_for_another_city_stands_above_a_fixed_answer(city: Parts, admin: Person) -> None:
    before = ask(city, ELSEWHERE)
    city.console.questions.write(
        admin, ELSEWHERE, "请走直通车反映。", document_id=plan_id(city), clause=CLAUSE
    )
    assert before.outcome is Outcome.REFUSED
    assert ask(city, ELSEWHERE).text == before.text


def test_what_is_put_aside_comes_back_when_it_is_asked_again(city: Parts, admin: Person) -> None:
    questions = city.console.questions
    ask(city, CANTEEN)
    number = questions.dismiss(admin, CANTEEN, reason="不归本市管")
    assert questions.waiting() == []
    city.console.undo.take_back(admin, number)
    assert len(questions.waiting()) == 1
    with pytest.raises(ConsoleRefused):
        questions.dismiss(admin, "没人问过", reason="试")
