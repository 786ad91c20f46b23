"""What a question asks for outright, and in which form a sentence holds it: one table."""

from __future__ import annotations

import re

from retrieval.answer.to_the_point import MONEY, NUMERAL, RATIO
from retrieval.results import Gap
from retrieval.search.measure import ASKS_WHO_HEADS, NAMES_WHO_HEADS

_SPAN = re.compile(
    rf"{NUMERAL}\s*(?:个)?(?:工作日|日|天|月|年|周|小时|分钟|季度|学期)|(?<![人户家生亩台辆套件名个])每(?:年|季|半年|月|周|日)|"
    r"按月|截止|长期|之日|当[年月日天场]|即[日时办]|有效期"
)
_SO_LONG = re.compile(
    rf"(?<![\d月])(?!(?:19|20)\d\d年){NUMERAL}\s*(?:个?(?:工作日|周|季度|学期)|日|天|个月|年)"
)
_POINTS_THAT_SUFFICE = re.compile(
    r"(?:达到|不低于|不少于)[^\d。;|,]{0,10}\d+分|(?:积分?|分值|总分)[^\d。;|,]{0,8}满\d+分|\d+分(?:及?以上|的,)|分数线"
    # … or who lays them down.
    r"|分值?[^。;]{0,8}由[^。;]{2,24}(?:制定|拟定|规定|确定|公布)"
)
_AT_LEAST_SO_LONG = re.compile(
    rf"(?<!每)满\s*{NUMERAL}\s*个?[年月日天]|{NUMERAL}\s*个?[年月日天]以上|不少于|不得低于"
)
_PAID_BY = re.compile(
    r"(?:由|从)[^,。;]{1,30}(?:承担|负担|支付|缴纳|列支|解决|安排|统筹)|自理|自负|自费|免费|不得收取"
)
# The day by which somebody must be born is not when something is.
_BORN = r"[^,。;)]{0,8}出生"
_ON_THE_DAY = re.compile(
    rf"{NUMERAL}月(?:{NUMERAL}[日号](?!{_BORN})|[上中下]旬|底|初)|每月\d{{1,2}}日|之日起"
)
_OF_AGE = re.compile(
    r"\d\s*周?岁|周岁|[一二三四五六七八九十]周?岁|\d{4}年\d{1,2}月\d{1,2}日[^。;]{0,12}出生"
)
# 材料造假会怎么样 and 伪造资料 ask for no papers.
_NO_FALSE = "(?<!假)(?<![伪变编]造)(?<!假的)(?<!虚报)"
_NOT_FALSE = "(?![^,。;?]{0,3}(?:[造作弄]假|弄虚|虚假|不[实真]|[有是]假|失实))"
_COMPENSATED = re.compile(r"不予?(?:补偿|赔偿)|(?:给予|应当?|可以|依法)[^。;]{0,14}(?:补偿|赔偿)")
_WHERE = re.compile(
    r"[向到在由至][^。;]{1,40}(?:机关|机构|派出所|部门|中心|窗口|大厅|[局处站]|政府|办事处|委员会|医院|学校)"
    r"[^。;]{0,12}(?:申[请报办领]|办理|提出|登记|领取|补|提交|受理|报名|查询)|地址|受理点|服务中心[:(]|路\d+号"
)
_CALCULATED = re.compile(
    r"计算|计发|计征|核[定算]|除以|乘以|[×÷=＝]|之[和差积]|按[^,。;]{1,40}(?:的\d|%|计|分之)"
)
# 多久能批 asks how long an office takes, not for how long something holds.
HANDLED_WITHIN = re.compile(
    r"(?:多久|多长时间|几天|几个?工作日|多少(?:个?工作日|天)|什么时候|啥时候?)[^,。;?]{0,4}(?:批|审(?![^,。;?]{0,4}一次)|办[好完下结妥]|[做弄搞][好完定]|下来|下证|出证|领到|拿到|答复|回复|回音)"
    r"|(?:(?:办理?|办[^,。;?]{1,8})(?:一般|大概|大约)?(?:需要|[要得])|(?:审批|审核)(?:一般|大概|大约)?(?:需要|[要得])?)"
    r"(?:多久|多长时间|多少天|几天|(?:多少|几)个?工作日)(?![之以]?[前内]|[^,。;?]{0,4}一次)"
)
_HANDLING = (
    r"(?:批|审|受理|作出|办结|办理|核发|发放|颁发|制作|制发|决定|答复|应答|公示|核准|核定|登记|"
    r"出具|完成)"
)
# 中断居住登记时间每次不超过3天的 is of whom something holds, and no time that an office takes.
_HANDLING_SPAN = re.compile(
    rf"{NUMERAL}个?(?:工作日|日|天|月)(?:[之以]?内,(?=(?:应当?|须|要)?(?:作出|[批审核办发制]|出具|答复|决定)))?"
    rf"[^,。;]{{0,30}}{_HANDLING}"
    rf"|{_HANDLING}[^,。;]{{0,24}}{NUMERAL}个?(?:工作日|日|天|月)(?!的[,;])|当[日天场]|即时|即办"
)
# 什么时候申请 asks by when somebody applies, which no other span of time tells.
_APPLYING = r"(?:申请|申报|报名|提交|提出|递交)"
WHEN_TO_APPLY = re.compile(
    rf"(?:什么时候|啥时候?|何时|几月份?|哪天|几号)[^,。;?]{{0,4}}{_APPLYING}|截止|"
    rf"{_APPLYING}的?(?:时间|期限|日期)|(?:多久|几天|多长时间)[之以]?内[^,。;?]{{0,4}}{_APPLYING}"
)
_APPLIED_BY = re.compile(
    rf"{NUMERAL}[月日](?:底|末)?[之以]?前|截止|截至|逾期|之日起[^。;]{{0,16}}内|{NUMERAL}(?:日|天|月|年)[之以]?内[^。;]{{0,8}}{_APPLYING}"
    rf"|{NUMERAL}月{NUMERAL}日?起?[-—–~至到](?:\d{{4}}年)?{NUMERAL}[月日]"
    r"|随时|常年|长期受理|每[年季月][^。;]{0,16}(?:前|受理|申报|申请)|期满前|至\d{1,2}月"
)
WHETHER_CHARGED = re.compile(
    r"(?:收费|收钱|要钱|免费)吗|收不收(?:费|钱)|要不要(?:钱|交费|缴费)"
    r"|(?:能不能|可不可以|会不会|能|会|可以)(?:再|乱|另外)?收(?:取?费|(?:我们?)?的?钱)"
)
TELEPHONE_NUMBER = re.compile(r"(?:电话|热线|联系方式)[^。;]{0,12}\d|\d{3,4}-\d{7,8}")
# (the gap it leaves, if it is one that a reader must be told of; what asks for it; what holds it)
ASKED: tuple[tuple[Gap | None, re.Pattern[str], re.Pattern[str]], ...] = (
    (Gap.AMOUNT, re.compile(
            r"多少钱|多少元|多少块|多少(?![个名家人次天年])(?:(?![收交缴付免退减岁月亩]|小时|学时|公里)[\u4e00-\u9fa5]){0,5}?(?:(?<![免自公消缴交收付])费|(?<![基资积现奖])金(?![属融额])|利息|税款)|(?:领|拿|发|有)(?:到)?多少奖金|(?:[一每]|按)[天日](?:要|得)?[加收扣交罚]+多少(?=[?,。;吗呢钱元块]|$)|几[百千]|几块|(?:额度|金额)(?![^,。;?]{0,4}(?:对不上|不一致|不一样|不符|不同|有误|[写填算搞弄]错))|收费(?!标准[^,。;?]{0,6}(?:谁|哪个?(?:部门|单位|局)|什么部门))|费用(?!(?:由|归|该|是)*谁)|(?<!高)标准(?![化厂]|[^,。;?]{0,6}(?:谁|哪个?(?:部门|单位|局)|什么部门))|罚多少|罚款|几万|百分之几|几个点|税率|费率|"
            r"(?:租金|价格|[费金价款])(?:是|要|为|大概|[一每]个?[天日月年]|加?[收交缴付])*多少(?![个家项天年人分名])|给多少(?![个家项天年人分名假时亩套间地])|"
            r"(?:补[贴助]|奖励|资助|津贴|贴息|奖补|补偿|减免|[补奖赔退发报]|扣除?)(?:是|有|要|能|可以|最高|一共|大概)*多少(?![个家项天年人分名])"
        ), MONEY),
    # A share may be told as a ratio, which is no sum of money: 师生比1:8 is no fee.
    (
        Gap.AMOUNT,
        re.compile(
            r"几成|比例(?![^,。;?]{0,6}(?:谁|哪个?(?:部门|单位|局)|什么部门))"
        ),
        re.compile(rf"{MONEY.pattern}|{RATIO}|[一二三四五六七八九]成"),
    ),
    # 多少分才够 asks for the points that suffice, not for those that something gives.
    (
        Gap.POINTS,
        re.compile(r"多少分(?:才|就|可以|能|够)|(?:要|需要?|达到|攒够?|凑够?|满)(?:多少|几)分(?!之)"),
        _POINTS_THAT_SUFFICE,
    ),
    (
        None,
        re.compile(r"谁(?:来)?(?:出|付|交|掏|承担|负担|买单)|(?:钱|费用?)(?:由|归|该)?谁"),
        _PAID_BY,
    ),
    # What somebody has to pay is no sum from which on something is paid to them.
    (
        None,
        re.compile(r"(?:[交缴](?:纳|费)?(?:多少|几[百千块元]))|缴费标准|要(?:交|缴)(?:钱|费)"),
        re.compile(r"[缴交](?:费|纳)|收取|免[缴交]|不再?(?:另行)?[缴交收]|征收|筹资"),
    ),
    (None, re.compile(r"几号|哪[几两]?天|几月几[号日]"), _ON_THE_DAY),
    (Gap.DEADLINE, re.compile("几月几[号日]"), _ON_THE_DAY),
    # 居住证管几年 asks how long it holds, which no other span of time tells.
    (
        Gap.DEADLINE,
        re.compile(
            r"有效期限?(?:是|有|为|到)?(?:多|几)|(?<![保主城监托接代看掌])管(?:用)?(?:几个?[年月]|多久|多少年|多长时间)"
            r"|能用(?:几年|多久|多少年)"
        ),
        re.compile(
            rf"有效(?:期|至|{NUMERAL})|{NUMERAL}个?[年月日天][之以]?内?有效|[使施试]用期|施行期|(?:至|到)[^,。;]{{2,12}}(?:止|施行)"
            rf"|(?:为|[试暂]行){NUMERAL}个?[年月]|失效|作废|[年期]限|年期|永久|长期"
            rf"|每(?:半|{NUMERAL})?个?[年月][^。;]{{0,10}}(?:一次|换|[复年]审|签注)"
        ),
    ),
    (
        None,
        re.compile(r"(?:几|多少)周?岁|(?<![分住给配])多大(?:年龄|年纪|岁数)?(?=$|[才可能吗的?])|年龄"),
        _OF_AGE,
    ),
    (
        None,
        re.compile(r"(?:多久|多长时间|多少[年天]|几[年天]|几个月)[之以]?后?才[能可]"),
        _AT_LEAST_SO_LONG,
    ),
    (
        None,
        re.compile(
            r"给不给[赔补]|[赔补]不[赔补]|(?:有|给|能|会)(?:不会|不能)?(?:赔偿?|补偿)[吗么不没嘛]"
        ),
        _COMPENSATED,
    ),
    (
        None,
        re.compile(r"[去到在](?:哪(?![些天年月])|什么地方)|哪[里儿](?:办|交|申|领|补|报)"),
        _WHERE,
    ),
    (
        None,
        WHETHER_CHARGED,
        re.compile(r"收取|免费|免收|不收|缴纳|收费(?!用|的?(?:项目|依据|标准|程序|情况))"),
    ),
    (
        Gap.DEADLINE,
        re.compile(
            r"多久|多长|几天|几年|几个?月|多少天|多少(?:个)?(?:工作)?日|多少年|什么时候|啥时候|何时|"
            r"时限|期限|有效期|截止|哪天|几号|放几天|休几天"
        ),
        _SPAN,
    ),
    # 多久不更新要关停 asks for a span of time, which no date tells.
    (
        Gap.DEADLINE,
        re.compile(r"(?:多久|多长时间|几天|几个月|几年|多少[天年])都?[不没未]"),
        _SO_LONG,
    ),
    (Gap.DEADLINE, HANDLED_WITHIN, _HANDLING_SPAN),
    (Gap.DEADLINE, WHEN_TO_APPLY, _APPLIED_BY),
    # 占多少 asks for a share, which no other number tells.
    (
        None,
        re.compile(
            r"占(?:到|了|比|总数)?(?:多少|几成|几分之几|百分之[多几]少?|多大比例)(?![亩家个人平分元钱天年名户套间])|百分之(?:多少|几)|占比|比重"
        ),
        re.compile(rf"\d\s*%|百分之|分之|[一二三四五六七八九]成|一半|过半|半数|{RATIO}"),
    ),
    # 结果在哪能查到 asks where something is shown.
    (
        None,
        re.compile(r"哪[里儿]?(?:能够?|可以?|才能)?[查看][到询得]?(?![个家些种年天])"),
        re.compile(r"通过[^,。;]{2,40}(?:公[示开布告]|查[询阅])|网站|平台|公示系统|公报|报刊|[到在向][^,。;]{2,30}查[询阅]"),
    ),
    (None, re.compile(r"多少|几(?![乎])|占比|比重|限额|面积|名额|达到"), re.compile(NUMERAL)),
    (
        Gap.CONTACT,
        re.compile(r"(?<!归)(?<!对象是)谁(?!能|可以?|有资格|享受|符合|来?(?:交|缴|出(?!具|台|面)|付|承担|负担|掏|买单))|归谁(?=[管审办]|负责|牵头)|哪个?(?:部门|单位|机关|局|里)|什么(?:部门|单位|机关)|主管部门|由.{0,4}负责"),
        re.compile(
            r"(?:部门|机关|政府|机构|单位|[局委办厅部院]).{0,24}(?:负责|主管|牵头|受理|承担|制定|制作|办理|组织)"
            r"|由.{1,24}(?:负责|制作|核发|发放|主管|受理)|责任单位|牵头单位"
        ),
    ),
    (None, ASKS_WHO_HEADS, NAMES_WHO_HEADS),
    # 租金标准哪个局定 asks who lays something down, not who answers for it.
    (
        None,
        re.compile(r"(?:谁|哪个?(?:部门|单位|局)|什么部门)来?(?:制?定(?!点)|说了算)"),
        re.compile(r"由[^。;]{2,40}(?:确定|核定|制定|规定|公布)|(?:负责|会同)[^。;]{0,24}制定"),
    ),
    (
        Gap.CONTACT,
        re.compile(r"电话|号码|联系方式|怎么联系|联系人"),
        TELEPHONE_NUMBER,
    ),
    (
        Gap.CONDITION,
        re.compile(r"条件|(?<![职执]业)(?<!审核)(?<!审查)资格(?!证|审|复|认定)|谁能|哪些人(?!才)|什么人(?!才)|什么样的|对象|要求"),
        re.compile(
            r"(?:应当?|须|需)(?:同时)?(?:具备|符合|满足|具有)|下列|以下|条件|符合.{2,30}的|对象|具有.{2,30}的"
        ),
    ),
    (
        Gap.MATERIAL,
        re.compile(rf"(?<!节能)(?<!建筑)(?<!保温)(?<!墙体)(?<!装修){_NO_FALSE}材料{_NOT_FALSE}|{_NO_FALSE}资料{_NOT_FALSE}(?![^,。;?]{{0,6}}[留存]?(?:几|多少)年|[^,。;?]{{0,6}}(?:留|存|保[存管留])[^,。;?]{{0,2}}多久)|{_NO_FALSE}证件{_NOT_FALSE}|带(?:些?[什啥]|哪些)|提交(?!了?的?[虚假伪])|怎么办|怎么申|如何申|流程|手续|(?<![写发算机]的)(?<!计算机)(?<!应用)(?<!小)程序|补办|怎么领"),
        re.compile(
            r"(?:提交|提供|出具|出示|携带|报送|填写|[凭持](?!有的?人|证人))(?!虚假|假(?![肢释日期])|伪造)[^。;]{0,40}(?:材料|资料|[证件表书簿])|"
            r"(?:以下|下列|如下)[^。;]{0,6}材料|材料[:：]|申请表|身份证|"
            r"向.{2,30}(?:申请|提出|申报)|补领|换领"
        ),
    ),
    (
        None,
        re.compile(
            r"(?<!拿来)(?<!用来)(?<!作为)(?<!拿来处)(?<!用来处)(?<!作为处)罚|后果|违反|责任|追究"
        ),
        re.compile(r"罚款|处以|并处|责令|处分|没收|吊销|撤销|追究|依法.{0,6}处理"),
    ),
    (
        None,
        re.compile(r"什么是|是什么(?!时)|是啥|指什么|是指|含义|定义|什么意思|叫什么"),
        re.compile(r"是指|所称|指的是|以下(?:简)?称|即"),
    ),
    (
        None,
        re.compile(r"有哪些|哪些|哪几|包括什么|都有|几[项类种]"),
        re.compile(r"下列|以下|如下|包括|[:：]$|、.+、.+、"),
    ),
    (
        None,
        re.compile(r"上限|封顶|最[高多大](?:可以|能|是|为|补|奖|给|贷|领|拿)?(?:多少|几)|最[高多]不超过"),
        re.compile(r"不[得能]?超过|不高于|最高|上限|封顶|以[内下]"),
    ),
    (None, re.compile(r"不得|禁止|(?<!能)不能|不准|不允许"), re.compile(r"不得|禁止|严禁|不能")),
    # 还能改吗 is answered by what forbids or allows a change.
    (
        None,
        re.compile(r"(?:能不能|可不可以|能|可以)(?:再)?(?:更?改|变更|调整)(?:[吗么嘛不没]|$)|改不改得了"),
        re.compile(
            r"(?:不[得能予]|可以?|确需|需要?|允许)[^。;]{0,12}(?:调整|变[更动]|修[改订]|更[改正])"
            r"|(?:调整|变更|修改|更[改正])的"
        ),
    ),
    # 补偿费归个人吗 asks whose something is.
    (
        None,
        re.compile(
            r"归谁(?![管审办]|负责|牵头)|归[^,。;?]{1,10}(?:[吗吧么]|所有)"
            r"|[发付给](?:给)?(?:谁|[^,。;?]{0,6}(?:个人|本人|村民|农民|集体)的?[吗吧么])"
        ),
        re.compile(r"归[^,。;]{1,20}所有|归属|归其|由[^,。;]{1,24}享有|(?:支付|发放|发)给[^,。;的]{1,12}(?=[,。;]|$)"),
    ),
    # 查出来的数据能拿来罚我吗 asks what it serves for, not how something is punished.
    (
        None,
        re.compile(r"(?:能不能|能否|可不可以|能|可以)(?:拿来|用来|拿去|作为|当作)"),
        re.compile(r"作为|用于|当作"),
    ),
    # 我工资2500,能申请吗 asks for what one must have or must not exceed.
    (
        None,
        re.compile(
            r"(?:能不能|可不可以|能|可以)[^,。;?]{0,8}?"
            r"(?:申[请领报]|享受|参加|报[名考]|[落入]户|入学|高考|中考|购?买)[^,。;?]{0,12}(?:[吗么嘛不没]|$)"
        ),
        re.compile(
            r"(?:应当?|须|需)(?:同时)?(?:具备|符合|满足|具有)|(?:下列|以下)条件|限制|年满|条件[为是]|认定为|视[为同]|"
            r"不(?:高于|低于|超过)|(?:以[上下]|条件|规定|标准|资格|范围)的?,?可以?"
        ),
    ),
    # 旧证还能用吗 asks whether it still holds.
    (
        None,
        re.compile(r"还(?:能|可以?)(?:接着|继续)?(?:用|使用)[吗么嘛不没]|还(?:有效|管用|算数|作数)[吗么嘛不没]|(?:算不算|作不作)数"),
        re.compile(r"(?:继续|仍然?|依然|同样|均|一律)有效|失效|无效|作废|(?:停止|不再|禁止|不得(?:继续)?|可以?(?:继续)?)使用|废止"),
    ),
    (
        None,
        re.compile(r"(?:怎么|如何)(?:个)?(?:计?算(?!了)|计[发提征]|核算)|计[算发](?:方法|方式|公式|办法)"),
        _CALCULATED,
    ),
    (None, re.compile(r"权利|权益|待遇|享受|享有"), re.compile(r"享有|享受|可以|有权|权利")),
)  # fmt: skip

# Looser than what a sentence is preferred for: that a particular is not stated must not be said
# where it is, in whatever words.
STATED_TOO = {
    Gap.AMOUNT: re.compile(
        r"[一二三四五六七八九十]分之[一二三四五六七八九十]|[一二三四五六七八九]成|全额"
        r"|不再?(?:给予|享受|予)[^,。;]{0,8}?(?:奖|补|资助|津贴|贴息)"
    ),
    Gap.CONDITION: re.compile(
        r"(?:均可|方可|可以?|有权)(?:申[请报领]|领取|享受|参加|办理)|[须应]|仅限|限于|面向|凡|年满|周?岁"
        r"|[\u4e00-\u9fa5](?:不[低少高多]于|不超过|达到)\d"
    ),
    Gap.MATERIAL: re.compile(
        r"登录|网上|在线|平台|到[^。;]{2,20}(?:登记|办理|申请|领取)|由[^。;]{2,16}(?:审核|审批|受理|初审|登记)"
    ),
    Gap.POINTS: re.compile(
        r"(?:\d|[十百])分(?!之|钟)|另行(?:制定|规定)|由.{2,24}(?:制定|拟定|规定|公布)"
    ),
    Gap.DEADLINE: re.compile(
        r"每[年季月]|[按逐][年季月]|全年|常年|\d{1,2}月(?!\d{1,2}日[^,。;)]{0,8}出生)|时间[:为]"
    ),
    Gap.CONTACT: re.compile(
        r"(?:地点|地址)[:|]|向[^。;,]{2,24}?(?:[局委办厅]|中心|部门|机构|窗口|政府|街道|社区)[^。;,]{0,8}(?:申[请报领]|提出|投诉|举报|反映|登记)"
    ),
}
