"""Turns of phrase that say what is wanted of the figures. Pure regular expressions."""

from __future__ import annotations

import re
from functools import cache

from kpi_adapter.query import (
    Change,
    Dimension,
    Measure,
    Milestone,
    Order,
)
from kpi_adapter.question.comparisons import AGAINST_LAST_YEAR
from kpi_adapter.question.numerals import read_number

# Words of other skills: supervised tasks, policy, service. With one of these the question is
# not ours, however many figures it mentions.
TASK_WORDS = re.compile(
    r"督办|催办|办结(?!率)|销号|签收|没办完|没报|未报|报送|交办|撤回|审核的|附件|转给|督查|督察|通报里"
)
# 任务 beside an indicator is its goal (新签约2个的任务); alone it is a supervised task.
A_TASK = re.compile(r"(?<!目标)任务")
POLICY_WORDS = re.compile(
    r"政策|扶持|支持|补贴|补助|贴息|贷款|担保|奖励|资助|优惠|申报(?!了|数)|申请|条件|有要求|什么要求|啥要求|规定|文件"
    r"|条款|怎么拿|怎么弄|怎么培育|怎么认定|如何认定|享受|算不算|能拿|(?<![数下看查])可以吗|找谁|找.{0,4}哪个部门|哪个部门(?:管|负责|办|受理)|电话|手机"
    r"|(?:申报|提交|准备|交|要|什么|哪些|啥)的?材料|材料清单|(?<![新原])材料(?:都?有|是|需?要|包括)(?:哪些|什么|啥|哪几)|(?:谁|由谁|哪家)来?牵头|牵头部门是"
    r"|能不能(?!.{0,4}(?:完成|达到|达标|实现)|麻烦|请?[帮给查看告说报发问提])"
    r"|纳税|提示词|连接串|打包票|保证|咋办|我们公司|我公司|我们厂|我家|投诉|谁来指导"
)
# 规上企业要多少产值, 产值多少才算规上: what a company needs to be one, and not what all have.
# 百亿企业要达到多少 asks how many there are to be: an amount has to be spoken of.
_A_COMPANYS = r"(?:企业|公司|工厂|厂子?|单位)的?"
_AN_AMOUNT = r"(?:产值|营收|收入|销售额?|开票|投资额?)"
_NEEDS = r"(?:需要|要|需|得|须|应|必须)(?:达到?|有|满|做到|超过)*"
TO_COUNT_AS_ONE = re.compile(
    rf"{_A_COMPANYS}[一-鿿]{{0,4}}{_AN_AMOUNT}{_NEEDS}(?:多少|多大|几个?亿|几千?万)(?![家户个])"
    rf"|{_A_COMPANYS}{_NEEDS}(?:多大|几个?亿|几千?万|多少[一-鿿]{{0,3}}?(?:{_AN_AMOUNT}|亿|万|钱))(?![家户个])"
    r"|(?:多少|多大|几个?亿|几千?万).{0,8}?(?:才|就)(?:能|可以?)?(?:算作?|叫|称为|成为|纳入|进入?(?!前|第|[一二三四五]强)|入|评|认定)"
)
ASKS = re.compile(
    r"多少|数量|个数|几[家个件亿成点场次]|增速|增长|增幅|同比|环比|排名|排行|排序|最[快慢高低多少大小好差猛强]|分别"
    r"|(?:按时|及时|办结|应答|达标)率|列个?表|列出|怎么样|如何|咋样|完成|差|达标|达到|占比|比重|比例|份额|趋势|走势|变化|情况|总量|数据|多大|规模"
    r"|还是|跑赢|没\?*$|了吗|吗\?*$|没有|有哪些|哪几个|哪个|哪家|哪些|进度|第几|领先|落后|快于|高于|低于|合计|一共|总共|查|多远|还有|还要|还[缺欠]|谁的?.{0,3}[强大高多快低少更最慢]|最近|最新|能到|占|合计|总和|加起来|为啥|为什么|为何"
)
TARGET = re.compile(
    r"目标|还[差欠]|差距|差多少|差几|完成率|达标|达到|离|距离?|完成.*计划|计划|超额|(?:达|超过?)?序时|进度"
)
AT_RISK = re.compile(
    r"(?:完不成|完成不了|达不到|不达标|没完成|未完成|未达|没达到|没有达到|落后|滞后|掉队|没跟上|跟不上|不及|进度[较偏最]?慢|够呛|风险|亮?[红黄]灯|亮灯)"
)
AT_RISK_OF = re.compile(r"指标|年度目标|全年目标|序时|目标任务|目标")
PROVENANCE = re.compile(
    r"(?:什么时候|何时|哪天|几号|啥时候)(?=.{0,6}(?:更新|发布|公布|出来|报|出))|谁报|谁提供|哪来的|来源|哪里来|出处|更新时间|发布时间"
    r"|到(?:了)?(?:几月份?|哪个?月)(?=了|的|$|\?)|出来[了没吗]|(?:发布|公布|更新)[了没][吗没]?$|截[止至]到?(?:什么时候|哪)|最新到(?:几月|几号)?|(?:更新|发布|公布|报)到(?:什么时候|哪一?[天月]|哪个月|几[月号])"
)
GOALS_OVERALL = re.compile(r"(?:目标|指标)(?:任务)?的?(?:总体)?完成(?:情况|得|怎么样|进度|如何)")
MEASURES_TOGETHER = re.compile(
    r"同比(?:和|、|及|与)?环比|(?:和|、|及|与)(?:同比|环比|增速|增幅|增长)"
)
# How something is done is no question about its figure.
HOW_TO = re.compile(
    r"怎么(?!样|算|统计|回事|会|还|这么|下|才|又|就|降|跌|少|低|慢|没)"
    r"|如何(?!$|算|统计|计算|\?)|流程|手续|步骤|办理|(?:可以|能否)(?!麻烦|请?[帮给查看告说报发问提])|优先"
)
PROBLEM = re.compile(r"环评|融资|资金|用地|能耗|拆迁|股东|市场行情|进口|审批")
DEFINITION = re.compile(r"口径|怎么算|如何计算|如何算|什么意思|定义|怎么统计|如何统计|是指")
BRIEF = re.compile(r"月报|简报|运行简报|运行情况|经济运行|运行分析")
HOW_IS_IT = re.compile(r"怎么样|怎样|如何|咋样|情况|怎么着")
# 给我看看靖江: of a place or an industry with nothing else, how it is.
SHOW_ME = re.compile(r"看看|看一?下|说说|说一?下|讲讲|讲一?下|介绍(?:一?下)?|了解(?:一?下)?")
SIZE = re.compile(r"规模|体量|总量")
# A quotient is asked for, not only a part named (占).
QUOTIENT = re.compile(r"占.*(?:比|多少|几|%)")
SHARE = re.compile(r"占|份额|贡献")
TREND = re.compile(
    r"趋势|走势|逐月|按月|按季|月度|各月|每月|每个月|分月|历月|曲线|变化|历年|逐年|逐季|各季度|每季度"
)
RANKING = re.compile(
    r"排名|排行榜?|排序|排一排|排一下|排个[队序]?|从[高大多]到[低小少]|从[低小少]到[高大多]|名次|第几|第[一二三四五六七1-7](?:名|位|的|大|高|多)|前[一二三四五1-5](?:名|位|个|大|的|$|(?=都?是|有|分别))|最[快慢高低多少大小好差猛强]|垫底|倒数|领跑|领先|排头|居首|榜首|第一|谁更|谁最|排(?:在)?最后|最后一?(?:名|位)|拖后腿|末位|排第[二三四五六七2-7]|第[二三四五六七2-7](?=是|呢|$|\?)"
)
# 哪个产业产值大: what stands between is read for itself.
WHICH_HAS_MOST = re.compile(r"哪.{0,14}?[高大多快强](?:些|一点)?[呢啊]?\??$")
WHICH_HAS_LEAST = re.compile(r"哪.{0,14}?(?:[低小慢弱]|(?<!多)少)(?:些|一点)?[呢啊]?\??$")
OF_COMPLETION = re.compile(
    r"完成率|(?:任务|目标|计划)?完成(?:得|的|情况)?(?=(?:最|比较|更|较)?[好差快慢])"
)
COMPARE = re.compile(
    r"比|相比|相差|对比|谁的?(?=.{0,3}[强大高多快低少慢])|差多少|高多少|多多少|差距"
)
EACH = re.compile(
    r"分别|各自|按(?:市区|市\(区\)|区县?|地区|区域|产业|行业)|各是|各有|各多少|各完成|各为|每个|列个?表|明细|逐个|各产业|各区|各地|各市|挨个"
)
BY_REGION = re.compile(
    r"(?<=有没有)(?:区(?!间)|地区|市区)|各个?市\(?区\)?|[各分]个?板块|按(?:市区|市\(区\)|区县?|地区|区域)|(?<=[名位高低大小快慢多少强弱差%亿元一二三四五六七1-7])的(?:市区|区|地区|地方)|各个?区市?|各个?地区?|各个?县市?区?|[两二三四五六七2-7几]个?(?:板块|市区|区(?!间)|市\(区\)|地区|区市|地方)|分(?:地区|市区|区域|区)|每个(?:区|地区|市)"
    r"|哪个?(?:市区|市\(区\)|区县?|市|地区|地方|地|县)|哪[些几]个?(?:市区|市\(区\)|区|地区|市|地方|地)|区县|市\(区\)|的(?:市区|区|市|地区|地方)(?:有|是|都|分别|$|\?)|(?:区|(?<!全)市|地区|地方)(?:有哪|排名|排行)|(?:前|后)[一二三四五1-5]的?(?:区|市|地区)"
)
BY_INDUSTRY = re.compile(
    r"(?:各个?|分|每个|哪个|哪些|哪几个|[五5]个|哪一?个)(?:主导)?(?:产业|行业)"
    r"|按(?:产业|行业)|(?<=[名位高低大小快慢多少强弱差%亿元一二三四五六七1-7])的(?:产业|行业)"
    r"|的(?:产业|行业)(?:有|是|都|$|\?)|(?:产业|行业)(?:有哪|排名|排行)"
)
BY_DEPARTMENT = re.compile(r"(?:各个?|每个|哪个|哪些|四个)(?:牵头)?(?:部门|单位)")
PROJECT = re.compile(r"项目")
PROJECT_COUNT = re.compile(r"项目的?(?:个数|数量|总数|数)")
PROJECT_LIST = re.compile(r"清单|名单|列表|明细|一览|列出")
# Which of two systems that count projects is meant.
OF_LEDGER = re.compile(
    r"[按从看在以]?(?:重点项目)?台账(?:里|上|中)?(?:的?(?:口径|数据?))?|重点项目|在册的?"
)
OF_STATISTICS = re.compile(
    r"[按从看以]?(?:统计|全市)?(?:公布|通报|发布)的?(?:数据?|口径)|[按从看以]?(?:统计|全市)口径|[按从看以]统计数据?"
)
PROJECT_NAMES = re.compile(
    r"哪[些几]个?(?=.{0,12}项目)|项目(?=.{0,6}(?:有|是)哪[些几])|叫什么|名称"
)
MONEY = re.compile(r"(?:多少|几个?)亿(?!元?(?:以上|级|的?项目))|总投资|投资额|投资总额|多少钱|金额")
PROJECT_STEP = re.compile(
    r"啥时候|什么时候|何时|哪天|在哪|哪个(?:区|市|地方|部门|单位)|谁|牵头|负责|咋|投资|投了"
    r"|开工|竣工|完工|投产|签约|签了|[一二]期|扩建|产业园"
    r"|到哪一?步|进展|进度|什么阶段|推进得|开工了[吗没]|竣工了[吗没]|投产了[吗没]|怎么样|情况|为什么|原因|卡在|多少"
)
# Who leads a project stands in the ledger; who leads anything else is a matter of policy.
WHO_LEADS = re.compile(
    r"(?:谁|哪家|哪[个些](?:部门|单位))(?:来|在)?(?:牵头|负责)|牵头(?:部门|单位)(?:是|分别)"
)
DELAYED = re.compile(
    r"延期|超期|拖期|逾期|滞后|没按期|未按期|应开未开|应开工未开工|应竣未竣|应竣工未竣工|没按时|未按时|拖延|晚于计划|超过计划|[过到]了?(?:原?计划|约定)的?[开竣]工(?:日期|时间|期限|时限)?.{0,4}[没未]"
    r"|(?:该|到期).{0,3}[没未]|落后|掉队|拖后腿|进度慢|推进慢"
)
LATE_START = re.compile(
    r"应开未开|应开工未开工|[过到]了?(?:原?计划|约定)的?开工(?:日期|时间|期限|时限)?.{0,4}[没未]|(?:该|到期|按期|按时)开工?.{0,2}[没未]|未按[期时]开工|没按[期时]开工|(?:超|逾|拖|延)期(?:还|仍|尚)?[没未]有?(?:新)?开工"
)
LATE_COMPLETION = re.compile(
    r"应竣未竣|应竣工未竣工|[过到]了?(?:原?计划|约定)的?竣工(?:日期|时间|期限|时限)?.{0,4}[没未]|(?:该|到期|按期|按时)竣工?.{0,2}[没未]|[没未]按[期时]竣工|到期没竣工|(?:超|逾|拖|延)期(?:还|仍|尚)?[没未]有?(?:竣工|完工)"
)
PLANNED_START = re.compile(
    r"(?:计划|拟|预计|即将|准备)在?(?:今年|本年|明年|年内|\d{4}年|\d{1,2}月|[上下]半年|[一二三四]季度)?新?开工|(?<![需还])[要将]开工(?=的)"
)
PER_MONTH = re.compile(r"月均|每个?月平均|平均每个?月|月平均")
SUM = re.compile(r"合计|一共|总共|总和|之和|加起来|加总|加(?:在)?一起|加一块|合起来|相加|共计|总计")
BY_QUARTER = re.compile(r"各个?季度|每个?季度|逐季|按季度?|分季度?|四个季度")
BY_YEAR = re.compile(r"历年|逐年|各年度?|按年度?|每一?年的")
BY_MONTH = re.compile(
    r"哪一?个?月|哪几个月|几月份?(?=.{0,6}[最高低])|[是在]几月份?|的月份|最[高低多少好差]的?月"
)
PICTURE = re.compile(
    r"用(?:一?[张个幅])?(?:图表?|图形|柱状图|折线图|曲线图?|柱子)(?:来)?(?:表示|展示|显示|呈现|表达|画)(?:出来|一下)?"
    r"|(?:画|做|出|来|给|上|看|弄|发|用|要)[^,。]{0,4}图(?:表|形)?"
    r"|画(?:[成出]|一?下|一?[张个幅])?(?=[^,。]*(?:图|曲线|折线|趋势|走势|变化))|绘制?(?=[^,。]*图)|画(?:个|张)?出来"
    r"|(?<=[的势])图(?:表|形)?(?=[吧呗呢,。?]|$)|图表|柱状图|折线图|曲线图|折线|图示|示意图"
)
AVERAGE_OF = re.compile(
    r"(?P<bound>不低于|高于|超过|快于|好于|低于|慢于|不及|落后于?)(?:全市|五大产业|五大主导产业|规上工业|全市规上工业|整体|总体)?的?平均(?:水平|数|值|增速|增幅)?"
)
# 增速低于全市的区: the same without 平均, in a question of places or industries.
WHOLE_OF = re.compile(
    r"(?P<bound>不低于|高于|超过|快于|好于|低于|慢于|不及|落后于?)"
    r"(?:全市|五大产业|五大主导产业|规上工业|全市规上工业|整体|总体)(?:水平|增速|增幅)?(?=的|$|\?)"
)
REASON = re.compile(
    r"(?:为什么|为啥|为何|咋|怎么)(?:就|会|又|都|要|给)?停(?:工|了|下来?)?|原因|为什么|为啥|咋回事|为何|怎么回事|什么问题|啥问题|卡在|堵点|困难|存在问题|问题"
)
WITHOUT_PROBLEM = re.compile(
    r"(?<!有)(?:没有?|无|不)(?:存在|遇到)?(?:什么|任何)?(?:问题|困难|堵点)|不存在(?:问题|困难)"
)
WITH_PROBLEM = re.compile(r"有问题|存在问题|有困难|遇到困难|有堵点|卡住")
STATED_NOW = re.compile(r"现在|目前|当前|正在|状态|处于|还在")
FOLLOW_UP = re.compile(
    r"呢|列出来|换成|改成|那|再看|同期|环比|同比|目标|差距|分别|排名|趋势|^和|^跟|^按|呢\?*$"
)
# Work that was done, and work as the plan asks for it.
WORK_DONE = re.compile(
    r"(?:举?办|搞|开展|组织|开|发布|发)(?:了|过|得|没|成)|按时率|及时率|[办应]率|达标|完成|落实|办结率|应答率|率"
)
WORK_OWED = re.compile(
    r"每(?:个)?(?:年|季度?|半年|月)|一(?:年|季度?)(?:要|得|应|办|搞|开|几|至少)|要求|应该"
)
DUE = re.compile(r"(?:计划|预计|即将|要|应|能|该|前|内|底).{0,3}(?:竣工|完工|建成)|将竣工")
MILESTONES: tuple[tuple[re.Pattern[str], Milestone], ...] = (
    (PLANNED_START, Milestone.PLANNED_START),
    (DUE, Milestone.DUE),
    (re.compile(r"新签约|签约了|签了|签下|新签|年签约|月签约"), Milestone.SIGNED),
    (re.compile(r"新开工|(?<![未没应该有划])开工(?!建设|率|日期|时间|未)"), Milestone.STARTED),
    (re.compile(r"新竣工|竣工了|年竣工|月竣工|已竣工|竣工"), Milestone.COMPLETED),
    (re.compile(r"实施"), Milestone.IMPLEMENTING),
)
FALLING = re.compile(
    r"(?:都|均|全)(?:是|在)?(?:下降|下滑|减少)|负增长|下降的|下滑的|同比下降|同比减少|在下降|在下滑|下降了的|是负的|掉下来|往下掉|在跌|下跌"
)
GROWTH = re.compile(r"拖后腿|增速|增长|增幅|同比|环比|下降|下滑|快|慢|负增长")
TOP = re.compile(
    r"最[快高多大好猛强]|(?<![倒末数])第一|领跑|领先|排头|居首|榜首|靠前|谁最(?![慢低少小差])|谁更(?![慢低少小差])"
)
BOTTOM = re.compile(
    r"最[慢低少小差]|垫底|倒数|末位|靠后|拖后腿|排(?:名|行|在|序)?最后|最后一?(?:名|位)"
)
NTH = re.compile(
    r"(?P<from_end>倒数|倒|末)?第(?P<n>[二三四五六七2-7])(?!季|个?月|产业)(?:名|位|个|大|高|多|的)?"
)
HOW_MANY = re.compile(
    r"(?:前|后|倒数前?|末|最后|靠前的|最[快慢高低多少大小好差]的)(?P<n>[一二两三四五六七1-7])(?:名|位|个|的|$)?"
)


def find_changes(text: str) -> tuple[Change, ...]:
    grows = re.search(r"同比|增速|增长|增幅|同期", text) or AGAINST_LAST_YEAR.search(text)
    found = [Change.YEAR_ON_YEAR] if grows else []
    on_previous = bool(re.search(r"环比|比上个?(?:月|季度?)", text))
    if on_previous and not re.search(r"同比|同期", text):
        # 环比增长多少: the growth asked for is the one on the month before.
        found = []
    return (*found, *([Change.ON_PREVIOUS] if on_previous else []))


def find_order(text: str) -> Order | None:
    has_most, has_least = WHICH_HAS_MOST.search(text), WHICH_HAS_LEAST.search(text)
    if not (RANKING.search(text) or has_most or has_least):
        return None
    by = Measure.GROWTH if GROWTH.search(text) else Measure.AMOUNT
    by = Measure.COMPLETION if OF_COMPLETION.search(text) else by
    nth = NTH.search(text)
    if nth is not None:
        number = int(read_number(nth["n"]))
        return Order(by, nth=-number if nth["from_end"] else number)
    many = HOW_MANY.search(text)
    number = int(read_number(many["n"])) if many else 1
    top, bottom = TOP.search(text) or has_most, BOTTOM.search(text) or has_least
    if many and not (top or bottom):
        top = many
    return Order(by, number if top else 0, number if bottom else 0)


def find_dimension(text: str) -> Dimension | None:
    if BY_DEPARTMENT.search(text):
        return Dimension.DEPARTMENT
    if BY_REGION.search(text):
        return Dimension.REGION
    return Dimension.INDUSTRY if BY_INDUSTRY.search(text) else None


@cache
def spoken() -> tuple[re.Pattern[str], ...]:
    """Every turn of phrase of this module: what is found by one of them has been read."""
    others = {
        *("TASK_WORDS", "POLICY_WORDS", "A_TASK", "PROBLEM", "HOW_TO", "PER_MONTH"),
        *("WORK_DONE", "WORK_OWED", "QUOTIENT", "WHICH_HAS_MOST", "WHICH_HAS_LEAST"),
    }
    return tuple(
        value
        for name, value in globals().items()
        if isinstance(value, re.Pattern) and name not in others
    ) + tuple(pattern for pattern, _ in MILESTONES)


def find_milestone(text: str) -> Milestone | None:
    """None also where a planned day was missed: 过了计划竣工时间还没竣工 is no event."""
    if LATE_START.search(text) or LATE_COMPLETION.search(text):
        return None
    return next((milestone for pattern, milestone in MILESTONES if pattern.search(text)), None)
