"""What an audit of forty questions, in dialect and against a false belief, showed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary, Turn
from retrieval.answer.fit import fit, told_as_unstated
from retrieval.answer.gaps import states
from retrieval.answer.standing import are_of_one_place
from retrieval.documents.metadata import DocumentMetadata, TextField
from retrieval.results import Gap, Outcome
from retrieval.search.dialect import commonly_said
from retrieval.search.document_facts import names_an_edition
from retrieval.search.question import understand
from retrieval.search.vocabulary import vocabulary
from tests.retrieval.material import SEED, asked_of_real_documents, library_of

ON = date(2019, 11, 15)


@pytest.mark.parametrize(
    ("said", "common"),
    [
        ("一个娃儿顶多能报几所", "一个孩子最多能报几所"),
        ("屋顶多少钱", "屋顶多少钱"),
        ("楼顶多高", "楼顶多高"),
        ("几多钱", "多少钱"),
        ("要好多钱", "要多少钱"),
        ("等了好多天", "等了好多天"),
        ("一户最多盖几多平", "一户最多盖多少平方米"),
        ("多少平方米", "多少平方米"),
        ("咋个办", "怎么办"),
        ("带啥子", "带什么"),
        ("羊咩咩", "羊咩咩"),
        ("系唔系要交錢", "是不是要交钱"),
        ("有冇补贴", "有没有补贴"),
        ("边个部门管", "哪个部门管"),
        ("边个管", "谁管"),
        ("旁边个体户", "旁边个体户"),
        ("得行不", "行不行"),
        ("想要得不到", "想要得不到"),
        ("才得行使权利", "才得行使权利"),
        ("高中不中考", "高中不中考"),
        ("红木有哪些", "红木有哪些"),
        ("儿媳妇的户口", "儿媳妇的户口"),
        ("阿拉善的补贴", "阿拉善的补贴"),
        ("分几时段", "分几时段"),
        ("他们收好多钱合法吗", "他们收好多钱合法吗"),
        ("海边个人建房", "海边个人建房"),
        ("路边个体户要办证吗", "路边个体户要办证吗"),
        ("广东边个管", "广东谁管"),
        ("周末去河边度假", "周末去河边度假"),
        ("点解唔得", "为什么不得"),
        ("方案重点解决什么", "方案重点解决什么"),
        ("试点解读在哪里看", "试点解读在哪里看"),
        ("采样点样品怎么送", "采样点样品怎么送"),
        ("神马股份能申请吗", "神马股份能申请吗"),
        ("联系咪表单位", "联系咪表单位"),
        ("也得行贿吗", "也得行贿吗"),
        ("才得行业许可", "才得行业许可"),
        ("其中不中", "其中不中"),
        ("平顶多层住宅", "平顶多层住宅"),
        ("而家要交吗", "现在要交吗"),
        ("在上海上班,而家庭在泰州", "在上海上班,而家庭在泰州"),
        ("户口在上海而家在泰州", "户口在上海而家在泰州"),
        ("仔细路灯", "仔细路灯"),
        ("房屋头顶漏水", "房屋头顶漏水"),
        ("阿拉木图的展会", "阿拉木图的展会"),
    ],
)
def test_what_is_said_in_dialect_is_read_as_everybody_says_it(said: str, common: str) -> None:
    assert commonly_said(said) == common


@pytest.mark.parametrize(
    ("said", "common"),
    [
        ("97年那个规定", "1997年那个规定"),
        ("08年的办法", "2008年的办法"),
        ("13年那个规定", "2013年那个规定"),
        ("16年4月的通知", "2016年4月的通知"),
        ("99年租期", "99年租期"),
        ("交满15年的规定", "交满15年的规定"),
        ("70年产权", "70年产权"),
        ("15年能领多少", "15年能领多少"),
        ("1997年那个规定", "1997年那个规定"),
        ("十五年", "十五年"),
        ("北京15年的办法", "北京2015年的办法"),
        ("保存10年的规定", "保存10年的规定"),
        ("缴费15年的规定", "缴费15年的规定"),
        ("工龄12年6月", "工龄12年6月"),
        ("95年使用权", "95年使用权"),
        ("05年级", "05年级"),
    ],
)
def test_a_year_of_two_digits_is_told_from_a_length_of_time(said: str, common: str) -> None:
    assert commonly_said(said) == common


def test_a_question_that_leans_on_one_in_dialect_is_read_with_it(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        渔船办法="第一条 渔船进港最多停留3天。\n第二条 渔船检修最多停留9天。",
        港口办法="第一条 港口应当保持畅通。",
    )
    turns = [Turn("user", "渔船进港顶多停留几多天"), Turn("bot", "渔船进港最多停留3天。")]
    assert "9天" in library.answer("那检修呢", on=ON, previous=turns).text


@pytest.mark.parametrize(
    ("question", "sentence", "gaps"),
    [
        # A share may be told as a ratio, and a sum be asked for by its name.
        ("电脑派位的占几成", "电脑派位和自主招生比例仍为2:8。", ()),
        ("电脑派位的占几成", "电脑派位于9:00开始。", (Gap.AMOUNT,)),
        ("一年交多少土地使用费", "工商用地按甲种标准征收土地使用费。", (Gap.AMOUNT,)),
        ("一年交多少土地使用费", "土地使用费每年500元。", ()),
        ("能领多少奖金", "授予最高科学技术奖。", (Gap.AMOUNT,)),
        ("一天加多少", "按日加收1‰的违约金。", ()),
        # A ratio is no sum of money, and a number of something else is not asked for in money.
        ("学费多少钱", "生师比不高于1:8。", (Gap.AMOUNT,)),
        ("补贴比例是多少", "按1:1配套。", ()),
        ("多少岁交医保费", "年满十八周岁缴费。", ()),
        ("多少小时交停车费", "2小时以上交费。", ()),
        ("每天多少人参观", "每天500人。", ()),
        ("一天扣多少分", "每天扣2分。", ()),
        ("多少人交费", "居民应当缴费。", ()),
        ("多少学生免费", "学生免费就读。", ()),
        ("多少天内交费", "应当在30日内缴费。", ()),
        # The day by which one must be born is not when something is.
        ("派位是几月几号", "2010年8月31日以前出生的儿童参加派位。", (Gap.DEADLINE,)),
        ("派位是几月几号", "6月13日派位。", ()),
        ("派位是几月几号", "六月十三日派位。", ()),
        # How long something holds is no other span of time.
        ("规范性文件管几年", "规范性文件自公布之日起30日后施行。", (Gap.DEADLINE,)),
        ("规范性文件管几年", "规范性文件有效期为5年。", ()),
        ("居住证管几年", "居住证使用年限为3年。", ()),
        ("保管几年", "资料保存5年。", ()),
        ("有效期多久", "自颁发之日起五年内有效。", ()),
        ("这个证能用几年", "使用期为十年。", ()),
        ("居住证有效期几年", "居住证为3年。", ()),
        ("居住证管几年", "居住证每五年换领一次。", ()),
        ("这个办法管几年", "本办法试行2年。", ()),
        ("企业被监管几年", "监管5年。", ()),
        ("预付款托管几个月", "托管6个月。", ()),
        # Whoever hands in what is false brings no papers.
        ("签注要带什么", "提供虚假材料取得居住证的，予以注销。", (Gap.MATERIAL,)),
        ("签注要带什么", "提供住所证明材料。", ()),
        ("社区报到要带什么", "提供假释证明材料。", ()),
    ],
)
def test_that_a_particular_is_not_stated_is_said_where_it_is_not(
    question: str, sentence: str, gaps: tuple[Gap, ...]
) -> None:
    assert told_as_unstated(question, [sentence]) == gaps


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("范围批了还能不能改", "改造范围原则上不得调整。", "改造范围由区政府提出。"),
        ("填错了还能改吗", "所有信息不得更改。", "所有信息由考生填写。"),
        ("补偿费是发给村民个人的吧", "补偿费归继受单位所有。", "补偿费由市本级支付。"),
        ("著作权归公司吗", "著作权由该法人享有。", "著作权人可以许可他人行使著作权。"),
        ("号牌有几位", "号牌共8位。", "号牌每副2只。"),
        ("要交几套文本", "文本8套。", "文本3年内有效。"),
    ],
)
def test_what_answers_in_its_form_goes_before_what_does_not(
    question: str, better: str, worse: str
) -> None:
    assert fit(question, better) > fit(question, worse)


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("民办学校考试收学生,有啥后果", "民办学校考试招收学生,有啥后果"),
        ("学校没收学生手机", "学校没收学生手机"),
        ("学校收学生午餐费合法吗", "学校收学生午餐费合法吗"),
        ("哪些学校接收学生", "哪些学校接收学生"),
        ("几岁读小学", "几岁小学入学"),
        ("就读小学的证明", "就读小学的证明"),
        ("城乡下岗职工", "城乡下岗职工"),
    ],
)
def test_an_everyday_word_inside_another_is_not_put_officially(said: str, official: str) -> None:
    assert vocabulary().asked_in_official_words(said) == official


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("土地怎么拿", True),
        ("企业要土地找谁", True),
        ("土地使用权能先租后让吗", True),
        ("土地出让金拖着没交", False),
        ("土地储备机构能借款吗", False),
        ("土地登记去哪里办", False),
    ],
)
def test_a_compound_of_land_is_not_land_for_industry(question: str, is_asked: bool) -> None:
    found = vocabulary().concepts_in(question, with_industry=False)
    assert any(concept.id == "land" for concept in found) is is_asked


@pytest.mark.parametrize(
    "question",
    [
        "天津97年那个渔船备案暂行规定还算数不",
        "天津市渔船备案暂行规定还有效吗",
    ],
)
def test_a_rule_that_was_repealed_is_found_without_its_place(tmp_path: Path, question: str) -> None:
    library = library_of(
        tmp_path,
        天津市渔船制定和备案规定="第一条 渔船应当备案。\n第二条 本规定自2016年1月1日起施行。"
        "1997年6月19日发布的《天津市渔船备案暂行规定》同时废止。",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert "同时废止" in library.answer(question, on=ON).text


def test_a_repealed_rule_of_another_place_is_not_meant(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        天津市渔船制定和备案规定="第一条 渔船应当备案。\n第二条 本规定自2016年1月1日起施行。"
        "1997年6月19日发布的《天津市渔船备案暂行规定》同时废止。",
        港口办法="第一条 港口应当保持畅通。",
    )
    text = library.answer("重庆那个渔船备案暂行规定还算数不", on=ON).text
    assert "同时废止" not in text


def test_whom_a_ban_is_for_is_told_by_its_own_clause(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        渔船意见="一、指导思想\n（一）坚持安全第一。\n（二）渔船船主应当按照规定停泊。不得在航道上晒网；"
        "不得夜间鸣笛。",
        港口办法="第一条 港口应当保持畅通。",
    )
    text = library.answer("能在航道上晒网吗", on=ON).text
    assert "船主应当按照规定停泊" in text
    assert "指导思想" not in text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("渔船逾期未报名检验有什么后果", "视为自动放弃"),
        ("渔船检验弄虚作假会有哪些后果", "取消检验资格"),
        ("渔船夜间鸣笛有什么后果", "处500元罚款"),
    ],
)
def test_what_follows_is_told_also_where_it_is_no_punishment(
    tmp_path: Path, question: str, expected: str
) -> None:
    assert expected in _with_penalties(tmp_path).answer(question, on=ON).text


def test_what_follows_is_asked_back_where_nothing_was_said_before(tmp_path: Path) -> None:
    answer = _with_penalties(tmp_path).answer("那后果呢", on=ON)
    assert answer.outcome is Outcome.CLARIFY


def test_what_follows_is_told_of_what_was_asked_before(tmp_path: Path) -> None:
    library = _with_penalties(tmp_path)
    turns = [Turn("user", "渔船夜间鸣笛可以吗"), Turn("bot", "渔船不得夜间鸣笛。")]
    assert "处500元罚款" in library.answer("那后果呢", on=ON, previous=turns).text


def test_what_is_asked_of_a_penalty_is_asked_of_the_next_act_too(tmp_path: Path) -> None:
    library = _with_penalties(tmp_path)
    turns = [Turn("user", "渔船夜间鸣笛罚多少"), Turn("bot", "处500元罚款。")]
    text = library.answer("晒网呢", on=ON, previous=turns).text
    assert "处200元罚款" in text
    assert "可以晒网" not in text


def _with_penalties(folder: Path) -> PolicyLibrary:
    return library_of(
        folder,
        渔船办法="第一条 渔船船主应当在每年3月31日前报名检验。\n"
        "第二条 逾期未报名检验的，视为自动放弃。\n"
        "第三条 渔船夜间鸣笛的，由渔政部门责令改正，处500元罚款。\n"
        "第四条 检验弄虚作假的，取消检验资格。\n"
        "第五条 渔船在航道上晒网的，处200元罚款。\n"
        "第六条 渔船在航道外可以晒网，在航道上晒网的应当在白天。",
        港口办法="第一条 港口应当保持畅通。",
    )


@pytest.mark.parametrize(
    ("question", "year", "is_named"),
    [
        ("2008年的廉租房办法里多少平米能申请", 2008, True),
        ("2008年那份通知怎么说", 2008, True),
        ("2008年产值目标是多少", 2008, False),
        ("2009年的办法", 2008, False),
    ],
)
def test_a_rule_is_called_by_its_year(question: str, year: int, is_named: bool) -> None:
    assert names_an_edition(question, year) is is_named


@pytest.mark.parametrize(
    ("title", "region", "is_one"),
    [
        ("广东省土地市场管理规定", None, False),
        ("泰州市土地市场管理规定", None, True),
        ("土地市场管理规定", None, True),
        ("关于同意广东省规划的批复", None, True),
        ("土地市场管理规定", "广东省", False),
    ],
)
def test_a_document_is_of_the_place_that_its_title_begins_with(
    title: str, region: str | None, is_one: bool
) -> None:
    other = DocumentMetadata(title=TextField(value=title), region=TextField(value=region))
    ours = DocumentMetadata(title=TextField(value="方案"), region=TextField(value="江苏省泰州市"))
    assert are_of_one_place(other, ours) is is_one


@pytest.mark.parametrize(
    ("sentence", "is_stated"),
    [
        ("公告应当包括出让人的名称、地址、联系电话等。", False),
        ("联系电话：0523-86887777。", True),
        ("由市商务局负责受理。", True),
    ],
)
def test_that_a_telephone_is_to_be_named_names_none(sentence: str, is_stated: bool) -> None:
    assert states(Gap.CONTACT, understand("参展怎么申请", (), ()), sentence) is is_stated


def test_a_point_is_not_told_without_what_announces_it(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市企业参展办法="第一条 支持企业参展。\n④ 委托他人办理的，应提交委托书及身份证明材料；",
    )
    assert library.ingest(SEED).status == "ingested"
    assert "④" not in library.answer("我们想参展，有支持吗", on=ON).text


@pytest.mark.slow
def test_forty_questions_of_another_audit_are_mostly_answered_right(tmp_path: Path) -> None:
    report = asked_of_real_documents(tmp_path, "asked_by_strangers_14.yaml", ON)
    assert report.right >= 0.75 * report.total, report.wrong
    assert report.answered_without_source == 0
