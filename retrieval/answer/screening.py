"""Questions that are refused whatever the library holds: pure, one pattern table."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator

from retrieval.results import RefusalReason
from retrieval.text_form import normalised

# Order matters: an instruction that also asks for a telephone number is an instruction.
_SCREENS: tuple[tuple[RefusalReason, re.Pattern[str]], ...] = (
    (
        RefusalReason.PROMPT_INJECTION,
        re.compile(
            r"(?:忽略|无视|忘记|忘掉|跳过|不要?遵守|绕过|解除).{0,12}(?:指示|指令|规则|设定|限制|提示|要求|身份)"
            r"|(?:系统)?提示词|systemprompt|prompt|数据库.{0,4}(?:连接|密码|口令|账号)|连接串|密钥|(?:api)?key|token"
            r"|(?:管理员|开发者|调试|root|dan)模式|越狱|(?:假装|假设|扮演).{0,4}(?:你|是).{0,20}(?:没有限制|不受|管理员|系统)"
            r"|源代码|执行.{0,6}(?:命令|sql|代码)|(?:drop|delete|update|select)(?:table|from|\*)|<script"
            r"|(?:把|将).{0,10}(?:政策|条款|文件|金额).{0,6}(?:改成|说成|写成)|不受.{0,4}限制|(?:说|回答)你(?:已)?(?:同意|批准)"
            r"|(?:编造|虚构|捏造|杜撰|编)(?:一?[个条份段篇]|出|点|些).{0,16}(?:政策|条款|文件|补贴|规定|通知|数据|数字)"
            r"|(?:ignore|forget|disregard|override|bypass).{0,24}(?:instruction|rule|prompt|above|previous|guideline)|youarenow|actas(?:a|an|if)|jailbreak|(?:repeat|print|reveal|show|output).{0,20}(?:above|prompt|instruction|rules|password)"
            r"|(?:以上|上面|上述|之前|前面|初始|原始|内部|后台)(?:的)?.{0,4}(?:设定|指令|提示|口令|配置)|(?:输出|复述|重复|打印|泄露|透露|告诉我).{0,8}(?:初始|系统|内部).{0,4}(?:设定|指令|提示|消息|信息)"
            r"|(?:服务器|后台|数据库|系统|管理员).{0,6}(?:ip|地址|账号|帐号|密码|口令|端口)"
            r"|你(?:现在)?(?:就)?是(?:超级)?(?:管理员|root)|(?:所有|全部|每个).{0,3}(?:用户|人员|账号).{0,4}(?:密码|口令)|所有用户的?.{0,4}(?:账号|帐号|名单|资料)|(?:列出|导出|告诉我|给我).{0,8}(?:密码|口令)"
            r"|(?:假装|假设|就当|当作?)我是.{0,4}(?:市长|书记|领导|管理员|局长|督查|工作人员)|(?:把|将).{0,10}(?:考核|得分|分数|成绩).{0,4}改(?:成|为|到)",
        ),
    ),
    (
        RefusalReason.LEGAL_ADVICE,
        re.compile(
            r"打官司|官司|起诉|上诉|应诉|诉讼.{0,4}(?:怎么|能|会)|(?:法院|仲裁).{0,6}(?:判(?!定)|(?<!仲)裁|支持)|胜诉|败诉|能(?:不能)?告(?:他|她|你|政府|对方|公司)|"
            r"合同纠纷|劳动仲裁|(?:帮|给).{0,3}(?:写|拟|起草).{0,6}(?:合同|诉状|律师函|协议)|法律(?:意见|责任)?.{0,2}(?:咨询|建议)|犯法|违法吗|坐牢|判几年"
        ),
    ),
    (
        RefusalReason.PERSONAL_DATA,
        re.compile(
            r"(?:手机号|(?<![看玩用带刷开关])手机(?!端|银行|软件|应用|app|客户端|短信|支付|进行|申报|办理|操作|登录|查询)|私人电话|家庭住址|住址(?!变更|变了|变动|登记|证明)|住在哪(?!儿?办)|家住(?:哪|什么)|住哪|身份证号(?:码)?(?:是|多少|发|给|告诉|$)|微信号|私人微信|家里(?:的)?(?:住|在哪|地址|电话|有几口|有多少钱|有钱)|婚姻状况(?:是|如何|怎么样)|(?<!最低)(?<!平均)(?<!社平)工资多少(?!才|可以|能)|的病历(?:给|发|是|查))"
            r"|(?:[他她其][们人]?|某[人位个]|别人|人家|局长|市长|书记|主任|老板|员工|联系人|法人)的?(?:身份证|银行卡|银行账[号户]|住址|婚姻|病历|家里)"
            r"|(?:[张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严]"
            r"(?:总|董|老板|局长|市长|书记|主任|科长|处长|经理|工)).{0,8}(?:电话|号码|联系方式|微信|地址|工资|收入)"
            r"|(?:他们|别的|别家|其他|某|对手|竞争对手|人家|那家|隔壁).{0,6}(?:公司|企业|厂|家).{0,12}"
            r"(?:纳税|税额|交税|缴税|营收|利润|流水|财务|账|名单|客户|合同|工资|补贴(?:了)?多少|拿了多少|销售额)"
            r"|(?:隔壁|别的|对手|他们|人家).{0,12}(?:交|缴|纳)了?多少税|(?:纳税额|税额|缴税|交了多少税|银行流水).{0,4}(?:是多少|多少|给我|查)|企业.{0,8}(?:名单|联系人|老板|法人|负责人).{0,8}(?:电话|联系方式|手机|号码)"
            r"|(?:[张王李赵刘陈杨黄周吴徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余叶程魏苏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦付邹孟熊秦邱尹薛闫段雷侯龙陶黎贺顾毛郝龚邵万钱严])"
            r"[\u4e00-\u9fa5]{1,2}(?<![局委办区市县省镇处科院校厂])(?:同志)?的(?:私人|个人)?(?:电话|手机|号码|联系方式|微信|工资|收入|住址)"
            r"|(?:竞争对手|对手|别的?家|别人|其他企业|人家).{0,3}(?:申报|申请|投标)?(?:材料|资料|底价|报价)"
            r"|[\u4e00-\u9fa5]{2,8}(?:公司|集团|药业|化工|股份|科技|重工|企业|厂)(?:去年|今年|上年|前年|\d{4}年)?.{0,4}(?:缴|交|纳)了?多少税",
        ),
    ),
    (
        RefusalReason.PROMISE,
        re.compile(
            r"打.{0,2}包票|包过|走.{0,3}关系|保证.{0,10}(?:拿到|通过|能|批|成|给)|(?:你|给我|能).{0,4}(?:承诺|担保|保证).{0,12}(?:拿|批|过|补|成|能)"
            r"|肯定能.{0,10}(?:拿|批|过|补|成|申|评|中|享)|(?:一定|百分百|100%|绝对)(?:能|会|可以).{0,10}(?:拿|批|过|补|成|申|评|中|享)"
            r"|(?:能不能|帮我)?(?:走后门|开后门|插队|通融|走走关系|内定|特批)|给个准话.{0,8}(?:能|批|过|拿)"
            r"|(?:你|你们)(?:能不能|能否|可不可以|能|可以)?(?:给我|给我们|向我)?保证|(?:内部|私下).{0,4}(?:安排|操作|照顾|打招呼)"
            r"|你们?(?:之前|当时|以前)?(?:承诺|答应|许诺|说好)(?:过|了|给|的)|(?:一定|肯定|绝对|百分百)(?:是)?(?:符合|够|达到).{0,2}(?:条件|资格|标准|要求)",
        ),
    ),
    (
        RefusalReason.OPINION,
        re.compile(
            r"你(?:觉得|认为|怎么看|看好|喜欢|支持|评价|个人)|(?:好不好|靠不靠谱|有没有用|值不值|公不公平)[?？]?$"
            r"|(?:政策|方案|文件|规定|办法|措施|领导|部门|政府|他们?|她|^这个?|^那个?)到?底?行不行[?？]?$"
            r"|(?:市长|书记|领导|局长).{0,8}(?:好不好|怎么样|水平|贪|能力|换|下台|为人)|哪个(?:领导|部门|局|单位).{0,6}(?:最(?:好|差|懒|烂|拖|慢|牛)|不作为)"
            r"|(?:会不会|是不是).{0,8}(?:腐败|作秀|形式主义|忽悠|骗人|糊弄|面子工程)|(?:帮我|给我|你|能不能|能否)预测|预测(?:一下|下)|预测.{0,8}(?:会|涨|跌|走势)|预计.{0,8}(?:会不会|能不能|涨|跌)|以后会.{0,4}(?:涨|跌)|(?:明年|后年|今后|以后|将来|未来|下半年|下个?月)[^,。?]{0,6}(?:会不会|会|能不能)[^,。?]{0,4}(?:涨|跌|升|降|上调|下调|取消)|该不该(?:买|投)|评价一?下|(?:买|炒|推荐|荐|哪[只个支]).{0,4}股票|股票.{0,6}(?:涨|跌|买|卖|推荐|能不能赚)|房价会",
        ),
    ),
)  # fmt: skip


def screened(question: str) -> RefusalReason | None:
    """The reason to refuse a question before anything is looked up, or None."""
    for form in (normalised(question).lower(), *_decoded(question)):
        for reason, pattern in _SCREENS:
            if pattern.search(form):
                return reason
    return None


_ENCODED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")


def _decoded(question: str) -> Iterator[str]:
    """What a message says in base64: an instruction in disguise is one all the same."""
    for found in _ENCODED.findall(question):
        try:
            yield normalised(b64decode(found + "=" * (-len(found) % 4)).decode("utf-8")).lower()
        except ValueError:
            continue


_CHAT = re.compile(
    r"(?:写|作|来|编|背).{0,4}(?:首|篇|段|个).{0,6}(?:诗|作文|小说|情书|歌|故事|文章|词)|讲.{0,3}(?:笑话|故事)|笑话|谜语|段子|唱.{0,2}歌|"
    r"(?:帮我?|替我?|给我|代|请你?)(?:们)?(?:代?写(?![明清出过的])|拟|起草|润色|编写|撰写)(?:一?[份个篇段封张下])?"
    r".{0,14}(?:申请书?|申请表|申报书|报告|材料|总结|讲话稿|发言稿|邮件|通知|计划书|方案|ppt|文案|稿子?)[吧吗呗呢?。!]*$|"
    r"你(?:是谁|叫(?:什么|啥)|几岁|多大|吃了|会什么)|陪我聊|聊聊天|无聊|我爱你|男朋友|女朋友|星座|算命|"
    r"^(?:哈哈+|呵呵+|嘿嘿+|嗯+|哦+|测试|test|1+)[!！。]*$"
)
# Words of leisure, which policies speak of too: chat only when the library holds nothing on them
# and nothing in the question is about business or rules.
_LEISURE = re.compile(
    r"天气|下雨|气温|彩票|菜谱|做饭|好吃|电影|明星|球赛|世界杯|翻译|旅游|景点|酒店|外卖|游戏|减肥"
)
_BUSINESS = re.compile(
    r"企业|公司|厂|行业|产业|产品|项目|补贴|补助|奖励|扶持|支持|政策|规定|办法|条例|申请|申报|许可|审批|标准|资金|贷款|投资|用地|税"
)
_PERSONAL_AFFAIR = re.compile(
    r"社保|医保|公积金|户籍|身份证|护照|驾照|驾驶证|结婚|离婚|生育|养老|退休|学区|好学校|择校|上学|入学|转学|幼儿园|中考|高考|"
    r"房产证|不动产证?|签证|居住证|低保|残疾|户口(?:本|迁)|工伤|失业金|看病|挂号|违章|罚单|死亡证明|出生证|宅基地|(?:买|购)房|(?:贷款|按揭)(?:买|购)车|房贷|车贷|拆迁|物业"
)

_PRIVATE_PURCHASE = re.compile(
    r"(?:贷款|借钱|按揭).{0,4}(?:买|购)(?:房|车)|(?:买|购)(?:房|车).{0,4}(?:贷款|按揭)|(?:房|车)贷"
)


def without_private_purchase(question: str) -> str:
    """A question without the loan for a flat or a car: 贷款 in it is no enterprise's finance."""
    return _PRIVATE_PURCHASE.sub(" ", normalised(question))


def is_chat(question: str) -> bool:
    """Whether a message is no question to an office at all, whatever the library holds."""
    return _CHAT.search(normalised(question).lower()) is not None


def off_topic(question: str) -> RefusalReason | None:
    """Why a question that the library holds nothing on is refused, beyond that it does not: it is
    small talk, or a person's own affair."""
    form = normalised(question).lower()
    if _LEISURE.search(form) and not _BUSINESS.search(form):
        return RefusalReason.SMALL_TALK
    return RefusalReason.PERSONAL_AFFAIR if _PERSONAL_AFFAIR.search(form) else None
