"""Questions that are refused whatever the library holds: pure, one pattern table."""

from __future__ import annotations

import re

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
            r"|(?:把|将).{0,10}(?:政策|条款|文件|金额).{0,6}(?:改成|说成|写成)|不受.{0,4}限制|ignore.{0,20}instruction|(?:说|回答)你(?:已)?(?:同意|批准)",
        ),
    ),
    (
        RefusalReason.PERSONAL_DATA,
        re.compile(
            r"(?:手机号|手机|私人电话|家庭住址|住址|住在哪|家住|住哪|身份证|银行卡|银行账[号户]|微信号|私人微信|家里|婚姻|工资多少|病历)"
            r"|(?:[张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严]"
            r"(?:总|董|老板|局长|市长|书记|主任|科长|处长|经理|工)).{0,8}(?:电话|号码|联系方式|微信|地址|工资|收入)"
            r"|(?:他们|别的|别家|其他|某|对手|竞争对手|人家|那家|隔壁).{0,6}(?:公司|企业|厂|家).{0,12}"
            r"(?:纳税|税额|交税|缴税|营收|利润|流水|财务|账|名单|客户|合同|工资|补贴(?:了)?多少|拿了多少|销售额)"
            r"|(?:隔壁|别的|对手|他们|人家).{0,12}(?:交|缴|纳)了?多少税|(?:纳税额|税额|缴税|交了多少税|银行流水).{0,4}(?:是多少|多少|给我|查)|企业.{0,4}名单.{0,6}(?:电话|联系方式|手机)",
        ),
    ),
    (
        RefusalReason.PROMISE,
        re.compile(
            r"打包票|包过|保证.{0,10}(?:拿到|通过|能|批|成|给)|(?:你|给我|能).{0,4}(?:承诺|担保|保证).{0,12}(?:拿|批|过|补|成|能)"
            r"|肯定能.{0,10}(?:拿|批|过|补|成|申|评|中|享)|(?:一定|百分百|100%|绝对)(?:能|会|可以).{0,10}(?:拿|批|过|补|成|申|评|中|享)"
            r"|(?:能不能|帮我)?(?:走后门|开后门|插队|通融|走走关系|内定|特批)|给个准话.{0,8}(?:能|批|过|拿)",
        ),
    ),
    (
        RefusalReason.OPINION,
        re.compile(
            r"你(?:觉得|认为|怎么看|看好|喜欢|支持|评价|个人)|(?:好不好|靠不靠谱|有没有用|值不值|行不行|公不公平)[?？]?$"
            r"|(?:市长|书记|领导|局长).{0,8}(?:好不好|怎么样|水平|贪|能力|换|下台|为人)|哪个(?:领导|部门|局).{0,6}(?:最好|最差|最懒|不作为|最烂)"
            r"|(?:会不会|是不是).{0,8}(?:腐败|作秀|形式主义|忽悠|骗人|糊弄|面子工程)|预测一?下|以后会.{0,4}(?:涨|跌)|该不该(?:买|投)|评价一?下|股票|房价会",
        ),
    ),
)  # fmt: skip


def screened(question: str) -> RefusalReason | None:
    """The reason to refuse a question before anything is looked up, or None."""
    form = normalised(question).lower()
    for reason, pattern in _SCREENS:
        if pattern.search(form):
            return reason
    return None


_SMALL_TALK = re.compile(
    r"天气|下雨|气温|(?:写|作|来|编|背).{0,4}(?:首|篇|段|个).{0,6}(?:诗|作文|小说|情书|歌|故事|文章|词)|笑话|谜语|唱歌|"
    r"你(?:是谁|叫什么|几岁|多大|吃了|会什么)|陪我聊|聊聊天|无聊|我爱你|男朋友|女朋友|彩票|星座|算命|菜谱|做饭|好吃|电影|明星|球赛|世界杯|"
    r"翻译|旅游|景点|酒店|外卖|游戏|减肥|^(?:哈哈+|呵呵+|嘿嘿+|嗯+|哦+|测试|test|1+)[!！。]*$"
)
_PERSONAL_AFFAIR = re.compile(
    r"社保|医保|公积金|户籍|身份证|护照|驾照|驾驶证|结婚|离婚|生育|养老|退休|学区|上学|入学|转学|幼儿园|中考|高考|"
    r"房产证|不动产证?|签证|居住证|低保|残疾|户口(?:本|迁)|工伤|失业金|看病|挂号|违章|罚单|死亡证明|出生证|宅基地|(?:买|购)房|(?:贷款|按揭)(?:买|购)车|房贷|车贷|拆迁|物业"
)

_PRIVATE_PURCHASE = re.compile(
    r"(?:贷款|借钱|按揭).{0,4}(?:买|购)(?:房|车)|(?:买|购)(?:房|车).{0,4}(?:贷款|按揭)|(?:房|车)贷"
)


def without_private_purchase(question: str) -> str:
    """A question without the loan for a flat or a car: 贷款 in it is no enterprise's finance."""
    return _PRIVATE_PURCHASE.sub(" ", normalised(question))


def off_topic(question: str) -> RefusalReason | None:
    """The kind of a question that is no policy question at all, or None."""
    form = normalised(question).lower()
    if _SMALL_TALK.search(form):
        return RefusalReason.SMALL_TALK
    return RefusalReason.PERSONAL_AFFAIR if _PERSONAL_AFFAIR.search(form) else None
