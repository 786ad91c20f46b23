"""Rules of the period words of a question: each turn of phrase and the `Period` it names. Pure.

A month or quarter without a year is of the year of its `Context`. A running year is open: its
last month is whatever has been released.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kpi_adapter.period import MONTHS_PER_YEAR, Grain, Month, Period
from kpi_adapter.question.numerals import NUMBER, read_number

_YEAR = (
    r"(?:今年|本年|去年|上年|前年|明年|(?:20)?\d{2}年(?:度)?|20\d{2}(?=全年)"
    r"|[二〇零一三四五六七八九]{4}年)"
)
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_TO = r"(?:到|至|-|—|–|~|——)"
_ORDINAL = "一二三四1234"
_ISO_MONTH = r"20\d{2}[-./]?(?:0[1-9]|1[0-2])(?!\d)月?份?"
_SEVERAL_YEARS, _SEVERAL_MONTHS = 3, 6
# 十三五 began in 2016.
_PLAN_YEARS, _BEFORE_THE_PLANS = 5, 1951


@dataclass(frozen=True)
class Context:
    """``today`` is the business date, ``year`` the one meant where none is said."""

    today: date
    year: int

    def year_of(self, word: str | None) -> int:
        if not word:
            return self.year
        relative = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
        if word in relative:
            return self.today.year + relative[word]
        number = int(read_number(word.rstrip("度").rstrip("年")))
        return number if number >= 1000 else 2000 + number


def _month_number(text: str) -> int:
    return int(read_number(text))


def _day(_: re.Match[str], context: Context) -> Period:
    month = Month.of(context.today)
    return Period(Grain.DAY, month, month)


def _month_range(match: re.Match[str], context: Context) -> Period | None:
    first_year = context.year_of(match["y1"])
    last_year = context.year_of(match["y2"]) if match["y2"] else first_year
    first = Month(first_year, _month_number(match["m1"]))
    last = Month(last_year, _month_number(match["m2"]))
    if first > last:
        return None
    if first.number == 1 and first.year == last.year and last.number > 1:
        return Period.cumulative(last)
    return Period.span(first, last)


def _iso_month(match: re.Match[str], context: Context) -> Period:
    del context
    return Period.month(_iso(match["iso"]))


def _iso_range(match: re.Match[str], context: Context) -> Period | None:
    del context
    first, last = _iso(match["iso"]), _iso(match["iso2"])
    return Period.span(first, last) if first < last else None


def _iso(text: str) -> Month:
    digits = re.sub(r"\D", "", text)
    return Month(int(digits[:4]), int(digits[4:6]))


def _quarter_range(match: re.Match[str], context: Context) -> Period | None:
    first, last = (_ORDINAL.index(match[name]) % 4 + 1 for name in ("q1", "q2"))
    year = context.year_of(match["y"])
    if first >= last:
        return None
    if first == 1:
        return Period.cumulative(Month(year, last * 3))
    return Period.span(Month(year, first * 3 - 2), Month(year, last * 3))


def _year_range(match: re.Match[str], context: Context) -> Period | None:
    first, last = (context.year_of(f"{match[name].rstrip('年')}年") for name in ("y1", "y2"))
    if first >= last:
        return None
    return Period.years(first, last, open_end=last >= context.today.year)


def _first_months(match: re.Match[str], context: Context) -> Period | None:
    number = _month_number(match["n"])
    if not 1 < number <= MONTHS_PER_YEAR:
        return None
    return Period.cumulative(Month(context.year_of(match["y"]), number))


def _first_quarters(match: re.Match[str], context: Context) -> Period | None:
    number = _month_number(match["n"])
    if not 1 <= number <= 4:
        return None
    return Period.cumulative(Month(context.year_of(match["y"]), number * 3))


def _quarter(match: re.Match[str], context: Context) -> Period:
    number = _ORDINAL.index(match["q"]) % 4 + 1
    return Period.quarter(context.year_of(match["y"]), number)


def _relative_quarter(match: re.Match[str], context: Context) -> Period:
    month = Month.of(context.today)
    month = month.shifted(-3) if match["r"].startswith("上") else month
    return Period.quarter(month.year, month.quarter)


def _half(match: re.Match[str], context: Context) -> Period:
    return Period.half(context.year_of(match["y"]), 1 if match["h"] in "上前" else 2)


def _until_half(match: re.Match[str], context: Context) -> Period:
    return Period.cumulative(Month(context.year_of(match["y"]), 6 if match["h"] == "上" else 12))


def _until_month(match: re.Match[str], context: Context) -> Period:
    month = Month(context.year_of(match["y"]), _month_number(match["m"]))
    return Period.cumulative(month)


def _month(match: re.Match[str], context: Context) -> Period:
    return Period.month(Month(context.year_of(match["y"]), _month_number(match["m"])))


def _relative_month(match: re.Match[str], context: Context) -> Period:
    month = Month.of(context.today)
    back = {"上上": 2, "上": 1, "下": -1}.get(match["r"].rstrip("个月"), 0)
    return Period.month(month.shifted(-back))


def _recent_years(match: re.Match[str], context: Context) -> Period:
    number = _SEVERAL_YEARS if match["n"] == "几" else int(read_number(match["n"]))
    year = context.today.year
    if number <= 1:
        return _recent(context, MONTHS_PER_YEAR)
    return Period.years(year - number + 1, year, open_end=True)


def _recent_months(match: re.Match[str], context: Context) -> Period:
    text = match["n"]
    return _recent(context, _SEVERAL_MONTHS if text == "几" else max(1, int(read_number(text))))


def _recent_half_year(_: re.Match[str], context: Context) -> Period:
    return _recent(context, _SEVERAL_MONTHS)


def _recent(context: Context, months: int) -> Period:
    """The newest ``months`` months; the running month is never released, so it is not one."""
    last = Month.of(context.today).shifted(-1)
    return Period.span(last.shifted(1 - months), last, open_end=True)


def _plan(match: re.Match[str], context: Context) -> Period:
    """十三五末 is its last year, 十三五 its years as far as they have run."""
    first = _BEFORE_THE_PLANS + _PLAN_YEARS * int(read_number(match["n"]))
    last = first + _PLAN_YEARS - 1
    if match["which"] in ("初", "开局", "头年"):
        return Period.year(first)
    if match["which"] is not None or first > context.today.year:
        return Period.year(last)
    return Period.years(first, last, open_end=last >= context.today.year)


def _so_far(match: re.Match[str], context: Context) -> Period:
    return _whole_year(context.year_of(match["y"]), context)


def _this_year(_: re.Match[str], context: Context) -> Period:
    return Period.year_so_far(context.today.year)


def _all_year(match: re.Match[str], context: Context) -> Period:
    """全年 is the whole year even while it runs: its figure is not released yet."""
    return Period.year(context.year_of(match["y"]))


def _year(match: re.Match[str], context: Context) -> Period:
    return _whole_year(context.year_of(match["y"]), context)


def _whole_year(year: int, context: Context) -> Period:
    return Period.year_so_far(year) if year == context.today.year else Period.year(year)


_Y = rf"(?P<y>{_YEAR})?(?:的)?"
# From the most to the least specific.
RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Context], Period | None]], ...] = (
    (
        re.compile(
            rf"(?P<y1>{_YEAR})?(?P<m1>(?<!\d){_MONTH})(?:月份?)?{_TO}"
            rf"(?P<y2>{_YEAR})?(?P<m2>{_MONTH})月份?"
        ),
        _month_range,
    ),
    (re.compile(rf"(?<!\d)(?P<iso>{_ISO_MONTH}){_TO}(?P<iso2>{_ISO_MONTH})"), _iso_range),
    (re.compile(rf"(?<!\d)(?P<iso>{_ISO_MONTH})"), _iso_month),
    (
        re.compile(rf"(?<!\d)(?P<y1>20\d{{2}}年?|\d{{2}}年){_TO}(?P<y2>(?:20)?\d{{2}})年"),
        _year_range,
    ),
    (
        re.compile(
            rf"{_Y}(?:昨天|昨日|今天|今日|前天|当天|当日|明天|上上?周|本周|这一?周|下周"
            r"|(?:这|本|上)?个?(?:星期|礼拜)[一二三四五六日天]?|周[一二三四五六日末])"
        ),
        _day,
    ),
    (re.compile(rf"{_Y}{_MONTH}月(?:[0-3]?\d|[一二三十]+)[日号]"), _day),
    (re.compile(rf"{_Y}(?:{_MONTH}月份?|[本上]个?月)[上中下]旬"), _day),
    (re.compile(rf"{_Y}[前头](?P<n>{_MONTH})个?月"), _first_months),
    (
        re.compile(rf"{_Y}第?(?P<q1>[{_ORDINAL}])季?度?{_TO}第?(?P<q2>[{_ORDINAL}])季度?"),
        _quarter_range,
    ),
    (re.compile(rf"{_Y}前(?P<n>[一二两三四1-4])个?季度?"), _first_quarters),
    (re.compile(rf"截[至止]到?{_Y}第?(?P<n>[{_ORDINAL}])季度?末?"), _first_quarters),
    (re.compile(rf"截[至止]到?{_Y}(?P<h>[上下])半年(?:末|底)?"), _until_half),
    (re.compile(rf"{_Y}第?(?P<q>[{_ORDINAL}])季度?"), _quarter),
    (re.compile(rf"{_Y}[qQ](?P<q>[1-4])"), _quarter),
    (re.compile(r"(?P<r>上一?个?|本|这个?|当前)季度"), _relative_quarter),
    (re.compile(rf"{_Y}(?P<h>[上下前后])半年"), _half),
    (re.compile(rf"(?:截至|截止|截止到|到){_Y}(?P<m>{_MONTH})月(?:份|底|末)?"), _until_month),
    (re.compile(rf"{_Y}(?P<m>{_MONTH})月(?:底|末)"), _until_month),
    (re.compile(rf"(?<!\d){_Y}(?P<m>{_MONTH})月份?(?:的?[当单]月)?"), _month),
    (re.compile(r"(?P<r>上上个?|上个?|下个?|本|这个?|当)月份?"), _relative_month),
    (
        re.compile(
            r"(?P<n>十[一二三四五六])五(?:规划(?=[期时末]))?"
            r"(?:(?P<which>末|期末|收官|初|开局|头年)(?:之?年)?|期间|时期|以来)?"
        ),
        _plan,
    ),
    (re.compile(rf"(?:最近|近|过去|这)(?P<n>{NUMBER}|几)年"), _recent_years),
    (re.compile(rf"(?:最近|近|过去|这)(?P<n>{NUMBER}|几)个月"), _recent_months),
    (re.compile(r"(?:最近|近|过去)半年"), _recent_half_year),
    (
        re.compile(
            r"(?:打|自|从)?年初(?:以来|至今|算起|起|开始|到现在|到目前)"
            r"|截至目前|截止目前|到目前为?止?|目前为止|至今"
        ),
        _this_year,
    ),
    (
        # 全年新开工计划多少: the plan is the year's, the figure is the year's so far.
        re.compile(
            rf"{_Y}全年(?![^,。?]{{0,12}}(?:目标|计划|任务|进度|序时)|的?(?:指标|多少|百分|比重|比例|\d))"
        ),
        _all_year,
    ),
    (re.compile(rf"(?P<y>{_YEAR})(?:以来|至今|累计|全年|年底|末|底)?"), _so_far),
)  # fmt: skip
