"""What of a question was not understood.

Every word of a question about figures must be accounted for: a name of the catalogue, a
period, a turn of phrase, a number that was read, or a word that asks for nothing. A content
word that is none of these (民营, 扬子江, 人均) would change the figure, so the question is not
answered as if it had not been said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpi_adapter.period import Grain
from kpi_adapter.query import Dimension, Milestone
from kpi_adapter.question import signals, sizes
from kpi_adapter.question.comparisons import SAME_PERIOD_LAST_YEAR
from kpi_adapter.question.crossings import crossed
from kpi_adapter.question.denials import denied
from kpi_adapter.question.goals import Goal, GoalUnit
from kpi_adapter.question.hits import Hit, hits
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.numerals import NUMBER, read_number
from kpi_adapter.question.of_projects import held_against, of_projects
from kpi_adapter.question.slots import Slots

READ = "_"
LONGEST_PHRASE = 8

# Words that ask for nothing by themselves, grouped as people use them.
_IDLE_WORDS = (
    "请问 请教 请 帮忙 帮我 帮 麻烦 劳驾 给我 给 替我 我想知道 想知道 想了解 想问 我想 我要",
    "我们 咱们 咱 你们 他们 大家 我 你 他",
    "领导 书记 市长 主任 局长 处长 科长 同志 老师 小助手 机器人 您好 你好 您 谢谢 多谢 辛苦",
    "查一下 查一查 查下 查查 查询 查 看一下 看一看 看下 看看 看 问一下 问问 问 说一下 说说 说",
    "讲讲 讲 告诉 报一下 报 汇报 了解一下 了解",
    "列出来 列出 列一下 列个 列 整理 汇总 统计 算一下 算算 算 排一排 排 拉一下 拉个 拉 调一下",
    "调出 调 晒晒 晒 弄 搞 做 写 发 出 来 提供 显示 展示 反映",
    "现在 目前 当前 眼下 如今 到底 究竟 大概 大约 左右 上下 差不多 一下子 一下 大致 具体 详细",
    "简单 简要 准确 最新 最近 近期 这会儿 这阵子 至今 为止 截至 截止",
    "哪些 哪个 哪几个 哪里 哪儿 哪 什么 啥 多少 几多 几 怎么样 怎样 怎么 如何 咋样 咋 多大",
    "多高 多快 多 如何了 样 子",
    "是不是 有没有 能不能 可不可以 是否 能否 可否 是 有 没有 没 不 能 可以 可 会 要 需要 应该",
    "应当 应 该 得 想 希望",
    "完成 达到 实现 取得 做到 搞到 干到 情况 数据 数字 数值 数 指标 金额 总量 总额 总数 总值",
    "额度 额 值 水平 规模 体量 成绩 表现 战绩 家底 盘子 进账",
    "总共 一共 合计 总计 共计 累计 总的 总 共 全部 所有 整个 整体 总体 全面 全 大盘",
    "以及 还有 和 与 及 跟 同 或者 或 还 也 都 就 才 又 再 只 仅 光 单 而 但 但是 不过 另外",
    "然后 那么 那 这 此 其 其中 当中",
    "在 从 到 至 自 于 对于 关于 对 按照 按 以 为 把 被 让 由 向 往 用 照 凭 据 根据",
    "相比 相较 对比 比较 比 较 之比 之差 之间 方面 部分 板块 领域 行业 产业 门类 里面 里头 里",
    "中 内 间 之 类 级 及其",
    "全市 市里 本市 我市 咱市 市级 地区 地方 地 各地 各个 各 每个 分别 分 逐个",
    "重点 主要 主导 已经 已 曾经 曾 正在 正 刚刚 刚 将 快要 快 尚 仍 依然 继续 一直 始终 目标",
    "计划 任务",
    "的话 的 了 吗 呢 吧 啊 呀 哦 嗯 嘛 么 呗 哈 哎 唉 喂 啦 咧 哟 噢 着 过 们 个 家 项 件 条",
    "次 座 台 所 号 位 名 份 期",
    "亿元 亿 万元 万 元 块 钱 点 百分点 百分比 百分之 增幅 涨幅 涨 跌 升 降 上升 上涨 提高",
    "提升 减少 减 增加 增 变动 波动 幅度 势头",
    "签约 开工 竣工 实施 在建 批复 未到位 到位 谁 报送 报的 更新 更新时间 运行",
    "举办 召开 办 搞",
    "因为 由于 存在 日期 牵头 负责 参与",
    "批下来 批了 批 下来 下去 起来 上来 出来 过来 拿到 拿下 拿 落地 落实 落 推进 推动 开展",
    "进行 组织 建设 建成 建 搞定 投入 使用",
    "那边 这边 那里 这里 这块 那块 这几个 这些 那些 这个 那个 手里 手头 手上 上面 下面 口子",
    "招商 统计局 政府",
    "清单 名单 列表 表格 图表 表 图 明细 一览 报告 报表 材料 转发 一份 一个 一张 一版 版本 版",
    "年度 全年 当年 年内 年 月份 时候 时间 时 期间 阶段 同期 以来 截至目前 前后 前 后 上 下",
    "底 末 初",
    "什么样 有多少 是多少 多少个 几个 差 更 很 挺 相当 还行",
    "说错了 打错了 写错了 搞错了 错了 不对",
    "急急急 急用 急需 急着 着急 急 催得紧 催着 催 赶紧 抓紧 尽快 快点 快些 马上 立刻 立马 立即",
    "在线等 等着 等",
    "开会 会上 要用 备用 汇报用 材料用 写材料 写稿子 写稿 讲话稿 上会 报告用",
    "告知 不好意思 抱歉 打扰 打搅 冒昧 烦请 烦劳 劳烦 拜托 有劳 受累 费心 感谢",
    "就行 就好 即可",
    "核实 核对 确认 一遍 一眼 一声 瞅瞅 瞅 瞧瞧 瞧 随便 顺便 顺带 晓得 知道 清楚 记得 来着",
    "老板 首长 县长 区长 秘书长 副市长 副书记 副主任 副局长 区委 市委 区里 县里 上级",
    "听说 据说 听讲 真的 属实 没错 准",
    "哇 嘞 咯 喽 呐 呵 嘿 诶 欸 噻 哒 滴 耶 儿",
    "跑到 跑 冲到 冲 干 飙到 投 掉 好多 几何 有木有 木有",
    "口径 公布 发布 官方 公开 正式 确切 真实 实际 当下 有关 相关 涉及 属于 归 叫 称",
)
_WORDS = tuple(dict.fromkeys(word for line in _IDLE_WORDS for word in line.split()))
_NUMBER = r"(?<![0-9a-z])[0-9]{1,2}(?![0-9a-z])|[一二两三四五六七八九十]+"
_TIGHT = "|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))
_ALL_IDLE = re.compile(rf"(?:{_TIGHT}|{_NUMBER})*")
# Longer idle words are read before the phrases that may hold their first sign (那 of 那边).
_LONG_IDLE = re.compile(
    "|".join(map(re.escape, sorted((w for w in _WORDS if len(w) > 1), key=len, reverse=True)))
)
_EDGES = re.compile(rf"^(?:{_LONG_IDLE.pattern}|的)+|(?:{_LONG_IDLE.pattern}|[的了吗呢啊呀])+$")
_DEGREE = re.compile(
    r"[多少高低大小快慢升降涨跌增减]了?还是[多少高低大小快慢升降涨跌增减]了?|"
    r"(?:[多少](?:了|出)|(?<![至最多不减缺])少)(?:多少|几(?:[十百千]?(?=亿)|个)?)|几[十百千](?=亿)|[高低大小快慢强弱](?:多少|几个?|不[高低大小快慢强弱])|[高低大小快慢强弱](?:些|一点|了)?[吗呢啊呀吧]?\??$"
)
# 认定了多少家 is the recognised count that is shown; 没认定的 is not.
_RECOGNISED = re.compile(r"(?<![没未不非有])已?认定[了的]?|申报数|认定数|修订[数后]")
_RUN = re.compile(r"[0-9a-z一-鿿]+")
_AFTER_A_NAME = re.compile(r"(?<=_)(?:企业|业)")
# 小泰小泰: a name called twice.
# 兴化靖江泰兴三市 says how many were named; 生物医药加装备 joins two names.
_COUNTED_NAMES = re.compile(r"(?<=_)(?P<n>[两二三四五六七])个?(?P<of>市|区|地|产业|行业)")
_JOINED = re.compile(r"(?<=_)(?:加上?|连同|再加)(?=_)")
_EACH_INDUSTRY = re.compile(r"(?:各个?|分|每个|按)(?:主导)?(?:产业|行业)")
_THROUGH_TIME = re.compile(
    r"逐月|[按分]月|各月|每个?月|走势|趋势|历年|逐年|各季度|每个?季度|逐季|[按分]季"
)
_COUNTS = ("个", "家", "件")
_LATER = (Milestone.STARTED, Milestone.COMPLETED)
_NOT_REACHED = re.compile(r"还没|没|未|尚未")
_FIRST_FEW = re.compile(
    r"(?<!倒数)(?P<of>[前后])(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:[名位大]|(?=的(?:区|市|地区|产业)))"
)
# 增速只有6%的区 are not those of 6% and more.
_EXACTLY = re.compile(
    r"(?:只有?|仅有?|才有?|刚好?|正好|恰好|(?<![大小]于)(?<!于或)等于|(?<![<>])=)(?=[\d一二两三四五六七八九十百千]+(?:\.\d+)?(?:%|个?亿|成|个|家))"
)
_BELOW_SIZE = re.compile(r"规模?以下|限额以下")
# 超过去年同期50个了吗: by how many is more than whether.
_BY_HOW_MANY = re.compile(rf"{NUMBER}(?:个(?!月)|家|件|%)")
_ALSO = re.compile(r"(?:并|而)?且|同时")
_CALL = re.compile(r"^(小[一-鿿])\1")
# What sets apart is content even where its signs are idle: 大企业, 平均, 户均.
_PARTING = re.compile(
    r"(?:大中型|大中小|中小微?|小微|大|小|微|中|个体)型?企业|平均|中位数|众数|标准差|方差|加权|人均|户均|月均|日均|亩均|地均|单个|增量|净增|新增(?!签约|开工|竣工|项目)|单月|单位"
    r"|及?以[上下内](?=的|$|\?|有)|\d\+\d(?:\+\d)?|一体系四集群|规下|用[能电工水气煤]|能耗"
)


def unread_words(slots: Slots) -> tuple[str, ...]:
    """Content words of the question nothing accounts for, in the order they stand."""
    return tuple(word for _, word in unread(slots))


def unread(slots: Slots) -> tuple[Hit, ...]:
    """Those words, each with where it stands."""
    blank = _blank(slots)
    text = _CALL.sub(READ, _AFTER_A_NAME.sub(READ, blank))
    text = _JOINED.sub(READ, text)
    text = _COUNTED_NAMES.sub(lambda match: _counted(match, slots), text)
    if any(mention.unit == "家" for mention in slots.mentions):
        # 培育库有多少家企业: what the indicator counts.
        text = re.sub(r"家?企业", READ, text)
    found = hits(text, _PARTING)
    found += hits(slots.text, _BELOW_SIZE)
    found += [*denied(slots), *crossed(slots), *_of_lists(slots), *held_against(slots)]
    if slots.has("PROJECT") and not slots.codes(Subject.INDICATOR):
        found += of_projects(slots)
    if slots.by is Dimension.REGION:
        found += hits(slots.text, _EACH_INDUSTRY)
    if slots.by is not None and not slots.has("PROJECT"):
        # 各区逐月产值 has two directions; a list over places keeps one.
        found += hits(slots.text, _THROUGH_TIME)
    if slots.milestone in _LATER and "签约" in slots.codes(Subject.STAGE):
        # 签约项目开工了多少: of those signed then, which is no count that is kept.
        found += [(m.start, m.text) for m in slots.mentions if m.text in ("签约", "已签约")]
    found += [
        # 达到 of 达到两位数 is read by itself, and the number is not.
        (m.start(), m[0])
        for m in sizes.said(slots.text)
        if blank[m.end() - 1] != READ
    ]
    text = _PARTING.sub(lambda match: READ * len(match[0]), text)
    for run in _RUN.finditer(text):
        if not (_ALL_IDLE.fullmatch(run[0]) or _is_repeated(slots.text, run)):
            word = _EDGES.sub("", run[0]) or run[0]
            found.append((run.start() + run[0].find(word), word))
    return tuple(sorted(hit for hit in set(found) if not _is_within_another(hit, found)))


def _is_within_another(hit: Hit, found: Sequence[Hit]) -> bool:
    """The 10% of 前10% is told once."""
    start, end = hit[0], hit[0] + len(hit[1])
    return any(
        other != hit and other[0] <= start and end <= other[0] + len(other[1]) for other in found
    )


def _of_lists(slots: Slots) -> Iterator[Hit]:
    """后三名 where no last ones are listed, the goal of several years, 没竣工 of a count."""
    if slots.codes(Subject.INDICATOR) and not slots.threshold:
        # 今年新开工没竣工的: the published count knows no stage.
        stages = (m for m in slots.mentions if m.subject is Subject.STAGE)
        yield from ((m.start, m.text) for m in stages if _NOT_REACHED.match(m.text))
    beyond = _BY_HOW_MANY.match(slots.text, slots.claim.end) if slots.claim is not None else None
    if beyond is not None:
        yield beyond.start(), beyond[0]
    order = slots.order
    for match in _FIRST_FEW.finditer(slots.text):
        is_kept = order is not None and (order.bottom if match["of"] == "后" else order.top)
        if not is_kept:
            yield match.start(), match[0]
    if slots.by is not None and slots.condition is not None:
        yield from hits(slots.text, _EXACTLY)
    if slots.period is not None and slots.period.grain is Grain.YEARS:
        yield from ((match.start(), match[0]) for match in re.finditer("目标", slots.text))


def _counted(match: re.Match[str], slots: Slots) -> str:
    subject = Subject.INDUSTRY if match["of"] in ("产业", "行业") else Subject.REGION
    is_right = len(slots.codes(subject)) == int(read_number(match["n"]))
    return READ * len(match[0]) if is_right else match[0]


def _is_repeated(text: str, run: re.Match[str]) -> bool:
    """化化工: a sign written twice is a slip of the pen, and the only one that is safe."""
    around = text[max(0, run.start() - 1) : run.start()] + text[run.end() : run.end() + 1]
    return len(run[0]) == 1 and run[0] in around


def _blank(slots: Slots) -> str:
    """The text with all that was read blanked."""
    signs = list(slots.text)
    spans = [(item.start, item.end) for item in slots.mentions]
    spans += [(item.start, item.end) for item in slots.excluded]
    spans += [(item.start, item.end) for item in slots.periods]
    if slots.odd_period is not None:
        start = slots.text.find(slots.odd_period.text)
        spans.append((start, start + len(slots.odd_period.text)))
    keeps_both = slots.has("PROJECT") or any(m.unit in _COUNTS for m in slots.mentions)
    keeps_both = keeps_both or slots.milestone is not None
    spans += sizes.read_spans(slots.text, slots.threshold, slots.condition, keeps_both=keeps_both)
    for pattern in (*signals.spoken(), SAME_PERIOD_LAST_YEAR, _RECOGNISED, _DEGREE, _LONG_IDLE):
        spans += [match.span() for match in pattern.finditer(slots.text) if _is_tight(match)]
    if slots.stated is not None and any(m.unit in _COUNTS for m in slots.mentions):
        # 新开工344个对吗
        at = slots.text.find(slots.stated.words)
        spans.append((at, at + len(slots.stated.words)))
    if slots.goal is not None and _is_of_its_kind(slots.goal, slots):
        spans.append((slots.goal.start, slots.goal.end))
    if slots.claim is not None:
        spans.append((slots.claim.start, slots.claim.end))
    if slots.ahead is not None:
        spans.append((slots.ahead.start, slots.ahead.end))
    if _joins_conditions(slots):
        spans += [match.span() for match in _ALSO.finditer(slots.text)]
    if slots.is_monthly_mean:
        spans += [match.span() for match in signals.PER_MONTH.finditer(slots.text)]
    if slots.has("PROJECT") or slots.milestone is not None:
        spans += [match.span() for match in signals.PROBLEM.finditer(slots.text)]
    for start, end in spans:
        signs[start:end] = READ * (end - start)
    return "".join(signs)


def _is_of_its_kind(goal: Goal, slots: Slots) -> bool:
    """专精特新企业达到3亿: money is held against no count. A rate may be of how much was done."""
    units = {mention.unit for mention in slots.mentions if mention.unit}
    if not units or goal.unit in (GoalUnit.RATE, GoalUnit.UNSAID):
        return True
    return bool(units & ({"亿元"} if goal.unit is GoalUnit.MONEY else set(_COUNTS)))


def _joins_conditions(slots: Slots) -> bool:
    """总投资超过10亿且没开工的项目: a list of projects keeps both. No project has two stages,
    unless they are denied."""
    stages = slots.codes(Subject.STAGE)
    is_of_ledger = slots.has("PROJECT") or bool(stages)
    return is_of_ledger and (len(stages) < 2 or any(stage.startswith("未") for stage in stages))


def _is_tight(match: re.Match[str]) -> bool:
    """A turn of phrase with room in the middle (谁的…快) reads its ends, not what is between."""
    return len(match[0]) <= LONGEST_PHRASE
