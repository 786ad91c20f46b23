"""What the library must not remark of a text that gives no ground for it: ordinary wording is no
telling, no former rule, no term of the whole, no change of another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.library import wording as library_wording
from retrieval.answer import wording
from retrieval.answer.numbers import stands_in
from retrieval.answer.passages import tells_the_former_rule
from retrieval.answer.standing import is_no_rule_by_itself
from retrieval.documents.changes import Change, ChangeKind, Effect
from retrieval.documents.terms import read_terms
from retrieval.documents.told import told_as
from retrieval.documents.validity import ValidityStatus
from retrieval.search.filters import Filters
from tests.retrieval.material import ON, library_of, signed

CITY = "泰州市人民政府"


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "外国常驻新闻机构和外国记者采访条例",
            "第一条 为了便于外国常驻新闻机构和外国记者在中国境内依法采访报道，制定本条例。",
            None,
        ),
        (
            "新闻记者证管理办法",
            "第二条 新闻采编活动，是新闻报道的基础。记者采访应当出示新闻记者证。",
            None,
        ),
        (
            "关于开展燃气安全整治的通知",
            "各市（区）人民政府：\n根据群众举报和媒体报道，部分餐饮场所存在隐患。",
            None,
        ),
        ("关于防汛的通报", "据气象部门消息，未来三天有暴雨。", None),
        ("行政规范性文件政策解读工作规定", "第一条 为规范解读工作，制定本规定。", None),
        ("地质灾害防灾明白卡发放办法", "第一条 制定本办法。", None),
        ("国土空间规划编制说明管理规定", "第一条 制定本规定。", None),
        ("关于加强政策问答管理的通知", "各单位：", None),
        ("政策解读材料编写标准（试行）", "一、范围", None),
        ("《住宅专项维修资金管理办法》解读", "一、背景", "政策解读"),
        ("关于《住房租赁条例》的解读", "一、背景", "政策解读"),
        ("《外国记者采访条例》政策问答", "问：什么时候施行？", "政策解读"),
        ("住宅专项维修资金管理办法解读", "一、背景", "政策解读"),
        ("一图读懂《泰州市人才新政》", "", "政策解读"),
        ("我市维修资金标准有望调整", "记者从市住建局获悉，标准拟调整。", "新闻报道"),
        ("我市出台新政", "本报讯（记者 张三）日前，我市出台新政。", "新闻报道"),
        ("农业农村部等三部门印发通知", "本报讯（记者 张三）日前，三部门印发通知。", "新闻报道"),
        ("关于印发采访制度的通知", "新闻单位（记者站）应当登记。", None),
        ("住房租赁管理办法（解读）", "一、背景", "政策解读"),
        ("政策解读：住房租赁管理办法", "一、背景", "政策解读"),
        ("国务院部署稳就业", "新华社北京5月1日电 国务院日前部署。", "新闻报道"),
    ],
)
def test_a_rule_about_tellings_is_none_itself(title: str, text: str, kind: str | None) -> None:
    assert told_as(title, text) == kind


def test_a_regulation_for_journalists_ends_the_one_before_it(tmp_path: Path) -> None:
    former = "外国记者和外国常驻新闻机构管理条例"
    library = library_of(
        tmp_path,
        **{
            former: signed(
                "第五条 外国常驻新闻机构应当在七日内办理登记。", "国务院", "1990年1月19日"
            ),
            "外国常驻新闻机构和外国记者采访条例": signed(
                "第一条 为了便于外国记者在中国境内依法采访报道，制定本条例。\n"
                "第二十三条 本条例自2008年10月17日起施行。"
                f"《{former}》同时废止。",
                "国务院", "2008年10月17日",
            ),
        },
    )  # fmt: skip
    assert "废止" in library.answer("外国常驻新闻机构几日内办理登记", on=ON).text


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("本办法自2020年1月1日起施行，依照本办法取得的资格证书，有效期3年。", None),
        ("本办法自2020年1月1日起施行，认定的示范基地，有效期3年。", None),
        ("本办法自2020年1月1日起施行，此前认定的名单，有效期2年。", None),
        ("本办法自2020年1月1日起施行，颁发的证书，有效期3年。", None),
        ("本办法自2020年1月1日起施行，示范企业称号有效期3年。", None),
        ("本办法自2020年1月1日起施行，入库企业有效期3年。", None),
        ("本办法自2020年1月1日起施行，由市财政局负责解释，有效期3年。", "2022-12-31"),
        ("本办法所附登记表在2023年12月31日前有效。", None),
        ("本办法规定的补贴申请在2023年12月31日前有效。", None),
        (
            "一、企业招用补贴\n政策有效期：2022年6月1日—2023年5月31日。\n"
            "二、创业补贴\n政策有效期：2022年6月1日—2022年12月31日。",
            None,
        ),
        (
            "一、稳岗返还\n政策执行期限：2022年1月1日—2022年12月31日。\n"
            "二、缓缴\n政策执行期限：2022年5月1日—2022年12月31日。",
            None,
        ),
        ("政策有效期：2022年6月1日—2023年5月31日。", "2023-05-31"),
        ("本办法自2020年1月1日起施行，有效期3年。", "2022-12-31"),
        ("本办法自2020年1月1日起施行，与本办法不一致的，按本办法执行，有效期3年。", "2022-12-31"),
        ("本通知自印发之日起执行，2024年底前有效。", "2024-12-31"),
    ],
)
def test_a_term_of_something_else_is_not_the_documents(text: str, last: str | None) -> None:
    until = read_terms(f"{text}\n2020年1月1日", date(2020, 1, 1)).valid_until
    assert (until.day.isoformat() if until else None) == last


@pytest.mark.parametrize(
    "sentence",
    [
        "过去三年内无重大安全生产事故的企业，可以申报技术改造补贴，按设备投资额的8%给予补贴。",
        "此前已开工建设的技术改造项目，按设备投资额的5%给予补助。",
        "按照原规定已享受设备补贴的企业，可继续享受至期满。",
        "此前债务人尚未支付的案件受理费、执行申请费，可以作为破产债权清偿。",
        "此前发布的司法解释与本解释不一致的，以本解释为准。",
        "以往会计年度未分配的利润，可与本会计年度可供分配的利润一并分配。",
        "过去一年内未受处罚的企业可以申报，给予奖励20万元。",
        "原标准高于本办法的，按原标准执行。",
        "调整前已退休的人员，养老金不变。",
        "原《泰州市养犬办法》（泰政规〔2012〕6号）自2024年1月1日起废止。",
        "原有政策与本政策重复的部分，按最高标准20万元执行。",
        "过去每年纳税超过100万元的企业，奖励5万元。",
        "此前一次性领取补贴满3年的人员可重新申请。",
    ],
)
def test_a_rule_in_force_is_not_said_to_be_the_former(sentence: str) -> None:
    assert not tells_the_former_rule(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "原规定每人每月30元。",
        "一、原规定双缴存职工家庭贷款最高额度60万元。",
        "二、原规定每人每月30元的标准，自2023年1月1日起不再执行。",
        "此前每人每月补贴30元。",
        "此前，一次性奖励为20万元。",
        "原《奖励办法》规定奖励20万元。",
        "调整前标准为每月50元。",
        "过去每户补贴1000元。",
    ],
)
def test_the_former_rule_is_still_known(sentence: str) -> None:
    assert tells_the_former_rule(sentence)


@pytest.mark.parametrize(
    ("title", "is_none"),
    [
        ("关于调整住房公积金缴存基数上限的通知", False),
        ("关于调整最低工资标准的通告", False),
        ("关于延长失业保险金发放期限的通知", False),
        ("关于暂停收取道路停车费的公告", False),
        ("关于修改停车收费标准的通知", False),
        ("关于修订印发《泰州市人才奖励办法》的通知", False),
        ("关于调整《泰州市公积金管理办法》有关标准的通知", False),
        ("泰州市人民政府关于修改《泰州市养犬管理办法》的决定", True),
        ("泰州市人民政府关于修改泰州市企业技改补贴办法的通知", True),
        ("关于废止部分行政规范性文件的决定", True),
        ("关于修改部分规章的决定", True),
    ],
)
def test_only_what_changes_another_is_no_rule_by_itself(title: str, is_none: bool) -> None:
    assert is_no_rule_by_itself(title) is is_none


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("5%", "按5%补助", True),
        ("5%", "按15%补助", False),
        ("5%", "按2.5%补助", False),
        ("补贴", "给予补贴", True),
        ("", "给予补贴", False),
    ],
)
def test_words_stand_in_a_text_whole(words: str, text: str, expected: bool) -> None:
    assert stands_in(words, text) is expected


def test_what_is_suspended_is_asked_after_like_what_has_ended(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市养犬管理办法=signed(
            "泰政规〔2012〕6号\n第二条 养犬应当办理登记证。\n第五条 本办法自2012年8月1日起施行。",
            CITY, "2012年6月28日",
        ),
        泰州市养犬登记规定=signed(
            "泰政规〔2024〕9号\n第一条 养犬登记由公安机关办理。\n"
            "第二条 《泰州市养犬管理办法》（泰政规〔2012〕6号）自2024年7月1日起暂停执行。",
            CITY, "2024年6月1日",
        ),
    )  # fmt: skip
    text = library.answer("《泰州市养犬管理办法》是什么时候发布的", on=ON).text
    assert "暂停执行" in text
    assert "政策库里另有在它之后印发的文件：《泰州市养犬登记规定》" in text


@pytest.mark.parametrize("status", list(ValidityStatus))
def test_every_status_has_its_words(status: ValidityStatus) -> None:
    assert wording.outside(Filters(status=status), [], is_there=False, is_nowhere=False)


@pytest.mark.parametrize(
    ("kind", "until", "months", "note"),
    [
        (ChangeKind.TERM_SET, date(2026, 12, 31), None, "有效期调整至2026年12月31日"),
        (ChangeKind.TERM_SET, None, 24, "有效期调整至2026年6月30日"),
        (ChangeKind.TERM_SET, None, None, "调整有效期，2024年7月1日起"),
        (
            ChangeKind.SUSPENDED,
            date(2024, 12, 31),
            None,
            "暂停执行，2024年7月1日起，至2024年12月31日止",
        ),
        (ChangeKind.SUSPENDED, None, 6, "暂停执行，2024年7月1日起，至2024年12月31日止"),
        (ChangeKind.SUSPENDED, None, None, "暂停执行，2024年7月1日起"),
        (ChangeKind.EXTENDED, None, 12, "有效期延长"),
        (
            ChangeKind.CLAUSE_SUSPENDED,
            date(2024, 12, 31),
            None,
            "该条已被暂停执行，2024年7月1日起，至2024年12月31日止",
        ),
    ],
)
def test_the_last_day_of_a_term_or_a_suspension_is_noted(
    kind: ChangeKind, until: date | None, months: int | None, note: str
) -> None:
    effect = Effect(kind=kind, until=until, months=months, address="一#s1", quote="…")
    change = Change(effect=effect, since=date(2024, 7, 1), document_id="x", document="某通知")
    assert library_wording.change_note(change) == note
