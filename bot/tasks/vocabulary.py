"""The words people use for tasks, as patterns; pure.

Texts are matched after NFKC: full-width punctuation and digits are half-width by then.
"""

from __future__ import annotations

import re

from bot.tasks.task import OPEN_STATES, OWED_STATES, TaskState
from bot.tasks.transition import Action

N = r"(?:\d+|[一二两三四五六七八九十百]+)"
YES = re.compile(r"(?:确认|确定|是的?|好的?|可以|对的?|行|嗯|没错|同意|就这样|办吧|ok)[吧呀啊]*")
NO = re.compile(r"(?:取消|不[是要行对用]?了?|算了|先?不办了?|否|别|等等|等一下)[吧呀啊]*")
CIRCULAR = re.compile(r"通报.*(?:点名|点了|被点|几次|多少次|排第|排名)|被(?:通报|点名|点了)")

COMMANDS: tuple[tuple[Action, re.Pattern[str]], ...] = (
    (Action.REJECT_EXTENSION, re.compile(r"(?:不同意|不批准?|驳回|不准).{0,8}(?:延期|延)")),
    (
        Action.APPROVE_EXTENSION,
        re.compile(r"(?:同意|批准|准许|批了).{0,12}延期|延期.{0,6}(?:同意|批准)"),
    ),
    (
        Action.REMIND,
        re.compile(r"催(?:一下|一催|催|办|促|一遍|他|她)|再催|提醒(?:一下|他|她|责任|承办)"),
    ),
    (
        Action.TRANSFER,
        re.compile(
            r"转(?:给|交给?|办给?|派给?|到|由|(?=.{2,10}(?:办理?|承办|负责|处理)$))|交(?:给|由).{1,12}(?:办|负责|承办)|改派"
        ),
    ),
    (Action.RETURN, re.compile(r"退办|退回去?|打回去?|重新办|不合格")),
    (Action.CLOSE, re.compile(r"(?:予以|可以|同意|给它?)?销号(?!了吗)|审核通过|通过审核|同意办结")),
    (Action.RECALL_REPORT, re.compile(r"撤(?:回|销|下)|收回来?|拿回来|撤了")),
    (
        Action.REQUEST_EXTENSION,
        re.compile(
            rf"延期(?!了?的?项目)|展期|宽限|推迟|缓(?:到|{N})|延(?:长|后|迟)?(?:到|至|{N}|半)"
            rf"|(?:多给|再给).{{0,6}}(?:{N}|半)个?(?:天|周|星期|月|工作日)"
        ),
    ),
    (
        Action.SET_DEADLINE,
        re.compile(r"(?:时限|期限|截止(?:日期|时间)?)(?:定|设|改|调整?)(?:在|到|为|成)"),
    ),
    (
        Action.REPORT_COMPLETION,
        re.compile(
            r"报?办结(?!率)了?|(?:办|做|弄|搞|处理|落实)(?:好|完|妥|成)了?|搞定了?|完成了?(?![率值额量度]|情况|比例|进度|目标|计划|投资|产值)|已(?:经)?(?:办|报送|上报|报上去)"
            r"|(?:报|交)(?:上去|过去)?了$"
        ),
    ),
    (Action.REPORT_PROGRESS, re.compile(r"(?:反馈|更新|上报|补充).{0,4}进展|^进展[:,]")),
    (Action.SIGN_RECEIPT, re.compile(r"签收|收到|收悉|已阅|知道了|领了|接单")),
)
# 完成了吗, 哪些没办结: the verb alone is no command.
ASKS = re.compile(
    r"哪|多少|多久|多长时间|如何|几(?:件|个|项|家|条|次|时|号|天|日)|吗|什么|咋|怎么|谁|为啥|为何|有没有|是不是|是否|何时"
    r"|没有?(?:办|完|做|报|签|销|交|弄|$)|未(?:办|完|报|签|销|交)|不了|情况|到哪|统计|列(?:出|一下|个)"
    r"|(?:查|看)(?:一?下|看|询)?|名单|清单|呢$"
)
WANTS_IT_DONE = re.compile(r"(?:能不能|可不可以|能否|可否|可以|请|麻烦|帮我?|给我).{0,14}")

ABOUT_TASKS = re.compile(
    rf"任务|督办|逾期|超期|超时|过期|销号|签收|报?办结(?!率)|没办|未办|待办|要办|办完|没完成|(?:没|未)有?(?:干|做|弄|搞)(?:完|好)|未完成|还没报|没报|未报|没交"
    rf"|延期|快到期|到期|催办|{N}号(?!文)|退办|转办"
)
# 延期的项目 stand in the project ledger; 重点项目进展没报 is a task.
ABOUT_SOMETHING_ELSE = re.compile(
    r"政策|补贴|补助|奖励|产值|投资额|增速|指标|申报条件|方案期|诉求"
    r"|(?:延期|逾期|超期|拖期)了?的?项目|项目(?:有没有|是否|有|都)?(?:延期|逾期|超期|拖期)"
)

STATES: tuple[tuple[re.Pattern[str], tuple[TaskState, ...]], ...] = (
    (
        re.compile(r"(?:没|未|待|等)(?:签收|签)"),
        (TaskState.AWAITING_RECEIPT,),
    ),
    (
        re.compile(
            r"(?:等|待|在)(?:着)?(?:你们?|您)?审核?|报办结的?|报上去|已报(?!送)|报了办结|待销号"
        ),
        (TaskState.COMPLETION_REPORTED,),
    ),
    (re.compile(r"(?:没|未|还没)有?销号"), tuple(OPEN_STATES)),
    (
        re.compile(
            r"(?:没有?|未|还没有?|尚未)(?:办|完|做|干|报|交|弄|落实|按时)|待办|在办|承办中|要办|剩|手[上头]|该办|欠"
        ),
        tuple(OWED_STATES),
    ),
    (re.compile(r"(?:已经?|都)?(?:办结|办完|销号|完成)了?的?|办好的"), (TaskState.CLOSED,)),
)
OVERDUE = re.compile(r"逾期|超期|超时|过期|过了?时限|拖(?:着|了|延)|延误|误期|红灯")
# Asked of the whole city: whoever sees a part must not take the part for the whole.
CITYWIDE = re.compile(r"全市|全部单位|全部部门|所有(?:单位|部门)|整个(?:市|城市)")
MINE = re.compile(r"我(?!们|局|委|办|区|市|单位|县)|本人|自己")
OURS = re.compile(
    r"(?:局|委|办|区|县|单位)里|我们|咱们?|我局|我委|我办|我区|我市|本局|本单位|我单位|我这边单位"
)

NUMBERED = re.compile(rf"第?({N})号(?:任务|事项|督办)?|任务(?:编号)?({N})(?![年月日个项件])")
SEVERAL = re.compile(
    r"^\s*(\d+号?(?:\s*[和、,及与跟]\s*\d+号?)*)(?=\s*(?:都|全|号|两|已|也|任务|办|完|做|签|报|收|延|撤|销|退))"
)
NUMBER_LIST = re.compile(r"(\d+号?(?:\s*[和、,及与跟]\s*\d+号?)+)")
ORDINAL = re.compile(rf"第({N})[个条项件]")
POINTING = re.compile(r"这[个件条项]|那[个件条项]|[这那](?=任务|事)|它|该任务|此事|刚才|上面")
ALL = re.compile(r"都|全部|全都|所有|一起|一并")

# Words that say what is asked and not which task: what is left names the task.
EMPTY_WORDS = re.compile(
    r"任务|督办|事项|(?:局|委|办|区|县|单位)里|发(?:一?[个条张份])?|最多|最少|排名|排序|各|每个|全市|整个|超过|以上|至少|工作日|上个?月|上周|上季度|责任单位|一遍|事情|工作(?!方案)|请问|请|麻烦|帮我?|给我|一下|看看|查询|查|看|列出|列个?|列|统计|告诉"
    r"|我们|咱们?|我|你们?|您|本人|自己|本局|本单位|单位|部门|名下|手[上头]|这边"
    r"|有哪些|哪些|哪几[家个件项条]|哪[家个件项条]|几[家个件项条]|多少|有没有|是不是|什么|怎么样|怎么|谁|为什么|吗|呢|啊|吧|呀"
    r"|还有|还|再|又|就|都|全部|所有|已经|已|目前|现在|当前|这些|那些|这[个件条项]|那[个件条项]|它|刚才|上面"
    r"|逾期|超期|超时|过期|没有|没|未|尚|要|该|能不能|能|可以|可不可以|想|把|将|对|向|给|由|和|与|跟|以及"
    r"|情况|(?:名单|清单)$|完成|先|顺便|赶紧|尽快|进度|到哪一?步|到期|快|临近|即将|时限|期限|截止|日期|时间|负责人?|责任人?"
    r"|待|等|在|审核|报上去|上去|过去|下来|回来|来|去|了|的|得|着|过|是|有|到|至|第|号|件|项|条|次|天内"
)
TIME_WORDS = re.compile(
    rf"今天|今日|明天|后天|本周|这周|下周|这个?星期|下个?星期|本月|这个月|下个?月|月底前?|年底前?|今年|年内"
    rf"|(?:未来|最近|近)?{N}(?:天|周|个工作日|个星期|个月|个?月内)(?:之?内|以内)?|半个?月"
)
LATE_MORE = re.compile(rf"(?:超过|大于|多于|不止)({N})个?(?:工作)?[日天]")
LATE_AT_LEAST = re.compile(
    rf"(?:达到?|满|至少)({N})个?(?:工作)?[日天]|({N})个?(?:工作)?[日天](?:以上|及以上)"
)
# Asked of everything, closed or not.
WHATEVER = re.compile(r"全部|所有|历史|以往|去年|累计")
LOOSE_QUESTION = re.compile(
    r"(?:是)?谁(?:在)?(?:负责|承办|牵头|管|办)|(?:完成|办|做|推进|进行|落实)得?(?:怎么样|如何|咋样|怎样)了?"
    r"|什么时候(?:要|该|得)?(?:交|完成|办完|报|办好)|哪天(?:截止|到期|要?交)|几号(?:截止|到期|要?交)"
    r"|(?:进展|进度)(?:如何|怎么样|怎样|到哪)|到哪一?步|(?:报|交|完成)了没有?|卡在哪"
)
NOT_LOOSE = re.compile(r"项目|政策|补贴|产值|投资(?!基金)|企业|指标|诉求|怎么申|如何申")
CLAUSES = re.compile(r"[,。;!?\n]+")
