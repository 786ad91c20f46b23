"""What counts as a right answer."""

import pytest

from bot.dialogue.scoring import ExpectedAnswer, faults
from bot.messages import Citation, Outcome, Reply, Table

CITED = Citation(
    document="方案",
    document_number=None,
    clause="三-6#s5",
    quote="每年至少组织2场综合性产业基金对接活动；",
    validity="方案期内",
    url="/documents/x",
)


def _reply(text: str, outcome: Outcome = Outcome.ANSWERED, **more: object) -> Reply:
    return Reply.model_validate({"intent": "test", "text": text, "outcome": outcome, **more})


@pytest.mark.parametrize(
    ("shown", "expected", "is_right"),
    [
        ("产值3657.33亿元", 3657.33, True),
        ("产值3657.334亿元", 3657.33, True),
        ("产值3657亿元", 3657.33, False),
        ("产值3657.3亿元", 3657.33, False),
        ("增长13%", 13.0, True),
        ("增长13.0%", 13.0, True),
        ("下降1.20%", 1.2, True),
        ("共52家", 52.0, True),
        ("共520家", 52.0, False),
        ("产值3,657.33亿元", 3657.33, True),
    ],
)
def test_a_number_is_shown_when_it_is_fine_enough(
    shown: str, expected: float, is_right: bool
) -> None:
    found = faults(ExpectedAnswer(expect="answer", numbers=(expected,)), _reply(shown))
    assert (found == []) is is_right


def test_a_number_in_the_table_counts() -> None:
    table = Table(title="产值", columns=("产业", "亿元"), rows=(("生物医药", "663.78"),))
    reply = _reply("见下表", table=table)
    assert faults(ExpectedAnswer(expect="answer", numbers=(663.78,)), reply) == []


def test_half_width_punctuation_does_not_break_a_quotation() -> None:
    expected = ExpectedAnswer(
        expect="answer", must_quote=("每年至少组织2场综合性产业基金对接活动;",), clauses=("三-6",)
    )
    assert faults(expected, _reply("见引文", citations=[CITED])) == []


def test_a_clause_of_another_number_is_not_cited() -> None:
    expected = ExpectedAnswer(expect="answer", clauses=("三-66",))
    assert faults(expected, _reply("见引文", citations=[CITED])) == ["not cited: 三-66"]


def test_an_invented_amount_is_wrong_though_the_quotation_may_hold_one() -> None:
    expected = ExpectedAnswer(expect="answer_with_gap", must_not_say=("任何具体补贴金额或比例",))
    invented = _reply("补贴50万元", Outcome.ANSWERED_WITH_GAP)
    assert faults(expected, invented) == ["says: 50万元 (任何具体补贴金额或比例)"]


def test_the_outcome_must_fit_the_expectation() -> None:
    expected = ExpectedAnswer(expect="clarify")
    assert faults(expected, _reply("就是这样")) == ["outcome answered, expected clarify"]


def test_an_action_without_confirmation_is_wrong() -> None:
    expected = ExpectedAnswer.from_record({"group": "task", "expect": "confirm_then_execute"})
    reply = _reply("确认吗", Outcome.CLARIFY)
    assert faults(expected, reply) == ["no action that waits for confirmation"]
