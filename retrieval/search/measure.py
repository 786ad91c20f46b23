"""The quantity a question asks for by name, as 税收 in 亩均税收目标是多少: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.search.needs import without_common_words
from retrieval.search.places import places_in
from retrieval.search.vocabulary import Concept, vocabulary
from retrieval.text_form import normalised, pairs_of

_HOW_MUCH = re.compile(
    r"([\u4e00-\u9fa5a-z]{2,}?)的?(?:目标|指标|要求|任务|标准)?[值数量]?"
    r"(?:应该?|需要?|要)?(?:是|为|达到?|定)?[在到]?多少(?=$|[?!。,;呢啊呀])"
)
# 最高能贷多少: what is done with a sum is no quantity's name.
_DONE = re.compile(r"(?:能|可以?|最[高多])[贷借领拿补报]$")
_GRANTED = re.compile(
    r"((?:(?![哪什怎谁几]|如何|多少|在)[\u4e00-\u9fa5a-z]){2,}?)的?(?:能不能|可不可以|给不给|能|可以|有没有|有|是否|给|要|会|该|到底|一次性|最高|大概|多少)*"
    r"(?:补贴|补助|奖励|奖金|奖补|资助|贴息|减免|扶持|专项资金|罚款|费率|(?:要|应该?|可以)?(?:怎么|如何)(?:申请|申报|领|办理|报名))"
)
# 工伤保险费率是多少, 最低工资标准多少: what is asked for must stand in an answer by its own name.
_RATE = re.compile(
    r"([\u4e00-\u9fa5]{2,}?[率费额价税]|[\u4e00-\u9fa5]{2,}?(?=的?标准))(?:的?标准)?"
    r"(?:现在|今年|应该?|需要?|要)?(?:是|为|定)?[在到]?多少"
)
# 广告登记费多少 is not told by what 养犬登记费 is; a 工本费 or 手续费 is the same for all.
_FEE_FOR = re.compile(
    r"([\u4e00-\u9fa5]{2,}?)(?:登记|检测|检验|检定|评审|鉴定|培训|代理|监理|审查|公证|备案|年检|认证|处置|处理)"
    r"费[^,。;?给补]{0,8}(?:多少|几[块元百千])"
)
# 企业搬迁补偿标准 asks for 补偿: 搬迁 alone does not answer.
_STANDARD = re.compile(r"([\u4e00-\u9fa5]{2,}?)(?<!什么)(?<!哪个)(?<!哪种)的?标准[?。]*$")
# 驾驶证到期怎么换: a text that says nothing of the act does not answer.
_ACT = re.compile(r"(?:怎么|如何)([换退转迁续撤])[领办发]?[呢啊呀]?[?。]*$")
# 增加多少额度的贷款 asks for a sum.
_LIMIT = re.compile(r"(?<!多少)(?:额度|限额)")
_LIMITED = re.compile(
    r"额度|限额|上限|(?:最高|不超过|至多|最多)[^,。;]{0,10}?\d[\d.]*[万亿]?元|可贷[^,。;]{0,8}\d"
)
_PENALTY = re.compile(r"(?:怎么|如何|会被?)处?罚|罚多少|罚款多少")
_CONSEQUENCE = re.compile(r"(?:什么|啥|哪些)后果|后果是")
_UNDONE = re.compile(
    r"(?:不|未|没有?)(?:按照?(?:规定|要求|时|期)|及时|依法)?(?!按|及时|依法|能|可|知)([\u4e00-\u9fa5]{2})"
    r"[^,。;?]{0,8}?(?:会|要|将|被|怎么|如何|处罚|罚)"
)
_PUNISHED = re.compile(r"罚|责令|处分|没收|吊销|撤销|追究|处理")
# What follows from something need be no punishment.
_FOLLOWS = re.compile(r"视为|视同|取消|不予|不再|作废|无效|失效|丧失|注销|解除|终止|放弃")
# 2022年的产值目标: a goal is set for the years a text names, and for none after them.
_GOAL_YEAR = re.compile(r"(?<!\d)(20\d{2})年[^,。;?]{0,12}(?:目标|指标|任务|要求|达到|力争)")
_YEAR_NAMED = re.compile(r"(?<!\d)(20\d{2})(?=[年-]|—)")
# Where no amount is stated, who states it: 收费标准由国务院价格主管部门规定.
_SUM = r"(?:标准|金额|数额|额度|比例|租金|价格)"
_SETS = r"(?:规定|制定|确定|核定|公布)"
_SET_BY = re.compile(
    rf"{_SUM}[^。;]{{0,40}}由[^。;]{{2,60}}{_SETS}|由[^。;]{{2,60}}{_SETS}[^。;]{{0,12}}{_SUM}"
)
_FOR_ALL = re.compile(
    r"(?:第[^条]{1,5}条|[(]?[一二三四五六七八九十\d]+[)、.])?\s*(补贴|补助|资助|奖励|津贴|奖补|贴息)标准(?:为|是|:)[^。;]*?\d"
)
_SUM_ASKED = re.compile(
    r"([\u4e00-\u9fa5]{2})(?:的?标准)?(?:[每一](?:平米|平方米?|个月|月|年|人|套|户))?(?:是|要|为|大概|得)*多少"
)
# 给代理机构补贴多少 is not answered by what says nothing of any aid.
_AID = re.compile(
    r"(?:补贴|补助|奖励|奖补|资助|贴息)(?:是|有|要|能|可以|最高|一共|大概)*(?:多少|几)"
)
_AIDS = re.compile(r"补|奖|资助|贴息|津贴|给予|资金|减免|免|返还|支持|扶持|扣除|待遇|元|%")
# 积分入户要多少分 asks for points, and who lays them down answers too.
_POINTS = re.compile(r"多少分(?!之)|几分(?=才|能|可|够)")
_POINTS_SAID = re.compile(
    r"\d分(?!之|钟)|[十百]分(?!之|钟)|分值|分数线|另行(?:制定|规定)|由.{2,24}(?:制定|规定)"
)
# 监理费多少钱 is not answered by what other things cost; 安家费 is given, not paid.
_FEE = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{1,2})(?<!安家)(?<!生活)费(?!给|补|发|能领)[^,。;?给补]{0,8}"
    r"(?:多少钱|多少元|几块|几元)"
)
_OTHER_FEE = re.compile(r"[\u4e00-\u9fa5](?<![自免收经付缴])费(?![用率])")
_SUM_PAID = re.compile(r"[\d一二三四五六七八九十百千万]元|免[费收交缴]|不[^,。;]{0,2}收")
_FEES = re.compile(r"费|价|收取|缴|交纳|免收|工本|元/|元每|每[^,。;]{1,6}元")
# 检修的费用由谁承担 is not answered by who bears 进港费用; 所需费用 is no fee of its own name.
_PAYS = "来?(?:出|付|交|缴|掏|承担|负担|买单)"
_COST = "的?(?:费用?|经费|钱|开销)"
_WHOSE_COST = re.compile(
    rf"(?P<what>(?![的了我你他她那这个些])[\u4e00-\u9fa5]{{2}}){_COST}(?:到底|究竟|应该?|该|是|由|归|要)*谁{_PAYS}"
    rf"|谁{_PAYS}(?P<borne>[\u4e00-\u9fa5]{{2}}){_COST}"
)
_BORNE = re.compile("承担|负担|支付|支出|缴|列支|自理|自负|自费|免费|不得收取|解决|安排|统筹|出资")
_COST_BORNE = re.compile(
    r"(?!全部|所需|所有|一切|必要|相关|有关|主要|其他|其它|上述|各项|产生|发生|部分|工作|专项)"
    r"([\u4e00-\u9fa5]{2})的?(?:经费|(?<!经)费用?)(?:均|应当?|一律|全部|也)*[由从]"
)
# 公办和民办招生比例 is not answered by 派位和自主招生比例为2:8.
_SHARES_OF_TWO = re.compile(
    r"(?:[\u4e00-\u9fa5]{2}[和与跟、][\u4e00-\u9fa5]{2}"
    # 公办民办, 初中高中
    r"|[\u4e00-\u9fa5](?P<kind>[\u4e00-\u9fa5])[\u4e00-\u9fa5](?P=kind))"
    r"[^,。;?]{0,8}(?:比例|占比|几比几|之比)"
)
_RATIO_OF = re.compile(
    r"([\u4e00-\u9fa5]{2,8})[和与跟]([\u4e00-\u9fa5]{2,8}?)的?(?:比例|之比)[^,。;\d]{0,4}\d+:\d+"
)
# 要交多少税 is not answered by other sums.
_TAX = re.compile(r"[交缴纳]多少[^,。;?]{0,2}税|税(?:要|得|该)*[交缴纳]多少")
_TAXES = re.compile(
    r"税[^。;]{0,24}[\d%分]|[\d%][^。;]{0,24}税|税率|免[征税缴纳]|不[征缴]|减[半按免][^。;]{0,12}税"
)
# 委员会主任是谁 asks for the name behind the title: neither an office nor another body's head.
_HEAD = "(?:副?主任|副?组长|秘书长|召集人|副?指挥长)"
# 主任由谁任命 asks who makes somebody the head.
_APPOINTS = "(?:来|负责)?(?:选|推选|任命|任免|聘|提名|批准|推荐|推举|指定|委派|罢免|考核|产生|决定)"
ASKS_WHO_HEADS = re.compile(
    rf"{_HEAD}(?:都?是|为|由|有)?谁(?!{_APPOINTS})|谁(?:是|担任|任|当).{{0,12}}{_HEAD}"
)
NAMES_WHO_HEADS = re.compile(
    r"(?:主\s*任|组\s*长|秘书长|召集人|指挥长)(?:\s*:|由[^,。;:]{1,24}任)"
    # 组长 张某 in a list, and 职务:组长|姓名:张某 in a table.
    r"|^副?(?:主\s*任|组\s*长|秘书长|召集人|指挥长)(?![应可不负的会办是对在有主组召要须将和及、,。;])"
    r"|[:|]副?(?:主\s*任|组\s*长|秘书长|召集人|指挥长)\s*\|"
    r"|任[^,。;:]{0,12}(?:主任|组长|秘书长|召集人|指挥长)"
)
# 招用退役军人有什么税收优惠 is answered by nothing that speaks of no tax.
_TAX_RELIEF = re.compile(r"税收?(?:方面)?的?(?:优惠|减免|扶持|支持)|[减免退抵]税")
# 哪些企业被排除在外 is answered by what leaves somebody out.
_LEFT_OUT = re.compile(r"排除|除外|(?<!在)不(?:适用|包括|包含|算在|在.{0,6}范围)")
_LEAVES_OUT = re.compile(r"[不除]|禁止|排除|限制|负面")
_NUMBERED = re.compile(r"(?:编号|代码|代号|证号|批号|序号)(?:为|是|:)?([a-z0-9-]{4,})")
# 哪些企业获得了产业扶持资金, 在哪里查询补贴, 国家奖励: neither who gets an aid nor who gives it nor
# what is done with it is what it is for.
_OF_ANY_KIND = re.compile(
    r"(?:国家|中央|省里|市里|区里|县里|镇里|企业|公司|工厂|厂|店|单位|行业|产业|项目|方面|们|的|费用|"
    r"查询|了解|咨询|获得|得到|拿到|获取|取得|领取|享受|发放|了|过|"
    r"能不能|可不可以|能否|可以|能?(?:申请|申报|申领))+$"
)
# 省级补贴多少, 每年奖励多少, 一次性奖励, 第二年补贴多少: who gives an aid, how often, for how long
# and in what form.
_OF_NO_KIND = re.compile(
    r"[每各两几多首再上下这此该某][\u4e00-\u9fa5]|.[项次元笔均]|[一二三四五六七八九十百千万半个按][年月季天日周台亩户人个头只辆间套度家]|度电|"
    r".级|次性|平米|地方|"
    r"一共|总共|合计|共计|另外|额外|其[他它余]|现金|资金|财政|专项|条件|听说|据说|分别|新增|配套|获奖|"
    r"[不予给]予|适当|适度|统一|继续|落实|全额|足额|"
    r"直接|实际|优先|重点|大力|鼓励|规定"
)
# A longer act is told in other words by a rule, and its sense has to do: 挪到明年接着扣.
_IN_A_WORD = r"((?:(?![吗么嘛不没多几哪什啥谁怎])[\u4e00-\u9fa5]){2,3})"
_TO_WHOM = "(?:给(?:朋友|亲友|亲戚|别人|他人|其他人|同事|同学|老乡)们?[住用开做]?)?"
_MAY = re.compile(
    rf"(?:能不能|可不可以|可否|能否)(?:再|自行|直接|随便|[去来])*{_IN_A_WORD}{_TO_WHOM}[吗么嘛]?$"
    rf"|(?:(?<![只才])能|(?<!才)可以)(?:再|自行|直接|随便|[去来])*{_IN_A_WORD}{_TO_WHOM}[吗么嘛不没]"
    # … or after how many years; what takes an office months is none.
    rf"|(?:几|多少)个?[年月][之以]?后?才?(?:能|可以|可(?!以))(?:再|自行|直接|[去来])*(?![批审办拿领到下发收]){_IN_A_WORD}[呢啊]?[?]?$"
)
# 能告诉我吗 asks us to, and 能查到吗 says no more than 查.
_NO_ACT = re.compile(
    r"(?:告诉|说|讲|解释|介绍|回答|帮|查|看看|列(?!入)|举例|详细|推荐|发我|给我|问).*|.[到着得了过掉上]"
)
_SHORTEST = 2


def measures_asked(question: str, concepts: Iterable[Concept]) -> tuple[str, ...]:
    """The names of the quantities asked for, less what a concept's everyday words account for.

    用地面积是多少 asks for 面积: 用地 is known to mean 工业用地, 面积 has to stand in the answer.
    A question whose last word before 多少 is a concept's own leaves nothing to be looked for.
    """
    form = normalised(question).lower()
    known = [span for concept in concepts for span in concept.stretches(form)]
    names: list[str] = []
    for found in _HOW_MUCH.finditer(form):
        start, end = found.span(1)
        start = max([start, *(right for left, right in known if left < end)])
        name = without_common_words(form[start:end])
        if len(name) >= _SHORTEST and not _DONE.search(form[start:end]):
            names.append(name)
    return tuple(names)


def objects_asked(question: str, concepts: Iterable[Concept]) -> tuple[str, ...]:
    """The last word of what an aid, a fine or a rate is asked for, unless it is a known topic's.

    人才公寓怎么申请 asks for 公寓, though 人才 is a known topic: the word at the end of a compound
    says what it is.
    """
    form = normalised(question).lower()
    known = [span for concept in concepts for span in concept.stretches(form)]
    words: list[str] = []
    for found in _GRANTED.finditer(form):
        # 开诊所的创业补贴 is for 创业, and for 诊所.
        for part in re.finditer(r"[^的]+", found[1]):
            name = _OF_ANY_KIND.sub("", part.group())
            # What is furthered need not be named by its end: 商业保理公司来泰州有没有扶持.
            is_furthered = found.group().endswith(("扶持", "减免"))
            end = found.start(1) + part.start() + len(name)
            start = found.start(1) + part.start() if is_furthered else end - _SHORTEST
            if places_in(name) or any(left < end and start < right for left, right in known):
                continue
            last = without_common_words(name).split()[-1:]
            ends = [word[-_SHORTEST:] for word in last if len(word) >= _SHORTEST]
            words += [word for word in ends if not _OF_NO_KIND.fullmatch(word)]
    words += [found[1][-_SHORTEST:] for found in _RATE.finditer(form)]
    fees = (without_common_words(found[1])[-_SHORTEST:] for found in _FEE_FOR.finditer(form))
    words += [word for word in fees if len(word) == _SHORTEST and not places_in(word)]
    words += _standard_asked(form, known)
    return tuple(words)


def _standard_asked(form: str, known: list[tuple[int, int]]) -> list[str]:
    found = _STANDARD.search(form)
    if not found or any(
        left < found.end(1) and found.end(1) - _SHORTEST < right for left, right in known
    ):
        return []
    return [vocabulary().in_official_words(found[1])[-_SHORTEST:]]


def sum_asked(question: str) -> str | None:
    """The two characters by which a question calls a sum: 租金 of 公租房租金每平方米多少元."""
    found = _SUM_ASKED.search(normalised(question).lower())
    return found[1] if found else None


def lays_down_for_all(question: str, text: str) -> bool:
    """Whether a text lays down what everybody gets of the aid a question names: 资助标准为每生每年
    1000元, and not 对甲企业的资助标准."""
    found = _FOR_ALL.match(normalised(text))
    return found is not None and found[1] in normalised(question)


def is_set_by(text: str) -> bool:
    """Whether a text says who lays an amount down."""
    return _SET_BY.search(normalised(text)) is not None


def is_named(measure: str, text: str) -> bool:
    """Whether a text speaks of a quantity: two neighbouring characters of its name stand in it."""
    form = normalised(text).lower()
    return any(pair in form for pair in pairs_of(measure))


def asks_for_a_penalty(question: str) -> bool:
    """Whether it is asked how something is punished, or what follows from it."""
    form = normalised(question).lower()
    return _PENALTY.search(form) is not None or _CONSEQUENCE.search(form) is not None


def act_allowed(question: str) -> str | None:
    """What it is asked whether one may do, where that is said in a word: 养狗 in 能养狗吗."""
    found = _MAY.search(normalised(question).lower())
    act = found[1] or found[2] or found[3] if found else None
    return None if act is None or _NO_ACT.fullmatch(act) else act


def act_left_undone(question: str) -> str | None:
    """What somebody is punished for not having done, as 备案 in 不备案会怎么处罚."""
    found = _UNDONE.search(normalised(question).lower())
    return found[1] if found else None


def punishes(text: str) -> bool:
    """Whether a text says how something is punished."""
    return _PUNISHED.search(normalised(text).lower()) is not None


def tells_what_follows(question: str, text: str) -> bool:
    """Whether a text says how something is punished or, where the question is open to that, what
    else follows from it."""
    is_open = _CONSEQUENCE.search(normalised(question).lower()) is not None
    return punishes(text) or (is_open and _FOLLOWS.search(normalised(text).lower()) is not None)


def misses_what_decides(question: str, text: str) -> bool:
    """Whether a text lacks what alone makes it an answer, however much else it shares with the
    question: the number something is registered under, an act, an upper limit."""
    form, held = normalised(question).lower(), normalised(text).lower()
    if any(number not in held for number in _NUMBERED.findall(form)):
        return True
    if any(act not in held for act in _ACT.findall(form)):
        return True
    if _is_of_a_later_year(form, held):
        return True
    if _POINTS.search(form) and not _POINTS_SAID.search(held):
        return True
    if (fee := _FEE.search(form)) and not _tells_of_the_fee(fee["what"], held):
        return True
    if _bears_another_cost(form, held) or _shares_otherwise(form, held):
        return True
    if _TAX.search(form) and not _TAXES.search(held):
        return True
    if ASKS_WHO_HEADS.search(form) and not _names_the_head(form, held):
        return True
    if _TAX_RELIEF.search(form) and "税" not in held:
        return True
    if _LEFT_OUT.search(form) and not _LEAVES_OUT.search(held):
        return True
    if _AID.search(form) and not _AIDS.search(held):
        return True
    if asks_for_a_penalty(form) and not tells_what_follows(form, held):
        return True
    return _LIMIT.search(form) is not None and not _LIMITED.search(held)


def _names_the_head(form: str, held: str) -> bool:
    """Whether a text names who heads what is asked of; the head of its office is another."""
    own = held if "办公室" in form else held.replace("办公室主任", "")
    return NAMES_WHO_HEADS.search(own) is not None


def _bears_another_cost(form: str, held: str) -> bool:
    """Whether it is asked who bears a cost that a text does not name, and it tells that of another
    cost or of none."""
    asked = _WHOSE_COST.search(form)
    what = (asked["what"] or asked["borne"]) if asked else None
    if what is None or what in held or vocabulary().in_official_words(what) in held:
        return False
    is_of_another = any(other not in form for other in _COST_BORNE.findall(held))
    return is_of_another or not _BORNE.search(held)


def _shares_otherwise(form: str, held: str) -> bool:
    """Whether it is asked in which ratio two things stand, and a text tells that of others."""
    if not _SHARES_OF_TWO.search(form):
        return False
    ratios = _RATIO_OF.findall(held)
    asked = vocabulary().in_official_words(form)
    return bool(ratios) and not any(
        part in asked for one, other in ratios for part in (one[-4:-2], one[-2:], other[:2]) if part
    )


def _tells_of_the_fee(what: str, held: str) -> bool:
    """Whether a text speaks of a fee by its name, 报名费 or 报名考试费, or says what is paid and
    names no other fee, as 社会保险费. What has another name in official words may stand by that."""
    is_known = vocabulary().in_official_words(f"{what}费") != f"{what}费"
    if is_known or (_SUM_PAID.search(held) and not _OTHER_FEE.search(held)):
        return _FEES.search(held) is not None
    return (
        re.search(rf"{what}[^,。;]{{0,8}}(?:费|价|元)|收取?[^,。;]{{0,4}}费|免费", held) is not None
    )


def _is_of_a_later_year(form: str, held: str) -> bool:
    """Whether a goal is asked for a year after every one that a text names."""
    asked, named = _GOAL_YEAR.findall(form), _YEAR_NAMED.findall(held)
    return bool(asked and named) and min(asked) > max(named)
