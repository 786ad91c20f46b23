"""The application as the pages see it, played from a script of questions and replies."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import BUSINESS_ZONE
from bot.errors import UnknownPerson
from bot.history import Exchange, PastConversation
from bot.identity import Person, Role
from bot.messages import (
    Chart,
    Choice,
    Citation,
    FigureShown,
    Outcome,
    ProposedAction,
    Reply,
    Table,
)
from bot.validity_label import Tone
from bot.web import (
    Asked,
    AskResult,
    DocumentLink,
    DocumentPage,
    InboxMessage,
    MetadataItem,
    Opinion,
    PersonOption,
    RelatedDocument,
    Section,
    Sentence,
    ShelfPage,
    ShelfQuestion,
    ValidityNotice,
)
from bot.web.shelf_page import ClauseLink, ShelfField, ShelfOption
from tests.bot.web.fake_board import FakeBoard
from tests.bot.web.fake_briefs import FakeBriefs
from tests.bot.web.fake_sign_in import FakeSignIn

FOLDER = Path(__file__).parent
PLAN = "plan-2018"
HOSTILE = "hostile"
LONG = "long"
# The plan is some 5 000 characters, a printed page some 700.
LONG_TURNS = 28
PLAN_TITLE = "市政府办公室关于印发泰州市推进五大主导产业高质量发展工作方案(2018—2020年)的通知"
HOW_SOON = "企业有困难向政府反映，多久能有回音？"
TABLE = "五个产业分别完成多少，列个表"
OUTPUT = "1到10月五大产业产值多少"
MEDICINE = "医药产值多少"
REFUSED = "社保断缴了怎么办"
CLOSE_TASK = "7号任务办结"
MANY = "引进人才有什么支持？"
SCRIPT_TEXT = "<script>window.hacked = true</script><img src=x onerror='window.hacked = true'>"
DEADLINES_WORD = "应答"
DEADLINES = "对企业反映的问题做到1天应答、3天明确意见、5天办结"


def plan_sections() -> tuple[Section, ...]:
    """The plan's real text, section by section."""
    stored = json.loads((FOLDER / "plan.json").read_text(encoding="utf-8"))
    return tuple(
        Section(
            address=section["address"],
            level=section["level"],
            heading=section["heading"],
            sentences=tuple(Sentence(**sentence) for sentence in section["sentences"]),
        )
        for section in stored["sections"]
    )


def sentence_of(address: str) -> str:
    """The plan's sentence at `address`, verbatim."""
    return next(
        sentence.text
        for section in plan_sections()
        for sentence in section.sentences
        if sentence.address == address
    )


def plan_page() -> DocumentPage:
    """The plan as its page shows it on 2019-11-15."""
    return DocumentPage(
        document_id=PLAN,
        title=PLAN_TITLE,
        validity=ValidityNotice(
            Tone.IN_FORCE, "方案期内", "方案期为2018—2020年，业务日期2019-11-15在此期间。"
        ),
        metadata=(
            MetadataItem("发文机关", "泰州市人民政府办公室"),
            MetadataItem("发文字号", None),
            MetadataItem("成文日期", "2018-09-14"),
            MetadataItem("发布日期", "2018-10-24"),
        ),
        sections=plan_sections(),
        related=(
            RelatedDocument(
                "制定依据", "省政府关于加快培育先进制造业集群的指导意见（苏政发〔2018〕86号）"
            ),
        ),
    )


def hostile_page() -> DocumentPage:
    """A document whose every part tries to smuggle markup in."""
    return DocumentPage(
        document_id=HOSTILE,
        title=f"带脚本的文件{SCRIPT_TEXT}",
        validity=ValidityNotice(Tone.ENDED, "已失效", SCRIPT_TEXT),
        metadata=(MetadataItem("发文机关", SCRIPT_TEXT),),
        sections=(
            Section(
                address="段1",
                level=1,
                sentences=(Sentence("段1#s1", f"正文。{SCRIPT_TEXT}"),),
            ),
        ),
    )


def plan_clause() -> ClauseLink:
    """A clause of the plan as a search finds it."""
    address = "四-(三)#s6"
    return ClauseLink(
        document=PLAN_TITLE,
        label="第四部分(三)第6句",
        quote=sentence_of(address),
        validity_label="方案期内",
        tone=Tone.IN_FORCE,
        url=f"/documents/{PLAN}?clause={address.replace('#', '%23')}",
    )


def long_page() -> DocumentPage:
    """A document of about two hundred printed pages: the plan's text, over and over."""
    sections = plan_sections()
    return replace(
        plan_page(),
        document_id=LONG,
        sections=tuple(
            replace(
                section,
                address=f"{section.address}[{turn}]",
                sentences=tuple(
                    replace(one, address=one.address.replace("#", f"[{turn}]#"))
                    for one in section.sentences
                ),
            )
            for turn in range(1, LONG_TURNS + 1)
            for section in sections
        ),
    )


def plan_citation(address: str, quote: str | None = None) -> Citation:
    """A citation of the plan."""
    return Citation(
        document=PLAN_TITLE,
        document_number=None,
        clause=address,
        quote=quote or sentence_of(address),
        validity="方案期内",
        url=f"/documents/{PLAN}?clause={address.replace('#', '%23')}",
    )


def output_figure() -> FigureShown:
    """A figure of the demonstration."""
    return FigureShown(
        label="五大主导产业产值",
        value=3588.6,
        unit="亿元",
        period="2019年1—10月",
        released_on="2019-11-13",
        source="市统计局（演示数据）",
    )


REPLIES: dict[str, Reply] = {
    HOW_SOON: Reply(
        intent="policy_qa",
        text=f"文件写明的办理时限：「{DEADLINES}」。原文：\n"
        f"「{sentence_of('四-(三)#s6')}」〔五大主导产业工作方案 四-(三)#s6〕\n"
        "文件没有写明“天”是工作日还是自然日。\n"
        "时效：文件成文于2018年9月14日，现在方案期内（2018—2020年）。",
        outcome=Outcome.ANSWERED_WITH_GAP,
        citations=(plan_citation("四-(三)#s6"),),
        choices=(
            Choice(label="哪些企业算重点联系企业？", send="哪些企业算重点联系企业？"),
            Choice(label="转人工", send="人工"),
        ),
    ),
    MANY: Reply(
        intent="policy_qa",
        text="方案支持引进高层次人才和紧缺型技能人才，按规定给予相应资助。资助金额方案没有规定。",
        outcome=Outcome.ANSWERED_WITH_GAP,
        citations=tuple(plan_citation(f"三-6#s{number}") for number in (4, 2, 3)),
    ),
    TABLE: Reply(
        intent="figures",
        text="2019年1—10月五大主导产业产值合计3588.60亿元，同比（公布）增长9.1%。演示数据。",
        outcome=Outcome.ANSWERED,
        table=Table(
            title="2019年1—10月产值（亿元）",
            columns=("产业", "产值", "同比（公布）", "年度目标", "完成率", "牵头部门"),
            rows=(
                (
                    "生物医药及高性能医疗器械",
                    "1,012.40",
                    "10.2%",
                    "1,200",
                    "84.4%",
                    "市市场监督管理局",
                ),
                (
                    "高端装备制造及高技术船舶",
                    "865.10",
                    "6.4%",
                    "1,050",
                    "82.4%",
                    "市工业和信息化局",
                ),
                ("节能与新能源", "548.30", "8.8%", "650", "84.4%", "市科技局"),
                ("新一代信息技术", "402.70", "12.5%", "480", "83.9%", "市工业和信息化局"),
                ("化工及新材料", "760.10", "9.0%", "900", "84.5%", "市市场监督管理局"),
            ),
        ),
    ),
    OUTPUT: Reply(
        intent="figures",
        text="2019年1—10月，五大主导产业产值3588.60亿元，同比（公布）增长9.1%。\n"
        "口径：规模以上工业企业产值，年内累计。\n来源：市统计局，2019-11-13发布。演示数据。",
        outcome=Outcome.ANSWERED,
        query={"indicator": "M01", "period": "2019-01..2019-10"},
        figures=(output_figure(),),
        chart=Chart(
            png_base64=base64.b64encode((FOLDER / "chart.png").read_bytes()).decode(),
            description="五大主导产业产值2019年2月至10月逐月累计，从612亿元升至3588.6亿元",
        ),
    ),
    CLOSE_TASK: Reply(
        intent="task_command",
        text="将对7号《2019年3季度产业联盟特色活动》报办结。确认吗？",
        outcome=Outcome.CLARIFY,
        actions=(ProposedAction(type="report_completion", task_no="7", needs_confirmation=True),),
        choices=(Choice(label="确认", send="确认"), Choice(label="取消", send="取消")),
    ),
    MEDICINE: Reply(
        intent="figures",
        text="“医药”可以指产业，也可以指医药高新区。要看哪一个？",
        outcome=Outcome.CLARIFY,
        choices=(
            Choice(label="生物医药产业", send=OUTPUT),
            Choice(label="医药高新区", send=TABLE),
        ),
    ),
}

SUGGESTIONS = (HOW_SOON, TABLE, OUTPUT, MEDICINE)
OFFICIAL_SUGGESTIONS = ("我有哪些逾期的任务", TABLE)


def refusal(text: str) -> Reply:
    """What is said to a question that nobody can answer; it repeats the question."""
    return Reply(
        intent="unknown",
        text=f"现有文件和数据里没有“{text}”的答案。可以换个说法，或回复“人工”转工作人员。",
        outcome=Outcome.REFUSED,
    )


class FakeServices:
    """Obeys `bot.web.WebServices`; remembers what was asked."""

    def __init__(self, *, is_demo: bool = True) -> None:
        self.is_demo = is_demo
        self.asked: list[Asked] = []
        self.failures: list[Exception] = []
        self.files: list[bytes] = []
        self.pushed: dict[str, list[InboxMessage]] = {}
        self.looked_for: list[ShelfQuestion] = []
        self.opinions: list[Opinion] = []
        self.said: dict[str, dict[str, list[Exchange]]] = {}
        self.guest_messages_per_minute = 0
        self.board_failure: Exception | None = None
        self.sign_in = FakeSignIn()

    def business_now(self) -> datetime:
        return datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)

    def ask(self, asked: Asked) -> AskResult:
        self.asked.append(asked)
        if self.failures:
            raise self.failures.pop(0)
        self._require(asked.user)
        reply = REPLIES.get(asked.text) or refusal(asked.text)
        conversation = asked.conversation or f"c{len(self.asked)}"
        if asked.user is not None:
            said = self.said.setdefault(asked.user, {}).setdefault(conversation, [])
            said.append(Exchange(asked.message_id, asked.text, reply, datetime.now(UTC)))
        return AskResult(reply, conversation, 12)

    def read_file(self, asked: Asked, content: bytes) -> AskResult:
        self.files.append(content)
        return self.ask(asked)

    def document(self, document_id: str, edition: str = "") -> DocumentPage | None:
        if edition:
            return None
        pages = {PLAN: plan_page, HOSTILE: hostile_page, LONG: long_page}
        return pages.get(document_id, lambda: None)()

    def shelf(self, question: ShelfQuestion) -> ShelfPage:
        self.looked_for.append(question)
        plan = DocumentLink(
            PLAN, PLAN_TITLE, "泰州市人民政府办公室 · 2018-09-14", "方案期内", Tone.IN_FORCE
        )
        found = (plan,) if question.words in PLAN_TITLE else ()
        return ShelfPage(
            question=question,
            library=1,
            total=len(found),
            pages=1,
            page=1,
            documents=found,
            clauses=(plan_clause(),) if question.words == DEADLINES_WORD else (),
            fields=(
                ShelfField("status", "时效", (ShelfOption("in_force", "现行有效", 1),)),
                ShelfField("issuer", "发文机关", (ShelfOption("市政府", "市政府", 1),)),
                ShelfField("region", "地区", (ShelfOption("泰州市", "泰州市", 1),)),
                ShelfField("industry", "产业", ()),
            ),
        )

    def suggestions(self, user: str | None) -> Sequence[str]:
        return OFFICIAL_SUGGESTIONS if user == "u007" else SUGGESTIONS

    def people(self) -> Sequence[PersonOption]:
        return (
            PersonOption("u001", "孙静强 · 市政府 副秘书长"),
            PersonOption("u007", "杨洋杰 · 市工信局 联络员"),
            PersonOption("e001", "星河公司联系人 · 企业"),
        )

    def person(self, user_id: str) -> Person:
        self._require(user_id)
        return Person(user_id, "杨洋杰", "GXJ", "联络员", Role.OFFICIAL)

    def inbox(self, user_id: str, after: int) -> Sequence[InboxMessage]:
        return [one for one in self.pushed.get(user_id, []) if one.number > after]

    def latest_inbox(self, user_id: str) -> Sequence[InboxMessage]:
        return list(reversed(self.pushed.get(user_id, [])))

    def conversations(self, user_id: str) -> Sequence[PastConversation]:
        talks = self.said.get(user_id, {})
        return [
            PastConversation(name, said[0].question, said[0].answered_at, said[-1].answered_at)
            for name, said in reversed(talks.items())
        ]

    def exchanges(self, user_id: str, conversation: str) -> Sequence[Exchange]:
        return self.said.get(user_id, {}).get(conversation, [])

    def forget_conversations(self, user_id: str) -> None:
        self.said.pop(user_id, None)

    def briefs(self, user: str | None) -> FakeBriefs:
        return FakeBriefs(is_open=user in {"u001", "u007"}, is_narrowed=user == "u007")

    def board(self, user: str | None) -> FakeBoard:
        self._require(user)
        return FakeBoard(is_official=user in {"u001", "u007"}, failure=self.board_failure)

    def keep_opinion(self, opinion: Opinion) -> bool:
        self._require(opinion.user)
        if opinion.conversation == "gone":
            return False
        self.opinions.append(opinion)
        return True

    @staticmethod
    def _require(user: str | None) -> None:
        if user is not None and user not in {"u001", "u007", "e001"}:
            raise UnknownPerson(f"没有用户“{user}”")
