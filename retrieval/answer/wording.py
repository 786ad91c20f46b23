"""Every sentence an answer may say in its own words, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retrieval.answer.duty import DutyKind
from retrieval.answer.strength import Strength
from retrieval.documents.validity import ValidityStatus
from retrieval.results import Gap, RefusalReason
from retrieval.search.document_facts import DocumentFact
from retrieval.search.filters import Filters

GAPS = {
    Gap.AMOUNT: "具体金额或比例",
    Gap.POINTS: "具体分数",
    Gap.CONDITION: "量化的申报条件",
    Gap.MATERIAL: "申报材料和办理流程",
    Gap.DEADLINE: "具体日期或期限",
    Gap.PLACE: "办理地点",
    Gap.CONTACT: "经办部门和联系方式",
}
HUMAN = "需要人工的话，回复“人工”，转工作人员为您核实。"

_REFUSALS = {
    RefusalReason.EMPTY_QUESTION: "没有看到问题内容，请把想了解的事情说一下。",
    RefusalReason.EMPTY_LIBRARY: "政策库里还没有文件，暂时不能回答政策问题。",
    RefusalReason.NOT_IN_LIBRARY: "在政策库的文件里没有找到写到这件事的条款，我不能编造答案。"
    "可以换个说法再问，或说出具体的政策事项。",
    RefusalReason.WHICH_POLICY: "您问的是哪一项政策？请说出具体事项，我再按文件原文回答。",
    RefusalReason.PERSONAL_AFFAIR: "这属于个人办事事项，政策库里没有找到相关条款，我不能编造答案。"
    "个人社保、医保、公积金、户籍、入学等请咨询对应的主管部门或政务服务便民热线。",
    RefusalReason.SMALL_TALK: "这个我帮不上忙：我只回答政策、指标和任务方面的问题。",
    RefusalReason.OTHER_PLACE: "政策库里没有您提到的其他城市的政策和数据，不能回答，"
    "也不能作比较；我只能回答本市文件里写明的内容。",
    RefusalReason.OPINION: "我只引用文件原文，不作评价、猜测或预测。"
    "您可以问某项政策文件里是怎么写的。",
    RefusalReason.PROMISE: "我不能作出承诺，能否获得支持要由主管部门依据现行规定审核决定。"
    "我可以帮您查文件里的依据。",
    RefusalReason.PERSONAL_DATA: "个人信息和企业的涉税、经营信息不能提供。",
    RefusalReason.PROMPT_INJECTION: "这个请求我不能执行。"
    "我只回答政策文件里写明的内容，不提供系统内部信息。",
    RefusalReason.LEGAL_ADVICE: "这涉及具体纠纷，我不能提供法律意见，也不能判断结果。"
    "请咨询律师或公共法律服务机构；我可以帮您查政策文件里的原文。",
    RefusalReason.NOT_CHINESE: "政策文件是中文的，请用中文提问。\nThe policy documents are in "
    "Chinese; please ask in Chinese.",
    RefusalReason.OUTSIDE_FILTERS: "在您限定的范围（时效、发文机关、地区、行业或时间）内，"
    "政策库里没有相关文件，我不能编造答案。可以放宽限定再问。",
    RefusalReason.UNPROVEN: "找到了相关内容，但答案未能通过原文核对，为避免误导不作答。",
}


_NO_HUMAN = {
    RefusalReason.PROMPT_INJECTION,
    RefusalReason.SMALL_TALK,
    RefusalReason.WHICH_POLICY,
    RefusalReason.EMPTY_QUESTION,
}


def refusal(reason: RefusalReason) -> str:
    return _REFUSALS[reason] if reason in _NO_HUMAN else f"{_REFUSALS[reason]}\n{HUMAN}"


_STATUSES = {
    ValidityStatus.IN_FORCE: "现行有效",
    ValidityStatus.AMENDED: "部分条款已修改",
    ValidityStatus.PERIOD_ENDED: "已到期",
    ValidityStatus.REPEALED: "已废止",
    ValidityStatus.SUSPENDED: "暂停执行",
    ValidityStatus.NOT_YET_IN_FORCE: "尚未施行",
    ValidityStatus.UNKNOWN: "效力不明",
}
_MOST_WIDER = 3


def outside(filters: Filters, wider: list[str], is_there: bool, *, is_nowhere: bool) -> str:
    """What the documents were narrowed to and which ones, by their titles, answer without that.

    `is_there` tells whether there is any document of that kind, `is_nowhere` whether nothing
    answers without it either.
    """
    stated = {
        "时效": _since(filters) + (_STATUSES[filters.status] if filters.status else ""),
        "成文时间": _issued_when(filters),
        "发文机关": f"{filters.issuer}印发" if filters.issuer else "",
        "地区": f"{filters.region}出台" if filters.region else "",
        "层级": filters.level or "",
        "行业": f"涉及{filters.industry}" if filters.industry else "",
    }
    said = "、".join(filter(None, stated.values()))
    kinds = "和".join(kind for kind, words in stated.items() if words)
    first = f"库里没有{said}的文件"
    if is_there:
        first = f"在库里{said}的文件中没有找到写到这件事的条款"
    if wider:
        named = "".join(f"《{title}》" for title in wider[:_MOST_WIDER])
        more = f"等{len(wider)}份" if len(wider) > _MOST_WIDER else ""
        return f"{first}；不限{kinds}时有：{named}{more}。可以放宽限定再问。\n{HUMAN}"
    if is_nowhere:
        return f"{first}；不限{kinds}，也没有找到相关条款。我不能编造答案。\n{HUMAN}"
    return f"{first}，我不能编造答案。可以放宽限定再问。\n{HUMAN}"


def _since(filters: Filters) -> str:
    return f"{filters.valid_since.year}年以后有效" if filters.valid_since else ""


def _issued_when(filters: Filters) -> str:
    first, last = filters.issued_from, filters.issued_until
    if first and last:
        years = dict.fromkeys((first.year, last.year))
        return f"{'至'.join(f'{year}年' for year in years)}印发"
    if first:
        return f"{first.year}年以后印发"
    return f"{last.year}年底以前印发" if last else ""


def only_so_many(quoted: int, asked: int) -> str:
    return (
        f"上面的回答只引用了{quoted}处原文，没有第{asked}处。请说出具体事项，我再按文件原文回答。"
    )


def correction(pairs: tuple[tuple[str, str], ...]) -> str:
    return "、".join(f"“{wrong}”按“{right}”理解" for wrong, right in pairs) + "。"


def together(labels: tuple[str, ...]) -> str:
    return "、".join(labels)


def conclusion(label: str, gaps: tuple[Gap, ...], asked: tuple[Gap, ...]) -> str:
    subject = f"关于{label}，"
    if asked:
        return f"{subject}文件有原则规定，没有写明{_listed(asked)}。原文："
    if gaps:
        return f"{subject}文件有原则规定，没有写到办理细则。原文："
    return f"{subject}文件是这样写的："


def stated_in_part(label: str) -> str:
    """Where what is asked is written, and what somebody needs next is not."""
    return f"关于{label}，文件是这样写的，办理细则没有写到。原文："


def membership() -> str:
    return "文件列出了主导产业的名称，没有逐一列举细分行业。原文："


def lead(industry: str, department: str) -> str:
    return f"{industry}产业由{department}牵头。原文："


UNSTATED_FIGURE = "您提到的数额，所引原文里没有。"


def renamed(office: str, present: str) -> str:
    return f"{office}现为{present}。"


def stated_time(segment: str) -> str:
    return f"文件写明的办理时限：{segment}。原文："


def inference(industry: str) -> str:
    return f"您说的行业按通常理解属于“{industry}”，这是推断，文件没有逐一列举，请向牵头部门确认。"


def strength(degree: Strength, word: str) -> str:
    if degree is Strength.EXPLORED:
        return f"措辞是“{word}”，属于努力方向，不等于已经实行。"
    return f"措辞是“{word}”，属于鼓励性表述，不等于必然给予。"


def found(gaps: tuple[Gap, ...]) -> str:
    """Before quotations on a topic that the vocabulary does not know."""
    if gaps:
        return f"查到的条款没有写明{_listed(gaps)}。最接近的原文："
    return "文件是这样写的："


def near(gaps: tuple[Gap, ...]) -> str:
    """Before quotations that mean what was asked and hold few of its words."""
    missing = f"，没有写明{_listed(gaps)}" if gaps else ""
    return f"下面是意思最接近的原文{missing}，请核对说的是不是您的情形："


def gap_note(gaps: tuple[Gap, ...], *, is_whole: bool) -> str:
    """`is_whole` when the whole document is known not to state it, not only what is quoted."""
    where = "文件未规定" if is_whole else "所引条款未规定"
    return f"{where}{_listed(gaps)}，以主管部门现行规定为准。"


def rules_of(place: str) -> str:
    """Where a question names no place and the library holds the documents of several; what is
    quoted may be a draft, or no longer a rule."""
    return f"以上出自{place}的文件。您没有说明是哪里，其他地方的规定可能不同。"


def later_namesake(title: str, issued: date) -> str:
    return f"《{title}》另有{day(issued)}成文的同名文件，以哪份为准请核实。"


def rules_of_a_part(place: str, asked: str) -> str:
    """Where the document of a part answers a question about the whole."""
    return f"所引{place}的文件，不是{asked}统一的规定。"


def of_a_narrower_matter(matter: str) -> str:
    """Where an aid is asked for more than the document quoted is about."""
    return f"所引是关于“{matter}”的规定，您问的范围更宽，其他规定请另行核实。"


def issuer_to_ask(issuer: str | None) -> str:
    return f"可向发文机关{issuer}询问，或回复“人工”转工作人员。" if issuer else HUMAN


def _listed(gaps: tuple[Gap, ...]) -> str:
    return "、".join(GAPS[gap] for gap in gaps)


_ROLES = {
    DutyKind.NOTED: "本条的责任单位",
    DutyKind.NOTED_ABOVE: "所在部分的责任单位",
    DutyKind.LEAD: "产业牵头部门",
    DutyKind.COORDINATOR: "总协调部门",
}


def where_to_turn(kind: DutyKind, offices: Sequence[str], address: str, *, is_open: bool) -> str:
    named = "、".join(offices) + ("等" if is_open else "")
    return f"可向{_ROLES[kind]}{named}询问{address}，或回复“人工”转工作人员。"


def handed_over() -> str:
    return "您反映的情况由工作人员处理；我这里只能提供文件依据。"


def present_name(written: str, present: str | None) -> str:
    return f"{written}（现{present}）" if present else written


def quotation(quote: str, reference: str) -> str:
    return f"「{quote}」{reference}"


def listed(quote: str) -> str:
    """One line of a list; not numbered, for every figure of an answer must have a source."""
    return f"• {quote}"


SEVERAL = "逐一回答您的问题："


def part(question: str) -> str:
    """The heading over one of several answers: the question, shortened."""
    words = question.strip().rstrip("?？。；;,，!！")
    return f"▍{words if len(words) <= _HEADING else words[:_HEADING] + '…'}"


_HEADING = 24
NOTHING_MORE = f"除了已经列出的，没有找到更多相关的条款。可以换个说法再问。\n{HUMAN}"
SAME_DOCUMENT = "同文件"
MORE = "受消息长度限制没有列全，可以接着问其中某一项。"


def also_in(titles: list[str], documents: int) -> str:
    """Where else the quoted sentence stands, word for word; `documents` is how many there are."""
    named = "、".join(f"《{title}》" for title in titles)
    rest = "等文件" if documents > len(titles) else ""
    return f"同样的原文也见于{named}{rest}。"


def reference(title: str, address: str) -> str:
    return f"〔{title} {address}〕"


def with_topic(label: str, question: str) -> str:
    """A question that named no topic, asked again about one."""
    return f"关于{label}，{question}"


def with_document(title: str, question: str) -> str:
    return f"《{title}》{question}"


FACTS = {
    DocumentFact.TITLE: "标题",
    DocumentFact.DOCUMENT_NUMBER: "发文字号",
    DocumentFact.INDEX_NUMBER: "索引号",
    DocumentFact.ISSUER: "印发机关",
    DocumentFact.EFFECTIVE_ON: "施行日期",
    DocumentFact.PERIOD: "方案期",
    DocumentFact.ADDRESSEES: "主送",
    DocumentFact.BASIS: "制定依据",
    DocumentFact.REPEALS: "废止的文件",
}
ISSUED = "成文日期"
PUBLISHED = "发布日期"
VALID_UNTIL = "有效期截止日"


def about(title: str) -> str:
    return f"《{title}》"


def about_document(title: str) -> str:
    return f"关于《{title}》："


def fact(label: str, value: str, read_from: str | None) -> str:
    return f"{label}：{value}（{read_from}）" if read_from else f"{label}：{value}"


def not_stated(label: str) -> str:
    return f"{label}：文件未载，我不能编造。"


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def years(start: date, end: date) -> str:
    return f"{start.year}—{end.year}年"


NOTHING_NEWER = "政策库里没有收录在它之后印发的文件，是否有接续或替代的规定，请向发文机关核实。"

NOTHING_NEWER_DATED = (
    "政策库里写明成文日期的文件中，没有在它之后印发的；另有文件成文日期不明，未作比较。"
    "是否有接续或替代的规定，请向发文机关核实。"
)

NOTHING_ALIKE = (
    "政策库里在它之后印发的文件，从标题看都不是同一事项；是否有接续或替代的规定，请向发文机关核实。"
)


def newer(titles: list[str]) -> str:
    names = "、".join(f"《{title}》" for title in titles)
    return f"政策库里另有在它之后印发的文件：{names}，是否接续或替代请核实。"


FORMER_RULE = "注意：所引文字里有原来的规定，不是现在执行的。"


def is_a_telling(title: str, kind: str) -> str:
    return f"注意：《{title}》是{kind}，不是文件本身，以正式文件为准。"


FROM_SCAN = "注意：所引文字由扫描件识别，可能有误字，请核对原件。"


def suggestion(label: str) -> str:
    return f"关于{label}，文件有什么规定？"


def as_of(on: date) -> str:
    return f"按{day(on)}时的规定回答。"


def began_later(year: int, began: date) -> str:
    """Where the rules of a past year are asked for and none of that time is held."""
    return f"您问的是{year}年，没有找到当时的规定；所引文件自{day(began)}起施行。"


def of_other_years(year: int, others: str) -> str:
    """Where all that is quoted says itself that it is of another year."""
    return f"您问的是{year}年，没有找到那一年的规定；所引原文说的是{others}。"
